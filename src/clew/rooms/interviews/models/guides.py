from typing import ClassVar

from django.db import models
from django.db.models import Q

from clew.ground.ledger.api import Guards
from clew.ground.thread.api import KEPT, Record, of_kind
from clew.ground.workspaces.api import User, WorkspaceModel
from clew.rooms.interviews.guide_draft import MAX_MINUTES
from clew.rooms.interviews.models.studies import Study
from clew.science.questions import FAULTS


class Guide(Record):
    """What is asked in the interviews of a study. Its sections lie in numbered versions, the newest `version`."""

    study = models.ForeignKey(Study, null=True, on_delete=models.SET_NULL, related_name="guides")
    minutes = models.PositiveSmallIntegerField(default=60)  # how long the conversation may last
    version = models.PositiveIntegerField(default=1)

    guards: ClassVar[Guards] = Guards(recorded=True, node="node_id", rules=(KEPT, of_kind("guide")))

    class Meta:
        db_table = "interviews_guide"
        indexes = [models.Index(fields=["workspace", "study", "node"], name="guide_by_study")]
        constraints = [
            models.CheckConstraint(condition=Q(minutes__gte=1, minutes__lte=MAX_MINUTES), name="guide_minutes"),
            models.CheckConstraint(condition=Q(version__gte=1), name="guide_version_from_one"),
        ]


class GuideVersion(WorkspaceModel):
    """A guide as it stood. `raised`: by rule, the keys of its questions that the coach spoke against, so that the rule's record here is known."""

    guide = models.ForeignKey(Guide, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    content = models.JSONField()
    content_hash = models.CharField(max_length=64)
    raised = models.JSONField(default=dict, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")

    guards: ClassVar[Guards] = Guards(recorded=True, quiet_insert=True, append_only=True)

    class Meta:
        db_table = "interviews_guide_version"
        constraints = [
            models.UniqueConstraint(fields=["guide", "number"], name="guide_version_once"),
            models.CheckConstraint(condition=Q(number__gte=1), name="guide_version_number"),
        ]


class Dismissal(WorkspaceModel):
    """Somebody said that a rule is wrong about a question (known by its key, not its words). Until it is brought back."""

    RULES = [(rule, rule) for rule in FAULTS]

    rule = models.CharField(max_length=20, choices=RULES)
    question = models.CharField(max_length=12)
    dismissed_at = models.DateTimeField(auto_now_add=True)
    dismissed_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")

    guards: ClassVar[Guards] = Guards(recorded=True, append_only=True, set_once=("withdrawn_at", "withdrawn_by_id"))

    class Meta:
        db_table = "interviews_dismissal"
        constraints = [
            models.UniqueConstraint(
                fields=["workspace", "rule", "question"], condition=Q(withdrawn_at__isnull=True), name="dismissal_once"
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=False) | Q(withdrawn_by__isnull=True), name="dismissal_withdrawn_whole"
            ),
        ]


class CoachSettings(WorkspaceModel):
    """Which rules of the coach are on in a workspace, which words everybody here knows, and which only the team says."""

    rules = models.JSONField(default=list, blank=True)
    known = models.JSONField(default=list, blank=True)
    team = models.JSONField(default=list, blank=True)

    guards: ClassVar[Guards] = Guards(recorded=True)

    class Meta:
        db_table = "interviews_coach"
        constraints = [models.UniqueConstraint(fields=["workspace"], name="coach_once")]
