"""Leave with everything, erase a person, say how long words are kept."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from clew.ground.assist.api import forget_letters
from clew.ground.evidence.api import Source, forget_sources
from clew.ground.exchange.erasing import ERASE_A_PERSON, ERASED_STATE, TakenOut, identity, replace_file, take_out
from clew.ground.exchange.erasures import remember
from clew.ground.exchange.house import discard_strays, tidy_disk, will_tidy
from clew.ground.exchange.models import RetentionRule
from clew.ground.exchange.proving import Proof, bytes_left, prove
from clew.ground.exchange.queries import all_over, check_days
from clew.ground.exchange.searching import index_again
from clew.ground.exchange.sweeping import redact_history
from clew.ground.files.api import StoredFile, discard
from clew.ground.ledger.api import Aged, Forgot, NotFound, Over, Refused, maintenance, snapshot, tables
from clew.ground.runs.api import Run, start
from clew.ground.thread.api import act_not_undone, get_node
from clew.ground.workspaces.api import Access, Role, act, read

RETENTION_JOB = "erase what is too old"
for _name in (ERASE_A_PERSON, RETENTION_JOB):
    act_not_undone(_name, "What was erased is gone.", told="erased words here")


@dataclass(frozen=True, slots=True)
class Erased:
    """What went, and the proof that it is gone. `mails`: those to the person that were kept in the outbox.

    `bytes_left`: in how many of SQLite's own files something is still found; None elsewhere.
    """

    sources: int
    excerpts: int
    turns: int
    elsewhere: int
    files: int
    entries: int
    mails: int
    namesakes: int
    proof: Proof
    bytes_left: int | None


def erase_person(access: Access, *, person_id: int, typed_name: str) -> Erased:
    """Take a person's name and words out for good, everywhere in the workspace; then search it all for them."""
    will_tidy()
    done = _erase(access, person_id=person_id, typed_name=typed_name)
    for sha in done.old_files:
        discard(access.workspace_id, sha)
    discard_strays()
    tidy_disk()
    return Erased(
        done.sources, done.excerpts, done.turns, done.elsewhere, len(done.old_files), done.entries, done.mails,
        len(done.namesakes), _prove(access, done), bytes_left(done.said),
    )  # fmt: skip


@act(ERASE_A_PERSON, role=Role.OWNER)
def _erase(access: Access, *, person_id: int, typed_name: str) -> TakenOut:
    who = identity(access.workspace_id, person_id)
    if who is None:
        raise NotFound("No such person.")
    if get_node(person_id).state == ERASED_STATE:
        raise Refused("This person was erased.", field="typed_name", remedy="Nothing is left to erase.")
    if " ".join(typed_name.split()).casefold() != " ".join(who.name.split()).casefold():
        raise Refused(
            "That is not the name of this person.", field="typed_name", remedy="Type the name as it is shown."
        )
    done = take_out(access.workspace_id, who)
    remember(who)
    return done


@read
def _prove(access: Access, done: TakenOut) -> Proof:
    with snapshot():
        return prove(
            access.workspace_id, done.said, spared=done.spared, namesakes=done.namesakes, spared_files=done.spared_files
        )


@act("set how long words are kept", role=Role.OWNER)
def set_retention(access: Access, *, days: int, spares_grounds: bool) -> RetentionRule:
    check_days(days)
    made, _ = RetentionRule.objects.update_or_create(
        workspace_id=access.workspace_id, defaults={"days": days, "spares_grounds": spares_grounds}
    )
    return made


@act("keep words without limit", role=Role.OWNER)
def drop_retention(access: Access) -> None:
    RetentionRule.objects.all().delete()


@act("erase what is too old", role=Role.OWNER)
def start_retention(access: Access, *, today: date) -> Run:
    """Queue it; asked twice on one day it is one run."""
    rule, over = RetentionRule.objects.first(), all_over(today)
    if rule is None and not over:
        raise Refused("Nothing says how long words are kept.", field="days", remedy="Set the number of days first.")
    return start(
        access,
        job=RETENTION_JOB,
        title=f"Erase what is older than {rule.days} days" if rule else "Erase what is kept no longer",
        arguments={
            "days": rule.days if rule else None,
            "spares_grounds": rule is None or rule.spares_grounds,
            "today": today.isoformat(),
        },
        key="-".join(
            ["retention", today.isoformat(), *([f"{rule.days}-{rule.spares_grounds}"] if rule else []), *_named(over)]
        ),
    )


def _named(over: Sequence[Over]) -> list[str]:
    """What is over since an earlier run of the day is a run of its own."""
    told = sorted((sorted(one.records), one.spares_grounds) for one in over)
    return [hashlib.sha256(repr(told).encode()).hexdigest()[:16]] if told else []


@act("erase what is too old", role=Role.OWNER)
def erase_sources(
    access: Access, *, source_ids: Sequence[int], before: date, records: frozenset[int] = frozenset()
) -> tuple[str, ...]:
    """Take the words out of these sources, with what the rooms have of them, and of talks that are no source: those before that day and

    those for these records;
    gives the uploads that hold nothing else and may leave the disk.
    """
    with maintenance():
        batches = set(Source.objects.filter(pk__in=source_ids).exclude(batch=None).values_list("batch_id", flat=True))
        done = forget_sources(list(source_ids), keep_files=True)
        forget_letters(access.workspace_id, done.nodes)
        index_again(access.workspace_id, sorted(done.nodes))
        others = _forget_old(Aged(frozenset(source_ids), before, records))
        rows = {"evidence_source_version": done.versions, **{name: one.rows for name, one in others.items()}}
        redact_history(access.workspace_id, nodes=done.nodes, rows=rows)
        theirs = StoredFile.objects.filter(pk__in=frozenset[int]().union(*(one.files for one in others.values())))
        return tuple(
            replace_file(access.workspace_id, file)
            for file in sorted({*_emptied(batches, source_ids), *theirs}, key=lambda file: file.pk)
        )


def _forget_old(aged: Aged) -> dict[str, Forgot]:
    return {table.name: table.forget_old(aged) for table in tables() if table.forget_old is not None}


def _emptied(batch_ids: set[int], source_ids: Sequence[int]) -> list[StoredFile]:
    """Uploads of imports of which no source has words any more, and those that held one of these sources alone."""
    alone = Source.objects.filter(pk__in=source_ids).exclude(file=None).values_list("file_id", flat=True)
    speaking = Source.objects.filter(batch_id__in=batch_ids).exclude(content_hash__startswith="erased-")
    silent = batch_ids - set(speaking.values_list("batch_id", flat=True))
    files = Source.objects.filter(batch_id__in=silent, file=None).exclude(batch__file=None)
    return list(StoredFile.objects.filter(pk__in={*alone, *files.values_list("batch__file_id", flat=True)}))
