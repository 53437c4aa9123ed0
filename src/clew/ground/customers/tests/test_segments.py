from datetime import date
from typing import Any

import pytest
from django.db.models import Count
from pytest_django import DjangoAssertNumQueries

from clew.ground.customers.api import (
    Person,
    account,
    add_account,
    add_person,
    add_segment,
    counted_by_segment,
    fitting,
    pick,
    segment,
    segments,
    set_fact,
    set_rule,
    standings,
    unpick,
)
from clew.ground.customers.sizes import Counted
from clew.ground.ledger.api import Forbidden, NotFound, Refused
from clew.ground.thread.api import archive
from clew.ground.workspaces.api import Access, within

pytestmark = pytest.mark.django_db
DAY = date(2026, 6, 1)


@pytest.fixture
def kitchens(access: Access) -> list[int]:
    """Three accounts: 290, 790 and 2,400 a year, the last two on the Kitchen plan."""
    made = [add_account(access, name=n).pk for n in ("Small", "Middle", "Large")]
    for pk, cents, plan in zip(made, (29_000, 79_000, 240_000), ("Counter", "Kitchen", "Kitchen"), strict=True):
        set_fact(access, account_id=pk, kind="arr", amount=cents, starts_on=date(2026, 1, 1))
        set_fact(access, account_id=pk, kind="plan", text=plan, starts_on=date(2026, 1, 1))
    return made


def test_a_rule_gathers_accounts_as_of_a_day(access: Access, kitchens: list[int]) -> None:
    made = add_segment(access, name="Kitchens", rule={"plans": ["Kitchen"], "arr_from": 50_000})
    assert {a.name for a in segment(access, made.pk, on=date(2026, 6, 1)).accounts} == {"Middle", "Large"}
    assert segment(access, made.pk, on=date(2025, 6, 1)).accounts == ()
    row = segments(access)[0]
    assert (row.accounts, row.arr, row.rule_words) == (2, 319_000, "plan Kitchen, yearly revenue from 500 EUR")


def test_a_rule_is_counted_before_it_is_kept(access: Access, elsewhere: Access, kitchens: list[int]) -> None:
    assert fitting(access, rule={"plans": ["Kitchen"], "arr_from": 100_000}) == (1, 3)
    assert fitting(access, rule={"plans": ["Kitchen"]}, on=date(2025, 6, 1)) == (0, 3)
    assert fitting(access, rule={}) == (0, 3)
    assert fitting(elsewhere, rule={"arr_to": 10**9}) == (0, 0)
    with pytest.raises(Refused, match="lower bound"):
        fitting(access, rule={"arr_from": 2, "arr_to": 1})


def test_changing_the_rule_changes_who_is_in(access: Access, kitchens: list[int]) -> None:
    made = add_segment(access, name="Big", rule={"arr_from": 200_000})
    assert [a.name for a in segment(access, made.pk).accounts] == ["Large"]
    set_rule(access, segment_id=made.pk, rule={"arr_to": 30_000})
    assert [a.name for a in segment(access, made.pk).accounts] == ["Small"]


def test_accounts_are_picked_and_taken_out_by_hand(access: Access, kitchens: list[int]) -> None:
    made = add_segment(access, name="Friends")
    assert pick(access, segment_id=made.pk, account_ids=kitchens[:2]) == 2
    assert pick(access, segment_id=made.pk, account_ids=kitchens) == 1
    unpick(access, segment_id=made.pk, account_id=kitchens[0])
    assert {a.name for a in segment(access, made.pk).accounts} == {"Middle", "Large"}
    assert account(access, kitchens[1]).segments == ((made.pk, "Friends"),)
    with pytest.raises(NotFound):
        unpick(access, segment_id=made.pk, account_id=kitchens[0])


def test_a_ruled_segment_is_not_picked_by_hand(access: Access, kitchens: list[int]) -> None:
    made = add_segment(access, name="Big", rule={"arr_from": 1})
    with pytest.raises(Refused):
        pick(access, segment_id=made.pk, account_ids=kitchens)


@pytest.mark.parametrize(
    "rule", [{"colour": 1}, {"arr_from": -1}, {"arr_from": "x"}, {"arr_from": 5, "arr_to": 4}, {"plans": ["p"] * 21}]
)
def test_a_rule_that_makes_no_sense_is_refused(access: Access, rule: dict[str, Any]) -> None:
    with pytest.raises(Refused):
        add_segment(access, name="S", rule=rule)


def test_strangers_and_readers_cannot_pick(
    access: Access, viewer: Access, elsewhere: Access, kitchens: list[int]
) -> None:
    made = add_segment(access, name="Friends")
    with pytest.raises(Forbidden):
        pick(viewer, segment_id=made.pk, account_ids=kitchens)
    with pytest.raises(NotFound):
        pick(elsewhere, segment_id=made.pk, account_ids=kitchens)
    theirs = add_segment(elsewhere, name="Theirs")
    assert pick(elsewhere, segment_id=theirs.pk, account_ids=kitchens) == 0


def test_segments_cost_one_question_for_their_sizes(
    access: Access, kitchens: list[int], django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for n in range(8):
        add_segment(access, name=f"S{n}", rule={"arr_from": n * 10_000})
    with django_assert_max_num_queries(3):
        assert len(segments(access)) == 8


def test_segments_come_in_pages(access: Access, kitchens: list[int]) -> None:
    for name in ("beta", "Alpha", "Gamma"):
        add_segment(access, name=name, rule={"plans": ["Kitchen"]})
    assert [s.name for s in segments(access, limit=2)] == ["Alpha", "beta"]
    assert [(s.name, s.accounts, s.arr) for s in segments(access, limit=2, offset=2)] == [("Gamma", 2, 319_000)]


def test_an_account_knows_its_segments_by_the_same_rule(access: Access, kitchens: list[int]) -> None:
    rules: list[dict[str, Any]] = [
        {"arr_from": 79_000},
        {"arr_to": 79_000},
        {"plans": ["Kitchen"], "arr_to": 100_000},
        {"plans": ["Counter"]},
        {"size_from": 1},
    ]
    made = [add_segment(access, name=f"S{n}", rule=rule).pk for n, rule in enumerate(rules)]
    for pk in kitchens:
        inside = {s for s in made if pk in {a.id for a in segment(access, s).accounts}}
        assert {s for s, _ in account(access, pk).segments} == inside
    sizes = {s.id: s.accounts for s in segments(access)}
    assert sizes == {pk: len(segment(access, pk).accounts) for pk in made}


def test_numbers_of_accounts_are_summed_by_segment_as_the_rules_say(access: Access) -> None:
    """By one statement what `standings` tells of each account; an account that was archived counts for what it was."""
    ids = [add_account(access, name=f"Account {n}").pk for n in range(6)]
    for n, pk in enumerate(ids):
        set_fact(access, account_id=pk, kind="arr", amount=n * 100, starts_on=DAY)
        set_fact(access, account_id=pk, kind="plan", text=("Team", "Free")[n % 2], starts_on=DAY)
        for one in range(n):
            add_person(access, name=f"Person {n}.{one}", account_id=pk)
    rules: list[dict[str, Any]] = [{"arr_from": 300}, {"arr_to": 200, "plans": ["Free"]}, {"plans": ["Gone"]}]
    made = [add_segment(access, name=f"Rule {n}", rule=rule).pk for n, rule in enumerate(rules)]
    made.append(add_segment(access, name="By hand").pk)
    pick(access, segment_id=made[-1], account_ids=[ids[0], ids[5]])
    archive(access, node_ids=[ids[4]])
    with within(access):
        counted = Person.objects.filter(account__isnull=False).order_by().values_list("account").annotate(n=Count("pk"))
        found, none = (counted_by_segment(some, made, DAY) for some in (counted, counted.filter(pk__in=[])))
        told = standings(ids, DAY)
    by_rule = {pk: sum(n for n, one in enumerate(ids) if pk in dict(told[one].segments)) for pk in made}
    sizes = {
        pk: (len(inside), sum(told[one].arr or 0 for one in inside), by_rule[pk])
        for pk in made
        for inside in [[one for n, one in enumerate(ids) if n and pk in dict(told[one].segments)]]
    }
    assert found == Counted(total=15, accounts=5, revenue=1_500, by_segment=by_rule, sizes=sizes)
    assert by_rule == dict(zip(made, (12, 1, 0, 5), strict=True))
    assert none == Counted(0, 0, 0, dict.fromkeys(made, 0), dict.fromkeys(made, (0, 0, 0)))
