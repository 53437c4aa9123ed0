"""What recruiting has waiting for people: answers that no rule decided, and mails that did not go out."""

from dataclasses import dataclass

from django.db.models import Count

from clew.ground.workspaces.api import Access, read
from clew.rooms.interviews.models import Candidate, InvitationMail

MOST = 5


@dataclass(frozen=True, slots=True)
class WaitingStudy:
    study_id: int
    title: str
    answers: int


@read
def answers_to_look_at(access: Access) -> tuple[WaitingStudy, ...]:
    """Studies with answers that somebody has to look at, those with the most first."""
    queued = Candidate.objects.filter(state="queued", study__node__archived_at__isnull=True)
    found = queued.values("study", "study__node__title").annotate(n=Count("pk")).order_by("-n", "study")
    return tuple(WaitingStudy(*row) for row in found.values_list("study", "study__node__title", "n")[:MOST])


@read
def mails_not_sent(access: Access) -> tuple[WaitingStudy, ...]:
    """Studies with candidates who were to be invited and whose last mail did not go out."""
    failed = InvitationMail.objects.filter(failed_at__isnull=False, tried_at__isnull=False, candidate__state="found")
    counted = failed.filter(candidate__study__node__archived_at__isnull=True).values(
        "candidate__study", "candidate__study__node__title"
    )
    found = counted.annotate(n=Count("candidate", distinct=True)).order_by("-n", "candidate__study")
    return tuple(
        WaitingStudy(*row) for row in found.values_list("candidate__study", "candidate__study__node__title", "n")[:MOST]
    )
