"""What people without an account do: answer by their own link, by a posted one, and say no."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from clew.ground.customers.api import Person
from clew.ground.exchange.api import erase_person
from clew.ground.ledger.api import LedgerEntry, NotFound, Refused
from clew.ground.workspaces.api import Access
from clew.rooms.interviews.actions.answering import answer_openly, answer_screener, decline
from clew.rooms.interviews.actions.invitations import make_link
from clew.rooms.interviews.actions.recruiting import set_quota, settle_candidates, stop_asking
from clew.rooms.interviews.actions.screeners import close_screener, open_screener
from clew.rooms.interviews.models import Candidate, NoContact, Screener, ScreenerAnswer
from clew.rooms.interviews.queries.candidates import candidate as candidate_of
from clew.rooms.interviews.queries.candidates import candidates
from clew.rooms.interviews.queries.invited import Invited, Posted, enter_by_invitation, enter_by_open_link
from clew.rooms.interviews.queries.screeners import try_rules
from clew.rooms.interviews.queries.waiting import answers_to_look_at
from clew.rooms.interviews.tests.recruits import RULES, account, begin, candidate, person, screened, segment

FITS = {"q1": ["I do"], "q2": ["12"], "q4": ["A secret recipe of glue"]}
UNSURE, DOES_NOT_FIT = {"q1": ["Others"]}, {"q1": ["Nobody"]}


@pytest.fixture
def study_id(access: Access) -> int:
    return begin(access)


def invited(access: Access, study_id: int, name: str, account_id: int | None = None) -> Invited:
    chosen = candidate(access, study_id, person(access, name, account_id))
    return enter_by_invitation(make_link(access, candidate_id=chosen).secret)


def posted(access: Access, study_id: int) -> tuple[Posted, int]:
    version = screened(access, study_id)
    return enter_by_open_link(open_screener(access, study_id=study_id).secret), version.id


def state(pk: int) -> str:
    return Candidate._base_manager.get(pk=pk).state


def test_the_rules_sort_those_who_answer(access: Access, study_id: int) -> None:
    version = screened(access, study_id)
    for name, given, expected in (
        ("Anna", FITS, "accepted"),
        ("Ben", UNSURE, "queued"),
        ("Cleo", DOES_NOT_FIT, "rejected"),
    ):
        one = invited(access, study_id, name)
        answer_screener(one, version_id=version.id, given=given)
        assert state(one.candidate_id) == expected
    tried = try_rules(access, study_id, rules=RULES[:1])
    assert tried.words == "Of the 3 answers so far: 0 accepted, 2 queued, 1 rejected."
    assert tried.by_rule == (1,)
    assert [(w.study_id, w.answers) for w in answers_to_look_at(access)] == [(study_id, 1)]


def test_a_candidate_shows_the_answers_of_their_version_and_why(access: Access, study_id: int) -> None:
    version = screened(access, study_id)
    one = invited(access, study_id, "Anna")
    answer_screener(one, version_id=version.id, given={**FITS, "q3": ["Paper", "A tablet"]})
    screened(access, study_id, questions=[], rules=[], intro="Anew")
    found = candidate_of(access, one.candidate_id).answered
    assert found is not None
    assert (found.version, found.verdict) == (1, "Accepted")
    assert dict(found.lines)["What do you use?"] == "Paper, A tablet"
    assert dict(found.lines)["How many shelves?"] == "12"
    assert found.reason == "Rule 2: “How many shelves?” at least “10”."


def test_nobody_answers_twice_and_what_was_decided_stays(access: Access, study_id: int) -> None:
    version = screened(access, study_id)
    one = invited(access, study_id, "Anna")
    settle_candidates(access, candidate_ids=[one.candidate_id], state="accepted")
    answer_screener(one, version_id=version.id, given=DOES_NOT_FIT)
    assert state(one.candidate_id) == "accepted"
    with pytest.raises(Refused, match="already"):
        answer_screener(one, version_id=version.id, given=FITS)
    row = ScreenerAnswer._base_manager.get()
    row.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save(force_insert=True)


def test_without_a_screener_it_is_a_plain_yes(access: Access, study_id: int) -> None:
    one = invited(access, study_id, "Anna")
    answer_screener(one, version_id=None, given={})
    assert state(one.candidate_id) == "accepted"
    screened(access, study_id)
    with pytest.raises(Refused, match="questions now"):
        answer_screener(one, version_id=None, given={})


def test_a_full_quota_queues(access: Access, study_id: int) -> None:
    large = segment(access, "Large", arr_from=1_000_00)
    set_quota(access, study_id=study_id, segment_id=large, wanted=1)
    version, shop, stall = screened(access, study_id), account(access, "Shop", 5_000), account(access, "Stall", 10)
    people = [invited(access, study_id, name, at) for name, at in (("Anna", shop), ("Ben", shop), ("Cleo", stall))]
    for one in people:
        answer_screener(one, version_id=version.id, given=FITS)
    assert [state(one.candidate_id) for one in people] == ["accepted", "queued", "accepted"]
    found = candidate_of(access, people[1].candidate_id).answered
    assert found is not None
    assert "quota is full" in found.reason


def test_a_version_of_another_study_is_refused(access: Access, study_id: int) -> None:
    other = screened(access, begin(access, "Other"))
    screened(access, study_id)
    one = invited(access, study_id, "Anna")
    with pytest.raises(Refused, match="no longer asked"):
        answer_screener(one, version_id=other.id, given=FITS)
    with pytest.raises(IntegrityError), transaction.atomic():
        ScreenerAnswer._base_manager.create(
            workspace_id=access.workspace_id, candidate_id=one.candidate_id, screener_id=other.id, verdict="accepted"
        )


def test_somebody_says_no_to_one_study_or_to_all(access: Access, study_id: int) -> None:
    one, two = invited(access, study_id, "Anna"), invited(access, study_id, "Ben")
    decline(one)
    decline(two, never_again=True)
    decline(two, never_again=True)
    assert [state(i.candidate_id) for i in (one, two)] == ["declined", "declined"]
    found = NoContact._base_manager.get()
    assert (found.person_id, found.by_person) == (two.person_id, True)
    entry = LedgerEntry.objects.filter(act_name="say no to a study").last()
    assert entry is not None
    assert entry.actor_id is None


def test_a_booked_hour_is_not_called_off_by_a_no(access: Access, study_id: int) -> None:
    one = invited(access, study_id, "Anna")
    Candidate._base_manager.update(state="booked")
    decline(one, never_again=True)
    assert state(one.candidate_id) == "booked"
    assert NoContact._base_manager.count() == 1


def test_whoever_finds_the_posted_link_becomes_a_candidate(access: Access, study_id: int) -> None:
    door, version = posted(access, study_id)
    answer_openly(door, name="Nora New", email="Nora@New.example", version_id=version, given=FITS)
    (row,) = candidates(access, study_id)
    assert (row.name, row.email, row.source, row.label) == ("Nora New", "nora@new.example", "Open form", "Accepted")
    answer_openly(door, name="Nora Again", email="nora@new.example", version_id=version, given=DOES_NOT_FIT)
    assert [(r.name, r.label) for r in candidates(access, study_id)] == [("Nora New", "Accepted")]


def test_a_known_address_proves_nothing(access: Access, study_id: int) -> None:
    """Who knows somebody's address can neither have them accepted, nor rename them, nor undo what they answered."""
    anna = person(access, "Anna Keller")
    asked = invited(access, study_id, "Ben")
    stop_asking(access, person_id=person(access, "Cleo"))
    door, version = posted(access, study_id)
    for email in ("anna@shop.example", "ben@shop.example", "cleo@shop.example"):
        answer_openly(door, name="Mallory", email=email, version_id=version, given=FITS)
    assert {c.person_id: c.state for c in Candidate._base_manager.all()} == {anna: "queued", asked.person_id: "invited"}
    assert ScreenerAnswer._base_manager.count() == 1
    assert not Person._base_manager.filter(node__title="Mallory").exists()


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"name": " "}, "name"),
        ({"name": "x" * 121}, "name"),
        ({"email": "nora"}, "email"),
        ({"email": ""}, "email"),
        ({"given": {}}, "q1"),
    ],
)
def test_bad_input_leaves_nothing(access: Access, study_id: int, wrong: dict[str, Any], field: str) -> None:
    door, version = posted(access, study_id)
    with pytest.raises(Refused) as refused:
        answer_openly(
            door, **{"name": "Nora", "email": "nora@new.example", "version_id": version, "given": FITS, **wrong}
        )
    assert refused.value.field == field
    assert not Person._base_manager.exists()


def test_a_closed_form_takes_nothing(access: Access, study_id: int) -> None:
    _, version = posted(access, study_id)
    secret = open_screener(access, study_id=study_id).secret
    close_screener(access, study_id=study_id)
    with pytest.raises(NotFound):
        answer_openly(enter_by_open_link(secret), name="Nora", email="nora@new.example", version_id=version, given=FITS)


def test_a_flood_is_stopped(access: Access, study_id: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("clew.rooms.interviews.actions.answering.A_DAY", 1)
    door, version = posted(access, study_id)
    answer_openly(door, name="Nora", email="nora@new.example", version_id=version, given=FITS)
    with pytest.raises(Refused, match="tomorrow"):
        answer_openly(door, name="Olaf", email="olaf@new.example", version_id=version, given=FITS)
    later = timezone.now() + timedelta(days=2)
    monkeypatch.setattr("clew.rooms.interviews.actions.answering.timezone.now", lambda: later)
    answer_openly(door, name="Olaf", email="olaf@new.example", version_id=version, given=FITS)


def test_an_erased_person_leaves_no_answer(access: Access, study_id: int) -> None:
    version = screened(access, study_id)
    one = invited(access, study_id, "Anna Keller")
    answer_screener(one, version_id=version.id, given=FITS)
    erase_person(access, person_id=one.person_id, typed_name="Anna Keller")
    row = ScreenerAnswer._base_manager.get()
    assert (row.answers, row.verdict) == ({}, "accepted")
    history = " ".join(f"{e.before} {e.after}" for e in LedgerEntry.objects.filter(table_name="interviews_answer"))
    assert "recipe" not in history
    assert "I do" not in history
    assert Screener._base_manager.count() == 1
