"""Answers to look at, and invitations that may not have gone out."""

from collections.abc import Sequence

from django.urls import reverse

from clew.ground.doors.api import Waiting
from clew.ground.workspaces.api import Access
from clew.rooms.interviews.queries.waiting import answers_to_look_at, mails_not_sent


def recruiting(access: Access) -> Sequence[Waiting]:
    answers = [
        Waiting(
            f"{row.answers} answer{'s' if row.answers > 1 else ''} to look at: {row.title}",
            f"{_candidates(access, row.study_id)}?state=queued",
            "clipboard-list",
        )
        for row in answers_to_look_at(access)
    ]
    mails = [
        Waiting(
            f"{row.answers} invitation{'s' if row.answers > 1 else ''} perhaps not sent: {row.title}",
            f"{_candidates(access, row.study_id)}?state=found",
            "circle-alert",
        )
        for row in mails_not_sent(access)
    ]
    return [*answers, *mails]


def _candidates(access: Access, study_id: int) -> str:
    return reverse("study_candidates", kwargs={"slug": access.slug, "pk": study_id})
