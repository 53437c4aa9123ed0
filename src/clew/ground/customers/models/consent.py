from typing import ClassVar

from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Coalesce

from clew.ground.customers.models.accounts import Person
from clew.ground.customers.scopes import CHOICES, HOW, SCOPES
from clew.ground.ledger.api import Guards, Rule
from clew.ground.thread.api import Node
from clew.ground.workspaces.api import User, WorkspaceModel


class ConsentText(WorkspaceModel):
    """What people are asked to agree to, as it was shown. A change is another version, with the next number."""

    number = models.PositiveIntegerField()
    title = models.CharField(max_length=200)
    body = models.TextField(max_length=20_000)
    body_hash = models.CharField(max_length=64)
    made_at = models.DateTimeField(auto_now_add=True)
    made_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")

    guards: ClassVar[Guards] = Guards(recorded=True, append_only=True, set_once=("made_by_id",))

    class Meta:
        db_table = "customers_consent_text"
        verbose_name = "consent text"
        constraints = [
            models.UniqueConstraint(fields=["workspace", "number"], name="consent_text_once"),
            models.CheckConstraint(condition=Q(number__gte=1), name="consent_text_from_one"),
        ]


_BEYOND = " OR ".join(
    f"(replace(NEW.given, '{s}', '') <> NEW.given AND replace(NEW.asked, '{s}', '') = NEW.asked)" for s in SCOPES
)
_BEYOND_WORDS = "more was given than was asked for"


class Consent(WorkspaceModel):
    """One asking of one person: under which text, for what, and what came of it. Nothing of it is ever changed, only added.

    `about`: the record it is asked for, such as a study; without one it is asked in general. It holds from `given_on` up to
    (not with) `expires_on`, until it is withdrawn, or until the answer to a later asking takes its place (`replaced_at`).
    """

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="consents")
    about = models.ForeignKey(Node, null=True, on_delete=models.CASCADE, related_name="+")
    text = models.ForeignKey(ConsentText, on_delete=models.CASCADE, related_name="consents")
    asked = models.CharField(max_length=24, choices=CHOICES)
    asked_at = models.DateTimeField(auto_now_add=True)
    given = models.CharField(max_length=24, choices=[("", "nothing"), *CHOICES], blank=True)
    given_on = models.DateField(null=True)
    how = models.CharField(max_length=8, choices=[("", "not said"), *HOW], blank=True)
    expires_on = models.DateField(null=True)
    refused_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    replaced_at = models.DateTimeField(null=True)

    guards: ClassVar[Guards] = Guards(
        recorded=True,
        node="person_id",
        append_only=True,
        set_once=("given", "given_on", "how", "expires_on", "refused_at", "withdrawn_at", "replaced_at"),
        rules=(
            Rule("unasked_i", "INSERT", _BEYOND, _BEYOND_WORDS),
            Rule("unasked_u", "UPDATE", _BEYOND, _BEYOND_WORDS),
            # Set once lets an empty column be filled at any time; an end is set when consent is given or not at all.
            Rule(
                "lasting",
                "UPDATE",
                "OLD.given_on IS NOT NULL AND OLD.expires_on IS DISTINCT FROM NEW.expires_on",
                "how long it holds is said when it is given",
                at_rest=False,
            ),
        ),
    )

    class Meta:
        db_table = "customers_consent"
        indexes = [models.Index(fields=["workspace", "about", "-id"], name="consent_by_about")]
        constraints = [
            models.UniqueConstraint(
                F("person"),
                Coalesce(F("about"), Value(0)),
                condition=Q(given_on__isnull=True, refused_at__isnull=True),
                name="consent_asked_once",
            ),
            models.UniqueConstraint(
                F("person"),
                Coalesce(F("about"), Value(0)),
                condition=Q(given_on__isnull=False, withdrawn_at__isnull=True, replaced_at__isnull=True),
                name="consent_stands_once",
            ),
            models.CheckConstraint(
                condition=Q(given_on__isnull=True, given="", how="", expires_on__isnull=True)
                | (Q(given_on__isnull=False) & ~Q(given="") & ~Q(how="")),
                name="consent_given_whole",
            ),
            models.CheckConstraint(
                condition=Q(expires_on__isnull=True) | Q(expires_on__gt=F("given_on")), name="consent_days_in_order"
            ),
            models.CheckConstraint(
                condition=Q(refused_at__isnull=True) | Q(given_on__isnull=True), name="consent_given_or_refused"
            ),
            models.CheckConstraint(
                condition=Q(given_on__isnull=False) | Q(withdrawn_at__isnull=True, replaced_at__isnull=True),
                name="consent_given_before_it_ends",
            ),
        ]
