"""Mark words in a source, and say which need they speak for or against."""

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet

from clew.ground.customers.api import PERSON
from clew.ground.evidence.actions.codes import apply_code
from clew.ground.evidence.actions.needs import add_need, need_named
from clew.ground.evidence.actions.sources import current_version, first_words, get_source
from clew.ground.evidence.kinds import EXCERPT, NEED, QUOTED, STANCES
from clew.ground.evidence.models import Excerpt, Source, Speaker
from clew.ground.evidence.queries.withheld import refuse_withheld
from clew.ground.ledger.api import NotFound, Refused
from clew.ground.search import api as search
from clew.ground.thread.api import Link, NewNode, Node, add_node, comment, get_node, link, withdraw_link
from clew.ground.workspaces.api import Access, act
from clew.science import anchors

QUOTE_LIMIT = 5000


@act("mark words")
def mark(
    access: Access,
    *,
    source_id: int,
    start: int,
    end: int,
    exact: str,
    need_id: int | None = None,
    new_need: str = "",
    stance: str = "supports",
    codes: Sequence[str] = (),
    note: str = "",
) -> Excerpt:
    """Make an excerpt of these words, tied to a need. Marking the same words again adds the need to the same excerpt.

    `start` and `end` count characters of the newest version; `exact` proves that the reader saw that version.
    `codes` are names; one that is not there yet is made.
    """
    source = get_source(source_id, lock=True)
    refuse_withheld(access, source_id)
    version = current_version(source)
    start, end = _trimmed(version.text, start, end, exact)
    excerpt = _there_already(source, start, end) or _add(access, source, version.text, version.turns, start, end)
    if need_id is not None or new_need.strip():
        need = get_node(need_id, kind=NEED) if need_id is not None else _need(access, new_need)
        tie(access, excerpt_id=excerpt.pk, need_id=need.pk, stance=stance)
    for name in codes:
        apply_code(access, excerpt_id=excerpt.pk, name=name)
    if note.strip():
        comment(access, node_id=excerpt.pk, text=note)
    return excerpt


@act("place a quotation by hand")
def place_again(access: Access, *, excerpt_id: int, start: int, end: int, exact: str) -> Excerpt:
    """For a quotation that lost its place: these are its words now. Its needs, codes and comments stay."""
    excerpt = _broken(excerpt_id)
    source = get_source(excerpt.source_id, lock=True)
    refuse_withheld(access, source.pk)
    version = current_version(source)
    start, end = _trimmed(version.text, start, end, exact)
    if _there_already(source, start, end):
        raise Refused("These words are marked already.", field="exact", remedy="Select more or fewer words.")
    anchor = anchors.make_anchor(version.text, start, end)
    excerpt.exact, excerpt.prefix, excerpt.suffix = anchor.exact, anchor.prefix, anchor.suffix
    excerpt.start, excerpt.end, excerpt.source_hash = start, end, anchor.source_hash
    excerpt.status, excerpt.now_start, excerpt.now_end = "exact", start, end
    excerpt.save()
    excerpt.node.title = first_words(anchor.exact)
    excerpt.node.save(update_fields=["title"])
    search.put(access.workspace_id, [search.Document(excerpt.pk, EXCERPT, excerpt.node.title, anchor.exact)])
    return excerpt


def _broken(excerpt_id: int) -> Excerpt:
    rows = Excerpt.objects.select_related("node").select_for_update(of=("self",))
    excerpt = rows.filter(pk=excerpt_id).first()
    if excerpt is None:
        raise NotFound("No such excerpt.")
    if excerpt.status != "broken":
        raise Refused("This quotation has its place.", field="exact", remedy="Mark other words as a new one.")
    return excerpt


@act("tie words to a need")
def tie(access: Access, *, excerpt_id: int, need_id: int, stance: str) -> Link:
    """Say that an excerpt supports, contradicts or mentions a need. A change of stance withdraws the old tie."""
    return take_stance(access, excerpt_id=excerpt_id, stance=stance, on=get_node(need_id, kind=NEED))


@act("withdraw words from a need")
def withdraw_excerpt(access: Access, *, excerpt_id: int, need_id: int, reason: str = "") -> None:
    """The words stay an excerpt; they no longer speak for or against this need."""
    drop_stance(access, excerpt_id=excerpt_id, on=get_node(need_id, kind=NEED), reason=reason)


def take_stance(access: Access, *, excerpt_id: int, stance: str, on: Node) -> Link:
    """One excerpt has one stance on one record. Called inside an act."""
    if stance not in STANCES:
        raise Refused("This stance is not known.", field="stance", remedy="Choose supports, contradicts or mentions.")
    if Excerpt.objects.select_for_update().filter(pk=excerpt_id).first() is None:
        raise NotFound("No such excerpt.")
    if on.archived_at:
        raise Refused(f"This {on.kind} is archived.", field=on.kind, remedy="Bring it back first, or choose another.")
    for old in ties(excerpt_id, on.pk).exclude(verb=stance):
        withdraw_link(access, link_id=old.pk, reason=f"now {stance}")
    return link(access, upstream=excerpt_id, verb=stance, downstream=on.pk)


def drop_stance(access: Access, *, excerpt_id: int, on: Node, reason: str = "") -> None:
    """Called inside an act."""
    found = list(ties(excerpt_id, on.pk))
    if not found:
        raise NotFound(f"These words are not tied to this {on.kind}.")
    for old in found:
        withdraw_link(access, link_id=old.pk, reason=reason)


def ties(excerpt_id: int, node_id: int) -> QuerySet[Link]:
    return Link.objects.filter(
        upstream_id=excerpt_id, downstream_id=node_id, verb__in=STANCES, withdrawn_at__isnull=True
    ).order_by("pk")


def _trimmed(text: str, start: int, end: int, exact: str) -> tuple[int, int]:
    """The place without the white space around it; refused unless exactly these words stand there."""
    if not exact.strip():
        raise Refused("No words are selected.", field="exact", remedy="Select the words that say it.")
    if len(exact) > QUOTE_LIMIT:
        raise Refused(
            f"A quotation has at most {QUOTE_LIMIT:,} characters.", field="exact", remedy="Select fewer words."
        )
    if start < 0 or text[start:end] != exact:
        raise Refused("The text changed while you read.", field="exact", remedy="Read the new version and mark again.")
    return start + len(exact) - len(exact.lstrip()), end - len(exact) + len(exact.rstrip())


def _there_already(source: Source, start: int, end: int) -> Excerpt | None:
    return Excerpt.objects.filter(source=source, now_start=start, now_end=end, node__archived_at__isnull=True).first()


def _add(access: Access, source: Source, text: str, turns: list[dict[str, Any]], start: int, end: int) -> Excerpt:
    anchor = anchors.make_anchor(text, start, end)
    speaker = _speaker(turns, start)
    node = add_node(access, NewNode(EXCERPT, first_words(anchor.exact), text=anchor.exact))
    excerpt = Excerpt.objects.create(
        node=node, workspace_id=access.workspace_id, source=source, exact=anchor.exact, prefix=anchor.prefix,
        suffix=anchor.suffix, start=start, end=end, now_start=start, now_end=end, source_hash=anchor.source_hash,
        speaker=speaker, person_id=person_of_speaker(source, speaker),
    )  # fmt: skip
    link(access, upstream=source.pk, verb=QUOTED, downstream=excerpt.pk)
    return excerpt


def _speaker(turns: list[dict[str, Any]], place: int) -> str:
    return next((str(t.get("speaker") or "")[:120] for t in turns if t["start"] <= place < t["end"]), "")


def person_of_speaker(source: Source, speaker: str) -> int | None:
    """Who said it: whom somebody said the speaker is, else the source's person, unless a transcript names somebody else; nobody rather than the wrong one."""
    if not speaker:
        return source.person_id
    told = Speaker.objects.filter(source=source, name=speaker).values_list("person_id", flat=True).first()
    if told is not None:
        return told
    if source.person is not None and _same_name(speaker, source.person.node.title):
        return source.person_id
    named = Node.objects.filter(kind=PERSON, title__iexact=speaker, archived_at__isnull=True)
    return named.values_list("pk", flat=True).first()


def _same_name(speaker: str, name: str) -> bool:
    """Alike, or one of them is only the first name of the other."""
    one, other = speaker.casefold().split(), name.casefold().split()
    return one == other or (1 in (len(one), len(other)) and one[:1] == other[:1])


def _need(access: Access, title: str) -> Node:
    there = need_named(title)
    return there if there is not None else add_need(access, title=title).node
