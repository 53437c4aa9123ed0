"""What finding out would cost: of one factor of one idea, in person-days or money."""

from collections.abc import Mapping, Sequence
from math import isfinite
from typing import Any

from clew.ground.evidence.api import Idea
from clew.ground.ledger.api import NotFound, Refused
from clew.ground.workspaces.api import Access, act
from clew.rooms.roadmap.models import Factor, FindingCost
from clew.rooms.roadmap.queries.finding_out import unit_told

AT_ONCE, MOST_COST = 200, 1e12


@act("say what finding out costs")
def say_finding_costs(access: Access, *, costs: Sequence[Mapping[str, Any]], unit: str | None = None) -> int:
    """`costs`: each with idea_id, factor_id and cost, above 0; one without a cost is taken back. `unit`: days (person-days) or money, in
    the workspace's currency; by default as it was said last. How many changed."""
    unit = unit_told(unit)
    if unit not in dict(FindingCost.UNITS):
        raise Refused("Costs are person-days or money.", field="unit", remedy="One of: days, money.")
    if len(costs) > AT_ONCE:
        raise Refused(f"At most {AT_ONCE} costs at once.", field="costs", remedy="Say fewer.")
    told = {_place(one): _cost(one) for one in costs}
    _all_there(told)
    return sum(_keep(access, place, unit, cost) for place, cost in told.items())


def _place(one: Mapping[str, Any]) -> tuple[int, int]:
    idea, factor = one.get("idea_id"), one.get("factor_id")
    if not (type(idea) is int and type(factor) is int):
        raise Refused("Of which factor of which idea?", field="costs", remedy="Give idea_id and factor_id.")
    return idea, factor


def _cost(one: Mapping[str, Any]) -> float | None:
    cost = one.get("cost")
    if cost is None:
        return None
    if isinstance(cost, bool) or not isinstance(cost, int | float) or not (isfinite(cost) and 0 < cost < MOST_COST):
        field = f"cost-{one['idea_id']}-{one['factor_id']}"
        raise Refused("A cost is a number above 0.", field=field, remedy="Leave it empty if nobody knows.")
    return float(cost)


def _all_there(told: Mapping[tuple[int, int], Any]) -> None:
    for kind, wanted in ((Idea, {idea for idea, _ in told}), (Factor, {factor for _, factor in told})):
        if kind.objects.filter(pk__in=wanted).count() < len(wanted):
            raise NotFound("No such idea or factor.")


def _keep(access: Access, place: tuple[int, int], unit: str, cost: float | None) -> bool:
    found = FindingCost.objects.filter(idea=place[0], factor=place[1], unit=unit).first()
    if (found and found.cost) == cost:
        return False
    if found is not None and cost is not None:
        found.cost = cost
        found.save(update_fields=["cost", "said_at"])
    elif cost is not None:
        FindingCost.objects.create(
            workspace_id=access.workspace_id, idea_id=place[0], factor_id=place[1], unit=unit, cost=cost
        )
    elif found is not None:
        found.delete()
    return True
