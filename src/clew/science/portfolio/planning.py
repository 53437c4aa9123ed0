"""The best choice, how it holds over draws, what pins cost, and which of them cannot be kept."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from clew.science.intervals import jeffreys, mean_interval

from .nearby import bettered, earliest
from .problem import Conflict, Drawn, Numbers, Pin, PinCost, Plan, Portfolio, Scenarios
from .search import QUICK, WORK, Found, Search, Starts, least_hitting

METHOD = "HiGHS"
GAP, DRAW_GAP = 0.0, 0.01
DRAWS, ROUNDS, SCALE = 100, 100, 1000.0


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
    starts = found.starts if found.is_proven else bettered(portfolio, worth, found.starts)
    return _plan(portfolio, worth, found, earliest(portfolio, starts))


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
    those, lift = ([pins[place] for place in sorted(some)] for some in (suspects, lifted[0] if lifted else ()))
    return Conflict(tuple(those), _short_teams(portfolio, those), tuple(lift), is_proven)


def scenarios(
    portfolio: Portfolio,
    draws: Sequence[Sequence[float]] | Numbers,
    *,
    most: int = DRAWS,
    gap: float = DRAW_GAP,
    work: int = QUICK,
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
    draw = Draws(portfolio, usual.starts, gap=gap, work=work)
    solved = [draw.choose(row) for row in worth]
    often = np.array([[start is not None for start in each.starts] for each in solved]).sum(axis=0)
    gaps = max(each.gap for each in solved)
    far = f"searched only to {gaps:.0%} of the best" if np.isfinite(gaps) else "searched too short to say what is best"
    return Scenarios(
        plan=usual,
        chosen=tuple(jeffreys(int(times), len(solved), level=level) for times in often),
        value_of_knowing=mean_interval([each.gain for each in solved], level=level),
        solved=len(solved),
        worst_gap=gaps,
        warnings=(f"Some draws were {far}.",) if gaps > 2 * gap + 1e-9 else (),
    )


class Draws:
    """Draws of the values, each planned for itself; the lines of the portfolio are made once. `usual`: the plan that they are compared with."""

    def __init__(self, portfolio: Portfolio, usual: Starts, *, gap: float = DRAW_GAP, work: int = QUICK) -> None:
        self.portfolio, self.usual, self.gap, self.work = portfolio, tuple(usual), gap, work
        self.search = Search(portfolio)

    def choose(self, values: Sequence[float] | Numbers) -> Drawn:
        """The usual choice is one for this draw too: none that is worth less takes its place. Errors as in `plan`."""
        worth = _checked(self.portfolio, values)
        found, stay = _best(self.search, worth, self.gap, self.work), _sum(worth, self.usual)
        starts = self.usual if found.starts is None else found.starts
        if not found.is_proven:
            starts = bettered(self.portfolio, worth, starts)
        made = _plan(self.portfolio, worth, found, starts)
        if made.value < stay:
            made = _plan(self.portfolio, worth, found, self.usual)
        return Drawn(made.starts, made.value - stay, made.gap)


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
    """What one pin gives up; `kept`: the plan with all pins. Errors as in `plan`.

    Two plans that are each near to the best say little of a small difference; where they are not the best, the relaxations tell it, which have no such
    noise, and the plans' bounds between what it lies.
    """
    worth, free = _checked(portfolio, values), replace(portfolio, pins=tuple(p for p in portfolio.pins if p != pin))
    found = plan(free, values, gap=gap, work=work)
    # The plan with the pin is one without it too, so that there is one, and none so found is worth less; what it is at most says only the search without.
    bound = _relaxed(free, worth) if isinstance(found, Conflict) else found.bound
    without = found if isinstance(found, Plan) and found.value >= kept.value else _bounded(kept, bound)
    gained = without.value - kept.value
    low, high = max(0.0, without.value - kept.bound), max(gained, without.bound - kept.value)
    if high > low:
        gained = min(max(_relaxed(free, worth) - _relaxed(portfolio, worth), low), high)
    return PinCost(pin, gained, low, high, without)


def _checked(portfolio: Portfolio, values: Sequence[float] | Numbers) -> Numbers:
    worth = np.asarray(values, dtype=float)
    if worth.shape != (portfolio.ideas,) or not np.isfinite(worth).all():
        raise ValueError("needs a value for each idea")
    return worth


def _scale(worth: Numbers) -> float:
    return SCALE / (float(np.abs(worth).max()) or 1.0)


def _best(search: Search, worth: Numbers, gap: float, work: int) -> Found:
    search.choose_worth(worth * _scale(worth))
    return search.run(gap=gap, work=work)


def _relaxed(portfolio: Portfolio, worth: Numbers) -> float:
    search = Search(portfolio)
    search.choose_worth(worth * _scale(worth))
    return search.relaxed() / _scale(worth)


def _plan(portfolio: Portfolio, worth: Numbers, found: Found, starts: Starts) -> Plan:
    value = _sum(worth, starts)
    bound = value if found.is_proven else max(value, found.bound / _scale(worth))
    made = Plan(tuple(starts), value, bound, found.is_proven, found.is_repeatable, METHOD, ())
    return replace(made, warnings=_warnings(made))


def _bounded(kept: Plan, bound: float) -> Plan:
    """The same plan, of a portfolio in which no choice is worth more than another bound."""
    made = replace(kept, bound=max(kept.value, bound), is_optimal=bound <= kept.value, warnings=())
    return replace(made, warnings=_warnings(made))


def _sum(worth: Numbers, starts: Starts) -> float:
    return sum(float(worth[idea]) for idea, start in enumerate(starts) if start is not None)


def _warnings(made: Plan) -> tuple[str, ...]:
    said: tuple[str, ...] = ()
    if made.gap > DRAW_GAP:
        more = f"worth {made.gap:.0%} more" if np.isfinite(made.gap) else "that is better"
        said = (f"There may be a choice {more}: it was searched for only so long.",)
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
