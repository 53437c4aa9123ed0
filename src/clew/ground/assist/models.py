from typing import ClassVar

from django.db import models
from django.db.models import Q

from clew.ground.evidence.api import Source
from clew.ground.ledger.api import Guards
from clew.ground.thread.api import Node
from clew.ground.workspaces.api import User, WorkspaceModel

SUMMARY, SUGGESTIONS, BRIEF, TRY = "summary", "suggestions", "brief", "try"
TASKS = [
    (SUMMARY, "Summarise a source"),
    (SUGGESTIONS, "Suggest codes and needs"),
    (BRIEF, "Draft the opening of the brief"),
    (TRY, "Try the connection"),
]


class ModelSetup(WorkspaceModel):
    """Which language model a workspace may ask, and for what. No row, or no task: nothing ever leaves.

    Its key lies in a file of the data folder (see `keys`), never here.
    """

    address = models.CharField(max_length=500)
    model = models.CharField(max_length=120)
    summaries = models.BooleanField(default=False)
    suggestions = models.BooleanField(default=False)
    briefs = models.BooleanField(default=False)
    keep_days = models.PositiveIntegerField(default=90)

    guards: ClassVar[Guards] = Guards(recorded=True)

    class Meta:
        db_table = "assist_setup"
        constraints = [
            models.UniqueConstraint(fields=["workspace"], name="one_model_per_workspace"),
            models.CheckConstraint(condition=Q(keep_days__gte=1), name="letters_kept_a_day"),
        ]


class Letter(WorkspaceModel):
    """That something was, or was to be, sent to a language model: by whom, whereto, when. Written down before it leaves, and kept.

    `sent_hash` and `sent_bytes` are of the very bytes; `ground_hash` of the text it is about. `sent_at` is empty while it has not left.
    """

    task = models.CharField(max_length=12, choices=TASKS)
    node = models.ForeignKey(Node, null=True, on_delete=models.SET_NULL, related_name="+")
    asked_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    address = models.CharField(max_length=500)
    model = models.CharField(max_length=120)
    sent_hash = models.CharField(max_length=64)
    sent_bytes = models.PositiveIntegerField()
    ground_hash = models.CharField(max_length=64, blank=True)
    sent_at = models.DateTimeField(null=True)
    error = models.CharField(blank=True, max_length=500)
    milliseconds = models.PositiveIntegerField(null=True)
    tokens_in = models.PositiveIntegerField(null=True)
    tokens_out = models.PositiveIntegerField(null=True)
    ended_at = models.DateTimeField(null=True)

    guards: ClassVar[Guards] = Guards(
        recorded=True,
        node="node_id",
        append_only=True,
        set_once=("sent_at", "error", "milliseconds", "tokens_in", "tokens_out", "ended_at"),
    )

    class Meta:
        db_table = "assist_letter"
        indexes = [
            models.Index(fields=["workspace", "-id"], name="letter_newest"),
            models.Index(fields=["node", "task", "-id"], name="letter_about"),
            models.Index(fields=["workspace"], name="letter_open", condition=Q(ended_at__isnull=True)),
        ]


class LetterWords(WorkspaceModel):
    """The words of a letter: `sent` is the whole request, `kept` what of the answer may be shown, `dropped` what may not, and why.

    Apart from the letter, and not in the history, since they are not kept for ever.
    """

    letter = models.OneToOneField(Letter, on_delete=models.CASCADE, related_name="words")
    sent = models.JSONField()
    answer = models.TextField(blank=True, max_length=100_000)
    kept = models.JSONField(null=True)
    dropped = models.JSONField(null=True)

    guards: ClassVar[Guards] = Guards(append_only=True, set_once=("answer", "kept", "dropped"))

    class Meta:
        db_table = "assist_letter_words"


class Dismissal(WorkspaceModel):
    """A person said that this need or code, or a new need of this name, is not what a source is about."""

    source = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="+")
    target = models.ForeignKey(Node, null=True, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=300, blank=True)

    guards: ClassVar[Guards] = Guards(recorded=True, node="source_id")

    class Meta:
        db_table = "assist_dismissal"
        constraints = [
            models.UniqueConstraint(fields=["source", "target"], name="dismissed_once"),
            models.UniqueConstraint(
                fields=["source", "name"], condition=Q(target__isnull=True), name="dismissed_name_once"
            ),
            models.CheckConstraint(condition=Q(target__isnull=True) ^ Q(name=""), name="dismissal_of_one_thing"),
        ]
