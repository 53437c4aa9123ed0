"""Who is over-heard and who is silent, against shares worked out by hand."""

from typing import Any

import pytest

from clew.ground.workspaces.api import Access
from clew.rooms.interviews.queries.heard import heard
from clew.rooms.interviews.tests.recruits import account, begin, person, segment, talk


def test_shares_of_interviews_customers_and_revenue(access: Access) -> None:
    """2 of 10 customers have 80 % of the revenue and 9 of 10 interviews; nobody of a third segment was heard."""
    study_id = begin(access)
    large = [account(access, f"Chain {n}", 2_000) for n in range(2)]
    small = [account(access, f"Shop {n}", 125) for n in range(7)]
    account(access, "Museum", 125, plan="Free")
    for name, rule in (("Large", {"arr_from": 1_000_00}), ("Small", {"arr_to": 999_99, "plans": ["Team"]})):
        segment(access, name, **rule)
    segment(access, "Free", plans=["Free"])
    segment(access, "Empty", plans=["Gone"])
    anna, ben = person(access, "Anna", large[0]), person(access, "Ben", small[0])
    for n in range(9):
        talk(access, study_id, anna, f"Talk {n}")
    talk(access, study_id, ben, "Talk of Ben")
    talk(access, study_id, person(access, "Nobody knows"), "Talk of whom")
    found = heard(access)
    assert (found.interviews, found.unknown, found.accounts, found.revenue) == (10, 1, 10, 500_000)
    by_name = {one.name: one for one in found.segments}
    one = by_name["Large"]
    assert (one.of_interviews, one.of_accounts, one.of_revenue, one.standing) == (0.9, 0.2, 0.8, "over")
    assert one.by_revenue == "even"
    assert one.times == pytest.approx(4.5)
    assert [one.low, one.high] == pytest.approx([0.596, 0.982], abs=1e-3)  # Wilson, 9 of 10
    assert (by_name["Small"].standing, by_name["Free"].standing) == ("under", "silent")
    assert (by_name["Small"].by_revenue, by_name["Free"].by_revenue) == ("even", "silent")
    assert [one.name for one in found.silent_segments] == ["Free"]
    assert by_name["Empty"].times is None
    assert [row.name for row in found.silent_accounts][:2] == ["Chain 1", "Museum"]


def test_one_study_alone_and_nothing_at_all(access: Access) -> None:
    first, second = begin(access), begin(access, "Second")
    segment(access, "All", arr_from=0)
    assert heard(access).segments[0].standing == "silent"
    talk(access, first, person(access, "Anna", account(access, "Shop", 10)), "Talk")
    assert heard(access, study_id=first).segments[0].standing == "even"
    assert heard(access, study_id=second).interviews == 0
    assert heard(access).is_thin


def test_asks_a_fixed_number_of_questions(access: Access, django_assert_max_num_queries: Any) -> None:
    study_id = begin(access)
    for n in range(6):
        segment(access, f"Segment {n}", arr_from=n)
        talk(access, study_id, person(access, f"Person{n}", account(access, f"Shop {n}", n)), f"Talk {n}")
    with django_assert_max_num_queries(12):
        assert heard(access).interviews == 6


def test_strangers_see_nothing(access: Access, elsewhere: Access, viewer: Access) -> None:
    talk(access, begin(access), person(access, "Anna", account(access, "Shop", 10)), "Talk")
    assert heard(viewer).interviews == 1
    assert (heard(elsewhere).interviews, heard(elsewhere).accounts) == (0, 0)
