"""Votes: who wants an idea. They count for the account of whoever votes, and an account counts once."""

from clew.ground.customers.api import PERSON
from clew.ground.evidence.api import IDEA
from clew.ground.ledger.api import Refused
from clew.ground.thread.api import get_node
from clew.ground.workspaces.api import Access, act
from clew.rooms.roadmap.actions.casting import cast_vote, drop_vote
from clew.rooms.roadmap.models import Vote, VoteEntry
from clew.rooms.roadmap.models.votes import NOTE_LIMIT


@act("vote for a person")
def vote_for(access: Access, *, idea_id: int, person_id: int, note: str = "") -> Vote:
    """On behalf of somebody who said so elsewhere; `note`: where. Whoever voted already keeps their one vote."""
    get_node(idea_id, kind=IDEA)
    get_node(person_id, kind=PERSON)
    note = _note(note)
    vote_id, is_new = cast_vote(access, idea_id, person_id)
    if is_new:
        _entry(access, vote_id, idea_id, "given", note)
    return Vote.objects.get(pk=vote_id)


@act("take back a vote for a person")
def take_back_vote_for(access: Access, *, idea_id: int, person_id: int, note: str = "") -> None:
    """Whoever gave it."""
    get_node(idea_id, kind=IDEA)
    get_node(person_id, kind=PERSON)
    note = _note(note)
    vote_id = drop_vote(access, idea_id, person_id)
    if vote_id is None:
        raise Refused("They have no vote on this idea.", field="person_id", remedy="Choose one of its voters.")
    _entry(access, vote_id, idea_id, "withdrawn", note)


def _entry(access: Access, vote_id: int, idea_id: int, did: str, note: str) -> None:
    VoteEntry.objects.create(
        workspace_id=access.workspace_id,
        vote_id=vote_id,
        idea_id=idea_id,
        did=did,
        note=note,
        made_by_id=access.user_id,
    )


def _note(text: str) -> str:
    note = text.strip()
    if len(note) > NOTE_LIMIT:
        raise Refused(f"The note is longer than {NOTE_LIMIT} characters.", field="note", remedy="Shorten it.")
    return note
