"""The answers of a survey as a file for a spreadsheet; nobody's name stands in it."""

import csv
from io import StringIO

from clew.ground.doors.api import Outgoing
from clew.ground.evidence.api import neutralise
from clew.ground.ledger.api import NotFound
from clew.ground.workspaces.api import Access, read
from clew.rooms.roadmap.models import Respondent, Survey, SurveyIdea
from clew.rooms.roadmap.queries.surveys import answers_of
from clew.rooms.roadmap.survey_files import Person, rows_out


@read
def survey_answers_file(access: Access, survey_id: int) -> Outgoing:
    """CSV with a row for each answer, in the headings that bring answers in. Nothing in it is run as a formula."""
    survey = Survey.objects.filter(pk=survey_id).first()
    if survey is None:
        raise NotFound("No such survey.")
    labels = list(SurveyIdea.objects.filter(survey=survey).order_by("place").values_list("label", flat=True))
    told = answers_of(survey_id)
    rows = Respondent.objects.filter(pk__in=list(told)).order_by("number").values_list("pk", "number", "segment")
    people = [
        Person(f"R{number}", segment, {one["step"]: dict(one) for one in told[pk]}) for pk, number, segment in rows
    ]
    out = StringIO(newline="")
    csv.writer(out).writerows([neutralise(cell) for cell in row] for row in rows_out(survey.method, labels, people))
    return Outgoing(f"survey-{survey_id}-answers.csv", "text/csv; charset=utf-8", out.getvalue().encode("utf-8-sig"))
