"""How near to the best a portfolio is chosen, and in what time.

Made-up portfolios of 200 ideas, 5 teams, 4 periods and 100 dependencies, room for about two fifths of the work; the search ends when no better
choice is worth 1 % more. The peer is the same solver, HiGHS, on the usual form of the question: of each idea and period a variable, whether it is
done then, and nothing settled beforehand.
"""

from __future__ import annotations

from collections.abc import Iterator
from time import process_time

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array

from bench.table import Row
from clew.rooms.roadmap.commands.portfolio import muted
from clew.science.portfolio import Conflict, Portfolio, plan, scenarios

IDEAS, TEAMS, PERIODS, ROOM = 200, 5, 4, 0.4
FEWER = 20
PROMISE_GAP, PROMISE_SECONDS, PEER_SECONDS = 0.01, 5.0, 20.0
SEEDS, DRAWS = range(12), 50


def rows(*, small: bool = False) -> list[Row]:
    ideas = FEWER if small else IDEAS
    portfolios = [_made(ideas, seed) for seed in (SEEDS[:2] if small else SEEDS)]
    plan(*_made(FEWER, 0))  # what is loaded once is not measured
    ours = [_ours(*each) for each in portfolios]
    peers = [_peer(*each) for each in portfolios]
    gap, seconds = (max(column) for column in zip(*ours, strict=True))
    peer_gap, peer_seconds = (max(column) for column in zip(*peers, strict=True))
    return [
        Row(
            f"portfolio of {ideas} ideas, {TEAMS} teams, {PERIODS} periods, {ideas // 2} dependencies, worst of {len(ours)}",
            f"{seconds:.2f} CPU-s, {gap:.2%} from the best at most",
            f"usual form {peer_seconds:.2f} CPU-s, {peer_gap:.2%}",
            seconds / peer_seconds,
            f"{PROMISE_GAP:.0%} in {PROMISE_SECONDS:.0f} s",
            gap <= PROMISE_GAP and seconds <= PROMISE_SECONDS,
        ),
        _over_draws(*portfolios[0]),
    ]


def _made(ideas: int, seed: int) -> tuple[Portfolio, list[float]]:
    random = np.random.default_rng(seed)
    size = random.lognormal(1, 0.7, ideas)
    efforts = np.zeros((ideas, TEAMS))
    for idea in range(ideas):
        busy = random.choice(TEAMS, random.integers(1, 4), replace=False)
        efforts[idea, busy] = np.maximum(1, np.round(2 * size[idea] * random.uniform(0.3, 1, len(busy))))
    room = np.tile(np.round(efforts.sum(axis=0) * ROOM / PERIODS), (PERIODS, 1))
    needs = {tuple(sorted(random.choice(ideas, 2, replace=False).tolist(), reverse=True)) for _ in range(ideas // 2)}
    values = np.round(10 * size * random.lognormal(0, 0.6, ideas), 2)
    made = Portfolio([[row] for row in efforts.tolist()], room.tolist(), needs=sorted((a, b) for a, b in needs))
    return made, values.tolist()


def _ours(portfolio: Portfolio, values: list[float]) -> tuple[float, float]:
    began = process_time()
    found = plan(portfolio, values, gap=PROMISE_GAP)
    assert not isinstance(found, Conflict)
    return found.gap, process_time() - began


def _peer(portfolio: Portfolio, values: list[float]) -> tuple[float, float]:
    began = process_time()
    lines, most = _inequalities(portfolio)
    with muted():
        found = milp(
            -np.repeat(values, PERIODS),
            constraints=LinearConstraint(lines, -np.inf, most),
            integrality=np.ones(lines.shape[1]),
            bounds=Bounds(0, 1),
            options={"mip_rel_gap": PROMISE_GAP, "time_limit": PEER_SECONDS},
        )
    return float(found.mip_gap), process_time() - began


def _inequalities(portfolio: Portfolio) -> tuple[csr_array, list[float]]:
    """The same question in lines: of each idea and period one variable, whether it is done then."""
    each = list(_lines(portfolio))
    places = [(row, column, value) for row, (line, _) in enumerate(each) for column, value in line]
    rows, columns, values = zip(*places, strict=True)
    return csr_array((values, (rows, columns)), (len(each), portfolio.ideas * PERIODS)), [most for _, most in each]


def _lines(portfolio: Portfolio) -> Iterator[tuple[list[tuple[int, float]], float]]:
    for idea in range(portfolio.ideas):
        yield [(idea * PERIODS + period, 1.0) for period in range(PERIODS)], 1.0
    for period in range(PERIODS):
        for team in range(TEAMS):
            amounts = [(idea * PERIODS + period, effort[0][team]) for idea, effort in enumerate(portfolio.efforts)]
            yield amounts, portfolio.capacity[period][team]
    for later, earlier in portfolio.needs:
        for period in range(PERIODS):
            until = range(period + 1)
            yield [(later * PERIODS + p, 1.0) for p in until] + [(earlier * PERIODS + p, -1.0) for p in until], 0.0


def _over_draws(portfolio: Portfolio, values: list[float]) -> Row:
    random = np.random.default_rng(9)
    draws = np.asarray(values) * random.lognormal(0, 0.5, (DRAWS, len(values)))
    began = process_time()
    found = scenarios(portfolio, draws)
    taken = process_time() - began
    assert not isinstance(found, Conflict)
    return Row(
        f"how often each of {len(values)} ideas is chosen, {DRAWS} draws planned",
        f"{taken:.1f} CPU-s, {found.worst_gap:.1%} from the best at most",
        "",
    )
