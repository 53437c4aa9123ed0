"""What was found in a study, as it may be read outside: nobody is named, and only words whose consent covers sharing are in it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from clew.ground.evidence.api import CONTRADICTS, NEED, STANCES, SUPPORTS, Quote, Weight, quotations, weight
from clew.ground.thread.api import Link
from clew.ground.workspaces.api import Access, kept, read
from clew.rooms.interviews.anonymous import Names
from clew.rooms.interviews.queries.findings import FindingRow, findings
from clew.rooms.interviews.queries.heard import heard
from clew.rooms.interviews.queries.marks import study_sources
from clew.rooms.interviews.queries.studies import StudyDetail, study
from clew.rooms.interviews.queries.voices import Voices, interviewers_of, voices

MOST_NEEDS, MOST_FINDINGS, QUOTES_EACH, MOST_TIES, MOST_QUOTES = 40, 40, 5, 5_000, 500


@dataclass(frozen=True, slots=True)
class ReportWords:
    """`who`: P1, P2, …"""

    who: str
    text: str


@dataclass(frozen=True, slots=True)
class ReportNeed:
    """`spoke_for`, `spoke_against`: how many people of the study; `low`, `high`: Wilson's interval (95 %) of the share that spoke for it.

    `accounts`: of all the workspace has heard on this need, in other studies too. `more`: quotations that are not shown here.
    """

    id: int
    title: str
    spoke_for: int
    spoke_against: int
    of: int
    low: float
    high: float
    accounts: int
    supporting: tuple[ReportWords, ...]
    contradicting: tuple[ReportWords, ...]
    more: int

    @property
    def share(self) -> float:
        return self.spoke_for / self.of if self.of else 0.0


@dataclass(frozen=True, slots=True)
class ReportFinding:
    """`shown`: how many people showed it, of those heard; `low`, `high` as of a need."""

    id: int
    title: str
    severity: str
    area: str
    recommendation: str
    shown: int
    against: int
    of: int
    low: float
    high: float
    supporting: tuple[ReportWords, ...]
    contradicting: tuple[ReportWords, ...]
    more: int

    @property
    def share(self) -> float:
        return self.shown / self.of if self.of else 0.0


@dataclass(frozen=True, slots=True)
class Report:
    """`interviews`: held. `people`: heard in those that are written down. `segments`: how many interviews were with customers of each."""

    study_id: int
    title: str
    question: str
    whom: str
    method: str
    starts_on: date | None
    ends_on: date | None
    on: date
    decisions: tuple[str, ...]
    wanted: int | None
    interviews: int
    people: int
    segments: tuple[tuple[str, int], ...]
    unplaced: int
    findings: tuple[ReportFinding, ...]
    needs: tuple[ReportNeed, ...]
    more_findings: int
    more_needs: int
    not_shared: int


Ties = dict[int, dict[str, list[int]]]


@read
def report(access: Access, study_id: int, *, on: date) -> Report:
    """Question, method, who was heard in numbers, findings and needs with the words for and against them."""
    return _report_asked_by(access, study_id, on=on, asked_by=interviewers_of(study_id))


@kept
@read
def _report_asked_by(access: Access, study_id: int, *, on: date, asked_by: frozenset[str]) -> Report:
    """The same. What members are called is in no ledger, so whoever keeps it keeps it by their names."""
    found, said = study(access, study_id), {"upstream__excerpt__source__in": study_sources(access, study_id)}
    titles, ties = _ties(downstream__kind=NEED, **said)
    rows = findings(access, study_id, limit=MOST_FINDINGS + 1)
    _, shown_by = _ties(downstream__in=[row.id for row in rows])
    said_by = [pk for sides in (*ties.values(), *shown_by.values()) for some in sides.values() for pk in some]
    who = voices(study_id, said_by, asked_by)
    order = sorted(ties, key=lambda pk: _rank(ties[pk], who, titles[pk]))
    shown = order[:MOST_NEEDS]
    quotes = dict(quotations(access, _looked_at(ties, shown), is_outside=True))
    weights = weight(access, shown, on=on)
    needs = tuple(_need(pk, titles[pk], ties[pk], who, quotes, weights[pk]) for pk in shown)
    of_findings = dict(
        quotations(access, _looked_at(shown_by, [row.id for row in rows[:MOST_FINDINGS]]), is_outside=True)
    )
    told = tuple(_finding(row, shown_by[row.id], who, of_findings) for row in rows[:MOST_FINDINGS])
    withheld = {pk for pk, quote in (quotes | of_findings).items() if quote.withheld}
    left = (len(rows) - len(told), len(order) - len(shown), len(withheld))
    return _report(access, found, on, who, told, needs, left)


def _ties(**asked: Any) -> tuple[dict[int, str], Ties]:
    """Which words speak for or against which of the records that are asked for."""
    standing: Any = Link.objects.filter(verb__in=STANCES, withdrawn_at__isnull=True, upstream__archived_at__isnull=True)
    rows = standing.filter(downstream__archived_at__isnull=True, **asked).order_by("pk")
    titles: dict[int, str] = {}
    found: Ties = defaultdict(lambda: defaultdict(list))
    for need, title, stance, excerpt in rows.values_list("downstream_id", "downstream__title", "verb", "upstream_id")[
        :MOST_TIES
    ]:
        titles[need] = title
        found[need][stance].append(excerpt)
    return titles, found


def _people(excerpts: Iterable[int], who: Voices) -> int:
    return len({who.of_excerpt[pk] for pk in excerpts if pk in who.of_excerpt})


def _rank(sides: Mapping[str, list[int]], who: Voices, title: str) -> tuple[object, ...]:
    said = [pk for some in sides.values() for pk in some]
    return -_people(sides.get(SUPPORTS, ()), who), -_people(said, who), -len(said), title.casefold()


def _looked_at(ties: Ties, needs: Sequence[int]) -> list[int]:
    """As many of each side as can be read at once: some of them may not be shared."""
    each = max(QUOTES_EACH, MOST_QUOTES // max(1, 2 * len(needs)))
    some = (pk for need in needs for side in (SUPPORTS, CONTRADICTS) for pk in ties[need].get(side, ())[:each])
    return list(dict.fromkeys(some))


def _need(
    pk: int, title: str, sides: Mapping[str, list[int]], who: Voices, quotes: Mapping[int, Quote], its: Weight
) -> ReportNeed:
    from clew.science.intervals import wilson  # heavy

    spoke_for, of = _people(sides.get(SUPPORTS, ()), who), len(who.labels)
    share = wilson(spoke_for, of) if of else None
    told = {side: _words(sides.get(side, ()), who, quotes) for side in (SUPPORTS, CONTRADICTS)}
    return ReportNeed(
        id=pk, title=who.names.hide(title), spoke_for=spoke_for,
        spoke_against=_people(sides.get(CONTRADICTS, ()), who), of=of,
        low=share.low if share else 0.0, high=share.high if share else 1.0, accounts=its.accounts,
        supporting=told[SUPPORTS], contradicting=told[CONTRADICTS],
        more=sum(len(sides.get(side, ())) - len(some) for side, some in told.items()),
    )  # fmt: skip


def _finding(
    row: FindingRow, sides: Mapping[str, list[int]], who: Voices, quotes: Mapping[int, Quote]
) -> ReportFinding:
    told = {side: _words(sides.get(side, ()), who, quotes) for side in (SUPPORTS, CONTRADICTS)}
    hide = who.names.hide
    return ReportFinding(
        id=row.id, title=hide(row.title), severity=row.severity_name, area=hide(row.area),
        recommendation=hide(row.recommendation), shown=row.shown, against=row.against, of=row.heard,
        low=row.share.low if row.share else 0.0, high=row.share.high if row.share else 1.0,
        supporting=told[SUPPORTS], contradicting=told[CONTRADICTS],
        more=sum(len(sides.get(side, ())) - len(some) for side, some in told.items()),
    )  # fmt: skip


def _words(excerpts: Sequence[int], who: Voices, quotes: Mapping[int, Quote]) -> tuple[ReportWords, ...]:
    """One of each person first, so that nobody speaks alone."""
    seen: dict[str, int] = defaultdict(int)
    shown: list[tuple[int, ReportWords]] = []
    for pk in excerpts:
        quote = quotes.get(pk)
        if quote is None or quote.withheld or quote.is_observed:
            continue
        label = who.label(pk)
        shown.append((seen[label], ReportWords(label, who.names.hide(" ".join(quote.exact.split())))))
        seen[label] += 1
    return tuple(words for _, words in sorted(shown, key=lambda one: one[0])[:QUOTES_EACH])


def _report(
    access: Access, found: StudyDetail, on: date, who: Voices,
    told: tuple[ReportFinding, ...], needs: tuple[ReportNeed, ...], left: tuple[int, int, int],
) -> Report:  # fmt: skip
    row, hide = found.row, who.names.hide
    talks = heard(access, study_id=row.id)
    return Report(
        study_id=row.id, title=hide(row.title), question=hide(row.question), whom=hide(found.whom), method=row.method,
        starts_on=row.starts_on, ends_on=row.ends_on, on=on, decisions=_titles(found, who.names),
        wanted=row.progress.wanted, interviews=row.progress.held, people=len(who.labels),
        segments=tuple((one.name, one.interviews) for one in talks.segments if one.interviews), unplaced=talks.unknown,
        findings=told, needs=needs, more_findings=left[0], more_needs=left[1], not_shared=left[2],
    )  # fmt: skip


def _titles(found: StudyDetail, names: Names) -> tuple[str, ...]:
    return tuple(names.hide(decision.title) for decision in found.decisions)
