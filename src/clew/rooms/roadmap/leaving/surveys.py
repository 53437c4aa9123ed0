"""Surveys: what was asked, who answered, and what became of the answers: how it leaves."""

from clew.ground.ledger.api import Forgot, Table, text_of
from clew.rooms.roadmap.models import (
    Answer,
    Landing,
    Respondent,
    RespondentKey,
    Survey,
    SurveyDoor,
    SurveyDoorKey,
    SurveyIdea,
)

TEAMS = "The team's own words and numbers."
CHOICES = "It holds choices, no words."


def _forget(person_id: int) -> Forgot:
    """Whose answers they are goes, and their link; what was answered is counted on."""
    found = Respondent.objects.filter(person=person_id)
    rows = frozenset(found.values_list("pk", flat=True))
    RespondentKey.objects.filter(respondent__in=rows).delete()
    Respondent.objects.filter(pk__in=rows).update(person=None)
    return Forgot(rows=rows)


TABLES = (
    Table(
        Survey, about="What people are asked about ideas: method, words and numbers.",
        erased="Quotations of the person in its words are replaced.", body=text_of(Survey, "intro"), stays=TEAMS,
    ),
    Table(
        SurveyIdea, about="An idea of a survey, in the words that respondents read.",
        erased="Quotations of the person in its words are replaced.", stays=TEAMS,
    ),
    Table(
        Respondent, about="Somebody who is asked in a survey: by which way, of which segment, when they began and ended.",
        erased="Whose it is goes; that somebody of a segment answered stays.", forget=_forget, stays=CHOICES,
    ),
    Table(
        RespondentKey, about="The hash that opens a respondent's questions.", erased="The person's link goes.",
        stays="It holds a hash, no words.", left_out="It opens this installation only.",
    ),
    Table(
        Answer, about="What a respondent chose at one step of a survey, and when a correction took its place.",
        erased="It stays for the counts, and tells no longer whose it is.", stays=CHOICES,
    ),
    Table(SurveyDoor, about="A link to a survey for posting anywhere: from when until when.", erased="Holds no words."),
    Table(
        SurveyDoorKey, about="The hash that opens a posted survey.", erased="Holds no words.", stays="It holds a hash, no words.",
        left_out="It opens this installation only.",
    ),
    Table(
        Landing, about="That a survey's results became estimates of a factor, and from how many answers.",
        erased="Holds nothing of a person.", stays=TEAMS,
    ),
)  # fmt: skip
