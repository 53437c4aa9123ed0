"""Choose a portfolio: first by the middle values, which is kept at once, then what each pin gives up, then for each draw of the values."""

from collections import Counter
from time import monotonic
from typing import Any

from clew.ground.ledger.api import Refused
from clew.ground.runs.api import Run, Running, job
from clew.ground.workspaces.api import within
from clew.rooms.roadmap.actions.choices import keep_closer, keep_cost, keep_draws, keep_knowing, keep_plan, kept_plan
from clew.rooms.roadmap.kinds import PORTFOLIO_JOB
from clew.rooms.roadmap.models import Portfolio as Scenario
from clew.rooms.roadmap.queries.portfolio_inputs import Inputs, Worth, inputs_of
from clew.science.intervals import mean_interval
from clew.science.portfolio import QUICK, WORK, Conflict, Drawn, Draws, Plan, cost_of_pin, plan

# So few ideas are chosen from as well as can be; of more, no choice is better by more than the gap.
EXACT, GAP, LEVEL = 25, 0.01, 0.9
# All draws together may take so long; they are written down as often as this.
DRAWS_SECONDS, CHUNK_SECONDS = 120.0, 1.0


@job(PORTFOLIO_JOB)
def choose(running: Running) -> dict[str, Any]:
    draws, seed = int(running.arguments["draws"]), int(running.arguments["seed"])
    with within(running.access):
        scenario = Scenario.objects.get(pk=running.arguments["portfolio"])
        inputs = inputs_of(running.access, scenario)
        if not running.cursor and running.arguments.get("after"):
            running.cursor = Run.objects.get(pk=running.arguments["after"]).cursor
    if inputs.hash != running.arguments["hash"]:
        raise Refused("The portfolio was changed before it was chosen.", remedy="Choose again.")
    worth = inputs.worth(seed)
    pins, total = len(inputs.problem.pins), len(inputs.problem.pins) + draws
    if "choice" not in running.cursor:
        gap = _gap(inputs)
        found = plan(inputs.problem, worth.middle.tolist(), gap=gap, work=QUICK if gap else WORK)

        def first() -> dict[str, Any]:
            its = {"seed": seed, "draws": draws}
            made = keep_plan(running.access, scenario.pk, inputs, worth, found, **its)
            return {"choice": made, "pins": 0, "gains": [], "gap": 0.0}

        running.commit(first, done=0, total=total, step="Chosen by the middle values")
        if isinstance(found, Conflict):
            return {"choice": running.cursor["choice"], "clash": True}
    usual = kept_plan(running.access, running.cursor["choice"], inputs.ideas)
    if usual.gap > GAP and not running.cursor["pins"] and not running.cursor["gains"]:
        usual = _closer(running, inputs, worth, usual, total)
    for at in range(running.cursor["pins"], pins):
        _pin(running, inputs, worth, usual, at, total)
    _draw_all(running, inputs, worth, Draws(inputs.problem, usual.starts, gap=_gap(inputs)), draws)
    return {"choice": running.cursor["choice"], "clash": False}


def _closer(running: Running, inputs: Inputs, worth: Worth, usual: Plan, total: int) -> Plan:
    """What was found at once is not near enough to the best: it is searched for longer."""
    cursor, found = running.cursor, plan(inputs.problem, worth.middle.tolist(), gap=GAP)
    if isinstance(found, Conflict):
        return usual

    def chunk() -> dict[str, Any]:
        keep_closer(running.access, cursor["choice"], inputs, found)
        return dict(cursor)

    if found.value >= usual.value:
        running.commit(chunk, done=0, total=total, step="Searched for longer")
    return found if found.value >= usual.value else usual


def _gap(inputs: Inputs) -> float:
    return 0.0 if len(inputs.ideas) <= EXACT else GAP


def _pin(running: Running, inputs: Inputs, worth: Worth, kept: Plan, at: int, total: int) -> None:
    cursor, pin = running.cursor, inputs.problem.pins[at]
    cost = cost_of_pin(inputs.problem, worth.middle.tolist(), pin, kept, gap=_gap(inputs))

    def chunk() -> dict[str, Any]:
        keep_cost(running.access, cursor["choice"], inputs.ideas[pin.idea], cost)
        return {**cursor, "pins": at + 1}

    running.commit(chunk, done=at + 1, total=total, step=f"{at + 1} of {len(inputs.problem.pins)} pins")


def _draw_all(running: Running, inputs: Inputs, worth: Worth, draw: Draws, draws: int) -> None:
    """Until all are drawn or the time is over; what was drawn counts either way."""
    ended = monotonic() + DRAWS_SECONDS
    while (done := len(running.cursor["gains"])) < draws and monotonic() < ended:
        until, found = monotonic() + CHUNK_SECONDS, list[Drawn]()
        while not found or (done + len(found) < draws and monotonic() < until):
            found.append(draw.choose(worth.drawn[done + len(found)]))
        _keep(running, inputs, found, draws)


def _keep(running: Running, inputs: Inputs, found: list[Drawn], draws: int) -> None:
    cursor = running.cursor
    times = Counter(
        pk for one in found for pk, start in zip(inputs.ideas, one.starts, strict=True) if start is not None
    )
    gains, gap = (
        [*cursor["gains"], *(one.gain for one in found)],
        max(cursor["gap"], *(min(1.0, one.gap) for one in found)),
    )

    def chunk() -> dict[str, Any]:
        keep_draws(running.access, cursor["choice"], times, len(found))
        if len(gains) > 1:
            keep_knowing(running.access, cursor["choice"], mean_interval(gains, level=LEVEL), gap)
        return {**cursor, "gains": gains, "gap": gap}

    pins = len(inputs.problem.pins)
    running.commit(chunk, done=pins + len(gains), total=pins + draws, step=f"{len(gains)} of {draws} draws")
