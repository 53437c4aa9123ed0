from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from clew.ground.evidence.api import Idea
from clew.ground.ledger.api import ALWAYS, Guards, Rule
from clew.ground.thread.api import KEPT, Node, Record, of_kind
from clew.ground.workspaces.api import User, WorkspaceModel
from clew.rooms.roadmap.models.factors import Estimate, Factor


class EstimatingRound(Record):
    """Several people estimate factors of ideas, nobody seeing others' numbers; from `opened_at` on everybody sees all."""

    opened_at = models.DateTimeField(null=True)

    guards: ClassVar[Guards] = Guards(
        recorded=True,
        node="node_id",
        rules=(
            KEPT,
            of_kind("estimating_round"),
            Rule(
                "shown",
                "UPDATE",
                "OLD.opened_at IS NOT NULL AND NEW.opened_at IS NULL",
                "estimates that were shown are not hidden again",
            ),
        ),
    )

    class Meta:
        db_table = "roadmap_round"


def _as_begun(given: str) -> tuple[Rule, ...]:
    """What a round asks, and whom, stays once somebody has said something by it; until then beginning or asking is undone."""
    return (
        Rule("as_begun", "UPDATE", ALWAYS, "what a round asks stays as it was begun"),
        Rule("given", "DELETE", f"EXISTS ({given})", "somebody has estimated by now"),
    )


_GIVEN = "SELECT 1 FROM roadmap_blind_estimate b WHERE b.round_id = OLD.round_id"


class RoundIdea(WorkspaceModel):
    round = models.ForeignKey(EstimatingRound, on_delete=models.CASCADE, related_name="ideas")
    idea = models.ForeignKey(Idea, on_delete=models.CASCADE, related_name="+")

    guards: ClassVar[Guards] = Guards(recorded=True, node="round_id", rules=_as_begun(_GIVEN))

    class Meta:
        db_table = "roadmap_round_idea"
        constraints = [models.UniqueConstraint(fields=["round", "idea"], name="round_idea_once")]


class RoundFactor(WorkspaceModel):
    round = models.ForeignKey(EstimatingRound, on_delete=models.CASCADE, related_name="factors")
    factor = models.ForeignKey(Factor, on_delete=models.CASCADE, related_name="+")

    guards: ClassVar[Guards] = Guards(recorded=True, node="round_id", rules=_as_begun(_GIVEN))

    class Meta:
        db_table = "roadmap_round_factor"
        constraints = [models.UniqueConstraint(fields=["round", "factor"], name="round_factor_once")]


class RoundEstimator(WorkspaceModel):
    round = models.ForeignKey(EstimatingRound, on_delete=models.CASCADE, related_name="estimators")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")

    guards: ClassVar[Guards] = Guards(
        recorded=True, node="round_id", rules=_as_begun(f"{_GIVEN} AND b.author_id = OLD.user_id")
    )

    class Meta:
        db_table = "roadmap_round_estimator"
        constraints = [models.UniqueConstraint(fields=["round", "user"], name="round_estimator_once")]


_ROUND = "SELECT 1 FROM roadmap_round r WHERE r.node_id = NEW.round_id AND r.opened_at IS NOT NULL"
_ESTIMATOR = "SELECT 1 FROM roadmap_round_estimator e WHERE e.round_id = NEW.round_id AND e.user_id = NEW.author_id"


class BlindEstimate(WorkspaceModel):
    """One estimator's numbers in a round that is not open yet; when it opens they become estimates.

    It is its own record and stands in no other history: whoever reads that would see others' numbers before the round is open.
    """

    round = models.ForeignKey(EstimatingRound, on_delete=models.CASCADE, related_name="blind")
    idea = models.ForeignKey(Idea, on_delete=models.CASCADE, related_name="+")
    factor = models.ForeignKey(Factor, on_delete=models.CASCADE, related_name="+")
    author = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    low = models.FloatField()
    likely = models.FloatField(null=True)
    high = models.FloatField()
    level = models.FloatField(default=0.9)
    basis = models.CharField(max_length=6, choices=Estimate.BASES, default="guess")
    source = models.ForeignKey(Node, null=True, on_delete=models.SET_NULL, related_name="+")
    note = models.CharField(max_length=500, blank=True)
    made_at = models.DateTimeField(auto_now_add=True)
    replaced_at = models.DateTimeField(null=True)

    guards: ClassVar[Guards] = Guards(
        append_only=True,
        set_once=("replaced_at",),
        rules=(
            Rule(
                "estimating",
                "INSERT",
                f"EXISTS ({_ROUND}) OR NOT EXISTS ({_ESTIMATOR})",
                "only who estimates in a round, and before it is open",
                at_rest=False,
            ),
            Rule(
                "open",
                "UPDATE",
                f"NEW.replaced_at IS NOT NULL AND EXISTS ({_ROUND})",
                "what was estimated blind stays once it is shown",
                at_rest=False,
            ),
        ),
    )

    class Meta:
        db_table = "roadmap_blind_estimate"
        constraints = [
            models.UniqueConstraint(
                fields=["round", "idea", "factor", "author"],
                condition=Q(replaced_at__isnull=True),
                name="blind_estimate_stands_once",
            ),
            models.CheckConstraint(condition=Q(high__gte=F("low")), name="blind_ends_in_order"),
            models.CheckConstraint(
                condition=Q(likely__isnull=True) | Q(likely__gte=F("low"), likely__lte=F("high")),
                name="blind_likely_between",
            ),
            models.CheckConstraint(condition=Q(level__gte=0.5, level__lte=1), name="blind_level"),
        ]
