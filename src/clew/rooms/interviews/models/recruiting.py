from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from clew.ground.customers.api import Person, Segment
from clew.ground.ledger.api import Guards, Rule
from clew.ground.workspaces.api import User, WorkspaceModel
from clew.rooms.interviews.models.invitations import Invitation
from clew.rooms.interviews.models.studies import MOST_WANTED, Candidate, Study

CONTACT_DAYS = 60
MOST_CONTACT_DAYS = 365


class Recruiting(WorkspaceModel):
    """How a study asks people: how long nobody is asked twice, and the words of its invitation."""

    study = models.OneToOneField(Study, primary_key=True, on_delete=models.CASCADE, related_name="recruiting")
    contact_days = models.PositiveSmallIntegerField(default=CONTACT_DAYS)
    subject = models.CharField(max_length=200, blank=True)
    message = models.TextField(max_length=4000, blank=True)
    reminder = models.TextField(max_length=4000, blank=True)

    guards: ClassVar[Guards] = Guards(recorded=True, node="study_id")

    class Meta:
        db_table = "interviews_recruiting"
        constraints = [
            models.CheckConstraint(condition=Q(contact_days__lte=MOST_CONTACT_DAYS), name="recruiting_contact_days")
        ]


class Quota(WorkspaceModel):
    """How many people of a segment a study wants to hear."""

    study = models.ForeignKey(Study, on_delete=models.CASCADE, related_name="quotas")
    segment = models.ForeignKey(Segment, on_delete=models.CASCADE, related_name="+")
    wanted = models.PositiveSmallIntegerField()

    guards: ClassVar[Guards] = Guards(recorded=True, node="study_id")

    class Meta:
        db_table = "interviews_quota"
        constraints = [
            models.UniqueConstraint(fields=["study", "segment"], name="quota_once"),
            models.CheckConstraint(condition=Q(wanted__gte=1, wanted__lte=MOST_WANTED), name="quota_wanted"),
        ]


class Screener(WorkspaceModel):
    """One version of a study's questions and of the rules over their answers. A later version replaces it for those who come later."""

    study = models.ForeignKey(Study, on_delete=models.CASCADE, related_name="screeners")
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=200)
    intro = models.TextField(max_length=2000, blank=True)
    questions = models.JSONField(default=list)
    rules = models.JSONField(default=list)
    made_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)

    guards: ClassVar[Guards] = Guards(recorded=True, node="study_id", append_only=True)

    class Meta:
        db_table = "interviews_screener"
        constraints = [models.UniqueConstraint(fields=["study", "number"], name="screener_number_once")]


_ELSEWHERE = (
    "NOT EXISTS (SELECT 1 FROM interviews_candidate c JOIN interviews_screener s ON s.study_id = c.study_id"
    " WHERE c.id = NEW.candidate_id AND s.id = NEW.screener_id)"
)


class ScreenerAnswer(WorkspaceModel):
    """What a candidate answered to one version of the questions, and what the rules said of it then."""

    VERDICTS = [("accepted", "Accepted"), ("queued", "To be looked at"), ("rejected", "Not fitting")]

    candidate = models.OneToOneField(Candidate, on_delete=models.CASCADE, related_name="answer")
    screener = models.ForeignKey(Screener, on_delete=models.CASCADE, related_name="+")
    answers = models.JSONField(default=dict)
    verdict = models.CharField(max_length=8, choices=VERDICTS)
    rule = models.PositiveSmallIntegerField(null=True)
    is_full = models.BooleanField(default=False)
    is_open = models.BooleanField(default=False)
    given_at = models.DateTimeField(auto_now_add=True)

    guards: ClassVar[Guards] = Guards(
        recorded=True,
        append_only=True,
        rules=(Rule("same_study", "INSERT", _ELSEWHERE, "an answer is to a screener of the same study"),),
    )

    class Meta:
        db_table = "interviews_answer"


class OpenLink(WorkspaceModel):
    """A link to the screener for posting anywhere. One at a time; the one before is closed."""

    study = models.ForeignKey(Study, on_delete=models.CASCADE, related_name="open_links")
    made_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    closed_at = models.DateTimeField(null=True)

    guards: ClassVar[Guards] = Guards(recorded=True, node="study_id", append_only=True, set_once=("closed_at",))

    class Meta:
        db_table = "interviews_open_link"
        constraints = [
            models.UniqueConstraint(fields=["study"], condition=Q(closed_at__isnull=True), name="open_link_once")
        ]


class OpenLinkKey(models.Model):
    """What opens the form, as a hash. Apart from the link, which the ledger records."""

    link = models.OneToOneField(OpenLink, primary_key=True, on_delete=models.CASCADE, related_name="key")
    secret_hash = models.CharField(max_length=64, unique=True)

    class Meta:
        db_table = "interviews_open_link_key"


class NoContact(WorkspaceModel):
    """Somebody who does not want to be asked for any study, until it is lifted."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    by_person = models.BooleanField(default=False)
    made_at = models.DateTimeField(auto_now_add=True)
    lifted_at = models.DateTimeField(null=True)

    guards: ClassVar[Guards] = Guards(recorded=True, node="person_id", append_only=True, set_once=("lifted_at",))

    class Meta:
        db_table = "interviews_no_contact"
        constraints = [
            models.UniqueConstraint(fields=["person"], condition=Q(lifted_at__isnull=True), name="no_contact_once")
        ]


class Mailing(WorkspaceModel):
    """One message as it was written, to several candidates at once."""

    KINDS = [("invite", "Invitation"), ("remind", "Reminder")]

    study = models.ForeignKey(Study, on_delete=models.CASCADE, related_name="mailings")
    kind = models.CharField(max_length=6, choices=KINDS)
    subject = models.CharField(max_length=200)
    message = models.TextField(max_length=4000)
    made_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)

    guards: ClassVar[Guards] = Guards(recorded=True, node="study_id", append_only=True)

    class Meta:
        db_table = "interviews_mailing"


_UNWANTED = (
    "OLD.tried_at IS NULL AND NEW.tried_at IS NOT NULL AND EXISTS (SELECT 1 FROM interviews_no_contact n"
    " JOIN interviews_candidate c ON c.person_id = n.person_id WHERE c.id = NEW.candidate_id AND n.lifted_at IS NULL)"
)


class InvitationMail(WorkspaceModel):
    """One mail of a mailing. Marked as tried before it is handed over, so that after a crash nobody gets it twice."""

    mailing = models.ForeignKey(Mailing, on_delete=models.CASCADE, related_name="mails")
    candidate = models.ForeignKey(Candidate, on_delete=models.CASCADE, related_name="mails")
    kind = models.CharField(max_length=6, choices=Mailing.KINDS)
    invitation = models.ForeignKey(Invitation, null=True, on_delete=models.SET_NULL, related_name="+")
    tried_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    failed_at = models.DateTimeField(null=True)

    guards: ClassVar[Guards] = Guards(
        recorded=True,
        append_only=True,
        set_once=("invitation_id", "tried_at", "sent_at", "failed_at"),
        rules=(Rule("unwanted", "UPDATE", _UNWANTED, "this person asked not to be asked", at_rest=False),),
    )

    class Meta:
        db_table = "interviews_mail"
        constraints = [
            models.UniqueConstraint(
                fields=["candidate", "kind"], condition=Q(failed_at__isnull=True), name="mail_of_a_kind_once"
            ),
            models.CheckConstraint(
                condition=Q(sent_at__isnull=True)
                | Q(tried_at__isnull=False, tried_at__lte=F("sent_at"), failed_at__isnull=True),
                name="mail_tried_before_sent",
            ),
        ]


class Incentive(WorkspaceModel):
    """What a candidate gets for their time: promised, and given on a day."""

    candidate = models.OneToOneField(Candidate, primary_key=True, on_delete=models.CASCADE, related_name="incentive")
    amount_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    what = models.CharField(max_length=200, blank=True)
    given_on = models.DateField(null=True)

    guards: ClassVar[Guards] = Guards(recorded=True)

    class Meta:
        db_table = "interviews_incentive"
        constraints = [
            models.CheckConstraint(condition=Q(amount_minor__gte=0, amount_minor__lt=10**12), name="incentive_amount")
        ]
