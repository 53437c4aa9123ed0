from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from clew.ground.customers.api import Person
from clew.ground.evidence.api import Idea
from clew.ground.ledger.api import Guards
from clew.ground.thread.api import KEPT, Record, of_kind
from clew.ground.workspaces.api import User, WorkspaceModel
from clew.rooms.roadmap.models.factors import Factor


class Survey(Record):
    """What people are asked about some ideas, and by which method. Whether it is open is its node's state.

    `settings`: amount (items in a MaxDiff set, pairs for each person, dollars or dots), segments (asked of everybody), and, since
    it was opened, versions (the MaxDiff sets, by places of ideas).
    """

    METHODS = [
        ("kano", "Kano"),
        ("maxdiff", "MaxDiff"),
        ("pairwise", "Pairs"),
        ("odi", "Opportunity survey"),
        ("budget", "100 dollars"),
        ("dots", "Dots"),
    ]

    method = models.CharField(max_length=8, choices=METHODS)
    intro = models.TextField(max_length=2_000, blank=True)
    consent = models.CharField(max_length=500)
    settings = models.JSONField(default=dict)
    closes_on = models.DateField(null=True)
    most_answers = models.PositiveIntegerField(default=1_000)

    guards: ClassVar[Guards] = Guards(recorded=True, node="node_id", rules=(KEPT, of_kind("survey")))

    class Meta:
        db_table = "roadmap_survey"
        constraints = [
            models.CheckConstraint(condition=Q(most_answers__gte=1, most_answers__lte=5_000), name="survey_bounded")
        ]


class SurveyIdea(WorkspaceModel):
    """An idea of a survey, in the words that respondents read. Answers name it by its place."""

    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="asked")
    idea = models.ForeignKey(Idea, on_delete=models.CASCADE, related_name="+")
    place = models.PositiveSmallIntegerField()
    label = models.CharField(max_length=120)
    words = models.CharField(max_length=500, blank=True)

    guards: ClassVar[Guards] = Guards(recorded=True, node="survey_id")

    class Meta:
        db_table = "roadmap_survey_idea"
        constraints = [
            models.UniqueConstraint(fields=["survey", "place"], name="survey_place_once"),
            models.UniqueConstraint(fields=["survey", "idea"], name="survey_idea_once"),
        ]


class Respondent(WorkspaceModel):
    """Somebody who is asked: a person by a personal link, whoever came by the posted link, or a row of a file.

    `number`: counted within the survey; by it the order of ideas is drawn. `segment`: what they said, or the file says.
    `ref`: a hash of what the file calls them, so that it is taken in once.
    """

    WAYS = [("person", "Personal link"), ("posted", "Posted link"), ("file", "File")]

    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="respondents")
    person = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    number = models.PositiveIntegerField()
    way = models.CharField(max_length=6, choices=WAYS)
    segment = models.CharField(max_length=60, blank=True)
    ref = models.CharField(max_length=64, blank=True)
    made_at = models.DateTimeField(auto_now_add=True)
    begun_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)

    guards: ClassVar[Guards] = Guards(recorded=True)

    class Meta:
        db_table = "roadmap_respondent"
        constraints = [
            models.UniqueConstraint(
                fields=["survey", "person"], condition=Q(person__isnull=False), name="respondent_person_once"
            ),
            models.UniqueConstraint(fields=["survey", "number"], name="respondent_number_once"),
            models.UniqueConstraint(fields=["survey", "ref"], condition=~Q(ref=""), name="respondent_ref_once"),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True) | Q(begun_at__isnull=False), name="respondent_begins_first"
            ),
        ]


class RespondentKey(models.Model):
    """What opens a respondent's questions, as a hash. Apart from the respondent, whom the ledger records."""

    respondent = models.OneToOneField(Respondent, primary_key=True, on_delete=models.CASCADE, related_name="key")
    secret_hash = models.CharField(max_length=64, unique=True)

    class Meta:
        db_table = "roadmap_respondent_key"


class Answer(WorkspaceModel):
    """What a respondent answered to one step: an idea, a set, a pair, or the whole budget. A correction takes its place."""

    respondent = models.ForeignKey(Respondent, on_delete=models.CASCADE, related_name="answers")
    step = models.PositiveSmallIntegerField()
    given = models.JSONField()
    given_at = models.DateTimeField(auto_now_add=True)
    replaced_at = models.DateTimeField(null=True)

    guards: ClassVar[Guards] = Guards(recorded=True, append_only=True, set_once=("replaced_at",))

    class Meta:
        db_table = "roadmap_answer"
        constraints = [
            models.UniqueConstraint(
                fields=["respondent", "step"], condition=Q(replaced_at__isnull=True), name="answer_stands_once"
            ),
            models.CheckConstraint(
                condition=Q(replaced_at__isnull=True) | Q(replaced_at__gte=F("given_at")), name="answer_then_replaced"
            ),
        ]


class SurveyDoor(WorkspaceModel):
    """A link to a survey for posting anywhere. One at a time; the one before leads nowhere any more."""

    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="doors")
    made_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    closed_at = models.DateTimeField(null=True)

    guards: ClassVar[Guards] = Guards(recorded=True, node="survey_id", append_only=True, set_once=("closed_at",))

    class Meta:
        db_table = "roadmap_survey_door"
        constraints = [
            models.UniqueConstraint(fields=["survey"], condition=Q(closed_at__isnull=True), name="survey_door_once")
        ]


class SurveyDoorKey(models.Model):
    """What opens a posted survey, as a hash. Apart from the link, which the ledger records."""

    door = models.OneToOneField(SurveyDoor, primary_key=True, on_delete=models.CASCADE, related_name="key")
    secret_hash = models.CharField(max_length=64, unique=True)

    class Meta:
        db_table = "roadmap_survey_door_key"


class Landing(WorkspaceModel):
    """That a survey's results were made estimates of a factor: of which measure, in whom, and from how many answers."""

    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="landings")
    factor = models.ForeignKey(Factor, on_delete=models.CASCADE, related_name="+")
    measure = models.CharField(max_length=12)
    segment = models.CharField(max_length=300, blank=True)
    answers = models.PositiveIntegerField()
    landed_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    landed_at = models.DateTimeField(auto_now_add=True)

    guards: ClassVar[Guards] = Guards(recorded=True, node="survey_id")

    class Meta:
        db_table = "roadmap_landing"
