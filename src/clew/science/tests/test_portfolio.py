"""Portfolios against trying everything, and what must hold of any plan."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import combinations, product
from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clew.science.portfolio import (
    Conflict,
    Drawn,
    Draws,
    Pin,
    Plan,
    Portfolio,
    conflict,
    cost_of_pin,
    cost_of_pins,
    plan,
    scenarios,
    search,
)
from clew.science.portfolio.nearby import bettered

Starts = tuple[int | None, ...]
ONE_TEAM = [[[3.0]], [[4.0]], [[2.0]], [[5.0]]]


@st.composite
def portfolios(draw: st.DrawFn, pinned: int = 2) -> Portfolio:
    ideas, periods, teams = draw(st.integers(1, 5)), draw(st.integers(1, 2)), draw(st.integers(1, 2))
    idea, amount = st.integers(0, ideas - 1), st.integers(0, 6)
    row = st.lists(amount, min_size=teams, max_size=teams)
    pair = st.tuples(idea, idea).filter(lambda both: both[0] != both[1])
    pins = st.builds(Pin, idea, st.none() | st.integers(0, periods - 1), st.booleans())
    return Portfolio(
        efforts=draw(st.lists(st.lists(row, min_size=1, max_size=2), min_size=ideas, max_size=ideas)),
        capacity=draw(st.lists(row, min_size=periods, max_size=periods)),
        needs=draw(st.lists(pair, max_size=3)) if ideas > 1 else [],
        exclusions=draw(st.lists(st.lists(idea, min_size=2, max_size=3), max_size=1)),
        pins=draw(st.lists(pins, max_size=pinned)),
    )


def fits(portfolio: Portfolio, starts: Starts, pins: Sequence[Pin]) -> bool:
    """The rules as a person would check them, one by one."""
    for effort, start in zip(portfolio.efforts, starts, strict=True):
        if start is not None and start + len(effort) > portfolio.periods:
            return False
    if (portfolio.used(starts) > np.asarray(portfolio.capacity) + 1e-9).any():
        return False
    for later, earlier in portfolio.needs:
        begins, other = starts[later], starts[earlier]
        if begins is not None and (other is None or begins < other + len(portfolio.efforts[earlier]) - 1):
            return False
    if any(sum(starts[i] is not None for i in set(group)) > 1 for group in portfolio.exclusions):
        return False
    return all(holds(starts, pin) for pin in pins)


def holds(starts: Starts, pin: Pin) -> bool:
    if pin.out:
        return starts[pin.idea] is None
    return starts[pin.idea] is not None and pin.period in (None, starts[pin.idea])


def everything(portfolio: Portfolio, pins: Sequence[Pin]) -> Iterator[Starts]:
    for starts in product((None, *range(portfolio.periods)), repeat=portfolio.ideas):
        if fits(portfolio, starts, pins):
            yield starts


def earlier(starts: Starts) -> Iterator[Starts]:
    """One idea at a time, in each period before its own."""
    for idea, start in enumerate(starts):
        for period in range(start or 0):
            yield (*starts[:idea], period, *starts[idea + 1 :])


def worth(starts: Starts, values: Sequence[float]) -> float:
    return sum(value for value, start in zip(values, starts, strict=True) if start is not None)


@contextmanager
def finding_nothing() -> Iterator[None]:
    """A search that ends before it found anything, as one does that is large and has many pins."""
    with pytest.MonkeyPatch.context() as patched:
        ended = SimpleNamespace(x=None, status=1, mip_dual_bound=None)
        patched.setattr(search, "milp", lambda *_, **__: ended)
        yield


@given(portfolios(), st.lists(st.integers(-3, 9), min_size=5, max_size=5))
@settings(max_examples=25, deadline=None)
def test_no_choice_is_better_and_the_smallest_conflict_is_smallest(portfolio: Portfolio, numbers: list[int]) -> None:
    values = [float(number) for number in numbers[: portfolio.ideas]]
    found, possible = plan(portfolio, values), list(everything(portfolio, portfolio.pins))
    assert isinstance(found, Conflict) == (not possible)
    if isinstance(found, Plan):
        assert fits(portfolio, found.starts, portfolio.pins)
        assert found.value == worth(found.starts, values) == max(worth(starts, values) for starts in possible)
        assert (found.is_optimal, found.gap, found.bound) == (True, 0.0, found.value)
        assert not any(fits(portfolio, each, portfolio.pins) for each in earlier(found.starts))
        return
    assert found.is_proven
    assert not any(everything(portfolio, found.pins))
    for fewer in combinations(portfolio.pins, len(found.pins) - 1):
        assert any(everything(portfolio, fewer))
    assert any(everything(portfolio, [pin for pin in portfolio.pins if pin not in found.lift]))


@given(portfolios(pinned=3), st.lists(st.integers(0, 9), min_size=5, max_size=5))
@settings(max_examples=12, deadline=None)
def test_what_a_pin_costs_is_what_trying_everything_says(portfolio: Portfolio, numbers: list[int]) -> None:
    values = [float(number) for number in numbers[: portfolio.ideas]]
    found = cost_of_pins(portfolio, values)
    if isinstance(found, Conflict):
        return
    best = max(worth(starts, values) for starts in everything(portfolio, portfolio.pins))
    for cost in found:
        others = [pin for pin in portfolio.pins if pin != cost.pin]
        free = max(worth(starts, values) for starts in everything(portfolio, others))
        assert cost.low == cost.value == cost.high == free - best


@given(portfolios(), st.lists(st.integers(0, 9), min_size=5, max_size=5))
@settings(max_examples=25, deadline=None)
def test_what_a_pin_costs_lies_below_its_upper_end_also_where_nothing_was_found(
    portfolio: Portfolio, numbers: list[int]
) -> None:
    values = [float(number) for number in numbers[: portfolio.ideas]]
    kept = plan(portfolio, values)
    for pin in dict.fromkeys(portfolio.pins) if isinstance(kept, Plan) else ():
        assert isinstance(kept, Plan)
        with finding_nothing():
            cost = cost_of_pin(portfolio, values, pin, kept)
        others = [other for other in portfolio.pins if other != pin]
        best = max(worth(starts, values) for starts in everything(portfolio, others))
        assert cost.low - 1e-6 <= best - kept.value <= cost.high + 1e-6
        assert cost.low <= cost.value <= cost.high
        assert best <= cost.without.bound + 1e-6
        assert not cost.without.is_optimal or cost.without.value == pytest.approx(best)


def test_what_a_pin_costs_by_hand_where_nothing_was_found() -> None:
    """Kept out is what is worth most: 9 of 11, where 2 is what the rest is worth."""
    portfolio = Portfolio([[[1.0]], [[1.0]]], [[2.0]], pins=[Pin(0, out=True)])
    kept = plan(portfolio, [9.0, 2.0])
    assert isinstance(kept, Plan)
    with finding_nothing():
        cost = cost_of_pin(portfolio, [9.0, 2.0], Pin(0, out=True), kept)
        assert conflict(portfolio) == Conflict((), (), (), False)
    assert (cost.low, cost.high, cost.without.value, cost.without.bound) == pytest.approx((0, 9, 2, 11))
    assert not cost.without.is_optimal


@given(portfolios(), st.lists(st.integers(0, 9), min_size=10, max_size=10))
@settings(max_examples=25, deadline=None)
def test_a_draw_for_which_nothing_was_found_says_how_far_off_the_best_may_be(
    portfolio: Portfolio, numbers: list[int]
) -> None:
    before, values = ([float(n) for n in some[: portfolio.ideas]] for some in (numbers[:5], numbers[5:]))
    usual = plan(portfolio, before)
    if isinstance(usual, Conflict):
        return
    with finding_nothing():
        found = Draws(portfolio, usual.starts).choose(values)
    value, best = worth(found.starts, values), max(worth(s, values) for s in everything(portfolio, portfolio.pins))
    assert (
        best <= value + 1e-6 if found.gap == 0 else found.gap == float("inf") or best <= value * (1 + found.gap) + 1e-6
    )


def test_a_draw_for_which_nothing_was_found_is_not_said_to_be_the_best() -> None:
    """The pinned one and two small ones are worth 11, with the usual one 9: no exchange of one idea betters that."""
    portfolio = Portfolio([[[1.0]], [[4.0]], [[2.0]], [[2.0]]], [[5.0]], pins=[Pin(0)])
    with finding_nothing():
        found = Draws(portfolio, (0, 0, None, None)).choose([1.0, 8.0, 5.0, 5.0])
    assert (found.starts, found.gain) == ((0, 0, None, None), 0)
    assert found.gap == pytest.approx(2 / 9)
    with finding_nothing():
        worthless = Draws(portfolio, (0, 0, None, None)).choose([-8.0, 8.0, 5.0, 5.0])
    assert worthless.gap == float("inf"), "2 is more than any part of 0"


def test_how_far_draws_are_from_their_best_is_said_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    for gap, said in ((0.5, "to 50% of the best"), (float("inf"), "too short to say")):
        monkeypatch.setattr(Draws, "choose", lambda *_, gap=gap: Drawn((0,), 0.0, gap))
        found = scenarios(Portfolio([[[1.0]]], [[1.0]]), [[1.0], [2.0]])
        assert not isinstance(found, Conflict)
        assert said in found.warnings[0]


@given(portfolios(), st.lists(st.integers(-3, 9), min_size=5, max_size=5), st.sampled_from([0.02, 0.3]))
@settings(max_examples=25, deadline=None)
def test_what_is_searched_in_steps_lies_within_its_gap(portfolio: Portfolio, numbers: list[int], gap: float) -> None:
    """As large portfolios are, on ones small enough to try everything."""
    values, possible = (
        [float(number) for number in numbers[: portfolio.ideas]],
        list(everything(portfolio, portfolio.pins)),
    )
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(search, "LARGE", 0)
        found = plan(portfolio, values, gap=gap)
    assert isinstance(found, Conflict) == (not possible)
    if isinstance(found, Plan):
        best = max(worth(starts, values) for starts in possible)
        assert fits(portfolio, found.starts, portfolio.pins)
        assert found.value == pytest.approx(worth(found.starts, values))
        assert found.value <= best + 1e-6 <= found.bound + 2e-6
        assert found.gap <= gap + 1e-6 or best <= 0


@given(portfolios(), st.lists(st.integers(-3, 9), min_size=5, max_size=5), st.data())
@settings(max_examples=25, deadline=None)
def test_a_choice_is_bettered_until_no_idea_can_come_in_alone(
    portfolio: Portfolio, numbers: list[int], data: st.DataObject
) -> None:
    values, possible = np.array(numbers[: portfolio.ideas], dtype=float), list(everything(portfolio, portfolio.pins))
    if not possible:
        return
    before = data.draw(st.sampled_from(possible))
    after = bettered(portfolio, values, before)
    assert fits(portfolio, after, portfolio.pins)
    assert worth(after, list(values)) >= worth(before, list(values))
    for idea in (i for i, start in enumerate(after) if start is None and values[i] > 0):
        more = ((*after[:idea], period, *after[idea + 1 :]) for period in range(portfolio.periods))
        assert not any(fits(portfolio, each, portfolio.pins) for each in more)


def large(seed: int, *, pins: Sequence[Pin] = ()) -> tuple[Portfolio, list[float]]:
    random = np.random.default_rng(seed)
    efforts = [[row] for row in random.integers(0, 12, (60, 3)).tolist()]
    needs = [(int(later), int(later) - 7) for later in random.choice(np.arange(7, 60), 15, replace=False)]
    return Portfolio(efforts, [[35.0, 40.0, 30.0]] * 3, needs=needs, pins=pins), random.uniform(5, 60, 60).tolist()


def test_a_large_one_lies_within_the_gap_and_repeats() -> None:
    portfolio, values = large(5)
    found = plan(portfolio, values, gap=0.02)
    assert isinstance(found, Plan)
    assert fits(portfolio, found.starts, ())
    assert found.gap <= 0.02
    assert plan(portfolio, values, gap=0.02) == found


def test_what_a_pin_costs_in_a_large_one_lies_between_its_bounds() -> None:
    pins = (Pin(3), Pin(41, out=True))
    portfolio, values = large(6, pins=pins)
    costs = cost_of_pins(portfolio, values, gap=0.02)
    assert not isinstance(costs, Conflict)
    assert [cost.pin for cost in costs] == list(pins)
    assert all(0 <= cost.low <= cost.value <= cost.high for cost in costs)


def test_a_draw_is_never_worth_less_than_by_the_usual_plan() -> None:
    portfolio, values = large(7)
    usual = plan(portfolio, values, gap=0.02)
    assert isinstance(usual, Plan)
    draw, random = Draws(portfolio, usual.starts, gap=0.05), np.random.default_rng(2)
    for each in np.asarray(values) * random.lognormal(0, 0.3, (6, 60)):
        found = draw.choose(each)
        assert fits(portfolio, found.starts, ())
        assert found.gain == pytest.approx(worth(found.starts, each) - worth(usual.starts, each))
        assert found.gain >= 0
    assert draw.choose(values).gain >= 0


def test_a_plan_is_done_by_hand_as_early_as_can_be_and_repeats() -> None:
    portfolio = Portfolio(ONE_TEAM, [[5.0], [5.0]], needs=[(0, 2)])
    found = plan(portfolio, [9.0, 5.0, 1.0, 5.5])
    assert isinstance(found, Plan)
    assert found.value == 15.5
    assert found.starts in {(0, None, 0, 1), (1, None, 1, 0)}
    assert portfolio.used(found.starts).tolist() == [[5.0], [5.0]]
    assert plan(portfolio, [9.0, 5.0, 1.0, 5.5]) == found
    later = plan(Portfolio([[[1.0], [1.0]], [[1.0]]], [[1.0]] * 3, needs=[(1, 0)]), [1.0, 1.0])
    assert isinstance(later, Plan)
    assert later.starts == (0, 2)


def test_amounts_in_fractions_do_not_lose_a_fit() -> None:
    found = plan(Portfolio([[[0.1]], [[0.2]], [[1 / 3]]], [[0.1 + 0.2 + 1 / 3]]), [1.0, 1.0, 1.0])
    assert isinstance(found, Plan)
    assert found.value == 3
    tight = plan(Portfolio([[[0.1]], [[0.2]]], [[0.29]]), [1.0, 1.0])
    assert isinstance(tight, Plan)
    assert tight.value == 1


def test_must_haves_that_do_not_fit_are_named_with_the_team_that_lacks_room() -> None:
    efforts = [[[4.0, 1.0]], [[4.0, 1.0]], [[1.0, 1.0]], [[1.0, 1.0]]]
    pins = [Pin(2), Pin(0), Pin(3, out=True), Pin(1)]
    found = plan(Portfolio(efforts, [[6.0, 9.0]], pins=pins), [1.0] * 4)
    assert isinstance(found, Conflict)
    assert set(found.pins) == {Pin(0), Pin(1)}
    assert found.teams == (0,)
    assert len(found.lift) == 1
    assert found.is_proven
    assert set(found.lift) <= {Pin(0), Pin(1)}


def test_a_must_have_whose_need_is_out_or_that_lasts_too_long_is_named() -> None:
    apart = conflict(Portfolio(ONE_TEAM, [[9.0]], needs=[(0, 1)], pins=[Pin(0), Pin(2), Pin(1, out=True)]))
    assert apart is not None
    assert (set(apart.pins), apart.teams) == ({Pin(0), Pin(1, out=True)}, ())
    long = conflict(Portfolio([[[1.0], [1.0]]], [[2.0], [2.0]], pins=[Pin(0, period=1)]))
    assert long is not None
    assert long.pins == long.lift == (Pin(0, period=1),)
    assert conflict(Portfolio(ONE_TEAM, [[9.0]], pins=[Pin(0), Pin(0)])) is None


def test_over_draws_a_sure_idea_is_always_chosen_and_a_rival_as_often_as_it_is_worth_more() -> None:
    random = np.random.default_rng(1)
    draws = np.column_stack([random.normal(20, 1, 60), random.normal(10, 3, 60), random.normal(10, 3, 60)])
    found = scenarios(Portfolio([[[1.0]]] * 3, [[2.0]]), draws, gap=0.0)
    assert not isinstance(found, Conflict)
    better = int((draws[:, 1] > draws[:, 2]).sum())
    assert [share.value for share in found.chosen] == pytest.approx([1, better / 60, 1 - better / 60])
    usual = draws[:, 1] if draws[:, 1].mean() > draws[:, 2].mean() else draws[:, 2]
    assert found.value_of_knowing.value == pytest.approx((draws[:, 1:].max(axis=1) - usual).mean())
    assert (found.solved, found.worst_gap, found.warnings) == (60, 0.0, ())
    few = scenarios(Portfolio([[[1.0]]] * 3, [[2.0]], pins=[Pin(2)]), draws, most=10)
    assert not isinstance(few, Conflict)
    assert (few.solved, few.chosen[2].value, few.chosen[2].n) == (10, 1.0, 10)
    assert isinstance(scenarios(Portfolio([[[1.0]]], [[0.0]], pins=[Pin(0)]), [[1.0], [2.0]]), Conflict)


@pytest.mark.slow
def test_a_gap_that_is_left_is_said() -> None:
    """Cut short, a plan still fits, and the best lies between its value and its bound."""
    random = np.random.default_rng(3)
    efforts = [[row] for row in random.integers(1, 20, (50, 3)).tolist()]
    portfolio = Portfolio(efforts, random.integers(60, 90, (2, 3)).tolist())
    values = random.integers(10, 60, 50).astype(float).tolist()
    hasty, longer = plan(portfolio, values, work=1), plan(portfolio, values, gap=0.05)
    assert isinstance(hasty, Plan)
    assert isinstance(longer, Plan)
    assert fits(portfolio, hasty.starts, ())
    assert hasty.value <= longer.bound
    assert longer.value <= hasty.bound
    assert longer.gap <= 0.05 + 1e-6
    assert (hasty.gap > 0.01) == bool(hasty.warnings)


@pytest.mark.parametrize(
    ("efforts", "capacity", "more", "says"),
    [
        ([], [[1.0]], {}, "ideas"),
        ([[[1.0]]], [], {}, "periods"),
        ([[[1.0, 2.0]]], [[1.0]], {}, "each team"),
        ([[]], [[1.0]], {}, "each team"),
        ([[[-1.0]]], [[1.0]], {}, "from 0 up"),
        ([[[1.0]]], [[float("nan")]], {}, "from 0 up"),
        ([[[1.0]]], [[1.0]], {"needs": [(0, 1)]}, "an idea lies"),
        ([[[1.0]]], [[1.0]], {"exclusions": [[-1]]}, "an idea lies"),
        ([[[1.0]]], [[1.0]], {"pins": [Pin(2)]}, "an idea lies"),
        ([[[1.0]]], [[1.0]], {"pins": [Pin(0, period=1)]}, "a period lies"),
    ],
)
def test_what_is_no_portfolio_is_refused(efforts: list, capacity: list, more: dict, says: str) -> None:  # type: ignore[type-arg]
    with pytest.raises(ValueError, match=says):
        Portfolio(efforts, capacity, **more)


def test_what_are_no_values_is_refused() -> None:
    portfolio = Portfolio(ONE_TEAM, [[5.0]])
    for wrong in ([1.0], [1.0, 2.0, 3.0, float("inf")]):
        with pytest.raises(ValueError, match="value for each"):
            plan(portfolio, wrong)
    with pytest.raises(ValueError, match="two draws"):
        scenarios(portfolio, [[1.0] * 4])
