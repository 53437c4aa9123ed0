"""What a findings sheet says, as a text in which each participant's words have their place."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from clew.ground.evidence.formats import Finding, FindingsStudy, is_mark, works_well
from clew.ground.evidence.kinds import MENTIONS, SUPPORTS

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

    @property
    def is_mark(self) -> bool:
        """Somebody was seen to have it; no words of theirs were noted."""
        return bool(self.participant) and is_mark(self.words, self.participant)


@dataclass(frozen=True, slots=True)
class Block:
    """What the study's text holds of one finding."""

    text: str
    passages: tuple[Passage, ...]


def text_of_sheet(study: FindingsStudy) -> str:
    """All that the sheet says of its findings, as a text to mark in."""
    return "\n\n".join(block_of(f).text for f in study.findings)


def block_of(finding: Finding) -> Block:
    """The finding as text, and where in it each participant's words, marks and quotations stand."""
    parts = [
        finding.title,
        finding.detail if finding.detail != finding.title else "",
        finding.quotes,
        *facts_of(finding),
    ]
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
    """Quotations of nobody in particular; without any, the finding's own words tie its need to the study, and are no evidence for it."""
    at = text.find(finding.quotes) if finding.quotes else -1
    for found in _SPOKEN.finditer(finding.quotes):
        yield Passage(at + found.start(1), found[1], "", SUPPORTS)
    if at >= 0 and not _SPOKEN.search(finding.quotes):
        yield Passage(at, finding.quotes, "", SUPPORTS)
    if at < 0:
        yield Passage(0, finding.title, "", MENTIONS)


def comments_of(finding: Finding) -> list[str]:
    """What was written at the cells of its row, each with who wrote it and where."""
    return [
        f"{one.author or 'Somebody'} {'replied' if one.is_reply else 'commented'} at {finding.sheet} {one.cell}"
        f"{f', {one.day}' if one.day else ''}:\n{one.text}"
        for one in finding.comments
    ]


def facts_of(finding: Finding) -> list[str]:
    named = [(label, getattr(finding, name)) for name, label in _LABELS]
    return [f"{label}: {value}" for label, value in [*named, *finding.other] if value]


@dataclass(frozen=True, slots=True)
class Passages:
    """How many passages a sheet holds: `words`, of somebody or quoted; `observations`, marks without words."""

    words: int
    observations: int


def passages_in(findings: Sequence[Finding]) -> Passages:
    told = [p for f in findings for p in block_of(f).passages if p.participant or p.words != f.title]
    marks = sum(p.is_mark for p in told)
    return Passages(len(told) - marks, marks)


def is_need(finding: Finding) -> bool:
    """What works well asks for nothing."""
    return not finding.aside and not works_well(finding.severity)


@dataclass(frozen=True, slots=True)
class RowLeftOut:
    """A row of which no need is made, and why."""

    place: str
    title: str
    why: str


_WHY = {
    "heading": "A heading: its words stay in the study’s text.",
    "participants": "It tells who took part: what they said stays with them.",
    "unstated": "Notes without a statement: they are marked, and wait for a need.",
}
_PRAISE = "It works well: what was said is marked, and asks for nothing."


def left_out(findings: Sequence[Finding], *, with_praise: bool = True) -> tuple[RowLeftOut, ...]:
    """`with_praise`: also what works well, where nothing but needs is made."""
    told = [(f, _WHY.get(f.aside, _PRAISE if with_praise and works_well(f.severity) else "")) for f in findings]
    return tuple(RowLeftOut(f"{f.sheet}, row {f.row}", f.title, why) for f, why in told if why)
