"""Somebody who comes later estimates in a round as blind as the others; asking is undone until somebody has estimated."""

import re

import pytest
from tests.people import SignedIn, _member

from clew.ground.ledger.api import Forbidden, NotFound, Refused
from clew.ground.thread.api import archive, record_history, undo
from clew.ground.workspaces.api import Access, Role
from clew.rooms.roadmap.actions.rounds import ask_to_estimate, begin_estimating, open_estimating
from clew.rooms.roadmap.queries.estimates import estimates_of
from clew.rooms.roadmap.queries.rounds import estimating_round, estimating_rounds, side_by_side
from clew.rooms.roadmap.tests.round_ready import SECRET, Ready
from clew.rooms.roadmap.waiting import waiting


@pytest.fixture
def ready(access: Access, editor: Access) -> Ready:
    return Ready(access, editor)


def test_who_comes_later_is_asked_as_blind_as_the_others(
    access: Access, editor: Access, ready: Ready, browser_of: type[SignedIn]
) -> None:
    late = _member(access, "dora@example.org", "Dora", Role.EDITOR)
    ready.say(access, 100, SECRET, note="a note of mine alone")
    ready.say(access, 200, 300, idea=1)
    ready.say(editor, 100, 200)
    with pytest.raises(Forbidden):
        ready.say(late, 1, 2)
    (asked,) = ask_to_estimate(access, round_id=ready.round, estimator_ids=[editor.user_id or 0, late.user_id or 0])
    assert asked.user_id == late.user_id
    assert [one.title for one in waiting(late)] == ["To estimate blind: Reach"]
    ready.say(editor, 200, 300, idea=1)
    assert estimating_round(late, ready.round).opened_at is None, "theirs is waited for"
    client = browser_of(late)
    for page in (f"n/{ready.round}", f"roadmap/rounds/{ready.round}/ideas/{ready.ideas[0]}"):
        shown = client.get(client.path(page)).content.decode()
        assert "4321" not in shown, page
        assert "a note of mine alone" not in shown, page
    assert side_by_side(late, ready.round) == ()
    assert estimates_of(late, ready.ideas[0], all=True) == ()
    ready.say(late, 5000, 9000)
    ready.say(late, 200, 300, idea=1)
    assert len(estimates_of(late, ready.ideas[0])) == 3
    assert "ask somebody else in a round" in {one.act_name for one in record_history(access, ready.round).entries}


def test_who_runs_a_round_asks_and_nobody_else(
    access: Access, editor: Access, viewer: Access, elsewhere: Access, ready: Ready
) -> None:
    late = _member(access, "dora@example.org", "Dora", Role.EDITOR).user_id or 0
    for who, refused in ((editor, Forbidden), (viewer, Forbidden), (elsewhere, NotFound)):
        with pytest.raises(refused):
            ask_to_estimate(who, round_id=ready.round, estimator_ids=[late])
    for people, words in (
        ([], "Nobody else"),
        ([editor.user_id or 0], "Nobody else"),
        ([viewer.user_id or 0], "may not estimate"),
        ([elsewhere.user_id or 0], "may not estimate"),
        (range(10_000, 10_019), "2 to 20"),
    ):
        with pytest.raises(Refused, match=words) as told:
            ask_to_estimate(access, round_id=ready.round, estimator_ids=people)
        assert told.value.field == "estimators"
    assert len(estimating_round(access, ready.round).estimators) == 2
    own = {**ready.asked, "factor_ids": [ready.factors["effort"]]}
    begun = begin_estimating(editor, **own).pk
    assert ask_to_estimate(editor, round_id=begun, estimator_ids=[late])
    ready.say(editor, 100, 200)
    open_estimating(access, round_id=ready.round)
    with pytest.raises(Refused, match="were shown"):
        ask_to_estimate(access, round_id=ready.round, estimator_ids=[late])
    archive(access, node_ids=[begun])
    with pytest.raises(NotFound):
        ask_to_estimate(access, round_id=begun, estimator_ids=[late])


def test_somebody_else_is_asked_on_the_round_s_page(
    access: Access, editor: Access, ready: Ready, browser_of: type[SignedIn]
) -> None:
    late = _member(access, "dora@example.org", "Dora", Role.EDITOR)
    runs, other = browser_of(access), browser_of(editor)
    page, ask = runs.path(f"n/{ready.round}"), runs.path(f"roadmap/rounds/{ready.round}/ask")
    assert "Ask somebody else" not in other.get(page).content.decode()
    assert re.findall(r'name="estimators" value="(\d+)"', runs.get(page).content.decode()) == [str(late.user_id)]
    nobody = runs.post(ask, {})
    assert nobody.status_code == 422
    assert "Nobody else was chosen" in nobody.content.decode()
    assert other.post(ask, {"estimators": [late.user_id]}).status_code == 403
    runs.post(ask, {"estimators": [late.user_id]})
    shown = runs.get(page).content.decode()
    assert "0 of 3 have estimated" in shown
    assert "Ask somebody else" not in shown, "there is nobody else"


def test_beginning_and_asking_are_undone_until_somebody_has_estimated(
    access: Access, editor: Access, ready: Ready
) -> None:
    late = _member(access, "dora@example.org", "Dora", Role.EDITOR)
    ask_to_estimate(access, round_id=ready.round, estimator_ids=[late.user_id or 0])
    asking, beginning = (entry.act for entry in record_history(access, ready.round).entries[:2])
    undo(access, act=asking)
    assert len(estimating_round(access, ready.round).estimators) == 2
    with pytest.raises(Forbidden):
        ready.say(late, 1, 2)
    ask_to_estimate(access, round_id=ready.round, estimator_ids=[late.user_id or 0])
    ready.say(late, 100, SECRET)
    for act in (record_history(access, ready.round).entries[0].act, beginning):
        with pytest.raises(Refused, match="Somebody has estimated by now"):
            undo(access, act=act)
    assert len(estimating_round(access, ready.round).estimators) == 3
    other = begin_estimating(access, **{**ready.asked, "factor_ids": [ready.factors["effort"]]}).pk
    undo(access, act=record_history(access, other).entries[0].act)
    assert [one.id for one in estimating_rounds(access)] == [ready.round]
