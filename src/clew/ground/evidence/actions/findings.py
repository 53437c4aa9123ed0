"""A research team's findings sheet becomes a study: its text, its participants, a need for each finding, an excerpt for each note."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from clew.ground.customers.api import Mentioned, gather_people
from clew.ground.evidence.actions.needs import DETAIL_LIMIT
from clew.ground.evidence.actions.sources import add_source, first_words
from clew.ground.evidence.formats import Finding, FindingsStudy
from clew.ground.evidence.kinds import EXCERPT, NEED, QUOTED, SUPPORTS
from clew.ground.evidence.models import Excerpt, Need, Source
from clew.ground.ledger.api import Refused
from clew.ground.thread.api import NewNode, add_nodes, link_many
from clew.ground.workspaces.api import Access, act

_SPOKEN = re.compile(r"[“\"]([^“”\"]{3,})[”\"]")
_LABELS = (
    ("severity", "Severity"),
    ("recommendation", "Recommendation"),
    ("ticket", "Ticket"),
    ("status", "Status"),
    ("participant_count", "Number of participants"),
    ("grouping", "Group"),
    ("category", "Category"),
)


@dataclass(frozen=True, slots=True)
class Passage:
    """Words of a finding's block that speak for or against it; `start` counts from where the block begins."""

    start: int
    words: str
    participant: str
    stance: str


@dataclass(frozen=True, slots=True)
class Block:
    """What the study's text holds of one finding."""

    text: str
    passages: tuple[Passage, ...]


@act("import a study")
def add_study(
    access: Access, *, batch_id: int, study: FindingsStudy, title: str
) -> tuple[Source, dict[str, int]] | None:
    """The study's text and its participants; None when this text is here already."""
    text = "\n\n".join(block_of(f).text for f in study.findings)
    try:
        source = add_source(access, text=text, title=title or study.title, kind="study", channel="Findings sheet")
    except Refused:
        if Source.objects.filter(kind="study", versions__text=text, put_away=False).exists():
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
    """Needs with what speaks for and against them, anchored in the study's text from `place` on; says where the next begins."""
    nodes = add_nodes(access, [NewNode(NEED, f.title, "", need_detail(f)) for f in findings])
    Need.objects.bulk_create(
        [
            Need(node=n, workspace_id=access.workspace_id, detail=need_detail(f))
            for n, f in zip(nodes, findings, strict=True)
        ]
    )
    said: list[tuple[int, Passage, int]] = []
    for node, finding in zip(nodes, findings, strict=True):
        block = block_of(finding)
        said += [(place + p.start, p, node.pk) for p in block.passages]
        place += len(block.text) + 2
    _quote(access, source_id, text, said, people)
    return place


def need_detail(finding: Finding) -> str:
    """What the sheet says beside the finding, in the sheet's own words."""
    detail = finding.detail if finding.detail != finding.title else ""
    return "\n\n".join(part for part in ("\n".join(_facts(finding)), detail) if part)[:DETAIL_LIMIT]


def block_of(finding: Finding) -> Block:
    """The finding as text, and where in it each participant's words, marks and quotations stand."""
    parts = [finding.title, finding.detail if finding.detail != finding.title else "", finding.quotes, *_facts(finding)]
    text = "\n".join(part for part in parts if part)
    if finding.participants:
        text += f"\nParticipants: {finding.participants}"
    passages: list[Passage] = []
    for said in finding.by_participant:
        words = said.words or said.participant
        start = _find(text, words, said.participant, passages)
        if start is None:
            text += f"\n{said.participant}: {words}"
            start = len(text) - len(words)
        passages.append(Passage(start, words, said.participant, said.stance))
    return Block(text, tuple(passages) or tuple(_unlabelled(finding, text)))


def _find(text: str, words: str, participant: str, taken: Sequence[Passage]) -> int | None:
    """Where these words stand, behind the participant's own label if there is one; two notes never share a place."""
    for start in (m.start() for m in re.finditer(re.escape(words), text)):
        before = text[max(0, start - len(participant) - 4) : start].casefold()
        own = participant.casefold() in before or words == participant
        if own and not _inside_word(text, start, words) and all(p.start != start for p in taken):
            return start
    return None


def _inside_word(text: str, start: int, words: str) -> bool:
    """`P1` in `P10` is somebody else."""
    after = text[start + len(words) : start + len(words) + 1]
    return words[-1].isalnum() and after.isalnum()


def _unlabelled(finding: Finding, text: str) -> Iterator[Passage]:
    """Quotations of nobody in particular; without any, the finding's own words tie its need to the study."""
    at = text.find(finding.quotes) if finding.quotes else -1
    for found in _SPOKEN.finditer(finding.quotes):
        yield Passage(at + found.start(1), found[1], "", SUPPORTS)
    if at >= 0 and not _SPOKEN.search(finding.quotes):
        yield Passage(at, finding.quotes, "", SUPPORTS)
    if at < 0:
        yield Passage(0, finding.title, "", SUPPORTS)


def _facts(finding: Finding) -> list[str]:
    named = [(label, getattr(finding, name)) for name, label in _LABELS]
    return [f"{label}: {value}" for label, value in [*named, *finding.other] if value]


def _quote(
    access: Access, source_id: int, text: str, said: Sequence[tuple[int, Passage, int]], people: dict[str, int]
) -> None:
    from clew.science import anchors

    nodes = add_nodes(access, [NewNode(EXCERPT, first_words(p.words), text=p.words) for _, p, _ in said])
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
        + [(n.pk, p.stance, need) for n, (_, p, need) in zip(nodes, said, strict=True)],
    )
