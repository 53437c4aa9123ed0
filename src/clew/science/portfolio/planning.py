"""The best choice, how it holds over draws, what pins cost, and which of them cannot be kept."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from clew.science.intervals import jeffreys, mean_interval

from .problem import Conflict, Numbers, Pin, PinCost, Plan, Portfolio, Scenarios
from .search import WORK, Found, Search, Starts, least_hitting

METHOD = "HiGHS"
GAP, DRAW_GAP = 0.0, 0.01
DRAWS, DRAW_WORK, ROUNDS, SCALE = 100, 200, 100, 1000.0


def plan(
    portfolio: Portfolio,
    values: Sequence[float],
    *,
    gap: float = GAP,
    work: int = WORK,
) -> Plan | Conflict:
    """The ideas whose values sum to most within all limits, and when each begins: none could begin earlier alone.

    Source: a knapsack of several dimensions with precedence (Martello & Toth 1990, Knapsack problems) by HiGHS (Huangfu & Hall 2018), scipy's solver
    for mixed integers. `values`: (ideas,), in one unit, below 0 too. Ends when no better choice is worth more than the relative `gap`, or after `work`
    branches; work that is counted makes it repeatable. A `Conflict` says which pins cannot be kept together. Raises ValueError for another number of
    values, or one without an end.
    """
    worth = _checked(portfolio, values)
    found = _best(Search(portfolio), worth, gap, work)
    if found.starts is None:
        # Choosing nothing is a plan where there are no pins: they are the reason, or the search ended before it found any.
        return conflict(portfolio) or Conflict((), (), (), False)
    return _plan(portfolio, worth, found, _early(portfolio, found.starts))


def conflict(portfolio: Portfolio) -> Conflict | None:
    """A smallest set of pins that cannot be kept together, None where all can.

    Source: the smallest unsatisfiable subset by hitting sets (Ignatiev et al. 2015, CP 2015, LNCS 9255): it hits everything whose lifting would do.
    """
    pins = tuple(dict.fromkeys(portfolio.pins))
    lifted, suspects, is_proven = [], frozenset[int](), True
    for _ in range(ROUNDS):
        search = Search(portfolio, kept=())
        search.choose_pins(pins, suspects)
        found = search.run()
        if found.starts is None:
            is_proven = is_proven and found.is_proven
            break
        if all(found.held):
            return None
        lifted.append(frozenset(place for place, holds in enumerate(found.held) if not holds))
        suspects = least_hitting(lifted)
    else:
        suspects, is_proven = frozenset(range(len(pins))), False
    those = tuple(pins[place] for place in sorted(suspects))
    return Conflict(those, _short_teams(portfolio, those), tuple(pins[place] for place in sorted(lifted[0])), is_proven)


def scenarios(
    portfolio: Portfolio,
    draws: Sequence[Sequence[float]] | Numbers,
    *,
    most: int = DRAWS,
    gap: float = DRAW_GAP,
    work: int = DRAW_WORK,
    level: float = 0.9,
) -> Scenarios | Conflict:
    """How often each idea is chosen when each draw of the values is planned for itself, begun from the plan by their means.

    `draws`: (draws, ideas); of more than `most`, so many are taken at even distances. Each is searched to the relative `gap` or for `work`: between
    choices so close chance decides. Intervals: Jeffreys' of the share, Student's of the mean gained by knowing, for the number of draws alone.
    Errors as in `plan`, and ValueError below two draws.
    """
    every = np.asarray(draws, dtype=float)
    if every.ndim != 2 or len(every) < 2 or most < 2:
        raise ValueError("needs at least two draws of all values")
    worth = [_checked(portfolio, row) for row in _thinned(every, most)]
    usual = plan(portfolio, every.mean(axis=0).tolist(), gap=gap)
    if isinstance(usual, Conflict):
        return usual
    search, solved = Search(portfolio), []
    for row in worth:
        found = _best(search, row, gap, work)
        stay = _plan(portfolio, row, replace(found, starts=usual.starts), usual.starts)
        mine = stay if found.starts is None else _plan(portfolio, row, found, found.starts)
        solved.append((max(mine, stay, key=lambda each: each.value), stay.value))
    often = np.array([[start is not None for start in best.starts] for best, _ in solved]).sum(axis=0)
    gaps = max(best.gap for best, _ in solved)
    return Scenarios(
        plan=usual,
        chosen=tuple(jeffreys(int(times), len(solved), level=level) for times in often),
        value_of_knowing=mean_interval([best.value - stay for best, stay in solved], level=level),
        solved=len(solved),
        worst_gap=gaps,
        warnings=(f"Some draws were searched only to {gaps:.0%} of the best.",) if gaps > 2 * gap + 1e-9 else (),
    )


def cost_of_pins(
    portfolio: Portfolio, values: Sequence[float], *, gap: float = GAP, work: int = WORK
) -> tuple[PinCost, ...] | Conflict:
    """What each pin gives up: the same portfolio planned without it, the other pins staying. Errors as in `plan`."""
    kept = plan(portfolio, values, gap=gap, work=work)
    if isinstance(kept, Conflict):
        return kept
    return tuple(cost_of_pin(portfolio, values, pin, kept, gap=gap, work=work) for pin in dict.fromkeys(portfolio.pins))


def cost_of_pin(
    portfolio: Portfolio, values: Sequence[float], pin: Pin, kept: Plan, *, gap: float = GAP, work: int = WORK
) -> PinCost:
    """What one pin gives up; `kept`: the plan with all pins. Errors as in `plan`."""
    free = replace(portfolio, pins=tuple(other for other in portfolio.pins if other != pin))
    found = plan(free, values, gap=gap, work=work)
    # The plan with the pin is one without it too, so that there is one, and none so found is worth less.
    without = kept if isinstance(found, Conflict) or found.value < kept.value else found
    bound = without.bound if isinstance(found, Conflict) else found.bound
    gained = without.value - kept.value
    return PinCost(pin, gained, max(0.0, without.value - kept.bound), max(gained, bound - kept.value), without)


def _checked(portfolio: Portfolio, values: Sequence[float] | Numbers) -> Numbers:
    worth = np.asarray(values, dtype=float)
    if worth.shape != (portfolio.ideas,) or not np.isfinite(worth).all():
        raise ValueError("needs a value for each idea")
    return worth


def _scale(worth: Numbers) -> float:
    return SCALE / (float(np.abs(worth).max()) or 1.0)


def _best(search: Search, worth: Numbers, gap: float, work: int) -> Found:
    search.choose_starts(np.repeat(worth[:, None] * _scale(worth), search.portfolio.periods, axis=1))
    return search.run(gap=gap, work=work)


def _early(portfolio: Portfolio, starts: Starts) -> tuple[int | None, ...]:
    """The same ideas, moved forward one by one, the larger ones first, until none can be moved alone."""
    placed, fixed = list(starts), {pin.idea for pin in portfolio.pins if pin.period is not None}
    order = sorted(range(portfolio.ideas), key=lambda idea: -float(np.sum(portfolio.efforts[idea])))
    before: list[int | None] = []
    while before != placed:
        before = list(placed)
        for idea in order:
            if placed[idea] is not None and idea not in fixed:
                placed[idea] = _earliest(portfolio, placed, idea)
    return tuple(placed)


def _earliest(portfolio: Portfolio, placed: Sequence[int | None], idea: int) -> int:
    now = placed[idea] or 0
    ends = [
        (placed[earlier] or 0) + len(portfolio.efforts[earlier]) - 1
        for later, earlier in portfolio.needs
        if later == idea
    ]
    effort = np.asarray(portfolio.efforts[idea], dtype=float)
    room = np.asarray(portfolio.capacity) - portfolio.used([None if i == idea else at for i, at in enumerate(placed)])
    for period in range(max([0, *ends]), now):
        if (effort <= room[period : period + len(effort)] + 1e-9).all():
            return period
    return now


def _plan(portfolio: Portfolio, worth: Numbers, found: Found, starts: Starts) -> Plan:
    value = sum(float(worth[idea]) for idea, start in enumerate(starts) if start is not None)
    bound = value if found.is_proven else max(value, found.bound / _scale(worth))
    made = Plan(tuple(starts), value, bound, found.is_proven, found.is_repeatable, METHOD, ())
    return replace(made, warnings=_warnings(made))


def _warnings(made: Plan) -> tuple[str, ...]:
    said: tuple[str, ...] = ()
    if made.gap > DRAW_GAP:
        said = (f"There may be a choice worth {made.gap:.0%} more: it was searched for only so long.",)
    if not made.is_repeatable:
        said = (*said, "The clock ended the search: another time it may end elsewhere.")
    return said


def _short_teams(portfolio: Portfolio, pins: Sequence[Pin]) -> tuple[int, ...]:
    """The teams by whose capacity alone these pins are kept apart: without that limit they can be kept."""
    return tuple(
        team for team in range(portfolio.teams) if Search(portfolio, kept=pins, boundless=team).run().starts is not None
    )


def _thinned(draws: Numbers, most: int) -> Numbers:
    return draws if len(draws) <= most else draws[np.linspace(0, len(draws) - 1, most).round().astype(int)]
