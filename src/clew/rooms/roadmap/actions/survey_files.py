"""Answers that were collected elsewhere come into a survey."""

from dataclasses import dataclass
from hashlib import sha256

from django.db.models import Max
from django.utils import timezone

from clew.ground.ledger.api import Refused
from clew.ground.thread.api import get_node
from clew.ground.workspaces.api import Access, act
from clew.rooms.roadmap.kinds import SURVEY
from clew.rooms.roadmap.models import Answer, Respondent, Survey, SurveyIdea
from clew.rooms.roadmap.queries.surveyed import asking_of
from clew.rooms.roadmap.survey_files import Person, read_people

MOST_RESPONDENTS = 5_000


@dataclass(frozen=True, slots=True)
class Brought:
    """`known`: respondents of the file who were brought in before, and stay as they are."""

    respondents: int
    answers: int
    known: int


@act("bring in answers to a survey")
def bring_in_answers(access: Access, *, survey_id: int, text: str) -> Brought:
    """A CSV file with a row for each answer; all of it comes in, or none. Who came in before is left out, so that the same file
    changes nothing the second time. Names of respondents are kept as hashes only.

    Headings: respondent, segment (as one likes), and by method kano: idea, functional, dysfunctional; odi: idea, importance,
    satisfaction; maxdiff: shown (names with | between), best, worst; pairwise: better, other; budget and dots: idea, points.
    """
    get_node(survey_id, kind=SURVEY)
    survey = Survey.objects.select_for_update().select_related("node").get(pk=survey_id)
    if survey.node.state == "draft":
        raise Refused("It is a draft: its ideas may still change.", field="file", remedy="Open the survey first.")
    labels = list(SurveyIdea.objects.filter(survey=survey).order_by("place").values_list("label", flat=True))
    people = read_people(text, asking_of(survey, len(labels), 0), labels)
    refs = {_ref(survey_id, one.name): one for one in people}
    known = set(Respondent.objects.filter(survey=survey, ref__in=refs).values_list("ref", flat=True))
    fresh = {ref: one for ref, one in refs.items() if ref not in known}
    told = Respondent.objects.filter(survey=survey).aggregate(last=Max("number"))["last"] or 0
    if Respondent.objects.filter(survey=survey).count() + len(fresh) > MOST_RESPONDENTS:
        raise Refused(
            f"A survey holds {MOST_RESPONDENTS:,} respondents at most.", field="file", remedy="Leave some out."
        )
    for number, (ref, one) in enumerate(fresh.items(), told + 1):
        _keep(access, survey, number, ref, one)
    return Brought(len(fresh), sum(len(one.answers) for one in fresh.values()), len(known))


def _keep(access: Access, survey: Survey, number: int, ref: str, one: Person) -> None:
    now = timezone.now()
    made = Respondent.objects.create(
        workspace_id=access.workspace_id, survey=survey, number=number, way="file", segment=one.segment, ref=ref,
        begun_at=now, answered_at=now,
    )  # fmt: skip
    Answer.objects.bulk_create(
        Answer(workspace_id=access.workspace_id, respondent=made, step=step, given=given)
        for step, given in one.answers.items()
    )


def _ref(survey_id: int, name: str) -> str:
    return sha256(f"{survey_id}\n{name}".encode()).hexdigest()
