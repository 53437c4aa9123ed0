"""Take one person's name and words out of a workspace, wherever they stand. The caller holds the transaction."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django_scopes import scope

from clew.ground.assist.api import forget_letters
from clew.ground.customers.api import Person, forget_details
from clew.ground.evidence.api import Forgotten, Source, cover_words, forget_person, said_by_others
from clew.ground.exchange.outbox import take_out_mails
from clew.ground.exchange.proving import holds_words
from clew.ground.exchange.searching import index_again
from clew.ground.exchange.sweeping import redact_history, sweep, sweep_history
from clew.ground.exchange.traces import Erasure, Identity
from clew.ground.exchange.words import ERASED, Said
from clew.ground.files.api import StoredFile, bring, place_of
from clew.ground.ledger.api import LedgerEntry, acting, maintenance, tables
from clew.ground.thread.api import Comment
from clew.ground.workspaces.api import Workspace

ERASED_STATE = "erased"
ERASE_A_PERSON = "erase a person"


@dataclass(frozen=True, slots=True)
class TakenOut:
    """What was done. `said`, `spared`, `spared_files` and `namesakes` are what a proof has to look for; `old_files` may now leave the disk."""

    said: Said
    spared: frozenset[int]
    spared_files: frozenset[str]
    namesakes: frozenset[int]
    old_files: tuple[str, ...]
    sources: int
    excerpts: int
    turns: int
    elsewhere: int
    entries: int
    mails: int


def identity(workspace_id: int, person_id: int) -> Identity | None:
    workspace = Workspace.objects.get(pk=workspace_id)
    found = Person._base_manager.filter(workspace_id=workspace_id, pk=person_id).select_related("node").first()
    if found is None:
        return None
    return Identity(workspace.created_at, person_id, found.node.created_at, found.node.title, found.email)


def take_out(workspace_id: int, who: Identity) -> TakenOut:
    with scope(workspace=workspace_id), maintenance():
        namesakes = _namesakes(who)
        names = [n for n in (who.email, "" if namesakes else who.name) if n]
        addresses = _addresses(workspace_id, who)
        spared = said_by_others(who.person_id)
        forgotten = forget_person(who.person_id, names)
        forget_details(who.person_id)
        others = {table.name: table.forget(who.person_id) for table in tables() if table.forget is not None}
        comments = set(Comment.objects.filter(node_id=who.person_id).values_list("pk", flat=True))
        Comment.objects.filter(pk__in=comments).update(text=ERASED)
        said = Said(names, forgotten.texts)
        covered = cover_words(lambda source_id, text: said.spans(text, names_only=source_id in spared))
        changed = forgotten.nodes | forgotten.touched | covered.nodes | covered.touched
        forget_letters(workspace_id, changed)
        elsewhere = sweep(workspace_id, said, spared=spared, namesakes=namesakes)
        files = forgotten.files.union(*(one.files for one in others.values()))
        others_files = set(Source.objects.filter(pk__in=spared).exclude(file=None).values_list("file_id", flat=True))
        old_files = _replace_files(workspace_id, files, said, others_files)
        spared_files = StoredFile.objects.filter(pk__in=others_files).values_list("sha256", flat=True)
        index_again(workspace_id, sorted(changed | {who.person_id}))
        rows = {name: one.rows for name, one in others.items()}
        entries = _clean_history(workspace_id, who.person_id, forgotten, comments, rows)
        entries += sweep_history(workspace_id, said, spared=spared, namesakes=namesakes)
        mails = take_out_mails(addresses, said)
    excerpts = len(forgotten.nodes) - forgotten.sources
    return TakenOut(
        said, frozenset(spared), frozenset(spared_files), frozenset(namesakes), old_files, forgotten.sources, excerpts, forgotten.turns,
        elsewhere.total() + len(covered.versions) + mails.changed, entries, mails.gone,
    )  # fmt: skip


def take_out_again(erasures: Collection[Erasure], workspace_id: int | None = None) -> list[tuple[int, str]]:
    """Whoever was erased before is erased from what was just brought in; gives the files that may leave the disk."""
    old_files: list[tuple[int, str]] = []
    if not erasures:
        return old_files
    workspaces = Workspace.objects.all() if workspace_id is None else Workspace.objects.filter(pk=workspace_id)
    for workspace in workspaces:
        people = Person._base_manager.filter(workspace_id=workspace.pk).select_related("node")
        for person in people:
            who = Identity(workspace.created_at, person.pk, person.node.created_at, person.node.title, person.email)
            if person.node.state != ERASED_STATE and any(erasure.is_of(who) for erasure in erasures):
                with acting(ERASE_A_PERSON, actor_id=None):
                    old_files += [(workspace.pk, sha) for sha in take_out(workspace.pk, who).old_files]
    return old_files


def _namesakes(who: Identity) -> set[int]:
    """Others of the same name: what is said of that name may be said of them."""
    same = Person.objects.filter(node__title__iexact=who.name).exclude(pk=who.person_id)
    return set(same.values_list("pk", flat=True))


def _addresses(workspace_id: int, who: Identity) -> set[str]:
    """Theirs, and those they had before: a mail may have gone there."""
    told = LedgerEntry.objects.filter(workspace_id=workspace_id, table_name="customers_person", row_id=who.person_id)
    before = {values.get("email") for pair in told.values_list("before", "after") for values in pair if values}
    return {str(address) for address in {who.email, *before} if address}


def _clean_history(
    workspace_id: int, person_id: int, forgotten: Forgotten, comments: set[int], others: Mapping[str, Collection[int]]
) -> int:
    rows = {"evidence_source_version": forgotten.versions, "thread_comment": comments, **others}
    return redact_history(workspace_id, nodes=forgotten.nodes | {person_id}, rows=rows)


def replace_file(workspace_id: int, file: StoredFile) -> str:
    """A note in the place of an upload; gives the hash of what may leave the disk."""
    note = f"This upload held words that were erased. It was number {file.pk}.\n".encode()
    old = file.sha256
    file.sha256, file.size, file.name = bring(workspace_id, [note]), len(note), "erased upload"
    file.save(update_fields=["sha256", "size", "name"])
    return old


def _replace_files(
    workspace_id: int, file_ids: Collection[int], said: Said, others: Collection[int]
) -> tuple[str, ...]:
    """The uploads their words came in, and any other that holds them; of `others`, which hold somebody else's own, those that name them."""
    old = []
    for file in StoredFile.objects.all():
        place = place_of(workspace_id, file.sha256)
        if file.pk in file_ids or (place.is_file() and holds_words(place, said, names_only=file.pk in others)):
            old.append(replace_file(workspace_id, file))
    return tuple(old)
