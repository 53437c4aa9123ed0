"""Candidates of a study and their personal links."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone

from clew.ground.customers.api import PERSON
from clew.ground.ledger.api import NotFound, Refused
from clew.ground.thread.api import get_node
from clew.ground.workspaces.api import Access, act, hash_of, new_secret
from clew.rooms.interviews.kinds import STUDY
from clew.rooms.interviews.models import Candidate, Invitation, InvitationKey

MOST_ADDED, MOST_DAYS = 500, 90
OVER = ("rejected", "declined", "done")


@dataclass(frozen=True, slots=True)
class NewLink:
    """`secret` is what the link holds; nobody can read it again."""

    id: int
    candidate_id: int
    secret: str


@act("add candidates to a study")
def add_candidates(access: Access, *, study_id: int, person_ids: Sequence[int]) -> int:
    """People who may be asked; those who are candidates already stay as they are. Answers how many are new."""
    get_node(study_id, kind=STUDY)
    wanted = list(dict.fromkeys(person_ids))
    if not wanted:
        raise Refused("Nobody was chosen.", field="person", remedy="Choose at least one person.")
    if len(wanted) > MOST_ADDED:
        raise Refused(f"These are more than {MOST_ADDED} people.", field="person", remedy="Add them in parts.")
    known = set(Candidate.objects.filter(study=study_id, person__in=wanted).values_list("person_id", flat=True))
    for person_id in wanted:
        get_node(person_id, kind=PERSON)
        if person_id not in known:
            Candidate.objects.create(workspace_id=access.workspace_id, study_id=study_id, person_id=person_id)
    return len(set(wanted) - known)


@act("make a personal link")
def make_link(access: Access, *, candidate_id: int, days: int = 30) -> NewLink:
    """A new link for a candidate; the links made for them before lead nowhere any more."""
    found = Candidate.objects.filter(pk=candidate_id).first()
    if found is None:
        raise NotFound("No such candidate.")
    if found.state in OVER:
        raise Refused(
            f"This candidate is “{found.get_state_display().lower()}”.", remedy="Ask somebody else, or move them back."
        )
    if not 1 <= days <= MOST_DAYS:
        raise Refused("That life is out of range.", field="days", remedy=f"Choose 1 to {MOST_DAYS} days.")
    now = timezone.now()
    Invitation.objects.filter(candidate=found, withdrawn_at__isnull=True).update(withdrawn_at=now)
    made = Invitation.objects.create(
        workspace_id=access.workspace_id, candidate=found, made_by_id=access.user_id, expires_at=now + timedelta(days=days)
    )  # fmt: skip
    secret = new_secret()
    InvitationKey.objects.create(invitation=made, secret_hash=hash_of(secret))
    return NewLink(made.pk, found.pk, secret)
