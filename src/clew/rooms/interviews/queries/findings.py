"""Findings of a study: how bad, shown by how many of those heard, by whom, and the words that speak for and against each."""

import re
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from django.db.models import Count

from clew.ground.customers.api import Person
from clew.ground.evidence.api import CONTRADICTS, MENTIONS, STANCES, SUPPORTS, Excerpt, Quote, quotations
from clew.ground.ledger.api import NotFound
from clew.ground.thread.api import Link
from clew.ground.workspaces.api import Access, kept, read, shown_titles
from clew.rooms.interviews.models import Finding, Interview
from clew.rooms.interviews.queries.there import of_study
from clew.science.estimates import Estimate

MOST, MOST_QUOTES, MOST_PEOPLE = 200, 200, 40
BOTH = "both"
RANK = {code: at for at, (code, _label) in enumerate(Finding.SEVERITIES)}
SORTS = ("severity", "title", "shown", "state")


@dataclass(frozen=True, slots=True)
class FindingRow:
    """`shown`: how many people showed it, of the `heard`; `share` with its interval is empty while nobody was heard.

    `against`: how many contradicted it. `words`: the excerpts tied to it.
    """

    id: int
    title: str
    state: str
    severity: str
    severity_name: str
    area: str
    recommendation: str
    ticket: str
    shown: int
    against: int
    words: int
    heard: int
    share: Estimate | None

    @property
    def tickets(self) -> tuple[tuple[str, str], ...]:
        """Each with the address to go to, if it is one."""
        return tuple((word, word if word.startswith(("https://", "http://")) else "") for word in self.ticket.split())


@dataclass(frozen=True, slots=True)
class FindingQuote:
    stance: str
    quote: Quote


@dataclass(frozen=True, slots=True)
class FindingDetail:
    """`severity_said` and `status_said`: in the words of a study that was brought in."""

    row: FindingRow
    study_id: int
    study: str
    detail: str
    counted: int | None
    severity_said: str
    status_said: str
    quotes: tuple[FindingQuote, ...]


@dataclass(frozen=True, slots=True)
class MatrixPerson:
    """`short`: their name without that of the study, which those who were brought in with it carry."""

    id: int
    name: str
    short: str


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """`stances`: one for each person of the matrix: supports, contradicts, both, mentions, or nothing."""

    finding: FindingRow
    stances: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FindingMatrix:
    """Who showed which finding. `total` and `people_total`: how many there are beside those asked for."""

    people: tuple[MatrixPerson, ...]
    people_total: int
    rows: tuple[MatrixRow, ...]
    total: int


@dataclass(slots=True)
class Tally:
    """What is tied to one finding: by person their stances, and how many excerpts there are."""

    people: dict[int, set[str]] = field(default_factory=lambda: defaultdict(set))
    words: int = 0

    def of_stance(self, stance: str) -> int:
        return sum(stance in stances for stances in self.people.values())


@kept
@read
@of_study
def findings(
    access: Access, study_id: int, *, sort: str = "severity", state: str = "", limit: int = 50, offset: int = 0
) -> tuple[FindingRow, ...]:
    """The findings of a study, the worst first. `sort`: severity, title, shown or state, with a minus for the other way round."""
    rows, _tallies = rows_of(study_id, sort=sort, state=state)
    return tuple(rows[offset : offset + min(limit, MOST)])


@kept
@read
@of_study
def finding_matrix(
    access: Access,
    study_id: int,
    *,
    sort: str = "severity",
    state: str = "",
    limit: int = 50,
    offset: int = 0,
    people_limit: int = MOST_PEOPLE,
    people_offset: int = 0,
) -> FindingMatrix:
    """People by findings: who of those heard showed each, and who contradicted it."""
    rows, tallies = rows_of(study_id, sort=sort, state=state)
    people = _people(study_id, tallies)
    shown = people[people_offset : people_offset + min(people_limit, MOST_PEOPLE)]
    return FindingMatrix(
        people=shown,
        people_total=len(people),
        rows=tuple(
            MatrixRow(row, tuple(_stance(tallies[row.id].people.get(who.id, set())) for who in shown))
            for row in rows[offset : offset + min(limit, MOST)]
        ),
        total=len(rows),
    )


@read
def excerpts_to_tie(access: Access, finding_id: int, *, search: str = "", limit: int = 20) -> list[tuple[int, str]]:
    """For a picker: marked words of what was said for the finding's study, the newest first."""
    found = Finding.objects.filter(pk=finding_id).values_list("study_id", flat=True).first()
    if found is None:
        raise NotFound("No such finding.")
    said = Excerpt.objects.filter(source__about=found, node__archived_at__isnull=True)
    said = said.filter(node__title__icontains=search.strip()[:200])
    titles = dict(said.order_by("-pk").values_list("pk", "node__title")[: min(limit, 50)])
    return list(shown_titles(access, titles).items())


@kept
@read
def finding(access: Access, finding_id: int) -> FindingDetail:
    """One finding with the words that speak for and against it."""
    found = Finding.objects.select_related("node", "study__node").filter(pk=finding_id).first()
    if found is None:
        raise NotFound("No such finding.")
    tallies = tally([finding_id])
    return FindingDetail(
        row=_row(found, tallies[finding_id], heard(found.study_id, tallies)),
        study_id=found.study_id,
        study=found.study.node.title,
        detail=found.detail,
        counted=found.counted,
        severity_said=found.severity_said,
        status_said=found.status_said,
        quotes=_quotes(access, finding_id),
    )


def rows_of(study_id: int, *, sort: str, state: str = "") -> tuple[list[FindingRow], dict[int, Tally]]:
    """All findings of a study, which are few; three statements, however many. Called inside a query."""
    standing = Finding.objects.filter(study=study_id, node__archived_at__isnull=True).select_related("node")
    rows = list(standing.order_by("pk"))
    tallies = tally([row.pk for row in rows])
    of = heard(study_id, tallies)
    chosen = [_row(row, tallies[row.pk], of) for row in rows if state in ("", row.node.state)]
    name, back = sort.lstrip("-"), sort.startswith("-")
    return sorted(chosen, key=lambda row: _key(row, name), reverse=back), tallies


def tally(finding_ids: Collection[int]) -> dict[int, Tally]:
    """Who showed and who contradicted each. One statement; words of nobody in particular count as words alone."""
    found: dict[int, Tally] = defaultdict(Tally)
    ties = Link.objects.filter(
        downstream__in=list(finding_ids), verb__in=STANCES, withdrawn_at__isnull=True, upstream__archived_at__isnull=True
    )  # fmt: skip
    said_by = ("upstream__excerpt__person", "upstream__excerpt__speaker", "upstream__excerpt__source__person")
    grouped = ties.order_by().values_list("downstream_id", "verb", *said_by).annotate(n=Count("pk"))
    for finding_id, verb, person, speaker, owner, n in grouped:
        found[finding_id].words += n
        who = person if person is not None or speaker else owner
        if who is not None:
            found[finding_id].people[who].add(verb)
    return found


def heard(study_id: int, tallies: dict[int, Tally]) -> int:
    """How many people the study heard: whoever an interview was held with, and whoever else showed one of its findings."""
    held = Interview.objects.filter(study=study_id, node__state="held", node__archived_at__isnull=True)
    people: list[int | None] = list(held.values_list("person_id", flat=True))
    others = {pk for one in tallies.values() for pk in one.people}
    return people.count(None) + len({pk for pk in people if pk is not None} | others)


def _people(study_id: int, tallies: dict[int, Tally]) -> tuple[MatrixPerson, ...]:
    """Whoever was heard or showed something, P2 before P10. Two statements."""
    held = Interview.objects.filter(study=study_id, node__state="held", node__archived_at__isnull=True)
    named = {pk: title for pk, title in held.values_list("person_id", "study__node__title") if pk is not None}
    ids = set(named) | {pk for one in tallies.values() for pk in one.people}
    endings = tuple(f", {title}" for title in set(named.values()))
    names = Person.objects.filter(pk__in=ids).values_list("pk", "node__title")
    return tuple(sorted((MatrixPerson(pk, name, _short(name, endings)) for pk, name in names), key=_natural))


def _short(name: str, endings: Sequence[str]) -> str:
    return next((name.removesuffix(end) for end in endings if name.endswith(end)), name)


def _natural(person: MatrixPerson) -> tuple[tuple[str | int, ...], int]:
    parts = re.split(r"(\d+)", person.short.casefold())
    return tuple(int(part) if part.isdecimal() else part for part in parts), person.id


def _stance(stances: set[str]) -> str:
    if {SUPPORTS, CONTRADICTS} <= stances:
        return BOTH
    return next((one for one in (SUPPORTS, CONTRADICTS, MENTIONS) if one in stances), "")


def _row(found: Finding, tied: Tally, of: int) -> FindingRow:
    from clew.science.intervals import wilson

    shown = min(of, max(tied.of_stance(SUPPORTS), found.counted or 0))
    return FindingRow(
        id=found.pk,
        title=found.node.title,
        state=found.node.state,
        severity=found.severity,
        severity_name=found.get_severity_display(),
        area=found.area,
        recommendation=found.recommendation,
        ticket=found.ticket,
        shown=shown if of else found.counted or 0,
        against=tied.of_stance(CONTRADICTS),
        words=tied.words,
        heard=of,
        share=wilson(shown, of) if of else None,
    )


def _key(row: FindingRow, name: str) -> tuple[object, ...]:
    """The worst first; of equals what more people showed."""
    usual = (RANK[row.severity], -row.shown, row.id)
    first: dict[str, Sequence[object]] = {
        "title": (row.title.casefold(),),
        "shown": (-row.shown,),
        "state": (row.state,),
    }
    return (*first.get(name, ()), *usual)


def _quotes(access: Access, finding_id: int) -> tuple[FindingQuote, ...]:
    ties = Link.objects.filter(downstream=finding_id, verb__in=STANCES, withdrawn_at__isnull=True).order_by("pk")
    stances = dict(ties.values_list("upstream_id", "verb")[:MOST_QUOTES])
    told = quotations(access, list(stances))
    return tuple(FindingQuote(stance, told[pk]) for pk, stance in stances.items() if pk in told)
