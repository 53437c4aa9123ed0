"""Votes: who wants an idea. They count for the account of whoever votes, and an account counts once."""

from typing import Any

from django.db.models import F
from django.utils import timezone

from clew.ground.customers.api import PERSON, Person, facts_on
from clew.ground.evidence.api import IDEA
from clew.ground.ledger.api import Refused
from clew.ground.thread.api import get_node
from clew.ground.workspaces.api import Access, act
from clew.rooms.roadmap.models import Tally, Vote, VoteEntry, Voter
from clew.rooms.roadmap.models.votes import NOTE_LIMIT


@act("vote for a person")
def vote_for(access: Access, *, idea_id: int, person_id: int, note: str = "") -> Vote:
    """On behalf of somebody who said so elsewhere; `note`: where. Whoever voted already keeps their one vote."""
    get_node(idea_id, kind=IDEA)
    get_node(person_id, kind=PERSON)
    note = _note(note)
    vote, is_new = cast_vote(access, idea_id, person_id)
    if is_new:
        _entry(access, vote, "given", note)
    return vote


@act("take back a vote for a person")
def take_back_vote_for(access: Access, *, idea_id: int, person_id: int, note: str = "") -> None:
    """Whoever gave it."""
    get_node(idea_id, kind=IDEA)
    get_node(person_id, kind=PERSON)
    note = _note(note)
    vote = drop_vote(access, idea_id, person_id)
    if vote is None:
        raise Refused("They have no vote on this idea.", field="person_id", remedy="Choose one of its voters.")
    _entry(access, vote, "withdrawn", note)


def cast_vote(access: Access, idea_id: int, person_id: int) -> tuple[Vote, bool]:
    """The vote that stands, and whether it is new. Called inside an act that has looked at both."""
    voter = _held(access, Voter, person_id, lambda: _as_whom(person_id))
    known = Vote.objects.filter(idea=idea_id, person=person_id, withdrawn_at__isnull=True).first()
    if known is not None:
        return known, False
    _held(access, Tally, idea_id, dict)
    first = _is_alone(voter, idea_id)
    vote = Vote.objects.create(workspace_id=access.workspace_id, idea_id=idea_id, person_id=person_id)
    _add(idea_id, 1, voter if first else None)
    return vote, True


def drop_vote(access: Access, idea_id: int, person_id: int) -> Vote | None:
    """The vote that stood, if one did."""
    voter = _held(access, Voter, person_id, lambda: _as_whom(person_id))
    vote = Vote.objects.filter(idea=idea_id, person=person_id, withdrawn_at__isnull=True).first()
    if vote is None:
        return None
    _held(access, Tally, idea_id, dict)
    vote.withdrawn_at = timezone.now()
    vote.save(update_fields=["withdrawn_at"])
    _add(idea_id, -1, voter if _is_alone(voter, idea_id) else None)
    return vote


def _held(access: Access, model: Any, pk: int, first: Any) -> Any:
    """The row, locked until the act is over, made where there is none: two who vote at once count one after the other."""
    rows = model.objects.select_for_update()
    row = rows.filter(pk=pk).first()
    if row is None:
        made = model(pk=pk, workspace_id=access.workspace_id, **first())
        model.objects.bulk_create([made], ignore_conflicts=True)
        row = rows.get(pk=pk)
    return row


def _as_whom(person_id: int) -> dict[str, Any]:
    account = Person.objects.values_list("account_id", flat=True).get(pk=person_id)
    running = facts_on(timezone.localdate()).filter(account=account, kind="arr").values_list("amount", flat=True)
    return {"account_id": account, "revenue": running.first() or 0}


def _is_alone(voter: Voter, idea_id: int) -> bool:
    """Whether nobody of their account has a vote on it; asked before the vote counts, or when it counts no more."""
    if voter.account_id is None:
        return False
    colleagues = Voter.objects.filter(account=voter.account_id).values("pk")
    return not Vote.objects.filter(idea=idea_id, person__in=colleagues, withdrawn_at__isnull=True).exists()


def _add(idea_id: int, by: int, voter: Voter | None) -> None:
    counted: dict[str, Any] = {"votes": F("votes") + by}
    if voter is not None:
        counted |= {"accounts": F("accounts") + by, "revenue": F("revenue") + by * voter.revenue}
    Tally.objects.filter(pk=idea_id).update(**counted)


def _entry(access: Access, vote: Vote, did: str, note: str) -> None:
    VoteEntry.objects.create(
        workspace_id=access.workspace_id, vote=vote, idea_id=vote.idea_id, did=did, note=note, made_by_id=access.user_id
    )


def _note(text: str) -> str:
    note = text.strip()
    if len(note) > NOTE_LIMIT:
        raise Refused(f"The note is longer than {NOTE_LIMIT} characters.", field="note", remedy="Shorten it.")
    return note
