from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from clew.ground.ledger.api import ALWAYS, Guards, Rule
from clew.ground.workspaces.api import User, WorkspaceModel

KEPT = Rule("kept", "DELETE", ALWAYS, "this is archived, never deleted")


def of_kind(kind: str) -> Rule:
    """A row of a kind's own table belongs to a node of that kind."""
    is_other = f"NOT EXISTS (SELECT 1 FROM thread_node n WHERE n.id = NEW.node_id AND n.kind = '{kind}')"  # noqa: S608 - a name from the code
    return Rule("kind", "INSERT", is_other, "its node is of another kind")


class KindRow(models.Model):
    """A registered kind of node; filled from the modules' registrations after each migration."""

    name = models.CharField(max_length=24, primary_key=True)
    label = models.CharField(max_length=40)

    class Meta:
        db_table = "thread_kind"


class VerbRow(models.Model):
    """A registered way to tie two kinds. `*` stands for any kind."""

    upstream_kind = models.CharField(max_length=24)
    verb = models.CharField(max_length=24)
    downstream_kind = models.CharField(max_length=24)

    class Meta:
        db_table = "thread_verb"
        constraints = [models.UniqueConstraint(fields=["upstream_kind", "verb", "downstream_kind"], name="verb_once")]


class Node(WorkspaceModel):
    """Every record that matters. Its own table holds what is special to its kind; its card is here."""

    kind = models.CharField(max_length=24)
    title = models.CharField(max_length=300)
    state = models.CharField(max_length=24, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    archived_at = models.DateTimeField(null=True)

    guards: ClassVar[Guards] = Guards(
        recorded=True,
        node="id",
        rules=(
            KEPT,
            Rule(
                "kind_known",
                "INSERT",
                "NOT EXISTS (SELECT 1 FROM thread_kind k WHERE k.name = NEW.kind)",
                "this kind is not registered",
            ),
            Rule(
                "identity",
                "UPDATE",
                "OLD.kind <> NEW.kind OR OLD.id <> NEW.id",
                "number and kind stay",
            ),
        ),
    )

    class Meta:
        db_table = "thread_node"
        indexes = [
            models.Index(
                fields=["workspace", "kind", "-id"], name="node_newest", condition=Q(archived_at__isnull=True)
            ),
            models.Index(
                "workspace", "kind", Lower("title"), name="node_by_name", condition=Q(archived_at__isnull=True)
            ),
            models.Index(fields=["workspace", "kind"], name="node_archived", condition=Q(archived_at__isnull=False)),
        ]

    def __str__(self) -> str:
        return self.title


class Record(WorkspaceModel):
    """A kind's own table: one row for one node, sharing its number."""

    node = models.OneToOneField(Node, primary_key=True, on_delete=models.CASCADE, related_name="%(class)s")

    class Meta:
        abstract = True


_CIRCLE = (
    "EXISTS (WITH RECURSIVE below(id) AS (SELECT NEW.downstream_id UNION SELECT l.downstream_id FROM thread_link l"
    " JOIN below ON l.upstream_id = below.id WHERE l.verb = NEW.verb AND l.withdrawn_at IS NULL)"
    " SELECT 1 FROM below WHERE below.id = NEW.upstream_id)"
)


class Link(WorkspaceModel):
    """`upstream` is nearer the customer's words; `downstream` rests on it. Withdrawn, never deleted."""

    upstream = models.ForeignKey(Node, on_delete=models.CASCADE, related_name="downstream_links", db_index=False)
    verb = models.CharField(max_length=24)
    downstream = models.ForeignKey(Node, on_delete=models.CASCADE, related_name="upstream_links", db_index=False)
    note = models.TextField(blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    withdrawn_reason = models.TextField(blank=True)

    guards: ClassVar[Guards] = Guards(
        recorded=True,
        node="downstream_id",
        append_only=True,
        set_once=("withdrawn_at", "withdrawn_by_id", "withdrawn_reason"),
        rules=(
            Rule(
                "registered",
                "INSERT",
                "NOT EXISTS (SELECT 1 FROM thread_node u, thread_node d, thread_verb v WHERE u.id = NEW.upstream_id"
                " AND d.id = NEW.downstream_id AND v.verb = NEW.verb AND v.upstream_kind IN (u.kind, '*') AND v.downstream_kind = d.kind)",
                "these two kinds are not tied by this verb",
            ),
            Rule("circle", "INSERT", f"NEW.withdrawn_at IS NULL AND {_CIRCLE}", "this would close a circle"),
        ),
    )

    class Meta:
        db_table = "thread_link"
        constraints = [
            models.UniqueConstraint(
                fields=["downstream", "upstream", "verb"], condition=Q(withdrawn_at__isnull=True), name="link_once"
            ),
            models.CheckConstraint(condition=~Q(upstream=models.F("downstream")), name="link_not_to_itself"),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=False) | Q(withdrawn_by__isnull=True, withdrawn_reason=""),
                name="link_withdrawn_whole",
            ),
        ]
        # A walk reads what stands from the index alone; what was withdrawn is rare and has small indexes of its own.
        # The columns have no plain index beside these: planners prefer it, and then read all links of a hub to sort them.
        indexes = [
            models.Index(
                fields=["upstream", "downstream", "verb"], name="link_down", condition=Q(withdrawn_at__isnull=True)
            ),
            models.Index(
                fields=["downstream", "upstream"], name="link_up_gone", condition=Q(withdrawn_at__isnull=False)
            ),
            models.Index(
                fields=["upstream", "downstream"], name="link_down_gone", condition=Q(withdrawn_at__isnull=False)
            ),
        ]


class Comment(WorkspaceModel):
    node = models.ForeignKey(Node, on_delete=models.CASCADE, related_name="comments")
    text = models.TextField(max_length=10_000)
    created_at = models.DateTimeField(auto_now_add=True)
    author = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)

    guards: ClassVar[Guards] = Guards(
        recorded=True, node="node_id", append_only=True, set_once=("withdrawn_at", "author_id")
    )

    class Meta:
        db_table = "thread_comment"
        indexes = [models.Index(fields=["node", "id"], name="comment_by_node")]


class Decision(Record):
    """A choice among options. Once decided it is frozen, with a snapshot of all that was known."""

    question = models.TextField(max_length=2000)
    flips = models.TextField(max_length=4000, blank=True)
    decided_at = models.DateTimeField(null=True)
    decided_on = models.DateField(null=True)
    decided_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    snapshot = models.JSONField(null=True)
    snapshot_hash = models.CharField(max_length=64, blank=True)
    numbers_here = models.JSONField(
        null=True
    )  # of a decision from elsewhere: which record here is meant by a number in the snapshot

    guards: ClassVar[Guards] = Guards(
        recorded=True,
        node="node_id",
        rules=(
            KEPT,
            of_kind("decision"),
            Rule(
                "frozen",
                "UPDATE",
                "OLD.decided_at IS NOT NULL AND (OLD.question IS DISTINCT FROM NEW.question OR OLD.flips IS DISTINCT FROM NEW.flips"
                " OR OLD.decided_at IS DISTINCT FROM NEW.decided_at OR OLD.decided_on IS DISTINCT FROM NEW.decided_on"
                " OR OLD.snapshot_hash IS DISTINCT FROM NEW.snapshot_hash OR OLD.snapshot IS DISTINCT FROM NEW.snapshot"
                " OR OLD.decided_by_id IS DISTINCT FROM NEW.decided_by_id)",
                "a decision that was taken stays as it was taken",
            ),
            Rule(
                "complete",
                "UPDATE",
                "NEW.decided_at IS NOT NULL AND (NEW.snapshot_hash = '' OR NEW.snapshot IS NULL OR NEW.decided_on IS NULL"
                " OR NOT EXISTS (SELECT 1 FROM thread_option o WHERE o.decision_id = NEW.node_id AND o.chosen)"
                " OR NOT EXISTS (SELECT 1 FROM thread_prediction p WHERE p.decision_id = NEW.node_id))",
                "a decision needs a chosen option, a prediction and a snapshot",
            ),
            Rule(
                "open_first",
                "INSERT",
                "NEW.decided_at IS NOT NULL",
                "a decision is open before it is taken",
                at_rest=False,
            ),
        ),
    )

    class Meta:
        db_table = "thread_decision"


_DECIDED = "EXISTS (SELECT 1 FROM thread_decision d WHERE d.node_id = {row}.decision_id AND d.decided_at IS NOT NULL)"


class Option(WorkspaceModel):
    """One thing that could be chosen; `idea` where it stands in the thread."""

    decision = models.ForeignKey(Decision, on_delete=models.CASCADE, related_name="options")
    idea = models.ForeignKey(Node, null=True, on_delete=models.CASCADE, related_name="+")
    title = models.CharField(max_length=300)
    chosen = models.BooleanField(default=False)
    reason = models.TextField(max_length=4000, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    guards: ClassVar[Guards] = Guards(
        recorded=True,
        node="decision_id",
        rules=(
            Rule(
                "frozen_i", "INSERT", _DECIDED.format(row="NEW"), "the options of a taken decision stay", at_rest=False
            ),
            Rule(
                "frozen_u",
                "UPDATE",
                f"{_DECIDED.format(row='OLD')} OR {_DECIDED.format(row='NEW')}",
                "the options of a taken decision stay",
            ),
            Rule("frozen_d", "DELETE", _DECIDED.format(row="OLD"), "the options of a taken decision stay"),
        ),
    )

    class Meta:
        db_table = "thread_option"
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["decision"], condition=Q(chosen=True), name="option_chosen_once")
        ]


class Prediction(Record):
    """What its author expected, with a probability or an interval, and the day it will be known. Never edited."""

    KINDS = [("probability", "yes or no"), ("quantity", "a quantity")]

    decision = models.ForeignKey(Decision, null=True, on_delete=models.CASCADE, related_name="predictions")
    question = models.TextField(max_length=2000)
    kind = models.CharField(max_length=12, choices=KINDS)
    probability = models.FloatField(null=True)
    low = models.FloatField(null=True)
    best = models.FloatField(null=True)
    high = models.FloatField(null=True)
    level = models.FloatField(null=True)
    unit = models.CharField(max_length=40, blank=True)
    resolve_by = models.DateField()
    made_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    registered_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_reason = models.TextField(blank=True)

    guards: ClassVar[Guards] = Guards(
        recorded=True,
        node="node_id",
        append_only=True,
        set_once=("withdrawn_at", "withdrawn_reason"),
        rules=(of_kind("prediction"),),
    )

    class Meta:
        db_table = "thread_prediction"
        indexes = [models.Index(fields=["workspace", "resolve_by"], name="prediction_due")]
        constraints = [
            models.CheckConstraint(
                name="prediction_complete",
                # A comparison with nothing is no refusal to a database: what must be there is named.
                condition=Q(
                    kind="probability",
                    probability__isnull=False,
                    probability__gte=0,
                    probability__lte=1,
                    low__isnull=True,
                    best__isnull=True,
                    high__isnull=True,
                )
                | Q(
                    kind="quantity",
                    probability__isnull=True,
                    low__isnull=False,
                    best__isnull=False,
                    high__isnull=False,
                    level__isnull=False,
                    low__lt=models.F("high"),
                    best__gte=models.F("low"),
                    best__lte=models.F("high"),
                    level__gte=0.5,
                    level__lt=1,
                ),
            )
        ]


class Resolution(Record):
    """What came of a prediction, and its score. A wrong one is withdrawn and another is given."""

    prediction = models.ForeignKey(Prediction, on_delete=models.CASCADE, related_name="resolutions")
    outcome = models.BooleanField(null=True)
    value = models.FloatField(null=True)
    resolved_on = models.DateField()
    note = models.TextField(max_length=4000, blank=True)
    score = models.FloatField()
    method = models.CharField(max_length=24)
    resolved_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_reason = models.TextField(blank=True)

    guards: ClassVar[Guards] = Guards(
        recorded=True,
        node="node_id",
        append_only=True,
        set_once=("withdrawn_at", "withdrawn_reason"),
        rules=(
            of_kind("resolution"),
            Rule(
                "fits",
                "INSERT",
                "NOT EXISTS (SELECT 1 FROM thread_prediction p WHERE p.node_id = NEW.prediction_id AND p.withdrawn_at IS NULL"
                " AND ((p.kind = 'probability' AND NEW.outcome IS NOT NULL) OR (p.kind = 'quantity' AND NEW.value IS NOT NULL)))",
                "this does not answer the prediction",
                at_rest=False,
            ),
        ),
    )

    class Meta:
        db_table = "thread_resolution"
        constraints = [
            models.UniqueConstraint(
                fields=["prediction"], condition=Q(withdrawn_at__isnull=True), name="resolved_once"
            ),
            models.CheckConstraint(
                condition=Q(outcome__isnull=True, value__isnull=False) | Q(outcome__isnull=False, value__isnull=True),
                name="resolution_complete",
            ),
            models.CheckConstraint(condition=Q(score__gte=0), name="resolution_score_positive"),
        ]
