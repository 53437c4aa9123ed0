from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from clew.ground.ledger.api import Guards, Rule
from clew.ground.workspaces.api import User, WorkspaceModel


class Run(WorkspaceModel):
    """Long work: who asked for what, how far it is, what came of it. Its key makes that asking twice is asking once.

    `cursor` says where to go on; it is written together with the data it speaks of, so that a kill leaves both in agreement.
    A run that was stopped or failed and is taken up again is another `attempt`: each attempt is one workflow.
    """

    STATES = [(s, s) for s in ("queued", "running", "done", "failed", "cancelled")]

    key = models.CharField(max_length=100, unique=True)
    job = models.CharField(max_length=60)
    title = models.CharField(max_length=200)
    arguments = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=STATES, default="queued")
    done = models.PositiveBigIntegerField(default=0)
    total = models.PositiveBigIntegerField(default=0)
    step = models.CharField(max_length=200, blank=True)
    cursor = models.JSONField(default=dict)
    attempt = models.PositiveIntegerField(default=1)
    result = models.JSONField(null=True)
    error = models.TextField(blank=True)
    subject_id = models.BigIntegerField(null=True)
    asked_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    started_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    cancel_asked = models.BooleanField(default=False)

    guards: ClassVar[Guards] = Guards(
        rules=(
            Rule(
                "path",
                "UPDATE",
                "(OLD.state = 'done' AND NEW.state <> 'done')"
                " OR (OLD.state IN ('failed', 'cancelled') AND NEW.state NOT IN (OLD.state, 'queued'))",
                "what is over is only queued again",
            ),
            Rule(
                "identity",
                "UPDATE",
                "OLD.key <> NEW.key OR OLD.job <> NEW.job OR NEW.attempt < OLD.attempt",
                "key and job stay",
            ),
        )
    )

    class Meta:
        db_table = "runs_run"
        indexes = [
            models.Index(fields=["workspace", "-id"], name="run_newest"),
            models.Index(fields=["state"], name="run_unfinished", condition=Q(state__in=["queued", "running"])),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(total=0) | Q(done__lte=F("total")), name="run_progress_bounded"),
            models.CheckConstraint(
                condition=Q(state__in=["queued", "running"], ended_at__isnull=True)
                | Q(state__in=["done", "failed", "cancelled"], ended_at__isnull=False),
                name="run_ended_when_over",
            ),
        ]
