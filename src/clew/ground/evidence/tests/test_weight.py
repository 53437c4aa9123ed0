from datetime import date
from typing import Any

import pytest

from clew.ground.customers.api import set_fact
from clew.ground.evidence.api import add_idea, add_need, add_outcome, add_source, move_need, said_in, weight, weight_in
from clew.ground.evidence.tests.shop import Quoter, Shop
from clew.ground.thread.api import archive
from clew.ground.workspaces.api import Access

JULY, JANUARY = date(2025, 7, 1), date(2025, 1, 15)


@pytest.fixture
def loud(access: Access, shop: Shop, quote: Quoter) -> int:
    """A need for which Anna speaks twice and Ben against it."""
    quote(shop.interview, "I count the shelves by hand", need_id=shop.counting)
    quote(shop.interview, "It takes two hours", need_id=shop.counting)
    quote(shop.complaint, "Counting is fine", need_id=shop.counting, stance="contradicts")
    return shop.counting


def test_an_account_counts_once_however_loud(access: Access, loud: int) -> None:
    its = weight(access, [loud], on=JULY)[loud]
    assert (its.people, its.accounts, its.supports, its.contradicts, its.mentions) == (2, 2, 2, 1, 0)
    assert (its.accounts_for, its.accounts_against) == (1, 1)
    assert (its.revenue_minor, its.revenue_for_minor, its.revenue_against_minor) == (1_020_000, 120_000, 900_000)
    assert (its.currency, its.on, its.warnings) == ("EUR", JULY, ())


def test_revenue_is_that_of_the_day(access: Access, shop: Shop, loud: int) -> None:
    its = weight(access, [loud], on=JANUARY)[loud]
    assert (its.revenue_minor, its.warnings) == (120_000, ("1 of 2 accounts have no revenue on this day.",))
    set_fact(access, account_id=shop.bakery, kind="arr", amount=500_000, starts_on=date(2026, 1, 1))
    assert weight(access, [loud], on=date(2025, 12, 31))[loud].revenue_for_minor == 120_000
    assert weight(access, [loud], on=date(2026, 1, 1))[loud].revenue_for_minor == 500_000


def test_needs_below_count_once(access: Access, shop: Shop, quote: Quoter, loud: int) -> None:
    goal = add_outcome(access, title="Goal")
    top = add_need(access, title="Know the stock", under=goal.pk)
    move_need(access, need_id=loud, under=top.pk)
    quote(shop.interview, "I count the shelves by hand", need_id=top.pk)
    idea = add_idea(access, title="Scan", addresses=[top.pk, loud])
    found = weight(access, [goal.pk, top.pk, loud, idea.pk], on=JULY)
    assert {(w.supports, w.contradicts, w.accounts, w.revenue_minor) for w in found.values()} == {(2, 1, 2, 1_020_000)}
    alone = weight(access, [top.pk], on=JULY, below=False)[top.pk]
    assert (alone.supports, alone.contradicts, alone.accounts) == (1, 0, 1)


def test_says_what_it_leaves_out(access: Access, shop: Shop, quote: Quoter, loud: int) -> None:
    nameless = add_source(access, text="I lose an hour a day.")
    quote(nameless.pk, "an hour a day", need_id=loud, stance="mentions")
    archive(access, node_ids=[shop.complaint])
    its = weight(access, [loud], on=JULY)[loud]
    assert (its.accounts, its.contradicts, its.mentions) == (1, 0, 1)
    assert its.warnings == (
        "1 of 3 quotations belong to no account.",
        "1 more in archived sources, not counted.",
    )


def test_nothing_said_weighs_nothing(access: Access, shop: Shop) -> None:
    its = weight(access, [shop.counting], on=JULY)[shop.counting]
    assert (its.people, its.accounts, its.revenue_minor, its.excerpts) == (0, 0, 0, 0)
    assert weight(access, [], on=JULY) == {}


def test_another_workspace_sees_nothing(elsewhere: Access, loud: int) -> None:
    assert weight(elsewhere, [loud], on=JULY)[loud].supports == 0


def test_asks_a_fixed_number_of_questions(access: Access, loud: int, django_assert_num_queries: Any) -> None:
    more = [add_need(access, title=f"Need {n}").pk for n in range(5)]
    with django_assert_num_queries(2):
        weight(access, [loud, *more], on=JULY)


def test_of_some_sources_alone(access: Access, viewer: Access, elsewhere: Access, shop: Shop, loud: int) -> None:
    top = add_outcome(access, title="Faster counts")
    move_need(access, need_id=loud, under=top.pk)
    idea = add_idea(access, title="Scan shelves", addresses=[loud])
    by_anna = weight_in(access, [shop.interview], on=JULY)
    assert set(by_anna) == {loud, top.pk, idea.pk}
    assert [(w.people, w.supports, w.contradicts, w.accounts) for w in by_anna.values()] == [(1, 2, 0, 1)] * 3
    both = weight_in(viewer, [shop.interview, shop.complaint], on=JULY)[loud]
    assert (both.people_for, both.people_against, both.people_both) == (1, 1, 0)
    assert both == weight(access, [loud], on=JULY)[loud]
    assert [s.quote.who for s in said_in(access, [top.pk, loud], [shop.complaint])[loud]] == ["Ben Ortiz"]
    assert weight_in(access, [], on=JULY) == weight_in(elsewhere, [shop.interview], on=JULY) == {}
    assert said_in(access, [loud], []) == {}
