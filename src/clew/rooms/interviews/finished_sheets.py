"""How a findings sheet is read as a finished study: what its words for severity and status mean, and what is doubtful in it."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from clew.ground.evidence.api import FindingsStudy, SheetFinding
from clew.ground.ledger.api import Refused
from clew.ground.thread.api import clean_title
from clew.rooms.interviews.models.findings import DONE, IN_WORK, LEFT, OPEN

LIMITS = {"area": 200, "detail": 10_000, "recommendation": 4_000, "ticket": 2_000, "severity": 200, "status": 500}
PROBLEMS = ("critical", "high", "medium", "low", "unrated")  # what becomes a need beside the finding

_SEVERITY = {
    "critical": "critical blocker blocking severe catastrophic showstopper urgent p0 p1 s1",
    "high": "high major serious important p2 s2",
    "medium": "medium med moderate normal p3 s3",
    "low": "low minor cosmetic trivial small p4 p5 s4",
    "note": "note info fyi n/a na none observation neutral question",
    "positive": "positive good strength praise like liked works",
}
_STATE = {
    DONE: ("closed", "done", "fixed", "resolved", "complete", "shipped", "released", "already closed"),
    IN_WORK: ("in progress", "in work", "in this sprint", "started", "doing", "partially", "partly", "in review"),
    LEFT: ("won't", "wont", "will not", "rejected", "left", "no action", "declined"),
}


@dataclass(frozen=True, slots=True)
class WordMeaning:
    """A word of the sheet, how often it stands there, and what it is taken for."""

    word: str
    times: int
    means: str


@dataclass(frozen=True, slots=True)
class SheetProblem:
    """What is doubtful, where it stands, and what to do about it."""

    place: str
    message: str
    remedy: str


def severity_of(word: str) -> str:
    said = word.strip().casefold()
    known = {name: code for code, names in _SEVERITY.items() for name in names.split()}
    if said in known:
        return known[said]
    return next((known[part] for part in re.findall(r"[\w/]+", said) if part in known), "unrated")


def state_of(word: str) -> str:
    """Whatever is only partly done is still in work."""
    said = word.strip().casefold()
    order = (IN_WORK, LEFT, DONE)
    return next((state for state in order if any(name in said for name in _STATE[state])), OPEN)


def severities_of(study: FindingsStudy) -> tuple[WordMeaning, ...]:
    return _meanings((f.severity for f in study.findings), severity_of)


def states_of(study: FindingsStudy) -> tuple[WordMeaning, ...]:
    return _meanings((f.status for f in study.findings), state_of)


def most_counted(study: FindingsStudy) -> int:
    """The largest number of people that the sheet gives for one finding."""
    return max((count_of(f) or 0 for f in study.findings), default=0)


def count_of(finding: SheetFinding) -> int | None:
    text = finding.participant_count.strip()
    return int(text) if text.isdecimal() and len(text) < 4 else None


def title_of(finding: SheetFinding) -> str:
    """A finding without a sentence of its own is not named by somebody's words."""
    spoken = finding.title in (*_beginnings(finding.detail), *_beginnings(finding.quotes))
    return f"{finding.sheet}, row {finding.row}" if spoken and _has_words(finding) else finding.title


def fields_of(
    finding: SheetFinding, severities: Mapping[str, str], states: Mapping[str, str]
) -> tuple[dict[str, object], str]:
    """The columns of our finding, and its state; refused with row, column and remedy where something does not fit."""
    for role in ("recommendation", "ticket", "severity", "status"):
        _refuse_long(finding, role, getattr(finding, role), LIMITS[role])
    detail = _detail(finding)
    _refuse_long(finding, "detail", detail, LIMITS["detail"])
    said: dict[str, object] = {
        "severity": severities.get(finding.severity, severity_of(finding.severity)),
        "area": _area(finding),
        "detail": detail,
        "recommendation": finding.recommendation,
        "ticket": finding.ticket,
        "counted": count_of(finding),
        "severity_said": finding.severity,
        "status_said": finding.status,
    }
    return said, states.get(finding.status, state_of(finding.status))


def problems_of(study: FindingsStudy) -> Iterator[SheetProblem]:
    for cell in study.unplaced:
        remedy = f"Say in this row what was found, in column {cell.finding_column}. " if cell.finding_column else ""
        yield SheetProblem(
            f"{cell.sheet}, {cell.cell}",
            f"“{cell.text[:80]}” belongs to no finding.",
            f"{remedy}Left as it is, it is kept with the sheet.",
        )
    for finding in study.findings:
        yield from _problems_of(finding)


def _problems_of(finding: SheetFinding) -> Iterator[SheetProblem]:
    named = {said.participant for said in finding.by_participant if said.stance != "mentions"}
    unread = [part.strip() for part in re.split(r"[,;/&\n]|\band\b", finding.participants) if _is_nobody(part, named)]
    if unread:
        yield SheetProblem(
            finding.place("participants"),
            f"“{', '.join(unread)[:80]}” is read as nobody.",
            "Name participants P1, P2, and so on, with commas between them. The words are kept with the sheet.",
        )
    count = finding.participant_count.strip()
    if count and count_of(finding) is None:
        yield SheetProblem(
            finding.place("count"), f"“{count[:40]}” is no number of people.", "Type a number below 1,000."
        )
    elif count and named and int(count) != len(named):
        yield SheetProblem(
            finding.place("count"),
            f"It says {count}, but {len(named)} are named.",
            "Correct one of the two; the larger number counts.",
        )


def _is_nobody(part: str, named: set[str]) -> bool:
    word = part.strip()
    return bool(word) and not word.isdecimal() and word.casefold() not in {name.casefold() for name in named}


def _meanings(words: Iterable[str], meaning: Callable[[str], str]) -> tuple[WordMeaning, ...]:
    return tuple(
        WordMeaning(word, times, meaning(word)) for word, times in Counter(w for w in words if w).most_common()
    )


def _has_words(finding: SheetFinding) -> bool:
    return bool(finding.by_participant or finding.quotes)


def _beginnings(text: str) -> tuple[str, ...]:
    """How a sheet's reader names a finding that has only notes or quotations."""
    flat = " ".join(text.split())
    return (flat[:120], flat[:120].strip(), flat) if flat else ()


def _area(finding: SheetFinding) -> str:
    parts = dict.fromkeys(part for part in (finding.grouping.strip(), finding.category.strip()) if part)
    return " › ".join(parts)[: LIMITS["area"]]


def _detail(finding: SheetFinding) -> str:
    """What the team wrote. What participants said stays with their words alone, so that consent decides about it."""
    theirs = any(said.words and said.words in finding.detail for said in finding.by_participant)
    parts = [
        finding.title if clean_title(finding.title) != finding.title else "",  # a name is one line, and not too long
        finding.detail if finding.detail != finding.title and not theirs else "",
        *(f"{heading}: {text}" for heading, text in finding.other),
    ]
    return "\n\n".join(part for part in parts if part)


def _refuse_long(finding: SheetFinding, role: str, text: str, most: int) -> None:
    if len(text) > most:
        raise Refused(
            f"{finding.place(role)}: longer than {most:,} characters.", field="file", remedy="Shorten it in the sheet."
        )
