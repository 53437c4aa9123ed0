"""What people without an account do in a survey: begin, answer step by step, correct once, stop."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.utils import timezone

from clew.ground.doors.api import by_link
from clew.ground.ledger.api import Refused
from clew.rooms.roadmap.actions.surveys import key_for, new_respondent
from clew.rooms.roadmap.models import Answer, Respondent, Survey
from clew.rooms.roadmap.queries.surveyed import Asked, Posted, asking_of
from clew.rooms.roadmap.survey_asking import read_answer

A_DAY = 500


@by_link("begin a posted survey")
def begin_openly(posted: Posted, *, segment: str = "") -> str:
    """Whoever came by a posted link becomes a respondent. Answers the secret of their own questions."""
    survey = _open(posted.survey_id, is_closed=posted.is_closed)
    told = _segment(survey, segment)
    begun = Respondent.objects.filter(survey=survey, begun_at__isnull=False)
    if begun.count() >= survey.most_answers:
        raise Refused("Enough people have answered.", remedy="Thank you for coming by.")
    if begun.filter(way="posted", begun_at__gt=timezone.now() - timedelta(days=1)).count() >= A_DAY:
        raise Refused("Many people have answered today.", remedy="Please come back tomorrow.")
    return key_for(new_respondent(posted.access, survey, way="posted", segment=told, begun_at=timezone.now()))


@by_link("begin a survey")
def begin_survey(asked: Asked, *, segment: str = "") -> None:
    """Somebody with a personal link agrees and begins. Beginning twice changes nothing."""
    survey = _open(asked.survey_id, is_closed=asked.is_closed)
    one = _locked(asked)
    if one.begun_at is None:
        one.segment, one.begun_at = _segment(survey, segment), timezone.now()
        one.save(update_fields=["segment", "begun_at"])


@by_link("answer a survey")
def answer_survey(asked: Asked, *, step: int, given: Mapping[str, Any]) -> None:
    """The answer to one step. It may be corrected once; the same answer again changes nothing."""
    survey = _open(asked.survey_id, is_closed=asked.is_closed)
    one = _locked(asked)
    if one.begun_at is None:
        raise Refused("You have not begun yet.", remedy="Please begin first.")
    asking = asking_of(survey, survey.asked.count(), one.number)
    standing = dict(one.answers.filter(replaced_at__isnull=True).values_list("step", "given"))
    others = [given for at, given in standing.items() if at != step]
    taken = {frozenset((pair["better"], pair["other"])) for pair in others} if asking.method == "pairwise" else ()
    told = read_answer(asking, step, given, taken)
    if standing.get(step) == told:
        return
    if step in standing:
        _make_room(one, step)
    Answer.objects.create(workspace_id=asked.access.workspace_id, respondent=one, step=step, given=told)
    if one.answered_at is None and asking.next_step({*standing, step}) is None:
        _end(one)


@by_link("stop a survey")
def stop_survey(asked: Asked) -> None:
    """What was answered so far stands."""
    one = _locked(asked)
    if not one.answers.exists():
        raise Refused("Nothing is answered yet.", remedy="Answer one question, or just close this page.")
    if one.answered_at is None:
        _end(one)


def _end(one: Respondent) -> None:
    one.answered_at = timezone.now()
    one.save(update_fields=["answered_at"])


def _make_room(one: Respondent, step: int) -> None:
    if one.answers.filter(step=step, replaced_at__isnull=False).exists():
        raise Refused("You have corrected this once already.", field="step", remedy="Your last answer stands.")
    one.answers.filter(step=step, replaced_at__isnull=True).update(replaced_at=timezone.now())


def _segment(survey: Survey, told: str) -> str:
    choices = survey.settings.get("segments", [])
    if choices and told not in choices:
        raise Refused("This needs an answer.", field="segment", remedy="Choose what fits best.")
    return told if choices else ""


def _open(survey_id: int, *, is_closed: bool) -> Survey:
    if is_closed:
        raise Refused("This survey is closed.", remedy="Thank you for coming by.")
    return Survey.objects.select_related("node").get(pk=survey_id)


def _locked(asked: Asked) -> Respondent:
    return Respondent.objects.select_for_update().get(pk=asked.respondent_id)
