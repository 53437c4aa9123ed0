"""A research team's findings sheet becomes a study: its text, its participants, a need for each finding, an excerpt for each note."""

from collections.abc import Mapping, Sequence
from typing import Any

from clew.ground.customers.api import Mentioned, gather_people
from clew.ground.evidence.actions.needs import DETAIL_LIMIT, add_needs
from clew.ground.evidence.actions.sources import add_source, first_words
from clew.ground.evidence.formats import Finding, FindingsStudy
from clew.ground.evidence.kinds import EXCERPT, QUOTED
from clew.ground.evidence.models import Excerpt, Source
from clew.ground.evidence.sheet_text import Passage, block_of, comments_of, facts_of, is_need, text_of_sheet
from clew.ground.ledger.api import Refused
from clew.ground.thread.api import NewNode, add_comments, add_nodes, link_many
from clew.ground.workspaces.api import Access, act


@act("import a study")
def add_study(
    access: Access, *, batch_id: int, study: FindingsStudy, title: str
) -> tuple[Source, dict[str, int]] | None:
    """The study's text and its participants; None when this text is here already."""
    return add_sheet(access, study=study, title=title, batch_id=batch_id)


def add_sheet(
    access: Access, *, study: FindingsStudy, title: str, batch_id: int | None = None, anew: bool = False
) -> tuple[Source, dict[str, int]] | None:
    """As `add_study`, inside another act. `anew`: a text that was archived does not count as here."""
    text = text_of_sheet(study)
    there = Source.objects.filter(kind="study", versions__text=text, put_away=False)
    if anew:
        there.filter(node__archived_at__isnull=False).update(put_away=True)
    try:
        source = add_source(access, text=text, title=title or study.title, kind="study", channel="Findings sheet")
    except Refused:
        if there.exists():
            return None
        raise
    source.batch_id = batch_id
    source.extra = {f"{cell.sheet} {cell.cell}": cell.text for cell in study.unplaced}
    source.save(update_fields=["batch", "extra"])
    # “P1” is somebody else in every study.
    wanted = {label: Mentioned(f"{label}, {source.node.title}"[:300]) for label in study.participants}
    people = gather_people(access, wanted.values())
    return source, {label: people[who] for label, who in wanted.items()}


@act("import findings")
def add_findings(
    access: Access, *, source_id: int, text: str, place: int, findings: Sequence[Finding], people: dict[str, int]
) -> int:
    """Needs with what speaks for and against them, anchored in the study's text from `place` on; says where the next begins.

    What is no need (a heading, who took part, praise) keeps its place in the text; what participants said there is marked, for no need.
    """
    wanted = [f for f in findings if is_need(f)]
    needs = dict(zip(map(id, wanted), add_needs(access, [(f.title, need_detail(f)) for f in wanted]), strict=True))
    about = [(f, (needs[id(f)],) if id(f) in needs else ()) for f in findings]
    comment_on(access, [(f, needs.get(id(f), source_id)) for f in findings])
    return quote_findings(access, source_id=source_id, text=text, place=place, about=about, people=people)


def quote_findings(
    access: Access,
    *,
    source_id: int,
    text: str,
    place: int,
    about: Sequence[tuple[Finding, Sequence[int]]],
    people: Mapping[str, int],
    own_words: bool = True,
) -> int:
    """Excerpts of what was said to each finding, tied to the records that stand for it. Called inside an act.

    `own_words`: a finding for which nobody is quoted is quoted itself, where a record stands for it.
    """
    said: list[tuple[int, Passage, Sequence[int]]] = []
    for finding, records in about:
        block = block_of(finding)
        is_own = own_words and bool(records)
        quoted = [p for p in block.passages if is_own or p.participant or p.words != finding.title]
        said += [(place + p.start, p, records) for p in quoted]
        place += len(block.text) + 2
    _quote(access, source_id, text, said, people)
    return place


def comment_on(access: Access, about: Sequence[tuple[Finding, int]]) -> None:
    """Comments on the cells of a finding's row come to the record that stands for it. Called inside an act."""
    add_comments(access, [(node, text) for finding, node in about for text in comments_of(finding)])


def need_detail(finding: Finding) -> str:
    """What the sheet says beside the finding, in the sheet's own words."""
    detail = finding.detail if finding.detail != finding.title else ""
    return "\n\n".join(part for part in ("\n".join(facts_of(finding)), detail) if part)[:DETAIL_LIMIT]


def _named(passage: Passage) -> NewNode:
    """A tick is nothing to search for, and nothing that anybody said."""
    if passage.is_mark:
        return NewNode(EXCERPT, f"{passage.participant}, observed without words"[:300], text="")
    return NewNode(EXCERPT, first_words(passage.words), text=passage.words)


def _quote(
    access: Access,
    source_id: int,
    text: str,
    said: Sequence[tuple[int, Passage, Sequence[int]]],
    people: Mapping[str, int],
) -> None:
    from clew.science import anchors

    nodes = add_nodes(access, [_named(p) for _, p, _ in said])
    made: list[dict[str, Any]] = []
    for start, passage, _ in said:
        anchor = anchors.make_anchor(text, start, start + len(passage.words))
        made.append(
            {
                "exact": anchor.exact, "prefix": anchor.prefix, "suffix": anchor.suffix, "source_hash": anchor.source_hash,
                "start": start, "end": start + len(passage.words), "now_start": start, "now_end": start + len(passage.words),
                "speaker": passage.participant[:120], "person_id": people.get(passage.participant),
            }
        )  # fmt: skip
    workspace = access.workspace_id
    Excerpt.objects.bulk_create(
        [Excerpt(node=n, workspace_id=workspace, source_id=source_id, **m) for n, m in zip(nodes, made, strict=True)]
    )
    link_many(
        access,
        [(source_id, QUOTED, n.pk) for n in nodes]
        + [(n.pk, p.stance, pk) for n, (_, p, records) in zip(nodes, said, strict=True) for pk in records],
    )
