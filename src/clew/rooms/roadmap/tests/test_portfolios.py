"""Portfolios: what fits is chosen in the background, says how sure that is, what pins give up and which must-haves clash."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from clew.ground.evidence.api import add_idea
from clew.ground.ledger.api import Forbidden, NotFound, Refused
from clew.ground.runs.api import Run, cancel, perform, run
from clew.ground.thread.api import archive, record_history, undo, why
from clew.ground.workspaces.api import Access
from clew.rooms.roadmap.actions.portfolios import (
    add_portfolio,
    choose_portfolio,
    copy_portfolio,
    put_idea,
    set_capacity,
    settle_idea,
    take_out,
    tie_ideas,
    untie_ideas,
    value_portfolio,
)
from clew.rooms.roadmap.jobs import choosing
from clew.rooms.roadmap.models import Capacity, PutIdea
from clew.rooms.roadmap.queries.portfolio_shapes import PortfolioDetail
from clew.rooms.roadmap.queries.portfolios import compared, portfolio, portfolios
from clew.rooms.roadmap.tests.ready import BETTER, estimated, rice
from clew.science import portfolio as science

# Of each idea: what it takes of Design and Web, and between what it is worth.
IDEAS = {
    "Shelf order": (2.0, 3.0, 90.0, 110.0),
    "Phone count": (3.0, 4.0, 150.0, 250.0),
    "Digest": (1.0, 1.0, 20.0, 60.0),
    "Export": (2.0, 2.0, 30.0, 70.0),
    "Live cost": (4.0, 6.0, 10.0, 20.0),
}


@pytest.fixture
def made(access: Access) -> tuple[int, dict[str, int]]:
    """Room for 4 of Design and 5 of Web in each of two quarters."""
    pk = int(add_portfolio(access, title="As today", periods=["Q1", "Q2"], capacity={"Design": [4, 4], "Web": [5, 5]}).pk)  # fmt: skip
    ideas = {title: int(add_idea(access, title=title).pk) for title in IDEAS}
    for title, (design, web, low, high) in IDEAS.items():
        put_idea(access, portfolio_id=pk, idea_id=ideas[title], efforts={"Design": design, "Web": web}, low=low, high=high)  # fmt: skip
    return pk, ideas


def chosen(access: Access, pk: int, **wishes: Any) -> PortfolioDetail:
    perform(choose_portfolio(access, portfolio_id=pk, **{"draws": 10, **wishes}).key)
    return portfolio(access, pk)


def begins(told: PortfolioDetail) -> dict[str, int | None]:
    return {row.title: row.outcome.begins if row.outcome else None for row in told.ideas}


def test_what_fits_is_chosen_and_says_how_sure_that_is(access: Access, made: tuple[int, dict[str, int]]) -> None:
    pk, ideas = made
    told = chosen(access, pk)
    when = begins(told)
    # Which of the two pairs comes first is worth the same.
    assert (when["Phone count"], when["Shelf order"], when["Live cost"]) in {(1, 2, None), (2, 1, None)}
    assert (when["Digest"], when["Export"]) == (when["Phone count"], when["Shelf order"])
    assert told.choice is not None
    assert (told.choice.drawn, told.choice.draws, told.choice.is_current, told.choice.clash) == (10, 10, True, None)
    assert told.choice.value == pytest.approx(100 + 196 + 37 + 48, abs=6), "the means of lognormals"
    assert told.choice.knowing is not None
    assert told.choice.knowing >= 0
    rooms = {(period.name, room.team): (room.used, room.capacity) for period in told.periods for room in period.rooms}
    assert rooms["Q1", "Design"] == (4, 4)
    assert all(used <= room for used, room in rooms.values())
    shares = {row.title: row.outcome.share for row in told.ideas if row.outcome}
    assert (shares["Phone count"], shares["Live cost"]) == (1, 0)
    assert "Design" in dict(told.full)
    assert {step.card.id for step in why(access, pk).steps} >= set(ideas.values())
    acts = {entry.act_name for entry in record_history(access, pk).entries}
    assert acts >= {"add a portfolio", "put an idea into a portfolio"}
    assert told.run is not None
    assert (told.run.state, told.run.result) == ("done", {"choice": told.choice.id, "clash": False})
    assert portfolios(access)[0].chosen == 4


def test_the_same_is_chosen_once_and_a_change_is_seen(access: Access, made: tuple[int, dict[str, int]]) -> None:
    pk, ideas = made
    first = chosen(access, pk)
    again = choose_portfolio(access, portfolio_id=pk, draws=10)
    assert first.run is not None
    assert again.pk == first.run.id
    settle_idea(access, portfolio_id=pk, idea_id=ideas["Live cost"], label="must")
    before = portfolio(access, pk)
    assert before.choice is not None
    assert not before.choice.is_current
    forced = chosen(access, pk)
    assert begins(forced)["Live cost"] is None, "it takes more of Web than any quarter has"
    assert forced.choice is not None
    assert forced.choice.clash is not None
    assert (forced.choice.clash.ideas, forced.choice.clash.teams) == (("Live cost",), ("Web",))
    assert forced.choice.clash.reasons[0].said == "must be in"
    assert (forced.choice.clash.lacks[0].takes, forced.choice.clash.lacks[0].rooms) == ((6.0,), (5.0, 5.0))
    assert portfolios(access)[0].is_clash
    settle_idea(access, portfolio_id=pk, idea_id=ideas["Live cost"], label="could")
    back = chosen(access, pk)
    assert begins(back) == begins(first), "asked a third time from what it was the first time"


def test_pins_needs_and_exclusions_hold_and_cost(access: Access, made: tuple[int, dict[str, int]]) -> None:
    pk, ideas = made
    settle_idea(access, portfolio_id=pk, idea_id=ideas["Export"], label="should", begins=1)
    settle_idea(access, portfolio_id=pk, idea_id=ideas["Digest"], label="wont")
    tie_ideas(access, portfolio_id=pk, idea_id=ideas["Phone count"], other_id=ideas["Export"])
    apart = tie_ideas(access, portfolio_id=pk, idea_id=ideas["Shelf order"], other_id=ideas["Phone count"], sort="excludes")  # fmt: skip
    told = chosen(access, pk)
    assert begins(told) == {"Shelf order": None, "Phone count": 2, "Digest": None, "Export": 1, "Live cost": None}
    costs = {row.title: row.outcome.cost for row in told.ideas if row.outcome and row.outcome.cost is not None}
    assert costs == {"Export": pytest.approx(0, abs=3), "Digest": pytest.approx(40, abs=5)}
    assert told.nearest is None or told.nearest.title != "Digest"
    untie_ideas(access, portfolio_id=pk, tie_id=apart.pk)
    assert begins(chosen(access, pk))["Shelf order"] == 1


def test_ideas_without_a_value_are_valued_by_a_score_model(access: Access) -> None:
    model = rice(access)
    small, big = estimated(access, "Small"), estimated(access, "Big", BETTER)
    pk = int(add_portfolio(access, title="Scored", periods=["Q1"], capacity={"All": [3]}).pk)
    for idea in (small, big):
        put_idea(access, portfolio_id=pk, idea_id=idea, efforts={"All": 2})
    with pytest.raises(Refused) as refused:
        choose_portfolio(access, portfolio_id=pk)
    assert (refused.value.field, "Small" in refused.value.message) == ("value", True)
    assert portfolio(access, pk).not_yet
    value_portfolio(access, portfolio_id=pk, model_id=model)
    told = chosen(access, pk)
    assert begins(told) == {"Small": None, "Big": 1}
    worth = {row.title: row.outcome.value for row in told.ideas if row.outcome}
    assert worth["Big"] == pytest.approx(2900 * 1.15 * 0.65, rel=0.15), (
        "reach x impact x confidence, not divided by effort"
    )


def test_it_goes_on_where_it_was_stopped(
    access: Access, made: tuple[int, dict[str, int]], monkeypatch: pytest.MonkeyPatch
) -> None:
    pk, _ = made
    key, planned, keep = choose_portfolio(access, portfolio_id=pk, draws=10).key, [0], choosing._keep

    def stopped(*args: Any) -> None:
        keep(*args)
        planned[0] += 1
        if planned[0] == 3:
            cancel(access, run_id=Run._base_manager.get(key=key).pk)

    monkeypatch.setattr(choosing, "_keep", stopped)
    monkeypatch.setattr(choosing, "CHUNK_SECONDS", 0.0)
    perform(key)
    half = portfolio(access, pk)
    assert half.run is not None
    assert half.choice is not None
    assert half.choice.knowing is not None, "as far as it was drawn"
    assert (half.run.state, half.choice.drawn) == ("cancelled", 3)
    perform(choose_portfolio(access, portfolio_id=pk, draws=10).key)
    whole = portfolio(access, pk)
    assert whole.choice is not None
    assert (whole.choice.id, whole.choice.drawn) == (half.choice.id, 10)
    assert planned[0] == 10, "none was drawn twice"


def test_what_was_found_at_once_gives_way_to_what_is_nearer_to_the_best(
    access: Access, made: tuple[int, dict[str, int]], monkeypatch: pytest.MonkeyPatch
) -> None:
    pk, _ = made
    hasty = list[bool]()

    def at_first_empty(problem: Any, values: Any, **its: Any) -> Any:
        found: Any = science.plan(problem, values, **its)
        hasty.append(not hasty)
        return replace(found, starts=(None,) * 5, value=1.0, is_optimal=False) if hasty[-1] else found

    monkeypatch.setattr(choosing, "plan", at_first_empty)
    told = chosen(access, pk)
    assert hasty == [True, False]
    assert begins(told)["Phone count"] is not None
    assert told.choice is not None
    assert told.choice.gap == 0
    assert told.choice.value == pytest.approx(100 + 196 + 37 + 48, abs=6)


def test_draws_end_with_the_time_and_are_taken_up(
    access: Access, made: tuple[int, dict[str, int]], monkeypatch: pytest.MonkeyPatch
) -> None:
    pk, _ = made
    whole = chosen(access, pk, draws=12, seed=2)
    with monkeypatch.context() as patched:
        patched.setattr(choosing, "DRAWS_SECONDS", 0.0)
        none = chosen(access, pk, draws=12)
    assert none.run is not None
    assert none.choice is not None
    assert (none.run.state, none.choice.drawn, none.choice.draws) == ("done", 0, 12)
    assert all(row.outcome is not None and row.outcome.share is None for row in none.ideas)
    done = chosen(access, pk, draws=12)
    assert done.choice is not None
    assert (done.choice.id, done.choice.drawn, done.choice.draw_gap) == (none.choice.id, 12, 0.0)
    assert choose_portfolio(access, portfolio_id=pk, draws=12).pk == (done.run.id if done.run else 0)
    assert whole.choice is not None
    assert whole.choice.drawn == 12


def test_what_changed_meanwhile_is_not_mixed_in(access: Access, made: tuple[int, dict[str, int]]) -> None:
    pk, ideas = made
    key = choose_portfolio(access, portfolio_id=pk, draws=10).key
    take_out(access, portfolio_id=pk, idea_id=ideas["Digest"])
    perform(key)
    told = portfolio(access, pk)
    assert told.run is not None
    assert (told.run.state, told.choice) == ("failed", None)
    assert "changed" in run(access, told.run.id).error
    assert begins(chosen(access, pk))["Phone count"] is not None


def test_scenarios_are_copied_and_compared(access: Access, made: tuple[int, dict[str, int]]) -> None:
    pk, ideas = made
    tie_ideas(access, portfolio_id=pk, idea_id=ideas["Phone count"], other_id=ideas["Digest"])
    archive(access, node_ids=[ideas["Live cost"]])
    other = int(copy_portfolio(access, portfolio_id=pk, title="Half of Web").pk)
    set_capacity(access, portfolio_id=other, periods=["Q1", "Q2"], capacity={"Design": [4, 4], "Web": [3, 2]})
    first, second = chosen(access, pk), chosen(access, other)
    assert [row.needs[0].other for row in second.ideas if row.needs] == ["Digest"]
    told = compared(access, portfolio_ids=[pk, other])
    assert {title: places for _, title, places in told.differ}["Phone count"] == ("Q1", "")
    assert told.alike + len(told.differ) == 4
    assert first.choice is not None
    assert second.choice is not None
    assert (first.choice.value or 0) > (second.choice.value or 0)
    assert told.portfolios[1].whole[1].capacity == 5
    for wrong in ([pk], [pk, pk], [pk, other, pk + 1000, pk + 1001]):
        with pytest.raises(Refused):
            compared(access, portfolio_ids=wrong)


def test_too_much_that_must_be_is_said(access: Access, made: tuple[int, dict[str, int]]) -> None:
    pk, ideas = made
    for title in ("Phone count", "Shelf order", "Export"):
        settle_idea(access, portfolio_id=pk, idea_id=ideas[title], label="must")
    musts = {one.team: one for one in portfolio(access, pk).musts}
    assert musts["Design"].share == pytest.approx(7 / 8)
    assert all("more than 60%" in one.warning for one in musts.values())
    settle_idea(access, portfolio_id=pk, idea_id=ideas["Phone count"], label="should")
    assert not any(one.warning for one in portfolio(access, pk).musts)


def test_taking_out_is_undone_with_its_ties(access: Access, made: tuple[int, dict[str, int]]) -> None:
    pk, ideas = made
    tie_ideas(access, portfolio_id=pk, idea_id=ideas["Phone count"], other_id=ideas["Digest"])
    take_out(access, portfolio_id=pk, idea_id=ideas["Digest"])
    assert len(portfolio(access, pk).ideas) == 4
    entry = next(e for e in record_history(access, pk).entries if e.act_name == "take an idea out of a portfolio")
    undo(access, act=entry.act)
    assert [row.needs[0].other for row in portfolio(access, pk).ideas if row.needs] == ["Digest"]


GOOD: dict[str, Any] = {"title": "Good", "periods": ["Q1"], "capacity": {"All": [3]}}


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"periods": []}, "periods"), ({"periods": ["Q1", "q1"]}, "periods"), ({"periods": ["x"] * 9}, "periods"),
        ({"periods": ["x" * 61]}, "periods"), ({"capacity": {}}, "teams"), ({"capacity": {"All": [1, 2]}}, "capacity"),
        ({"capacity": {"All": 3}}, "capacity"), ({"capacity": {"All": [-1]}}, "capacity"),
        ({"capacity": {"All": [float("nan")]}}, "capacity"), ({"capacity": {"All": [True]}}, "capacity"), ({"title": ""}, "title"),
    ],
)  # fmt: skip
def test_bad_capacity_is_refused(access: Access, wrong: dict[str, Any], field: str) -> None:
    with pytest.raises(Refused) as refused:
        add_portfolio(access, **{**GOOD, **wrong})
    assert refused.value.field == field
    assert portfolios(access) == ()


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"efforts": {"Nobody": 1}}, "efforts"), ({"efforts": {"Web": -1}}, "efforts"), ({"lasts": 3}, "lasts"),
        ({"low": 1.0}, "low"), ({"low": 2.0, "high": 1.0}, "high"), ({"low": 1.0, "high": 2.0, "likely": 3.0}, "likely"),
        ({"low": 1.0, "high": float("inf")}, "high"),
    ],
)  # fmt: skip
def test_bad_ideas_are_refused(
    access: Access, made: tuple[int, dict[str, int]], wrong: dict[str, Any], field: str
) -> None:
    pk, ideas = made
    with pytest.raises(Refused) as refused:
        put_idea(access, portfolio_id=pk, idea_id=ideas["Digest"], **wrong)
    assert refused.value.field == field
    assert portfolio(access, pk).ideas[2].efforts == (1, 1)


def test_what_cannot_be_settled_or_tied_is_refused(access: Access, made: tuple[int, dict[str, int]]) -> None:
    pk, ideas = made
    one, two = ideas["Digest"], ideas["Export"]
    tie_ideas(access, portfolio_id=pk, idea_id=one, other_id=two)
    for label, period, field in (("maybe", None, "label"), ("must", 3, "begins"), ("wont", 1, "begins")):
        with pytest.raises(Refused) as refused:
            settle_idea(access, portfolio_id=pk, idea_id=one, label=label, begins=period)
        assert refused.value.field == field
    for first, second, sort in ((two, one, "needs"), (one, one, "needs"), (one, two, "likes")):
        with pytest.raises(Refused):
            tie_ideas(access, portfolio_id=pk, idea_id=first, other_id=second, sort=sort)
    settle_idea(access, portfolio_id=pk, idea_id=one, label="must", begins=2)
    with pytest.raises(Refused):
        set_capacity(access, portfolio_id=pk, periods=["Q1"], capacity={"Web": [1]})
    for wrong in ({"draws": 9}, {"draws": 501}, {"seed": -1}):
        with pytest.raises(Refused):
            choose_portfolio(access, portfolio_id=pk, **wrong)
    assert len(portfolio(access, pk).period_names) == 2


def test_strangers_and_viewers(
    access: Access, viewer: Access, elsewhere: Access, made: tuple[int, dict[str, int]]
) -> None:
    pk, ideas = made
    one, two = ideas["Digest"], ideas["Export"]
    acts: tuple[tuple[Any, dict[str, Any]], ...] = (
        (set_capacity, {"periods": ["Q1"], "capacity": {"All": [1]}}), (value_portfolio, {}), (choose_portfolio, {}),
        (copy_portfolio, {"title": "Mine"}), (put_idea, {"idea_id": one}), (take_out, {"idea_id": one}),
        (settle_idea, {"idea_id": one, "label": "must"}), (tie_ideas, {"idea_id": one, "other_id": two}),
        (untie_ideas, {"tie_id": 1}),
    )  # fmt: skip
    for act, its in acts:
        with pytest.raises(Forbidden):
            act(viewer, portfolio_id=pk, **its)
        with pytest.raises(NotFound):
            act(elsewhere, portfolio_id=pk, **its)
    with pytest.raises(Forbidden):
        add_portfolio(viewer, **GOOD)
    with pytest.raises(NotFound):
        add_portfolio(elsewhere, **GOOD, model_id=rice(access))
    with pytest.raises(NotFound):
        portfolio(elsewhere, pk)
    assert (portfolios(elsewhere), len(portfolio(viewer, pk).ideas)) == ((), 5)


def test_the_database_keeps_the_ranges(access: Access, made: tuple[int, dict[str, int]]) -> None:
    pk, _ = made
    put, room = PutIdea._base_manager.filter(portfolio=pk), Capacity._base_manager.filter(portfolio=pk)
    changes: tuple[Callable[[], Any], ...] = (
        lambda: put.update(lasts=9), lambda: put.update(label="wont", begins=1), lambda: put.update(low=None),
        lambda: put.update(label="maybe"), lambda: put.update(likely=1e6), lambda: room.update(amount=-1),
        lambda: room.update(period=8), lambda: room.update(amount=float("inf")),
      )  # fmt: skip
    for change in changes:
        with pytest.raises(IntegrityError), transaction.atomic():
            change()


def test_putting_in_is_undone_with_its_ties(access: Access, made: tuple[int, dict[str, int]]) -> None:
    pk, ideas = made
    new = int(add_idea(access, title="New").pk)
    put_idea(access, portfolio_id=pk, idea_id=new, low=1.0, high=2.0)
    entry = next(e for e in record_history(access, pk).entries if e.act_name == "put an idea into a portfolio")
    tie_ideas(access, portfolio_id=pk, idea_id=ideas["Digest"], other_id=new)
    undo(access, act=entry.act)
    rows = portfolio(access, pk).ideas
    assert ([row.title for row in rows], rows[2].needs) == (list(IDEAS), ())


def test_statements_do_not_grow(
    access: Access, made: tuple[int, dict[str, int]], django_assert_max_num_queries: Any
) -> None:
    pk, ideas = made
    chosen(access, pk)
    with CaptureQueriesContext(connection) as few:
        portfolio(access, pk)
        portfolios(access)
    for at in range(12):
        put_idea(access, portfolio_id=pk, idea_id=int(add_idea(access, title=f"More {at}").pk), low=1.0, high=2.0)
        copy_portfolio(access, portfolio_id=pk, title=f"Copy {at}")
    tie_ideas(access, portfolio_id=pk, idea_id=ideas["Digest"], other_id=ideas["Export"])
    with django_assert_max_num_queries(len(few.captured_queries)):
        portfolio(access, pk)
        portfolios(access)
