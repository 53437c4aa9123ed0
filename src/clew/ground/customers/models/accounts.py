from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from clew.ground.ledger.api import Guards, Rule
from clew.ground.thread.api import KEPT, Record, of_kind
from clew.ground.workspaces.api import WorkspaceModel


class Account(Record):
    """A customer organisation. What changes about it is a dated fact."""

    external_id = models.CharField(max_length=200, blank=True)

    guards: ClassVar[Guards] = Guards(recorded=True, node="node_id", rules=(KEPT, of_kind("account")))

    class Meta:
        db_table = "customers_account"
        constraints = [
            models.UniqueConstraint(
                fields=["workspace", "external_id"], condition=~Q(external_id=""), name="account_external_once"
            )
        ]


_OVERLAP = (
    "EXISTS (SELECT 1 FROM customers_fact f WHERE f.account_id = NEW.account_id AND f.kind = NEW.kind AND f.id <> coalesce(NEW.id, 0)"
    " AND f.starts_on < coalesce(NEW.ends_on, '9999-12-31') AND NEW.starts_on < coalesce(f.ends_on, '9999-12-31'))"
)


class AccountFact(WorkspaceModel):
    """What was true of an account from one day up to (not with) another: its yearly revenue, its plan, its size."""

    KINDS = [("arr", "Yearly revenue"), ("plan", "Plan"), ("size", "Size")]

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="facts")
    kind = models.CharField(max_length=8, choices=KINDS)
    amount = models.BigIntegerField(null=True, help_text="money in minor units (cents), sizes as a count")
    text = models.CharField(max_length=120, blank=True)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True)

    guards: ClassVar[Guards] = Guards(
        recorded=True,
        node="account_id",
        rules=(
            Rule("overlap_i", "INSERT", _OVERLAP, "two values of one kind on one day"),
            Rule("overlap_u", "UPDATE", _OVERLAP, "two values of one kind on one day"),
        ),
    )

    class Meta:
        db_table = "customers_fact"
        # Whole facts, so that the facts of a day are read from the index alone; lists sort ten thousand accounts by them.
        indexes = [
            models.Index(
                fields=["account", "kind", "starts_on", "ends_on", "amount", "text", "workspace"], name="fact_of_day"
            ),
            models.Index(
                fields=["workspace", "kind", "text", "starts_on", "ends_on", "amount", "account"], name="fact_by_kind"
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gt=F("starts_on")), name="fact_days_in_order"
            ),
            models.CheckConstraint(
                condition=(Q(kind="plan", amount__isnull=True) & ~Q(text=""))
                | Q(kind__in=["arr", "size"], amount__isnull=False, amount__gte=0, text=""),
                name="fact_complete",
            ),
            # The rule above sees what is written; these hold also between two who write at the same moment.
            models.UniqueConstraint(
                fields=["account", "kind"], condition=Q(ends_on__isnull=True), name="fact_open_once"
            ),
            models.UniqueConstraint(fields=["account", "kind", "starts_on"], name="fact_begins_once"),
        ]


class Person(Record):
    """Somebody whose words we have."""

    account = models.ForeignKey(Account, null=True, on_delete=models.SET_NULL, related_name="people")
    email = models.EmailField(blank=True)
    role = models.CharField(max_length=120, blank=True)

    guards: ClassVar[Guards] = Guards(recorded=True, node="node_id", rules=(KEPT, of_kind("person")))

    class Meta:
        db_table = "customers_person"
        constraints = [
            models.UniqueConstraint(fields=["workspace", "email"], condition=~Q(email=""), name="person_email_once")
        ]


class Segment(Record):
    """A group of accounts, by a rule over their facts or picked by hand."""

    rule = models.JSONField(default=dict, blank=True)
    is_picked = models.BooleanField(default=False)

    guards: ClassVar[Guards] = Guards(recorded=True, node="node_id", rules=(KEPT, of_kind("segment")))

    class Meta:
        db_table = "customers_segment"


class SegmentMember(WorkspaceModel):
    segment = models.ForeignKey(Segment, on_delete=models.CASCADE, related_name="picked")
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")

    guards: ClassVar[Guards] = Guards(recorded=True, node="segment_id")

    class Meta:
        db_table = "customers_segment_member"
        constraints = [models.UniqueConstraint(fields=["segment", "account"], name="segment_member_once")]
