"""The portfolio as lines of whole numbers for HiGHS, the solver that comes with scipy."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from time import monotonic

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, linprog, milp
from scipy.sparse import csr_array, vstack

from .problem import Numbers, Pin, Portfolio

Starts = Sequence[int | None]
Terms = Mapping[int, float]

# Work is counted in branches of the search, so that the same question always has the same answer; the clock ends only what takes far longer.
WORK, CLOCK = 2000, 60.0
FINENESS = 10**5
GRAINS = (1, 2, 4, 5, 8, 10, 20, 100, 1000)
# Above so many ideas the surest of each side are settled first, these shares of them one after the other, with so much work each. Where that finds
# nothing within the gap, it may lie so many times further off.
LARGE, SETTLED, STEP = 40, (0.9, 0.85, 0.8, 0.75, 0.7, 0.6), 5
WIDER, QUICK = (2, 8, 100), 200
NEAR, ANY = 1e-6, 1.0


@dataclass(frozen=True, slots=True)
class Found:
    """What a search came to. `starts` is None where nothing was found; `is_proven`: nothing better (or nothing at all) is there."""

    starts: tuple[int | None, ...] | None
    held: tuple[bool, ...]
    value: float
    bound: float
    is_proven: bool
    is_repeatable: bool


@dataclass(frozen=True, slots=True)
class Solved:
    """What the solver said: where everything lies (None where it found nothing), and what no solution is worth more than."""

    at: Numbers | None
    bound: float
    is_over: bool
    is_late: bool


class Search:
    """One portfolio, searched as often as wanted. `kept`: the pins that hold, all of them unless given; `boundless`: a team without limit.

    Of each idea and period one variable says whether it has begun by then: needs are then lines of two, and the relaxation lies close.
    """

    def __init__(
        self, portfolio: Portfolio, *, kept: Iterable[Pin] | None = None, boundless: int | None = None
    ) -> None:
        self.portfolio = portfolio
        lengths = [max(0, portfolio.periods - len(effort) + 1) for effort in portfolio.efforts]
        ends = np.cumsum(lengths).tolist()
        self.begun = [range(end - length, end) for end, length in zip(ends, lengths, strict=True)]
        self.size = ends[-1] + 1  # one place is spare: the solver takes no question about nothing
        self.switches: range = range(self.size, self.size)
        self.lines: list[tuple[Terms, float]] = []
        for begun in self.begun:
            self.lines += [({place: 1.0, place + 1: -1.0}, 0.0) for place in begun[:-1]]
        for team in set(range(portfolio.teams)) - {boundless}:
            self._limit(team)
        for later, earlier in portfolio.needs:
            self._order(later, earlier)
        for group in portfolio.exclusions:
            self.lines.append(({self.begun[i][-1]: 1.0 for i in set(group) if self.begun[i]}, 1.0))
        for pin in portfolio.pins if kept is None else kept:
            terms, least = self._holds(pin)
            self.lines.append((_minus(terms), -least))
        self.goal = np.zeros(self.size)
        self.made: tuple[csr_array, Numbers] | None = None

    def choose_pins(self, pins: Sequence[Pin], demanded: Iterable[int]) -> None:
        """The search is for as many of these pins as can be kept, those of `demanded` among them."""
        self.switches = range(self.size, self.size + len(pins))
        for switch, pin in zip(self.switches, pins, strict=True):
            terms, least = self._holds(pin)
            # Where the switch is off, the line says nothing: what is chosen lies between 0 and 1, and less than nothing is -1.
            self.lines.append(({**_minus(terms), switch: least + 1.0}, 1.0))
        self.lines += [({self.size + place: -1.0}, -1.0) for place in demanded]
        self.goal = np.concatenate([np.zeros(self.size), np.ones(len(pins))])
        self.made = None

    def choose_worth(self, worth: Numbers) -> None:
        """The search is for the highest sum of what the chosen ideas are worth, each in whatever period it begins."""
        self.goal = np.zeros(self.size)
        for value, begun in zip(worth.tolist(), self.begun, strict=True):
            if begun:
                self.goal[begun[-1]] = value

    def run(self, *, gap: float = 0.0, work: int = WORK) -> Found:
        """Ends at the proven relative `gap` or after `work`.

        Where a gap is allowed, of a large portfolio what its relaxation is surest of is first taken as settled, as kernel search does (Angelelli,
        Mansini & Speranza 2010, Computers & Operations Research 37), less of it each time, until something lies so near to the relaxation that no
        choice is better by more than the gap.
        """
        ended = monotonic() + CLOCK
        lines, most = self._matrix()
        quick = self._near(lines, most, gap, work) if gap and self.portfolio.ideas > LARGE else None
        if quick is not None and quick.at is not None:
            if work <= QUICK or _is_near(quick.bound, self._worth(quick.at), gap):
                return self._found(quick)
            lines, most = self._floor(lines, most, self._worth(quick.at))
        low, high = np.zeros(len(self.goal)), np.ones(len(self.goal))
        whole = _solve(self.goal, lines, most, low, high, gap, work, max(1.0, ended - monotonic()))
        return self._found(self._better(whole, quick))

    def relaxed(self) -> float:
        """What no choice is worth more than, and the best of choices in parts is worth; less than nothing without end where there is none."""
        lines, most = self._matrix()
        found = linprog(-self.goal, A_ub=lines, b_ub=most, bounds=(0, 1), method="highs")
        return -np.inf if found.x is None else -float(found.fun)

    def _near(self, lines: csr_array, most: Numbers, gap: float, work: int) -> Solved | None:
        """Something within the gap of the relaxation, else as near to it as is soon found; None where not even parts of ideas fit, or for no worth."""
        relaxed = linprog(-self.goal, A_ub=lines, b_ub=most, bounds=(0, 1), method="highs")
        if relaxed.x is None or relaxed.fun >= 0:
            return None
        bound, pull = -float(relaxed.fun), -(relaxed.lower.marginals + relaxed.upper.marginals)
        ideas = [(begun, float(relaxed.x[begun[-1]]), float(pull[list(begun)].sum())) for begun in self.begun if begun]
        sure, is_late = SETTLED[0], False
        for sure in SETTLED:
            found = self._first(lines, most, bound / (1 + gap), ideas, sure, work)
            is_late = is_late or found.is_late
            # With less of it settled it only takes longer, unless it is known that nothing is there.
            if found.at is not None or not found.is_over:
                break
        for wider in WIDER if found.at is None else ():
            found = self._first(lines, most, bound / (1 + wider * gap), ideas, sure, work)
            is_late = is_late or found.is_late
            if found.at is not None:
                break
        return Solved(found.at, bound, False, is_late)

    def _first(
        self,
        lines: csr_array,
        most: Numbers,
        least: float,
        ideas: list[tuple[range, float, float]],
        sure: float,
        work: int,
    ) -> Solved:
        """The first that is found of those worth the least is enough: how good it is among what is left need not be proven."""
        nearer, room = self._floor(lines, most, least)
        low, high = self._settled(ideas, sure)
        return _solve(self.goal, nearer, room, low, high, ANY, min(work, STEP), CLOCK / 10)

    def _settled(self, ideas: list[tuple[range, float, float]], sure: float) -> tuple[Numbers, Numbers]:
        low, high = np.zeros(len(self.goal)), np.ones(len(self.goal))
        for begun, _, _ in _surest([each for each in ideas if each[1] > 1 - NEAR], sure):
            low[begun[-1]] = 1
        for begun, _, _ in _surest([each for each in ideas if each[1] < NEAR], sure):
            high[list(begun)] = 0
        return low, high

    def _floor(self, lines: csr_array, most: Numbers, value: float) -> tuple[csr_array, Numbers]:
        """With one line more: only what is worth so much."""
        return csr_array(vstack([lines, csr_array(-self.goal[None, :])])), np.append(most, NEAR - value)

    def _better(self, whole: Solved, quick: Solved | None) -> Solved:
        if quick is None:
            return whole
        bound = min(whole.bound, quick.bound)
        if quick.at is not None and (whole.at is None or self._worth(quick.at) > self._worth(whole.at)):
            return Solved(quick.at, bound, False, whole.is_late or quick.is_late)
        return Solved(whole.at, bound, whole.is_over, whole.is_late or quick.is_late)

    def _worth(self, at: Numbers) -> float:
        return float(self.goal @ at)

    def _found(self, solved: Solved) -> Found:
        if solved.at is None:
            # What was not found may still be there, and worth as much as parts of ideas would be.
            bound = 0.0 if solved.is_over else min(solved.bound, self.relaxed())
            return Found(None, (), 0.0, bound, solved.is_over, not solved.is_late)
        value = self._worth(solved.at)
        return Found(
            starts=tuple(self._starts(solved.at)),
            held=tuple(bool(solved.at[switch]) for switch in self.switches),
            value=value,
            bound=max(value, solved.bound),
            is_proven=solved.bound <= value + NEAR * max(1.0, abs(value)),
            is_repeatable=not solved.is_late,
        )

    def _matrix(self) -> tuple[csr_array, Numbers]:
        """Made once, for whatever ideas are worth."""
        if self.made is None:
            places = [(row, *each) for row, (line, _) in enumerate(self.lines) for each in line.items() if each[1]]
            rows, columns, values = zip(*places, strict=True) if places else ((), (), ())
            shape = (max(1, len(self.lines)), len(self.goal))
            lines = csr_array((np.array(values, dtype=float), (rows, columns)), shape)
            self.made = lines, np.array([most for _, most in self.lines] or [0.0])
        return self.made

    def _limit(self, team: int) -> None:
        """A line for each period, one for all up to it, by which the relaxation lies closer, and where an idea alone is too much it does not begin."""
        efforts = [[row[team] for row in effort] for effort in self.portfolio.efforts]
        whole = grained([*(a for effort in efforts for a in effort), *(row[team] for row in self.portfolio.capacity)])
        amounts = iter(whole)
        taken = [[next(amounts) for _ in effort] for effort in efforts]
        rooms = list(amounts)
        so_far, room_so_far = dict[int, float](), 0
        for period, room in enumerate(rooms):
            terms = self._terms(taken, period)
            self.lines.append((terms, float(room)))
            so_far, room_so_far = _sum((so_far, terms)), room_so_far + room
            if period:
                self.lines.append((so_far, float(room_so_far)))
        for effort, begun in zip(taken, self.begun, strict=True):
            for start in range(len(begun)):
                if any(amount > room for amount, room in zip(effort, rooms[start:], strict=False)):
                    self.lines.append((_begins(begun, start), 0.0))

    def _terms(self, taken: list[list[int]], period: int) -> dict[int, float]:
        found = dict[int, float]()
        for amounts, begun in zip(taken, self.begun, strict=True):
            for start in range(max(0, period - len(amounts) + 1), min(period + 1, len(begun))):
                for place, sign in _begins(begun, start).items():
                    found[place] = found.get(place, 0.0) + sign * amounts[period - start]
        return found

    def _order(self, later: int, earlier: int) -> None:
        lasts, before = len(self.portfolio.efforts[earlier]), self.begun[earlier]
        for period, place in enumerate(self.begun[later]):
            ended = before[: max(0, period - lasts + 2)]
            self.lines.append((_sum(({place: 1.0}, {ended[-1]: -1.0} if ended else {})), 0.0))

    def _holds(self, pin: Pin) -> tuple[Terms, float]:
        """A sum and what it is at least where the pin is kept."""
        begun = self.begun[pin.idea]
        if pin.out:
            return ({begun[-1]: -1.0} if begun else {}), 0.0
        if pin.period is None:
            return ({begun[-1]: 1.0} if begun else {}), 1.0
        return (_begins(begun, pin.period) if pin.period < len(begun) else {}), 1.0

    def _starts(self, at: Numbers) -> Iterator[int | None]:
        for begun in self.begun:
            yield next((period for period, place in enumerate(begun) if at[place]), None)


def least_hitting(sets: Sequence[frozenset[int]]) -> frozenset[int]:
    """A smallest set that has something in common with each."""
    places = sorted(frozenset().union(*sets))
    lines = csr_array([[-float(place in each) for place in places] for each in sets])
    zero, one = np.zeros(len(places)), np.ones(len(places))
    solved = _solve(-one, lines, -np.ones(len(sets)), zero, one, 0.0, WORK, CLOCK)
    taken = one if solved.at is None else solved.at
    return frozenset(place for place, is_taken in zip(places, taken, strict=True) if is_taken)


def grained(amounts: Sequence[float]) -> list[int]:
    """Whole numbers in the same proportions: exact for amounts in common fractions, else rounded down at a small part of the largest."""
    numbers = np.asarray(amounts, dtype=float)
    largest = float(numbers.max()) or 1.0
    for grain in GRAINS:
        fine = numbers * grain
        if largest * grain < FINENESS and np.allclose(fine, np.round(fine), rtol=0, atol=1e-9):
            return [int(number) for number in np.round(fine)]
    return [int(number) for number in np.floor(numbers * (FINENESS / largest) + NEAR)]


def _solve(
    goal: Numbers, lines: csr_array, most: Numbers, low: Numbers, high: Numbers, gap: float, work: int, clock: float
) -> Solved:
    began = monotonic()
    found = milp(
        -goal,
        constraints=LinearConstraint(lines, -np.inf, most),
        integrality=np.ones(len(goal)),
        bounds=Bounds(low, high),
        options={"mip_rel_gap": gap, "node_limit": work, "time_limit": clock},
    )
    is_over = found.status in (0, 2)
    is_late = not is_over and monotonic() - began >= clock
    at = None if found.x is None else np.round(found.x)
    bound = float(np.abs(goal).sum()) if found.mip_dual_bound is None else -float(found.mip_dual_bound)
    return Solved(at, bound, is_over, is_late)


def _is_near(bound: float, value: float, gap: float) -> bool:
    return value > 0 and bound <= value * (1 + gap)


def _surest(ideas: list[tuple[range, float, float]], share: float) -> list[tuple[range, float, float]]:
    """Those which the relaxation is drawn to most strongly, one way or the other."""
    return sorted(ideas, key=lambda each: -abs(each[2]))[: int(share * len(ideas))]


def _begins(begun: range, period: int) -> dict[int, float]:
    return {begun[period]: 1.0, **({begun[period - 1]: -1.0} if period else {})}


def _minus(terms: Terms) -> dict[int, float]:
    return {place: -value for place, value in terms.items()}


def _sum(each: Iterable[Terms]) -> dict[int, float]:
    found = dict[int, float]()
    for terms in each:
        for place, value in terms.items():
            found[place] = found.get(place, 0.0) + value
    return found
