"""Choosing makes a decision with its prediction; when it is out its outcome is asked for, and told where the next estimate is made."""

import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone
from tests.people import SignedIn

from clew.ground.ledger.api import Forbidden, NotFound, Refused
from clew.ground.thread.api import decision, decisions, predictions, record_history, register_prediction, resolve, why
from clew.ground.workspaces.api import Access
from clew.rooms.roadmap.actions.deciding import decide_from_ranking, decide_on_item
from clew.rooms.roadmap.actions.estimates import estimate_idea
from clew.rooms.roadmap.actions.plan import add_item
from clew.rooms.roadmap.actions.rankings import rank_ideas
from clew.rooms.roadmap.actions.releases import add_release, release
from clew.rooms.roadmap.models import Estimate, Factor
from clew.rooms.roadmap.queries.deciding import draft_decision, outcomes_wanted
from clew.rooms.roadmap.queries.ranked_now import rank
from clew.rooms.roadmap.queries.track import track_record
from clew.rooms.roadmap.tests.ready import BETTER, estimated, rice
from clew.rooms.roadmap.waiting import waiting

TODAY = timezone.localdate()
SOON = TODAY + timedelta(days=90)
EXPECTED: dict[str, Any] = {"prediction": "Half of the chefs count by phone", "resolve_by": SOON, "probability": 0.7}


@pytest.fixture
def ranking(access: Access) -> int:
    model = rice(access)
    estimated(access, "Live prices")
    estimated(access, "Count by phone", BETTER)
    estimated(access, "Night mode")
    return int(rank_ideas(access, model_id=model, top=1).pk)


def test_one_step_from_a_ranking_to_a_decision(access: Access, ranking: int) -> None:
    draft = draft_decision(access, ranking)
    assert draft.options[0].title == "Count by phone"
    assert "would take it" in draft.flips
    assert not re.search(r"\de\+\d|[ ,]0% of all", draft.flips)
    made = decide_from_ranking(access, ranking_id=ranking, **EXPECTED)
    found = decision(access, made.pk)
    assert found.chosen is not None
    assert (found.chosen.title, found.chosen.reason) == ("Count by phone", draft.options[0].reason)
    assert "Place 1: first in" in found.chosen.reason
    rejected = [option for option in found.options if not option.chosen]
    assert len(rejected) == 2
    assert all("behind “Count by phone” at place 1" in option.reason for option in rejected)
    assert (found.flips, found.snapshot_intact) == (draft.flips, True)
    assert found.snapshot is not None
    assert len(found.snapshot["known"]["ranking"]["inputs_hash"]) == 64
    (expected,) = predictions(access, decision_id=made.pk)
    assert (expected.probability, expected.resolve_by) == (0.7, SOON)
    assert "decide from a ranking" in {entry.act_name for entry in record_history(access, made.pk).entries}
    assert ranking in {step.card.id for step in why(access, made.pk).steps}


def test_another_may_be_chosen_for_one_s_own_reasons(access: Access, ranking: int) -> None:
    other = draft_decision(access, ranking).options[1].idea_id
    made = decide_from_ranking(
        access, ranking_id=ranking, chosen_id=other, reasons={other: "The contract asks for it"}, flips="The contract ends",
        prediction="Weeks it takes", resolve_by=SOON, low=2, best=4, high=9, unit="weeks",
    )  # fmt: skip
    found = decision(access, made.pk)
    assert found.chosen is not None
    assert (found.chosen.idea_id, found.chosen.reason, found.flips) == (
        other,
        "The contract asks for it",
        "The contract ends",
    )
    assert any("ahead of" in option.reason for option in found.options)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"prediction": " "}, "prediction"),
        ({"resolve_by": TODAY}, "resolve_by"),
        ({"probability": None}, "low"),
        ({"probability": 2.0}, "probability"),
        ({"reasons": {1: "x"}}, "reasons"),
    ],
)
def test_without_a_prediction_nothing_is_decided(
    access: Access, ranking: int, wrong: dict[str, Any], field: str
) -> None:
    with pytest.raises(Refused) as refused:
        decide_from_ranking(access, ranking_id=ranking, **{**EXPECTED, **wrong})
    assert refused.value.field == field
    assert (decisions(access), predictions(access)) == ([], [])


def test_on_an_item_and_then_its_outcome_is_asked_for(access: Access, ranking: int) -> None:
    idea = draft_decision(access, ranking).chosen_id
    item = add_item(access, title="Phone counting", idea_ids=[idea]).pk
    both: dict[str, Any] = {"reason": "Eight asked for it", "against": "They leave", "flips": "A pilot that fails"}
    one = decide_on_item(access, item_id=item, **both, **EXPECTED)
    two = decide_from_ranking(access, ranking_id=ranking, **{**EXPECTED, "prediction": "Fewer calls"})
    later = decide_on_item(access, item_id=item, is_built=False, **both, **EXPECTED)
    assert [option.title for option in decision(access, later.pk).options if option.chosen] == ["Not now"]
    assert outcomes_wanted(access) == ()
    made = add_release(access, title="Spring", item_ids=[item]).pk
    release(access, release_id=made, released_on=TODAY - timedelta(days=3))
    asked = outcomes_wanted(access)
    assert {row.question for row in asked} == {EXPECTED["prediction"], "Fewer calls"}
    assert {row.release for row in asked} == {"Spring"}
    assert any("Spring is out. What came of it: Fewer calls" in line.title for line in waiting(access))
    for pk in (one.pk, two.pk, later.pk):
        (expected,) = predictions(access, decision_id=pk)
        resolve(access, prediction_id=expected.id, outcome=True)
    assert outcomes_wanted(access) == ()
    assert waiting(access) == []
    assert decision(access, one.pk).state == "scored"


def test_how_one_s_intervals_held_is_told_where_one_estimates(
    access: Access, editor: Access, ranking: int, browser_of: type[SignedIn]
) -> None:
    assert track_record(access) == ()
    for place in range(10):
        made = register_prediction(
            access, question=f"Tickets {place}", resolve_by=SOON, low=8, best=10, high=12,
            made_on=date(2026, 1, 1),
        )  # fmt: skip
        resolve(access, prediction_id=made.pk, value=10 if place < 5 else 30)
    (held,) = track_record(access)
    assert (held.said, held.share, held.n, held.is_too_narrow) == (0.8, 0.5, 10, True)
    assert held.sentence.startswith("Your 80% intervals held 50% of the time (n = 10")
    assert track_record(editor) == ()
    idea = draft_decision(access, ranking).chosen_id
    client = browser_of(access)
    assert "held 50% of the time" in client.get(client.path(f"roadmap/ideas/{idea}/estimates")).content.decode()
    reach = Factor._base_manager.get(workspace=access.workspace_id, key="reach").pk
    measured = {"factor_id": reach, "low": 5000, "high": 5000, "basis": "metric"}
    estimate_idea(editor, idea_id=idea, values=[measured])
    by_level = {one.said: one for one in track_record(access)}
    assert (by_level[0.9].share, by_level[0.9].n) == (0.0, 1)
    assert Estimate._base_manager.filter(idea=idea, author=access.user_id).exists()


def test_intervals_that_were_too_wide_are_called_so(access: Access, ranking: int, browser_of: type[SignedIn]) -> None:
    for place in range(30):
        made = register_prediction(
            access, question=f"Tickets {place}", resolve_by=SOON, low=0, best=100, high=200, made_on=date(2026, 1, 1)
        )
        resolve(access, prediction_id=made.pk, value=95 + place % 10)
    (held,) = track_record(access)
    assert (held.share, held.is_too_narrow, held.is_too_wide) == (1.0, False, True)
    client, idea = browser_of(access), draft_decision(access, ranking).chosen_id
    assert "could have been narrower" in client.get(client.path(f"roadmap/ideas/{idea}/estimates")).content.decode()


def test_the_order_of_now_is_told_without_being_kept(
    access: Access, viewer: Access, elsewhere: Access, ranking: int
) -> None:
    rows = rank(viewer, top=1)
    assert [row.place for row in rows] == [1, 2, 3]
    assert rows[0].title == "Count by phone"
    assert rows[0].share_top > max(row.share_top for row in rows[1:])
    with pytest.raises(NotFound):
        rank(elsewhere)
    with pytest.raises(Refused):
        rank(access, top=0)


def test_strangers_and_viewers(access: Access, viewer: Access, elsewhere: Access, ranking: int) -> None:
    item = add_item(access, title="Phone counting").pk
    words: dict[str, Any] = {"reason": "a", "against": "b", "flips": "c"}
    for who, error in ((viewer, Forbidden), (elsewhere, NotFound)):
        with pytest.raises(error):
            decide_from_ranking(who, ranking_id=ranking, **EXPECTED)
        with pytest.raises(error):
            decide_on_item(who, item_id=item, **words, **EXPECTED)
    with pytest.raises(NotFound):
        draft_decision(elsewhere, ranking)
    with pytest.raises(NotFound):
        draft_decision(access, ranking, chosen_id=item)
    assert outcomes_wanted(elsewhere) == ()


def test_pages(access: Access, ranking: int, browser_of: type[SignedIn]) -> None:
    client = browser_of(access)
    item = add_item(access, title="Phone counting").pk
    expected = {
        "prediction": "Half of them use it",
        "kind": "probability",
        "probability": "70",
        "resolve_by": SOON.isoformat(),
    }
    place = client.path(f"roadmap/rankings/{ranking}/decide")
    shown = client.get(place).content.decode()
    for words in ("Build first: Count by phone", "Place 1: first in", "the first place"):
        assert words in shown, words
    chosen = draft_decision(access, ranking).chosen_id
    assert client.post(place, {"chosen": chosen}).status_code == 422
    client.post(place, {"chosen": chosen, f"reason_{chosen}": "It is wanted", **expected})
    where = client.path(f"roadmap/plan/{item}/decide")
    client.get(where)
    client.post(where, {"reason": "Wanted", "against": "No", "flips": "A pilot", "choice": "later", **expected})
    assert {row.title for row in decisions(access)} == {"Build first: Count by phone", "Not now: Phone counting"}
    assert "Decide from this ranking" in client.get(client.path(f"n/{ranking}")).content.decode()
    assert "Decide on it" in client.get(client.path(f"n/{item}")).content.decode()
