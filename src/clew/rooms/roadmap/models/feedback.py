from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from clew.ground.evidence.api import Source
from clew.ground.ledger.api import Guards, Rule
from clew.ground.workspaces.api import User, WorkspaceModel


class Feedback(WorkspaceModel):
    """An entry of the inbox: a customer's words, which are a source, on their way to the need or idea that they belong to.

    Who said it stands at the source; `is_proved`: whether somebody vouches for that, as nobody does for an address typed into a form.
    `message_id`: of the mail it came by, so that the same mail comes in once.
    """

    CHANNELS = [
        ("hand", "By hand"), ("form", "Form"), ("email", "E-mail"), ("widget", "Widget"), ("api", "API"), ("import", "Import"),
    ]  # fmt: skip
    STATES = [("new", "New"), ("sorted", "Sorted"), ("set_aside", "Set aside"), ("answered", "Answered")]

    source = models.OneToOneField(Source, primary_key=True, on_delete=models.CASCADE, related_name="feedback")
    channel = models.CharField(max_length=6, choices=CHANNELS)
    state = models.CharField(max_length=9, choices=STATES, default="new")
    is_proved = models.BooleanField(default=True)
    received_at = models.DateTimeField()
    message_id = models.CharField(max_length=250, blank=True)
    duplicate_of = models.ForeignKey("self", null=True, on_delete=models.SET_NULL, related_name="duplicates")
    answer = models.TextField(max_length=5000, blank=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")

    guards: ClassVar[Guards] = Guards(recorded=True, node="source_id")

    class Meta:
        db_table = "roadmap_feedback"
        indexes = [
            models.Index(fields=["workspace", "state", "-received_at", "-source"], name="feedback_by_state"),
            models.Index(fields=["workspace", "-received_at", "-source"], name="feedback_newest"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["workspace", "message_id"], condition=~Q(message_id=""), name="feedback_mail_once"
            ),
            models.CheckConstraint(
                condition=Q(duplicate_of__isnull=True) | ~Q(duplicate_of=F("source")), name="feedback_not_of_itself"
            ),
            models.CheckConstraint(
                condition=Q(state="answered", answered_at__isnull=False)
                | (~Q(state="answered") & Q(answered_at__isnull=True, answer="")),
                name="feedback_answered_whole",
            ),
        ]


class AnswerMail(WorkspaceModel):
    """The mail that takes an answer to the person: due, or sent. Holds neither address nor words."""

    entry = models.OneToOneField(Feedback, primary_key=True, on_delete=models.CASCADE, related_name="answer_mail")
    due_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    held_until = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)

    guards: ClassVar[Guards] = Guards(
        rules=(Rule("sent", "UPDATE", "OLD.sent_at IS NOT NULL", "a mail that was sent is not sent again"),)
    )

    class Meta:
        db_table = "roadmap_answer_mail"
        indexes = [models.Index(fields=["due_at"], name="answer_mail_due", condition=Q(sent_at__isnull=True))]


class FeedbackForm(WorkspaceModel):
    """The workspace's door for words of people without an account: a page, and the widget on the sites of `origins`.

    `token` stands in the address of the page and in the widget's line, for everybody to see; a new one closes the old door.
    """

    token = models.CharField(max_length=32, unique=True)
    title = models.CharField(max_length=120, default="What should be better?")
    intro = models.CharField(max_length=1000, blank=True)
    origins = models.JSONField(default=list, blank=True)
    is_open = models.BooleanField(default=True)

    guards: ClassVar[Guards] = Guards(recorded=True)

    class Meta:
        db_table = "roadmap_feedback_form"
        constraints = [models.UniqueConstraint(fields=["workspace"], name="feedback_form_once")]
