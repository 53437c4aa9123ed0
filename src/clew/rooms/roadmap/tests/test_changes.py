"""What would change an order: from the estimates it was drawn from, whatever was estimated since."""

import pytest
from tests.people import SignedIn

from clew.ground.ledger.api import NotFound, Refused
from clew.ground.workspaces.api import Access
from clew.rooms.roadmap.actions.rankings import rank_ideas
from clew.rooms.roadmap.queries.changes import what_would_change
from clew.rooms.roadmap.tests.ready import BETTER, RICE, estimated, rice, say


def test_what_can_turn_the_choice_is_worth_knowing_and_what_cannot_is_not(access: Access) -> None:
    model = rice(access)
    sure = estimated(access, "Sure", {**RICE, "reach": (9_000.0, 9_900.0), "confidence": (1.0, 1.0)})
    torn = estimated(access, "Torn", {**RICE, "reach": (50.0, 4_000.0)})
    also = estimated(access, "Also", {**RICE, "reach": (400.0, 500.0)})
    made = rank_ideas(access, model_id=model, top=2, draws=2000)
    told = what_would_change(access, made.pk)
    assert (told.top, told.of) == (2, 3)
    assert {one.idea_id for one in told.worth} <= {torn, also}, "nothing can push the sure one out"
    assert max(one.share for one in told.worth) <= 1.05
    near = {one.idea_id: one for one in told.near}
    assert set(near) == {sure, torn, also}
    assert near[sure].is_in
    reach = {turn.factor: turn for turn in near[also].turns}["Reach"]
    assert reach.value is not None
    if not near[also].is_in:
        assert reach.value > reach.now
    before = what_would_change(access, made.pk)
    say(access, also, {"reach": (90_000.0, 99_000.0)})
    assert what_would_change(access, made.pk) == before, "as it was when it was ranked"


def test_where_all_are_first_nothing_can_turn(access: Access) -> None:
    model = rice(access)
    estimated(access, "One")
    estimated(access, "Two")
    with pytest.raises(Refused, match="All ideas"):
        what_would_change(access, rank_ideas(access, model_id=model, top=2).pk)


def test_strangers_find_nothing(access: Access, elsewhere: Access) -> None:
    model = rice(access)
    estimated(access, "One")
    estimated(access, "Two")
    with pytest.raises(NotFound):
        what_would_change(elsewhere, rank_ideas(access, model_id=model, top=1).pk)


@pytest.mark.slow
def test_the_page(access: Access, viewer: Access, browser_of: type[SignedIn]) -> None:
    model = rice(access)
    estimated(access, "One", BETTER)
    estimated(access, "Two")
    made = rank_ideas(access, model_id=model, top=1).pk
    client = browser_of(viewer)
    assert "What would change this order" in client.get(client.path("roadmap")).content.decode()
    shown = client.get(client.path(f"roadmap/rankings/{made}/change")).content.decode()
    for words in ("Near the line", "Worth finding out", "One", "Two"):
        assert words in shown
