"""Candidates of a study, their personal links, and what erasing a person does to them."""

from datetime import timedelta

import pytest
from django.utils import timezone

from clew.ground.customers.api import add_person
from clew.ground.exchange.api import erase_person
from clew.ground.ledger.api import Forbidden, LedgerEntry, NotFound, Refused
from clew.ground.thread.api import archive
from clew.ground.workspaces.api import Access
from clew.rooms.interviews.actions.invitations import add_candidates, make_link
from clew.rooms.interviews.actions.studies import add_study
from clew.rooms.interviews.models import Candidate, Invitation
from clew.rooms.interviews.queries.invited import enter_by_invitation


@pytest.fixture
def study_id(access: Access) -> int:
    return int(add_study(access, title="Counting").pk)


@pytest.fixture
def anna(access: Access) -> int:
    return int(add_person(access, name="Anna Keller", email="anna@bakery.example").pk)


@pytest.fixture
def candidate(access: Access, study_id: int, anna: int) -> Candidate:
    add_candidates(access, study_id=study_id, person_ids=[anna])
    return Candidate._base_manager.get()


def test_candidates_are_added_once(access: Access, study_id: int, anna: int) -> None:
    assert add_candidates(access, study_id=study_id, person_ids=[anna, anna]) == 1
    assert add_candidates(access, study_id=study_id, person_ids=[anna]) == 0
    assert Candidate._base_manager.get().state == "found"


def test_link_opens_one_part_of_one_study(access: Access, candidate: Candidate) -> None:
    invited = enter_by_invitation(make_link(access, candidate_id=candidate.pk).secret)
    assert (invited.candidate_id, invited.study_id) == (candidate.pk, candidate.study_id)
    assert (invited.access.user_id, invited.access.role) == (None, "viewer")


def test_a_newer_link_ends_the_older(access: Access, candidate: Candidate) -> None:
    older, newer = (make_link(access, candidate_id=candidate.pk) for _ in range(2))
    with pytest.raises(NotFound):
        enter_by_invitation(older.secret)
    assert enter_by_invitation(newer.secret).invitation_id == newer.id


def test_a_link_ends(access: Access, candidate: Candidate) -> None:
    made = make_link(access, candidate_id=candidate.pk)
    archive(access, node_ids=[candidate.study_id])
    for secret in (made.secret, "", "guess"):
        with pytest.raises(NotFound):
            enter_by_invitation(secret)


def test_days_and_states_are_looked_at(access: Access, candidate: Candidate) -> None:
    for days in (0, 91):
        with pytest.raises(Refused, match="life"):
            make_link(access, candidate_id=candidate.pk, days=days)
    Candidate._base_manager.update(state="declined")
    with pytest.raises(Refused, match="declined"):
        make_link(access, candidate_id=candidate.pk)
    with pytest.raises(Refused, match="Nobody"):
        add_candidates(access, study_id=candidate.study_id, person_ids=[])


def test_an_old_link_is_none(access: Access, candidate: Candidate, monkeypatch: pytest.MonkeyPatch) -> None:
    made = make_link(access, candidate_id=candidate.pk, days=1)
    later = timezone.now() + timedelta(days=2)
    monkeypatch.setattr("clew.rooms.interviews.queries.invited.timezone.now", lambda: later)
    with pytest.raises(NotFound):
        enter_by_invitation(made.secret)


def test_erasing_a_person_ends_their_link_and_drops_the_note(access: Access, candidate: Candidate, anna: int) -> None:
    made = make_link(access, candidate_id=candidate.pk)
    Candidate._base_manager.update(note="Talks a lot about gluten")
    erase_person(access, person_id=anna, typed_name="Anna Keller")
    with pytest.raises(NotFound):
        enter_by_invitation(made.secret)
    assert Candidate._base_manager.get().note == ""
    assert Invitation._base_manager.filter(withdrawn_at__isnull=True).count() == 0
    history = " ".join(f"{e.before} {e.after}" for e in LedgerEntry.objects.filter(table_name="interviews_candidate"))
    assert "gluten" not in history


def test_refuses_others(access: Access, viewer: Access, elsewhere: Access, candidate: Candidate, anna: int) -> None:
    for who, error in ((viewer, Forbidden), (elsewhere, NotFound)):
        with pytest.raises(error):
            add_candidates(who, study_id=candidate.study_id, person_ids=[anna])
        with pytest.raises(error):
            make_link(who, candidate_id=candidate.pk)
