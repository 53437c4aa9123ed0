from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from clew.ground.evidence.models.sources import ImportBatch, Source
from clew.ground.ledger.api import Guards, Rule
from clew.ground.thread.api import KEPT, Node, Record, of_kind
from clew.ground.workspaces.api import WorkspaceModel


class Embedding(WorkspaceModel):
    """The vector of a text, by the text's hash and the model's name, so that a text is embedded once."""

    text_hash = models.CharField(max_length=64)
    model = models.CharField(max_length=60)
    vector = models.BinaryField()

    class Meta:
        db_table = "evidence_embedding"
        constraints = [models.UniqueConstraint(fields=["workspace", "text_hash", "model"], name="embedding_once")]


class Theming(WorkspaceModel):
    """How the themes of one import, of what was heard for a record (`about`, such as a study), or of all feedback (both empty)
    were last found: enough to find them again."""

    about = models.ForeignKey(Node, null=True, on_delete=models.CASCADE, related_name="+")
    batch = models.ForeignKey(ImportBatch, null=True, on_delete=models.CASCADE, related_name="themings")
    model = models.CharField(max_length=60)
    seed = models.PositiveIntegerField(default=0)
    resolution = models.FloatField()
    silhouette = models.FloatField(null=True)
    stability = models.FloatField(null=True)
    items = models.PositiveIntegerField()
    inputs_hash = models.CharField(max_length=64)
    warnings = models.JSONField(default=list, blank=True)
    made_at = models.DateTimeField()

    guards: ClassVar[Guards] = Guards(recorded=True)

    class Meta:
        db_table = "evidence_theming"
        constraints = [
            models.UniqueConstraint(fields=["batch"], name="theming_once"),
            models.UniqueConstraint(fields=["about"], name="theming_of_record_once"),
            models.UniqueConstraint(
                fields=["workspace"], condition=Q(batch__isnull=True, about__isnull=True), name="theming_of_all_once"
            ),
            models.CheckConstraint(
                condition=Q(batch__isnull=True) | Q(about__isnull=True), name="theming_of_one_place"
            ),
        ]


class Theme(Record):
    """A group of sources that say alike. Finding themes again leaves it as it is when a person made it (`origin`), locked it,
    or gave it another title than the one it was found with."""

    ORIGINS = [("machine", "found"), ("human", "made by a person")]

    theming = models.ForeignKey(Theming, on_delete=models.CASCADE, related_name="themes")
    origin = models.CharField(max_length=8, choices=ORIGINS, default="machine")
    locked = models.BooleanField(default=False)
    found_title = models.CharField(max_length=300, blank=True)
    terms = models.JSONField(default=list, blank=True)
    medoid = models.ForeignKey(Source, null=True, on_delete=models.SET_NULL, related_name="+")
    stability = models.FloatField(null=True)
    cohesion = models.FloatField(null=True)

    guards: ClassVar[Guards] = Guards(recorded=True, node="node_id", rules=(KEPT, of_kind("theme")))

    class Meta:
        db_table = "evidence_theme"


_OF_ANOTHER = (
    "NOT EXISTS (SELECT 1 FROM evidence_theme t WHERE t.node_id = NEW.theme_id AND t.theming_id = NEW.theming_id)"
)


class ThemeMember(WorkspaceModel):
    """A source in a theme, or a passage of a transcript, from `start` to `end` in its newest text; a whole source ends at 0.
    In one theming a piece is in one theme. `centrality`: nearness to the theme's middle, 0 to 1."""

    theming = models.ForeignKey(Theming, on_delete=models.CASCADE, related_name="members")
    theme = models.ForeignKey(Theme, on_delete=models.CASCADE, related_name="members")
    source = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="themes")
    start = models.PositiveIntegerField(default=0)
    end = models.PositiveIntegerField(default=0)
    centrality = models.FloatField(default=0)

    # Finding themes writes up to 50,000 of these at once; what a person changes afterwards is an update, and recorded.
    guards: ClassVar[Guards] = Guards(
        recorded=True,
        node="theme_id",
        quiet_insert=True,
        rules=(
            Rule("theming_i", "INSERT", _OF_ANOTHER, "its theme belongs to another theming"),
            Rule("theming_u", "UPDATE", _OF_ANOTHER, "its theme belongs to another theming"),
        ),
    )

    class Meta:
        db_table = "evidence_theme_member"
        constraints = [
            models.UniqueConstraint(fields=["theming", "source", "start"], name="one_theme_per_piece"),
            models.CheckConstraint(condition=Q(start=0, end=0) | Q(end__gt=F("start")), name="piece_not_empty"),
        ]
        indexes = [
            models.Index(fields=["theme", "-centrality"], name="member_by_centrality"),
            models.Index(fields=["workspace", "theming", "theme", "source"], name="member_by_theme"),
        ]
