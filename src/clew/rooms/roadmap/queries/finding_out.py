"""The cheapest next thing to find out: what knowing a factor is worth, for each unit of what finding it out costs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from clew.rooms.roadmap.models import Factor, FindingCost
from clew.science.ranking import Finding, Model
from clew.science.ranking.units import unit as unit_of

DAYS, MONEY = "days", "money"
WITHOUT_COST, WITH_COST = 12, 50


@dataclass(frozen=True, slots=True)
class Worth:
    """To know this factor of this idea is worth `share` of what it would be worth to know everything. `per_cost`: that for each unit of
    what finding it out costs, where somebody said that. Each with the ends of its 90 % interval."""

    idea_id: int
    idea: str
    factor_id: int
    factor: str
    share: float
    low: float
    high: float
    cost: float | None
    per_cost: float | None
    per_cost_low: float | None
    per_cost_high: float | None


def unit_told(asked: str | None) -> str:
    """As asked; else the one in which a cost was said last."""
    last = FindingCost.objects.order_by("-said_at", "-pk").values_list("unit", flat=True).first()
    return asked or last or DAYS


def costs_told(idea_ids: Sequence[int], unit: str, factors: Mapping[str, Factor]) -> dict[tuple[str, str], float]:
    """By idea and factor, as science takes them."""
    keys = {factor.pk: key for key, factor in factors.items()}
    found = FindingCost.objects.filter(idea__in=idea_ids, factor__in=keys, unit=unit)
    rows = found.values_list("idea_id", "factor_id", "cost")
    return {(str(idea), keys[factor]): cost for idea, factor, cost in rows}


def worth_of(
    findings: Sequence[Finding], whole: float, titles: Mapping[int, str], factors: Mapping[str, Factor]
) -> tuple[Worth, ...]:
    """What has a cost, whatever it is worth, then the dearest of the others."""
    said = [one for one in findings if one.cost is not None][:WITH_COST]
    others = [one for one in findings if one.cost is None and one.value.value > 0][:WITHOUT_COST]
    return tuple(_worth(one, whole, titles, factors[one.input]) for one in (*said, *others))


def _worth(one: Finding, whole: float, titles: Mapping[int, str], factor: Factor) -> Worth:
    share, low, high = (end / whole for end in (one.value.value, one.value.low, one.value.high))
    each, each_low, each_high = (end / one.cost if one.cost else None for end in (share, low, high))
    idea = int(one.item)
    return Worth(idea, titles[idea], factor.pk, factor.label, share, low, high, one.cost, each, each_low, each_high)


def is_money(model: Model, currency: str) -> bool:
    """Whether its scores are money, which a cost in money can be held against."""
    return model.formula.unit in (unit_of(MONEY), unit_of(currency.lower()), unit_of(currency))


def in_words(cost: float, unit: str, currency: str) -> str:
    return f"{cost:,.6g} {currency if unit == MONEY else 'person-day' if cost == 1 else 'person-days'}"


def verdict(worth: Sequence[Worth], whole: float, unit: str, currency: str, *, is_money: bool) -> str:
    """What to find out next, or that nothing is worth its cost, as one says it."""
    said = [one for one in worth if one.cost]
    best = next((one for one in said if one.per_cost), None)
    if not said:
        return "Nobody has said yet what finding out would cost. Where it is said, the cheapest next thing to find out is named here."
    if best is None or best.cost is None:
        return "None of it is worth its cost: nothing that has a cost could change which ideas come first."
    what, cost = f"{best.factor} of “{best.idea}”", in_words(best.cost, unit, currency)
    if is_money and unit == MONEY and best.share * whole <= best.cost:
        bring = in_words(best.share * whole, unit, currency)
        return f"None of it is worth its cost. {what} comes nearest: knowing it brings {bring} in the mean, and costs {cost}."
    return f"The cheapest next thing to find out: {what}, for {cost}.{_doubt(best, said)}"


def _doubt(best: Worth, said: Sequence[Worth]) -> str:
    """Where another may as well be the cheapest."""
    low = best.per_cost_low or 0.0
    near = [one for one in said if one is not best and (one.per_cost_high or 0.0) > low]
    if near:
        return f" {near[0].factor} of “{near[0].idea}” may be as cheap: their intervals overlap."
    return "" if low else " It may as well be worth nothing: its interval begins at 0."
