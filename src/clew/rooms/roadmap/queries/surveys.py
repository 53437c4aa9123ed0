"""Surveys for members: what is asked, who answered, and what follows from it, each segment for itself."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Q
from django.utils import timezone

from clew.ground.customers.api import standings
from clew.ground.ledger.api import NotFound
from clew.ground.workspaces.api import Access, kept, names_of, read, shown_titles
from clew.rooms.roadmap.models import Answer, Landing, Respondent, Survey, SurveyIdea
from clew.rooms.roadmap.queries.surveyed import amount_of, takes_answers
from clew.rooms.roadmap.survey_results import Measured, Said, results

MOST, MOST_SEGMENTS = 200, 12
EVERYBODY = ""


@dataclass(frozen=True, slots=True)
class SurveyRow:
    """`invited`: people with a personal link; `begun`, `answered`: respondents of all ways, and those who came to the end."""

    id: int
    title: str
    method: str
    method_name: str
    state: str
    takes_answers: bool
    closes_on: date | None
    ideas: int
    invited: int
    begun: int
    answered: int


@dataclass(frozen=True, slots=True)
class SurveyIdeaRow:
    idea_id: int
    place: int
    label: str
    words: str


@dataclass(frozen=True, slots=True)
class AskedPerson:
    person_id: int
    name: str
    begun_at: datetime | None
    answered_at: datetime | None


@dataclass(frozen=True, slots=True)
class LandedRow:
    factor: str
    measure: str
    segment: str
    answers: int
    by: str
    landed_at: datetime


@dataclass(frozen=True, slots=True)
class SurveyDetail:
    row: SurveyRow
    intro: str
    consent: str
    amount: int
    segments: tuple[str, ...]
    most_answers: int
    is_posted: bool
    ideas: tuple[SurveyIdeaRow, ...]
    people: tuple[AskedPerson, ...]
    landed: tuple[LandedRow, ...]


@dataclass(frozen=True, slots=True)
class IdeaResult:
    """What the answers say of one idea. `category`: by Kano; `measures` and `shares` carry their intervals."""

    idea_id: int
    place: int
    label: str
    n: int
    measures: tuple[Measured, ...]
    shares: tuple[Measured, ...]
    category: str
    is_clear: bool
    facts: tuple[str, ...]
    warnings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SegmentCount:
    """A segment, and how many of it answered; an empty name for everybody. `categories`: by Kano, of each idea by place."""

    name: str
    n: int
    categories: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PairChance:
    """How likely one idea is found better than another, both by place."""

    place: int
    other: int
    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class SurveyResults:
    """Of one segment, or of everybody where none is named. `segments`: whom else one may look at, the largest first."""

    survey_id: int
    method: str
    segment: str
    n: int
    ideas: tuple[IdeaResult, ...]
    segments: tuple[SegmentCount, ...]
    chances: tuple[PairChance, ...]
    science: str
    warnings: tuple[str, ...]


@read
def surveys(access: Access, *, limit: int = 50, offset: int = 0) -> tuple[SurveyRow, ...]:
    """The newest first."""
    found = _counted().filter(node__archived_at__isnull=True).order_by("-pk")
    return tuple(_row(one) for one in found[offset : offset + min(limit, MOST)])


@read
def survey(access: Access, survey_id: int) -> SurveyDetail:
    """What is asked, of whom, and what was made of it."""
    found = _counted().filter(pk=survey_id).first()
    if found is None:
        raise NotFound("No such survey.")
    ideas = SurveyIdea.objects.filter(survey=found).order_by("place")
    return SurveyDetail(
        _row(found), found.intro, found.consent, amount_of(found), tuple(found.settings.get("segments", ())),
        found.most_answers, found.doors.filter(closed_at__isnull=True).exists(),
        tuple(SurveyIdeaRow(*row) for row in ideas.values_list("idea_id", "place", "label", "words")),
        _people(access, found.pk), _landed(found.pk),
    )  # fmt: skip


@kept
@read
def survey_results(access: Access, survey_id: int, *, segment: str = EVERYBODY) -> SurveyResults:
    """What the answers say of each idea, in one segment or in everybody: estimates with intervals, how many said it, and warnings."""
    found = Survey.objects.filter(pk=survey_id).first()
    if found is None:
        raise NotFound("No such survey.")
    asked = list(SurveyIdea.objects.filter(survey=survey_id).order_by("place"))
    told = answers_of(survey_id)
    inside = _members(list(told))
    if segment and segment not in inside:
        raise NotFound("Nobody of that segment answered.")
    chosen = [told[pk] for pk in (inside[segment] if segment else told)]
    said = results(found.method, len(asked), chosen)
    return SurveyResults(
        survey_id, found.method, segment, len(chosen),
        tuple(_result(asked[one.place], one) for one in said.said),
        _segments(found.method, len(asked), told, inside),
        tuple(PairChance(*chance) for chance in said.chances), said.method, said.warnings,
    )  # fmt: skip


def answers_of(survey_id: int) -> dict[int, list[Mapping[str, Any]]]:
    """What stands, by respondent, each with its step. Called inside a query or an act."""
    standing = Answer.objects.filter(respondent__survey=survey_id, replaced_at__isnull=True)
    told: dict[int, list[Mapping[str, Any]]] = defaultdict(list)
    for who, step, given in standing.order_by("respondent_id", "step").values_list("respondent_id", "step", "given"):
        told[who].append({**given, "step": step})
    return dict(told)


def _members(respondents: Sequence[int]) -> dict[str, list[int]]:
    """Who belongs to which segment: as they said themselves, else those of their account today. The largest first."""
    columns = ("pk", "segment", "person__account_id")
    rows = list(Respondent.objects.filter(pk__in=respondents).values_list(*columns))
    known = standings({int(account) for _, said, account in rows if account and not said}, timezone.localdate())
    inside: dict[str, list[int]] = defaultdict(list)
    for pk, said, account in sorted(rows):
        names = [said] if said else [name for _, name in known[account].segments] if account in known else []
        for name in names:
            inside[name].append(pk)
    return dict(sorted(inside.items(), key=lambda one: (-len(one[1]), one[0]))[:MOST_SEGMENTS])


def _segments(
    method: str, ideas: int, told: Mapping[int, Any], inside: Mapping[str, Sequence[int]]
) -> tuple[SegmentCount, ...]:
    groups = [*inside.items(), (EVERYBODY, list(told))]
    return tuple(
        SegmentCount(name, len(members), _categories(ideas, [told[pk] for pk in members]) if method == "kano" else ())
        for name, members in groups
    )


def _categories(ideas: int, answers: Sequence[Sequence[Mapping[str, Any]]]) -> tuple[str, ...]:
    found = {
        one.place: one.category if one.is_clear else f"{one.category}?" for one in results("kano", ideas, answers).said
    }
    return tuple(found.get(place, "") for place in range(ideas))


def _result(asked: SurveyIdea, said: Said) -> IdeaResult:
    return IdeaResult(
        asked.idea_id, said.place, asked.label, said.n, said.measures, said.shares, said.category, said.is_clear, said.facts,
        said.warnings,
    )  # fmt: skip


def _counted() -> Any:
    begun, done = Q(respondents__begun_at__isnull=False), Q(respondents__answered_at__isnull=False)
    return Survey.objects.select_related("node").annotate(
        how_many=Count("asked", distinct=True),
        invited=Count("respondents", filter=Q(respondents__way="person"), distinct=True),
        begun=Count("respondents", filter=begun, distinct=True),
        done=Count("respondents", filter=done, distinct=True),
    )


def _row(one: Any) -> SurveyRow:
    return SurveyRow(
        one.pk, one.node.title, one.method, one.get_method_display(), one.node.state, takes_answers(one), one.closes_on,
        one.how_many, one.invited, one.begun, one.done,
    )  # fmt: skip


def _people(access: Access, survey_id: int) -> tuple[AskedPerson, ...]:
    found = Respondent.objects.filter(survey=survey_id, person__isnull=False).select_related("person__node")
    rows = list(found.order_by("number")[:MOST])
    titles = shown_titles(access, {one.person.pk: one.person.node.title for one in rows if one.person})
    return tuple(
        AskedPerson(one.person_id or 0, titles.get(one.person_id or 0, ""), one.begun_at, one.answered_at)
        for one in rows
    )


def _landed(survey_id: int) -> tuple[LandedRow, ...]:
    rows = list(Landing.objects.filter(survey=survey_id).select_related("factor").order_by("-pk")[:20])
    names = names_of({row.landed_by_id for row in rows if row.landed_by_id})
    return tuple(
        LandedRow(
            row.factor.label, row.measure, row.segment, row.answers, names.get(row.landed_by_id or 0, ""), row.landed_at
        )
        for row in rows
    )
