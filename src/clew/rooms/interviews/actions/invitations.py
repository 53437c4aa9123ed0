"""Candidates of a study and their personal links."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone

from clew.ground.customers.api import PERSON
from clew.ground.ledger.api import NotFound, Refused
from clew.ground.thread.api import get_node
from clew.ground.workspaces.api import Access, Role, act, hash_of, new_secret
from clew.rooms.interviews.actions.studies import RECRUITING, reach
from clew.rooms.interviews.kinds import STUDY
from clew.rooms.interviews.models import Candidate, Invitation, InvitationKey
from clew.rooms.interviews.queries.contacts import asked_lately, unwanted

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
    """People who may be asked; those who are candidates already stay as they are. Answers how many are new.

    Who asked not to be asked is left out.
    """
    get_node(study_id, kind=STUDY)
    wanted = list(dict.fromkeys(person_ids))
    if not wanted:
        raise Refused("Nobody was chosen.", field="person", remedy="Choose at least one person.")
    if len(wanted) > MOST_ADDED:
        raise Refused(f"These are more than {MOST_ADDED} people.", field="person", remedy="Add them in parts.")
    known = set(Candidate.objects.filter(study=study_id, person__in=wanted).values_list("person_id", flat=True))
    known |= unwanted(wanted)
    for person_id in wanted:
        get_node(person_id, kind=PERSON)
        if person_id not in known:
            Candidate.objects.create(workspace_id=access.workspace_id, study_id=study_id, person_id=person_id)
    return len(set(wanted) - known)


@act("make a personal link")
def make_link(access: Access, *, candidate_id: int, days: int = 30, despite: bool = False) -> NewLink:
    """A new link for a candidate; the links made for them before lead nowhere any more.

    `despite`: an owner asks although another study asked within the days in which this one leaves people alone.
    """
    found = candidate_to_ask(access, candidate_id, despite=despite)
    if not 1 <= days <= MOST_DAYS:
        raise Refused("That life is out of range.", field="days", remedy=f"Choose 1 to {MOST_DAYS} days.")
    Invitation.objects.filter(candidate=found, withdrawn_at__isnull=True).update(withdrawn_at=timezone.now())
    made = new_link(access, found, days)
    Candidate.objects.filter(pk=found.pk, state="found").update(state="invited")
    reach(found.study_id, RECRUITING)
    return made


def candidate_to_ask(access: Access, candidate_id: int, *, despite: bool) -> Candidate:
    """Refused for whom nobody may ask now. Called inside an act."""
    found = Candidate.objects.filter(pk=candidate_id).first()
    if found is None:
        raise NotFound("No such candidate.")
    if found.state in OVER:
        raise Refused(
            f"This candidate is “{found.get_state_display().lower()}”.", remedy="Ask somebody else, or move them back."
        )
    if unwanted([found.person_id]):
        raise Refused("This person asked not to be asked.", remedy="Ask somebody else.")
    if despite:
        access.require(Role.OWNER)
    elif asked_lately(found.study_id, [found.person_id]):
        raise Refused("Another study asked this person lately.", remedy="Wait, or let an owner ask all the same.")
    return found


def new_link(access: Access, candidate: Candidate, days: int) -> NewLink:
    """One more link; those before stay good. Called inside an act."""
    made = Invitation.objects.create(
        workspace_id=access.workspace_id, candidate=candidate, made_by_id=access.user_id,
        expires_at=timezone.now() + timedelta(days=days),
    )  # fmt: skip
    secret = new_secret()
    InvitationKey.objects.create(invitation=made, secret_hash=hash_of(secret))
    return NewLink(made.pk, candidate.pk, secret)
