"""The panel, quotas, who fits, incentives, and whom nobody asks any more."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from clew.ground.exchange.api import erase_person
from clew.ground.ledger.api import Forbidden, LedgerEntry, NotFound, Refused
from clew.ground.thread.api import archive
from clew.ground.workspaces.api import Access
from clew.rooms.interviews.actions.invitations import add_candidates, make_link
from clew.rooms.interviews.actions.recruiting import (
    ask_again,
    limit_contact,
    note_candidate,
    remove_incentive,
    set_incentive,
    set_quota,
    settle_candidates,
    stop_asking,
)
from clew.rooms.interviews.actions.studies import plan_study
from clew.rooms.interviews.models import Candidate, Incentive, NoContact, Quota, Recruiting
from clew.rooms.interviews.queries.candidates import candidate as candidate_of
from clew.rooms.interviews.queries.candidates import candidates, recruiting
from clew.rooms.interviews.queries.panel import panel
from clew.rooms.interviews.queries.quotas import quotas
from clew.rooms.interviews.tests.recruits import account, begin, candidate, person, segment, talk


@pytest.fixture
def study_id(access: Access) -> int:
    return begin(access)


@pytest.fixture
def people(access: Access) -> dict[str, int]:
    shop, stall = account(access, "Shop", 5_000), account(access, "Stall", 10, plan="Free")
    segment(access, "Large", arr_from=1_000_00)
    return {
        "Anna": person(access, "Anna Keller", shop),
        "Ben": person(access, "Ben Ito", stall),
        "Cleo": person(access, "Cleo Roy", email=""),
    }


def names(rows: Any) -> list[str]:
    return [row.name.split()[0] for row in rows]


def later(monkeypatch: pytest.MonkeyPatch, days: int) -> None:
    moment = timezone.now() + timedelta(days=days)
    for module in ("contacts", "panel"):
        monkeypatch.setattr(f"clew.rooms.interviews.queries.{module}.timezone.now", lambda: moment)


def test_the_panel_says_what_is_known_of_everybody(access: Access, study_id: int, people: dict[str, int]) -> None:
    talk(access, begin(access, "Before"), people["Anna"], "I count by hand.")
    make_link(access, candidate_id=candidate(access, study_id, people["Anna"]))
    anna, ben, cleo = panel(access, study_id)
    assert (anna.account, anna.plan, anna.arr, anna.segments, anna.heard) == ("Shop", "Team", 500_000, ("Large",), 1)
    assert (anna.state, anna.is_too_soon, anna.asked_at is not None) == ("Invited", True, True)
    assert (ben.plan, ben.segments, ben.asked_at, ben.state, ben.is_too_soon) == ("Free", (), None, "", False)
    assert (cleo.account_id, cleo.email) == (None, "")


def test_the_panel_is_filtered(
    access: Access, study_id: int, people: dict[str, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    large = segment(access, "Large too", arr_from=1_000_00)
    assert names(panel(access, study_id, segment_id=large)) == ["Anna"]
    assert names(panel(access, study_id, plan="Free")) == ["Ben"]
    assert names(panel(access, study_id, search="stall")) == ["Ben"]
    assert names(panel(access, study_id, with_email=True)) == ["Anna", "Ben"]
    stop_asking(access, person_id=people["Ben"])
    assert names(panel(access, study_id, with_email=True)) == ["Anna"]
    chosen = candidate(access, study_id, people["Anna"])
    assert names(panel(access, study_id, only_new=True)) == ["Ben", "Cleo"]
    make_link(access, candidate_id=chosen)
    assert names(panel(access, study_id, not_asked_days=30)) == ["Ben", "Cleo"]
    later(monkeypatch, 31)
    assert names(panel(access, study_id, not_asked_days=30)) == ["Anna", "Ben", "Cleo"]
    with pytest.raises(NotFound):
        panel(access, study_id, segment_id=people["Anna"])


def test_the_erased_and_the_archived_are_not_on_the_panel(
    access: Access, study_id: int, people: dict[str, int]
) -> None:
    archive(access, node_ids=[people["Ben"]])
    erase_person(access, person_id=people["Anna"], typed_name="Anna Keller")
    assert names(panel(access, study_id)) == ["Cleo"]


def test_lists_ask_a_fixed_number_of_questions(
    access: Access, study_id: int, django_assert_max_num_queries: Any
) -> None:
    shop = account(access, "Shop", 10)
    made = [person(access, f"Person{n}", shop) for n in range(12)]
    add_candidates(access, study_id=study_id, person_ids=made)
    with django_assert_max_num_queries(11):
        assert len(panel(access, study_id)) == 12
    with django_assert_max_num_queries(9):
        assert len(candidates(access, study_id)) == 12


def test_another_study_leaves_people_alone(
    access: Access, editor: Access, study_id: int, people: dict[str, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    make_link(access, candidate_id=candidate(access, begin(access, "Before"), people["Anna"]))
    chosen = candidate(access, study_id, people["Anna"])
    with pytest.raises(Refused, match="Another study"):
        make_link(access, candidate_id=chosen)
    with pytest.raises(Forbidden):
        make_link(editor, candidate_id=chosen, despite=True)
    assert make_link(access, candidate_id=chosen, despite=True).candidate_id == chosen
    limit_contact(access, study_id=study_id, days=0)
    assert make_link(editor, candidate_id=chosen).candidate_id == chosen
    limit_contact(access, study_id=study_id, days=60)
    later(monkeypatch, 61)
    assert make_link(editor, candidate_id=chosen).candidate_id == chosen


def test_who_asked_not_to_be_asked_is_asked_by_no_study(
    access: Access, editor: Access, study_id: int, people: dict[str, int]
) -> None:
    chosen = candidate(access, study_id, people["Anna"])
    stop_asking(editor, person_id=people["Anna"])
    with pytest.raises(Refused, match="asked not to be asked"):
        make_link(access, candidate_id=chosen, despite=True)
    assert add_candidates(access, study_id=begin(access, "Next"), person_ids=[people["Anna"], people["Ben"]]) == 1
    with pytest.raises(Forbidden):
        ask_again(editor, person_id=people["Anna"])
    ask_again(access, person_id=people["Anna"])
    make_link(access, candidate_id=chosen)
    stop_asking(editor, person_id=people["Anna"])
    assert NoContact._base_manager.count() == 2


def test_quotas_count_who_takes_part(access: Access, study_id: int, people: dict[str, int]) -> None:
    large = segment(access, "Big", arr_from=1_000_00)
    set_quota(access, study_id=study_id, segment_id=large, wanted=2)
    chosen = [candidate(access, study_id, people[name]) for name in ("Anna", "Ben")]
    assert settle_candidates(access, candidate_ids=chosen, state="accepted") == ()
    Candidate._base_manager.filter(person=people["Anna"]).update(state="done")
    (row,) = quotas(access, study_id)
    assert (row.segment, row.wanted, row.taken, row.heard, row.is_full, row.share) == ("Big", 2, 1, 1, False, 0.5)
    set_quota(access, study_id=study_id, segment_id=large, wanted=0)
    assert quotas(access, study_id) == ()


def test_filling_beyond_a_quota_warns(access: Access, study_id: int, people: dict[str, int]) -> None:
    large = segment(access, "Big", arr_from=1_000_00)
    set_quota(access, study_id=study_id, segment_id=large, wanted=1)
    dora = person(access, "Dora", account(access, "Chain", 9_000))
    first, second = (candidate(access, study_id, pk) for pk in (people["Anna"], dora))
    assert settle_candidates(access, candidate_ids=[first], state="accepted") == ()
    assert settle_candidates(access, candidate_ids=[second], state="accepted") == ("Big: 2 of 1",)
    assert {c.state for c in Candidate._base_manager.all()} == {"accepted"}


def test_incentives_are_summed_against_the_budget(access: Access, study_id: int, people: dict[str, int]) -> None:
    plan_study(access, study_id=study_id, budget_minor=10_000)
    anna, ben = (candidate(access, study_id, people[name]) for name in ("Anna", "Ben"))
    set_incentive(access, candidate_id=anna, amount_minor=6_000, what="Voucher", given_on=date(2026, 3, 2))
    set_incentive(access, candidate_id=ben, amount_minor=5_000)
    found = recruiting(access, study_id)
    assert [(s.currency, s.promised, s.given) for s in found.spent] == [("EUR", 11_000, 6_000)]
    assert (found.left_minor, found.is_overspent) == (-1_000, True)
    set_incentive(access, candidate_id=ben, amount_minor=5_000, currency="usd")
    assert recruiting(access, study_id).left_minor == 4_000
    remove_incentive(access, candidate_id=ben)
    assert [s.currency for s in recruiting(access, study_id).spent] == ["EUR"]
    detail = candidate_of(access, anna)
    assert (detail.what, detail.row.incentive_minor, detail.row.given_on) == ("Voucher", 6_000, date(2026, 3, 2))


def test_a_note_stays_with_the_candidate_and_goes_with_the_person(
    access: Access, study_id: int, people: dict[str, int]
) -> None:
    anna = candidate(access, study_id, people["Anna"])
    note_candidate(access, candidate_id=anna, note=" Knows the market ")
    set_incentive(access, candidate_id=anna, amount_minor=5_000, what="Her wine")
    assert candidate_of(access, anna).row.note == "Knows the market"
    erase_person(access, person_id=people["Anna"], typed_name="Anna Keller")
    assert Incentive._base_manager.values_list("what", "amount_minor").get() == ("", 5_000)
    tables = ("interviews_incentive", "interviews_candidate")
    history = " ".join(f"{e.before} {e.after}" for e in LedgerEntry.objects.filter(table_name__in=tables))
    assert "wine" not in history
    assert "market" not in history


@pytest.mark.parametrize(
    ("act", "wrong", "field"),
    [
        (limit_contact, {"days": -1}, "days"),
        (limit_contact, {"days": 366}, "days"),
        (set_quota, {"wanted": -1}, "wanted"),
        (set_quota, {"wanted": 1001}, "wanted"),
        (settle_candidates, {"state": "booked"}, "state"),
        (settle_candidates, {"candidate_ids": [], "state": "accepted"}, "ids"),
        (settle_candidates, {"candidate_ids": list(range(201)), "state": "accepted"}, "ids"),
        (note_candidate, {"note": "x" * 501}, "note"),
        (set_incentive, {"amount_minor": -1}, "amount"),
        (set_incentive, {"amount_minor": 10**12}, "amount"),
        (set_incentive, {"amount_minor": 1, "currency": "euros"}, "currency"),
        (set_incentive, {"amount_minor": 1, "what": "x" * 201}, "what"),
        (set_incentive, {"amount_minor": 1, "given_on": date(2999, 1, 1)}, "given_on"),
    ],
)
def test_bad_input_is_refused(
    access: Access, study_id: int, people: dict[str, int], act: Any, wrong: dict[str, Any], field: str
) -> None:
    chosen = candidate(access, study_id, people["Anna"])
    known: dict[Any, dict[str, Any]] = {
        limit_contact: {"study_id": study_id},
        set_quota: {"study_id": study_id, "segment_id": segment(access, "Any")},
        settle_candidates: {"candidate_ids": [chosen]},
        note_candidate: {"candidate_id": chosen},
        set_incentive: {"candidate_id": chosen},
    }
    with pytest.raises(Refused) as refused:
        act(access, **{**known[act], **wrong})
    assert refused.value.field == field
    assert not Quota._base_manager.exists()
    assert not Incentive._base_manager.exists()


def test_a_booked_candidate_is_not_moved_by_hand(access: Access, study_id: int, people: dict[str, int]) -> None:
    anna, ben = (candidate(access, study_id, people[name]) for name in ("Anna", "Ben"))
    Candidate._base_manager.filter(pk=anna).update(state="booked")
    with pytest.raises(Refused, match="hour booked"):
        settle_candidates(access, candidate_ids=[ben, anna], state="rejected")
    assert Candidate._base_manager.get(pk=ben).state == "found"


def test_the_database_guards(access: Access, study_id: int, people: dict[str, int]) -> None:
    set_quota(access, study_id=study_id, segment_id=segment(access, "Any"), wanted=2)
    limit_contact(access, study_id=study_id, days=30)
    set_incentive(access, candidate_id=candidate(access, study_id, people["Anna"]), amount_minor=1)
    stop_asking(access, person_id=people["Anna"])
    for model, wrong in (
        (Quota, {"wanted": 0}),
        (Recruiting, {"contact_days": 400}),
        (Incentive, {"amount_minor": -1}),
        (NoContact, {"by_person": True}),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            model._base_manager.update(**wrong)
    with pytest.raises(IntegrityError), transaction.atomic():
        NoContact._base_manager.create(workspace_id=access.workspace_id, person_id=people["Anna"])


def test_refuses_others(
    access: Access, viewer: Access, elsewhere: Access, study_id: int, people: dict[str, int]
) -> None:
    chosen, large = candidate(access, study_id, people["Anna"]), segment(access, "Any")
    set_incentive(access, candidate_id=chosen, amount_minor=1)
    asked: list[tuple[Any, dict[str, Any]]] = [
        (limit_contact, {"study_id": study_id, "days": 1}),
        (set_quota, {"study_id": study_id, "segment_id": large, "wanted": 1}),
        (settle_candidates, {"candidate_ids": [chosen], "state": "accepted"}),
        (note_candidate, {"candidate_id": chosen, "note": "Mine"}),
        (set_incentive, {"candidate_id": chosen, "amount_minor": 2}),
        (remove_incentive, {"candidate_id": chosen}),
        (stop_asking, {"person_id": people["Anna"]}),
        (ask_again, {"person_id": people["Anna"]}),
    ]
    for act, given in asked:
        for who, error in ((viewer, Forbidden), (elsewhere, NotFound)):
            with pytest.raises(error):
                act(who, **given)
    reads: list[tuple[Any, int]] = [(panel, study_id), (recruiting, study_id), (candidate_of, chosen)]
    for query, number in reads:
        assert query(viewer, number)
        with pytest.raises(NotFound):
            query(elsewhere, number)
    with pytest.raises(NotFound):
        candidates(elsewhere, study_id)
    with pytest.raises(NotFound):
        quotas(elsewhere, study_id)
