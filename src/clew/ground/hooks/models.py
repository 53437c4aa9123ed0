from typing import ClassVar

from django.db import models
from django.db.models import Q

from clew.ground.ledger.api import Guards, Rule
from clew.ground.workspaces.api import User, WorkspaceModel

_OTHER_SCHEME = "substr(NEW.url, 1, 8) <> 'https://' AND substr(NEW.url, 1, 7) <> 'http://'"


class Hook(WorkspaceModel):
    """An address outside that is told of changes: which, in `events`; `why_off` says why it is told of none.

    `told_after`: what stands in the ledger up to this number is not told.
    """

    url = models.CharField(max_length=500)
    description = models.CharField(max_length=200, blank=True)
    events = models.JSONField()
    is_on = models.BooleanField(default=True)
    why_off = models.CharField(max_length=200, blank=True)
    created_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    told_after = models.PositiveBigIntegerField()

    guards: ClassVar[Guards] = Guards(
        recorded=True,
        rules=(
            Rule("scheme_i", "INSERT", _OTHER_SCHEME, "an address begins with https://"),
            Rule("scheme_u", "UPDATE", _OTHER_SCHEME, "an address begins with https://"),
        ),
    )

    class Meta:
        db_table = "hooks_hook"
        constraints = [
            models.CheckConstraint(condition=Q(is_on=False) | Q(why_off=""), name="hook_off_for_a_reason"),
        ]


class HookKey(WorkspaceModel):
    """What deliveries are signed with, and how the address fares. Apart from the hook, which the ledger records and archives tell of.

    `failing_since`: when a delivery failed first after the last one that arrived.
    """

    hook = models.OneToOneField(Hook, primary_key=True, on_delete=models.CASCADE, related_name="key")
    secret = models.CharField(max_length=80)
    old_secret = models.CharField(max_length=80, blank=True)
    old_until = models.DateTimeField(null=True)
    failing_since = models.DateTimeField(null=True)

    class Meta:
        db_table = "hooks_key"


class Delivery(WorkspaceModel):
    """One message to one address: `body` exactly as it is sent and signed, however often. `message_id` is the receiver's to know it again by."""

    STATES = [(s, s) for s in ("waiting", "delivered", "failed")]

    hook = models.ForeignKey(Hook, on_delete=models.CASCADE, related_name="deliveries")
    message_id = models.CharField(max_length=80)
    type = models.CharField(max_length=60)
    body = models.TextField(max_length=4000)
    state = models.CharField(max_length=9, choices=STATES, default="waiting")
    attempts = models.PositiveIntegerField(default=0)
    due_at = models.DateTimeField()
    created_at = models.DateTimeField()
    tried_at = models.DateTimeField(null=True)
    status = models.PositiveIntegerField(null=True)
    answer = models.TextField(max_length=1000, blank=True)
    error = models.CharField(max_length=200, blank=True)

    guards: ClassVar[Guards] = Guards(
        rules=(
            Rule(
                "same",
                "UPDATE",
                "OLD.body <> NEW.body OR OLD.message_id <> NEW.message_id OR OLD.hook_id <> NEW.hook_id",
                "what is delivered stays what it was",
            ),
        )
    )

    class Meta:
        db_table = "hooks_delivery"
        indexes = [
            models.Index(fields=["due_at"], name="delivery_due", condition=Q(state="waiting")),
            models.Index(fields=["hook", "-id"], name="delivery_newest"),
            models.Index(fields=["created_at"], name="delivery_by_age"),
        ]
        constraints = [models.UniqueConstraint(fields=["hook", "message_id"], name="delivery_once")]


class Sender(models.Model):
    """The one row that says which process sends, until when it may, and how far the ledger was turned into deliveries."""

    holder = models.CharField(max_length=40, blank=True)
    held_until = models.DateTimeField(null=True)
    position = models.CharField(max_length=1000, blank=True)

    class Meta:
        db_table = "hooks_sender"
