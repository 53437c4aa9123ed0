"""What the run that chooses a portfolio writes down, part by part. Called inside its chunks; nobody else changes a choice."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import F

from clew.ground.workspaces.api import Access, within
from clew.rooms.roadmap.models import Choice, ChosenIdea
from clew.rooms.roadmap.queries.portfolio_inputs import Inputs, Worth
from clew.science.estimates import Estimate
from clew.science.portfolio import Conflict, PinCost, Plan

METHOD = "kept"


def keep_plan(
    access: Access, portfolio_id: int, inputs: Inputs, worth: Worth, found: Plan | Conflict, *, seed: int, draws: int
) -> int:
    """The number of the new choice."""
    starts: Sequence[int | None] = (None,) * len(inputs.ideas)
    its: dict[str, Any] = {"value": None, "bound": None}
    if isinstance(found, Conflict):
        its["clash"] = _clash(inputs, found)
    else:
        starts, its = found.starts, {"value": found.value, "bound": max(found.bound, found.value)}
    with within(access):
        made = Choice.objects.create(
            workspace_id=access.workspace_id, portfolio_id=portfolio_id, inputs_hash=inputs.hash, seed=seed,
            draws=draws, made_by_id=access.user_id, **its,
        )  # fmt: skip
        ChosenIdea.objects.bulk_create(
            ChosenIdea(
                workspace_id=access.workspace_id, choice=made, idea_id=idea, begins=start, value_low=low, value=middle,
                value_high=high,
            )
            for idea, start, low, middle, high in zip(
                inputs.ideas, starts, worth.low.tolist(), worth.middle.tolist(), worth.high.tolist(), strict=True
            )
        )  # fmt: skip
    return int(made.pk)


def keep_closer(access: Access, choice_id: int, inputs: Inputs, found: Plan) -> None:
    """A better choice by the same values takes the place of the first, before anything is drawn."""
    begins = dict(zip(inputs.ideas, found.starts, strict=True))
    with within(access):
        Choice.objects.filter(pk=choice_id).update(value=found.value, bound=max(found.bound, found.value))
        rows = list(ChosenIdea.objects.filter(choice=choice_id))
        for row in rows:
            row.begins = begins[row.idea_id]
        ChosenIdea.objects.bulk_update(rows, ["begins"])


def kept_plan(access: Access, choice_id: int, ideas: Sequence[int]) -> Plan:
    """As it was chosen by the middle values, by this process or one before it."""
    with within(access):
        made = Choice.objects.get(pk=choice_id)
        begins = dict(ChosenIdea.objects.filter(choice=made).values_list("idea_id", "begins"))
    value, bound = made.value or 0.0, made.bound or 0.0
    return Plan(tuple(begins[idea] for idea in ideas), value, bound, bound <= value, True, METHOD, ())


def keep_cost(access: Access, choice_id: int, idea_id: int, cost: PinCost) -> None:
    with within(access):
        ChosenIdea.objects.filter(choice=choice_id, idea=idea_id).update(
            cost=cost.value, cost_low=cost.low, cost_high=cost.high
        )


def keep_draws(access: Access, choice_id: int, times: Mapping[int, int], draws: int) -> None:
    """`times`: of each idea that was chosen in any of these draws, in how many."""
    by: dict[int, list[int]] = {}
    for idea, often in times.items():
        by.setdefault(often, []).append(idea)
    with within(access):
        for often, ideas in by.items():
            ChosenIdea.objects.filter(choice=choice_id, idea__in=ideas).update(times=F("times") + often)
        Choice.objects.filter(pk=choice_id).update(drawn=F("drawn") + draws)


def keep_knowing(access: Access, choice_id: int, knowing: Estimate, gap: float) -> None:
    """`gap`: how far from its best any draw was chosen at most."""
    with within(access):
        Choice.objects.filter(pk=choice_id).update(
            knowing=knowing.value, knowing_low=knowing.low, knowing_high=knowing.high, draw_gap=gap
        )


def _clash(inputs: Inputs, found: Conflict) -> dict[str, list[object]]:
    return {
        "ideas": [inputs.ideas[pin.idea] for pin in found.pins],
        "lift": [inputs.ideas[pin.idea] for pin in found.lift],
        "teams": [inputs.teams[at] for at in found.teams],
    }
