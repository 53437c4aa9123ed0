from datetime import date
from typing import Any

import pytest

from clew.ground.evidence.api import add_idea, add_need, address, describe_idea, idea, ideas, move_idea, stop_addressing
from clew.ground.evidence.tests.shop import Quoter, Shop
from clew.ground.ledger.api import Forbidden, NotFound, Refused
from clew.ground.search.api import find
from clew.ground.thread.api import record_history
from clew.ground.workspaces.api import Access

TODAY = date(2025, 7, 1)


def test_carries_the_evidence_of_its_needs(access: Access, shop: Shop, quote: Quoter) -> None:
    below = add_need(access, title="Count with gloves", under=shop.counting)
    quote(shop.interview, "I count the shelves by hand", need_id=below.pk)
    quote(shop.complaint, "Counting is fine", need_id=shop.counting, stance="contradicts")
    made = add_idea(access, title="Scan shelves", detail="With the phone.", addresses=[shop.counting, shop.counting])
    found = idea(access, made.pk, on=TODAY)
    assert ([c.id for c in found.needs], found.detail) == ([shop.counting], "With the phone.")
    assert ([s.quote.who for s in found.supporting], len(found.contradicting)) == (["Anna Keller"], 1)
    assert (found.weight.accounts, found.weight.revenue_minor) == (2, 1_020_000)


def test_is_listed_by_weight(access: Access, shop: Shop, quote: Quoter) -> None:
    heavy = add_idea(access, title="Scan shelves", addresses=[shop.counting])
    light = add_idea(access, title="A newer idea")
    quote(shop.interview, "I count the shelves by hand", need_id=shop.counting)
    assert [i.id for i in ideas(access, on=TODAY)] == [heavy.pk, light.pk]
    assert [i.id for i in ideas(access, on=TODAY, sort="newest")] == [light.pk, heavy.pk]
    assert [i.id for i in ideas(access, on=TODAY, sort="name", search="newer")] == [light.pk]


def test_listing_asks_a_fixed_number_of_questions(
    access: Access, shop: Shop, django_assert_max_num_queries: Any
) -> None:
    for number in range(8):
        add_idea(access, title=f"Idea {number}", addresses=[shop.counting])
    with django_assert_max_num_queries(6):
        ideas(access, on=TODAY)


def test_need_is_taken_off_and_put_back(access: Access, shop: Shop) -> None:
    made = add_idea(access, title="Scan shelves", addresses=[shop.counting])
    stop_addressing(access, idea_id=made.pk, need_id=shop.counting, reason="It does not help.")
    assert idea(access, made.pk, on=TODAY).needs == ()
    with pytest.raises(NotFound):
        stop_addressing(access, idea_id=made.pk, need_id=shop.counting)
    address(access, idea_id=made.pk, need_id=shop.counting)
    assert [c.id for c in idea(access, made.pk, on=TODAY).needs] == [shop.counting]


def test_moves_from_one_need_to_another(access: Access, viewer: Access, elsewhere: Access, shop: Shop) -> None:
    other, third = add_need(access, title="Export"), add_need(access, title="Order")
    made = add_idea(access, title="Scan shelves", addresses=[shop.counting, third.pk])
    move_idea(access, idea_id=made.pk, from_need=shop.counting, to_need=other.pk)
    assert {c.id for c in idea(access, made.pk, on=TODAY).needs} == {other.pk, third.pk}
    assert record_history(access, made.pk).entries[0].act_name == "move an idea to another need"
    with pytest.raises(Refused, match="already"):
        move_idea(access, idea_id=made.pk, from_need=other.pk, to_need=other.pk)
    with pytest.raises(NotFound):
        move_idea(access, idea_id=made.pk, from_need=shop.counting, to_need=other.pk)
    for who, error in ((viewer, Forbidden), (elsewhere, NotFound)):
        with pytest.raises(error):
            move_idea(who, idea_id=made.pk, from_need=other.pk, to_need=shop.counting)
    assert {c.id for c in idea(access, made.pk, on=TODAY).needs} == {other.pk, third.pk}


def test_describing_is_found(access: Access) -> None:
    made = add_idea(access, title="Scan shelves")
    describe_idea(access, idea_id=made.pk, detail="Uses the barcode.")
    assert [h.node_id for h in find(access, "barcode").hits] == [made.pk]


def test_refuses_bad_input_whole(access: Access, shop: Shop) -> None:
    with pytest.raises(Refused, match="title"):
        add_idea(access, title=" ")
    with pytest.raises(NotFound):
        add_idea(access, title="Half made", addresses=[shop.bakery])
    assert ideas(access, on=TODAY) == ()


def test_refuses_others(access: Access, viewer: Access, elsewhere: Access, shop: Shop) -> None:
    made = add_idea(access, title="Scan shelves", addresses=[shop.counting])
    for who, error in ((viewer, Forbidden), (elsewhere, NotFound)):
        with pytest.raises(error):
            add_idea(who, title="Mine", addresses=[shop.counting])
        with pytest.raises(error):
            describe_idea(who, idea_id=made.pk, detail="Mine")
        with pytest.raises(error):
            address(who, idea_id=made.pk, need_id=shop.counting)
        with pytest.raises(error):
            stop_addressing(who, idea_id=made.pk, need_id=shop.counting)
    with pytest.raises(NotFound):
        idea(elsewhere, made.pk, on=TODAY)
