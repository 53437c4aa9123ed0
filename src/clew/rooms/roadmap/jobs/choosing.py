"""Choose a portfolio: first by the middle values, which is kept at once, then what each pin gives up, then for each draw of the values."""

from typing import Any

from clew.ground.ledger.api import Refused
from clew.ground.runs.api import Running, job
from clew.ground.workspaces.api import within
from clew.rooms.roadmap.actions.choices import finish_choice, keep_cost, keep_draw, keep_plan, kept_plan
from clew.rooms.roadmap.kinds import PORTFOLIO_JOB
from clew.rooms.roadmap.models import Portfolio as Scenario
from clew.rooms.roadmap.queries.portfolio_inputs import Inputs, Worth, inputs_of
from clew.science.intervals import mean_interval
from clew.science.portfolio import DRAW_WORK, Conflict, Plan, cost_of_pin, plan

GAP, LEVEL = 0.01, 0.9
Starts = tuple[int | None, ...]


@job(PORTFOLIO_JOB)
def choose(running: Running) -> dict[str, Any]:
    draws, seed = int(running.arguments["draws"]), int(running.arguments["seed"])
    with within(running.access):
        scenario = Scenario.objects.get(pk=running.arguments["portfolio"])
        inputs = inputs_of(running.access, scenario)
    if inputs.hash != running.arguments["hash"]:
        raise Refused("The portfolio was changed before it was chosen.", remedy="Choose again.")
    worth = inputs.worth(seed)
    pins, total = len(inputs.problem.pins), len(inputs.problem.pins) + draws
    if "choice" not in running.cursor:
        found = plan(inputs.problem, worth.middle.tolist(), gap=GAP)

        def first() -> dict[str, Any]:
            its = {"seed": seed, "draws": draws}
            made = keep_plan(running.access, scenario.pk, inputs, worth, found, **its)
            return {"choice": made, "pins": 0, "gains": []}

        running.commit(first, done=0, total=total, step="Chosen by the middle values")
        if isinstance(found, Conflict):
            return {"choice": running.cursor["choice"], "clash": True}
    usual = kept_plan(running.access, running.cursor["choice"], inputs.ideas)
    for at in range(running.cursor["pins"], pins):
        _pin(running, inputs, worth, usual, at, total)
    for at in range(len(running.cursor["gains"]), draws):
        _draw(
            running,
            inputs,
            worth.drawn[at].tolist(),
            usual.starts,
            (pins + at + 1, total),
            f"{at + 1} of {draws} draws",
        )
    knowing = mean_interval(running.cursor["gains"], level=LEVEL)
    finish_choice(running.access, running.cursor["choice"], knowing)
    return {"choice": running.cursor["choice"], "clash": False}


def _pin(running: Running, inputs: Inputs, worth: Worth, kept: Plan, at: int, total: int) -> None:
    cursor, pin = running.cursor, inputs.problem.pins[at]
    cost = cost_of_pin(inputs.problem, worth.middle.tolist(), pin, kept, gap=GAP)

    def chunk() -> dict[str, Any]:
        keep_cost(running.access, cursor["choice"], inputs.ideas[pin.idea], cost)
        return {**cursor, "pins": at + 1}

    running.commit(chunk, done=at + 1, total=total, step=f"{at + 1} of {len(inputs.problem.pins)} pins")


def _draw(
    running: Running, inputs: Inputs, values: list[float], usual: Starts, done: tuple[int, int], step: str
) -> None:
    """The usual choice is one for this draw too: none that is worth less takes its place."""
    cursor = running.cursor
    found = plan(inputs.problem, values, gap=GAP, work=DRAW_WORK)
    stay = _worth(values, usual)
    starts = found.starts if isinstance(found, Plan) and found.value > stay else usual
    gain = _worth(values, starts) - stay

    def chunk() -> dict[str, Any]:
        chosen = [pk for pk, start in zip(inputs.ideas, starts, strict=True) if start is not None]
        keep_draw(running.access, cursor["choice"], chosen)
        return {**cursor, "gains": [*cursor["gains"], gain]}

    running.commit(chunk, done=done[0], total=done[1], step=step)


def _worth(values: list[float], starts: Starts) -> float:
    return sum(value for value, start in zip(values, starts, strict=True) if start is not None)
