"""What a link to a survey opens: one respondent's questions, or the way to become one, and nothing else of the workspace."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.utils import timezone

from clew.ground.ledger.api import NotFound
from clew.ground.workspaces.api import Access, Role, hash_of, read
from clew.rooms.roadmap.models import Answer, Respondent, RespondentKey, Survey, SurveyDoorKey, SurveyIdea
from clew.rooms.roadmap.survey_asking import AMOUNTS, Asking

RECENT = 4_000  # of the answers that the next pair is chosen by


@dataclass(frozen=True, slots=True)
class Posted:
    """What a posted link opens. `is_closed`: nothing more is taken."""

    access: Access
    survey_id: int
    is_closed: bool


@dataclass(frozen=True, slots=True)
class Asked:
    """What a respondent's own link opens. `access` reads for the page's sake and may change nothing by itself."""

    access: Access
    survey_id: int
    respondent_id: int
    is_closed: bool


@dataclass(frozen=True, slots=True)
class Shown:
    place: int
    label: str
    words: str


@dataclass(frozen=True, slots=True)
class Form:
    """A survey as a page for respondents shows it before its questions."""

    title: str
    intro: str
    consent: str
    method: str
    amount: int
    segments: tuple[str, ...]
    ideas: tuple[Shown, ...]


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a respondent is. `answers`: what stands, by step; `corrected`: steps that were replaced once."""

    form: Form
    asking: Asking
    has_begun: bool
    is_done: bool
    answers: Mapping[int, Mapping[str, Any]]
    corrected: frozenset[int]


def enter_by_survey_door(secret: str) -> Posted:
    keys = SurveyDoorKey.objects.select_related("door__survey__node", "door__workspace")
    key = keys.filter(secret_hash=hash_of(secret), door__closed_at__isnull=True).first()
    if key is None:
        raise NotFound("This link is unknown or was replaced.")
    door = key.door
    return Posted(_reader(door.workspace), door.survey_id, not takes_answers(door.survey))


def enter_as_respondent(secret: str) -> Asked:
    keys = RespondentKey.objects.select_related("respondent__survey__node", "respondent__workspace")
    key = keys.filter(secret_hash=hash_of(secret)).first()
    if key is None:
        raise NotFound("This link is unknown.")
    one = key.respondent
    return Asked(_reader(one.workspace), one.survey_id, one.pk, not takes_answers(one.survey))


def takes_answers(survey: Survey) -> bool:
    is_late = survey.closes_on is not None and survey.closes_on < timezone.localdate()
    return survey.node.state == "open" and survey.node.archived_at is None and not is_late


def _reader(workspace: Any) -> Access:
    return Access(None, workspace.pk, workspace.slug, Role.VIEWER)


def form_of(survey: Survey) -> Form:
    """Called inside a query or an act."""
    rows = SurveyIdea.objects.filter(survey=survey).order_by("place").values_list("place", "label", "words")
    return Form(
        survey.node.title, survey.intro, survey.consent, survey.method, amount_of(survey),
        tuple(survey.settings.get("segments", ())), tuple(Shown(*row) for row in rows),
    )  # fmt: skip


def amount_of(survey: Survey) -> int:
    amount = AMOUNTS.get(survey.method)
    return int(survey.settings.get("amount", amount.usual)) if amount else 0


def asking_of(survey: Survey, ideas: int, number: int) -> Asking:
    versions = survey.settings.get("versions", ())
    sets = tuple(tuple(each) for each in versions[number % len(versions)]) if versions else ()
    return Asking(survey.method, ideas, amount_of(survey), number, sets)


@read
def posted_form(access: Access, survey_id: int) -> Form:
    """A survey as respondents see it before they begin."""
    return form_of(_survey(survey_id))


@read
def preview_of(access: Access, survey_id: int) -> Asking:
    """A survey as its first respondent would meet it; before it is opened, MaxDiff shows a set in the order of the ideas."""
    survey = _survey(survey_id)
    ideas = SurveyIdea.objects.filter(survey=survey).count()
    asking = asking_of(survey, ideas, 0)
    if survey.method == "maxdiff" and not asking.sets:
        return replace(asking, sets=(tuple(range(min(ideas, asking.amount))),))
    return asking


@read
def progress_of(access: Access, respondent_id: int) -> Progress:
    """How far a respondent is, and what they answered."""
    one = Respondent.objects.select_related("survey__node").filter(pk=respondent_id).first()
    if one is None:
        raise NotFound("No such respondent.")
    form = form_of(one.survey)
    rows = list(Answer.objects.filter(respondent=one).values_list("step", "given", "replaced_at"))
    return Progress(
        form, asking_of(one.survey, len(form.ideas), one.number), one.begun_at is not None, one.answered_at is not None,
        {step: given for step, given, replaced in rows if replaced is None},
        frozenset(step for step, _, replaced in rows if replaced is not None),
    )  # fmt: skip


@read
def next_pair(access: Access, respondent_id: int) -> tuple[int, int] | None:
    """The pair whose answer is expected to tell most, of those this respondent did not judge; by chance which stands first."""
    from clew.science.pairwise import next_pairs, strengths

    one = Respondent.objects.select_related("survey").filter(pk=respondent_id).first()
    if one is None:
        raise NotFound("No such respondent.")
    ideas = SurveyIdea.objects.filter(survey=one.survey_id).count()
    standing = Answer.objects.filter(respondent__survey=one.survey_id, replaced_at__isnull=True)
    told = list(standing.order_by("-pk").values_list("respondent_id", "given")[:RECENT])
    pairs = [(given["better"], given["other"]) for _, given in told]
    mine = [(given["better"], given["other"]) for who, given in told if who == respondent_id]
    found = next_pairs(strengths(pairs, ideas), without=mine) if ideas > 1 else ()
    if not found:
        return None
    first, second = found[0].first, found[0].second
    return (second, first) if (one.number + len(mine)) % 2 else (first, second)


def _survey(survey_id: int) -> Survey:
    found = Survey.objects.select_related("node").filter(pk=survey_id).first()
    if found is None:
        raise NotFound("No such survey.")
    return found
