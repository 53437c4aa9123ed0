from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from clew.ground.evidence.api import Idea
from clew.ground.ledger.api import Guards
from clew.ground.thread.api import KEPT, Record, of_kind
from clew.ground.workspaces.api import User, WorkspaceModel

MOST_DRAWS, MOST_TOP = 100_000, 1000


class ScoreModel(Record):
    """A way to score ideas. What it says now is its newest version."""

    guards: ClassVar[Guards] = Guards(recorded=True, node="node_id", rules=(KEPT, of_kind("score_model")))

    class Meta:
        db_table = "roadmap_score_model"


class ScoreVersion(WorkspaceModel):
    """What a score model said from a day on; a change is another version with the next number.

    `settings`: by its method, the weights and fixed anchors of its factors, a formula, or a capacity.
    """

    METHODS = [
        ("rice", "RICE"),
        ("ice", "ICE"),
        ("cd3", "Cost of delay by duration (WSJF)"),
        ("weighted", "Weighted scores"),
        ("value", "Value by effort"),
        ("odi", "Opportunity score"),
        ("moscow", "MoSCoW within a capacity"),
        ("formula", "Formula of one's own"),
    ]

    model = models.ForeignKey(ScoreModel, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    method = models.CharField(max_length=8, choices=METHODS)
    settings = models.JSONField(default=dict)
    made_at = models.DateTimeField(auto_now_add=True)
    made_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")

    guards: ClassVar[Guards] = Guards(recorded=True, node="model_id", append_only=True, set_once=("made_by_id",))

    class Meta:
        db_table = "roadmap_score_version"
        constraints = [
            models.UniqueConstraint(fields=["model", "number"], name="score_version_once"),
            models.CheckConstraint(condition=Q(number__gte=1), name="score_version_from_one"),
        ]


class Ranking(Record):
    """An order that was drawn at one moment, kept with all it was made from: the version, the draws, the seed, the estimates' hash."""

    version = models.ForeignKey(ScoreVersion, on_delete=models.CASCADE, related_name="rankings")
    top = models.PositiveIntegerField()
    draws = models.PositiveIntegerField()
    seed = models.PositiveIntegerField()
    inputs_hash = models.CharField(max_length=64)
    made_at = models.DateTimeField(auto_now_add=True)

    guards: ClassVar[Guards] = Guards(recorded=True, node="node_id", append_only=True, rules=(of_kind("ranking"),))

    class Meta:
        db_table = "roadmap_ranking"
        constraints = [
            models.CheckConstraint(condition=Q(top__gte=1, top__lte=MOST_TOP), name="ranking_top"),
            models.CheckConstraint(condition=Q(draws__gte=100, draws__lte=MOST_DRAWS), name="ranking_draws"),
        ]


class RankedIdea(WorkspaceModel):
    """One idea in a ranking: in which share of the draws it is among the first, between which ranks it lies, and its score."""

    ranking = models.ForeignKey(Ranking, on_delete=models.CASCADE, related_name="ideas")
    idea = models.ForeignKey(Idea, on_delete=models.CASCADE, related_name="+")
    place = models.PositiveIntegerField()
    share_top = models.FloatField()
    rank_low = models.PositiveIntegerField()
    rank_high = models.PositiveIntegerField()
    score_low = models.FloatField()
    score_middle = models.FloatField()
    score_high = models.FloatField()
    point_score = models.FloatField()
    point_place = models.PositiveIntegerField()

    guards: ClassVar[Guards] = Guards(append_only=True)

    class Meta:
        db_table = "roadmap_ranked_idea"
        constraints = [
            models.UniqueConstraint(fields=["ranking", "idea"], name="ranked_once"),
            models.UniqueConstraint(fields=["ranking", "place"], name="ranked_place_once"),
            models.CheckConstraint(condition=Q(share_top__gte=0, share_top__lte=1), name="ranked_share"),
            models.CheckConstraint(condition=Q(rank_low__gte=1, rank_high__gte=F("rank_low")), name="ranked_ranks"),
        ]
