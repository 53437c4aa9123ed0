from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from clew.ground.evidence.api import Code, Excerpt, Source
from clew.ground.ledger.api import Guards, Rule
from clew.ground.thread.api import KEPT, Record, of_kind
from clew.ground.workspaces.api import User, WorkspaceModel
from clew.rooms.interviews.models.studies import Study


class CodingRound(Record):
    """Two or more people code the same words without seeing each other's marks, then reconcile them.

    From `revealed_at` on everybody may see all marks; from `closed_at` on nothing is settled any more.
    """

    study = models.ForeignKey(Study, on_delete=models.CASCADE, related_name="coding_rounds")
    revealed_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)

    guards: ClassVar[Guards] = Guards(
        recorded=True,
        node="node_id",
        rules=(
            KEPT,
            of_kind("coding_round"),
            Rule(
                "shown",
                "UPDATE",
                "OLD.revealed_at IS NOT NULL AND NEW.revealed_at IS NULL",
                "marks that were shown are not hidden again",
            ),
        ),
    )

    class Meta:
        db_table = "interviews_coding_round"
        constraints = [
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True) | Q(revealed_at__isnull=False), name="round_shown_before_closed"
            )
        ]


class RoundSource(WorkspaceModel):
    """What is coded, and the version in which marks count their places."""

    round = models.ForeignKey(CodingRound, on_delete=models.CASCADE, related_name="sources")
    source = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="+")
    version = models.PositiveIntegerField()

    guards: ClassVar[Guards] = Guards(recorded=True, node="round_id", append_only=True)

    class Meta:
        db_table = "interviews_round_source"
        constraints = [models.UniqueConstraint(fields=["round", "source"], name="round_source_once")]


class RoundCoder(WorkspaceModel):
    round = models.ForeignKey(CodingRound, on_delete=models.CASCADE, related_name="coders")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    finished_at = models.DateTimeField(null=True)
    left_at = models.DateTimeField(null=True)

    guards: ClassVar[Guards] = Guards(
        recorded=True, node="round_id", append_only=True, set_once=("finished_at", "left_at")
    )

    class Meta:
        db_table = "interviews_round_coder"
        constraints = [models.UniqueConstraint(fields=["round", "user"], name="round_coder_once")]


class RoundCode(WorkspaceModel):
    """A code that the round is about. A round without any is about the whole code book."""

    round = models.ForeignKey(CodingRound, on_delete=models.CASCADE, related_name="codes")
    code = models.ForeignKey(Code, on_delete=models.CASCADE, related_name="+")

    guards: ClassVar[Guards] = Guards(recorded=True, node="round_id", append_only=True)

    class Meta:
        db_table = "interviews_round_code"
        constraints = [models.UniqueConstraint(fields=["round", "code"], name="round_code_once")]


_ROUND = "SELECT 1 FROM interviews_coding_round r WHERE r.node_id = NEW.round_id"
_CODER = (
    "SELECT 1 FROM interviews_round_coder c WHERE c.round_id = NEW.round_id AND c.user_id = NEW.coder_id"
    " AND c.finished_at IS NULL AND c.left_at IS NULL"
)


class BlindMark(WorkspaceModel):
    """One coder's code on a passage; places only, no words. Withdrawn, never changed.

    It is its own record and stands in no other history: whoever reads that would see others' marks before the round is over.
    """

    round = models.ForeignKey(CodingRound, on_delete=models.CASCADE, related_name="marks")
    source = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="+")
    coder = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    code = models.ForeignKey(Code, on_delete=models.CASCADE, related_name="+")
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    at = models.DateTimeField(auto_now_add=True)
    withdrawn_at = models.DateTimeField(null=True)

    guards: ClassVar[Guards] = Guards(
        append_only=True,
        set_once=("withdrawn_at",),
        rules=(
            Rule(
                "coding",
                "INSERT",
                f"NOT EXISTS ({_CODER})",
                "only who codes, and has not finished, marks",
                at_rest=False,
            ),
            Rule(
                "open",
                "UPDATE",
                f"NEW.withdrawn_at IS NOT NULL AND EXISTS ({_ROUND} AND r.revealed_at IS NOT NULL)",
                "what was marked blind stays once it is shown",
                at_rest=False,
            ),
        ),
    )

    class Meta:
        db_table = "interviews_blind_mark"
        constraints = [
            models.CheckConstraint(condition=Q(end__gt=F("start")), name="blind_mark_not_empty"),
            models.UniqueConstraint(
                fields=["round", "source", "coder", "code", "start", "end"],
                condition=Q(withdrawn_at__isnull=True),
                name="blind_mark_once",
            ),
        ]
        indexes = [models.Index(fields=["round", "source", "start"], name="blind_mark_by_place")]


class Settlement(WorkspaceModel):
    """What the coders agreed on about one mark: kept (then it is an excerpt with the code) or not."""

    round = models.ForeignKey(CodingRound, on_delete=models.CASCADE, related_name="settlements")
    mark = models.OneToOneField(BlindMark, on_delete=models.CASCADE, related_name="settlement")
    kept = models.BooleanField()
    excerpt = models.ForeignKey(Excerpt, null=True, on_delete=models.SET_NULL, related_name="+")
    by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()

    guards: ClassVar[Guards] = Guards(
        recorded=True,
        node="round_id",
        rules=tuple(
            Rule(
                name,
                operation,
                f"NOT EXISTS ({_ROUND} AND r.revealed_at IS NOT NULL AND r.closed_at IS NULL)",
                "a mark is settled while its round is reconciled",
                at_rest=False,
            )
            for name, operation in (("reconciling_i", "INSERT"), ("reconciling_u", "UPDATE"))
        ),
    )

    class Meta:
        db_table = "interviews_settlement"


class RoundAgreement(WorkspaceModel):
    """How far the coders agreed before they talked: the figures, and what makes them come out the same again."""

    round = models.OneToOneField(CodingRound, on_delete=models.CASCADE, related_name="agreement")
    at = models.DateTimeField(auto_now_add=True)
    seed = models.PositiveIntegerField()
    draws = models.PositiveIntegerField()
    inputs_hash = models.CharField(max_length=64)
    figures = models.JSONField()

    guards: ClassVar[Guards] = Guards(recorded=True, node="round_id", append_only=True)

    class Meta:
        db_table = "interviews_round_agreement"
