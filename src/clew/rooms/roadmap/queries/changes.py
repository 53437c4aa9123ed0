"""What would change an order: what it is worth to know, and how far an estimate would have to be off."""

from collections.abc import Sequence
from dataclasses import dataclass

from clew.ground.ledger.api import NotFound, Refused
from clew.ground.thread.api import Node
from clew.ground.workspaces.api import Access, kept, read, shown_titles, workspace
from clew.rooms.roadmap.methods import MOSCOW, keys_of, model_of
from clew.rooms.roadmap.models import Factor, FindingCost, RankedIdea, Ranking
from clew.rooms.roadmap.queries.finding_out import Worth, costs_told, is_money, unit_told, verdict, worth_of
from clew.rooms.roadmap.queries.inputs import items_of
from clew.science.ranking import BreakEven, Item, Model, break_even, information, rank

MOST_IDEAS, BESIDE_THE_LINE, WARNED_BY = 200, 3, 2000


@dataclass(frozen=True, slots=True)
class TurningPoint:
    """The idea enters or leaves the first when the factor passes `value`, all else at its middle: so likely is that."""

    factor: str
    now: float
    value: float | None
    chance: float


@dataclass(frozen=True, slots=True)
class NearTheLine:
    idea_id: int
    idea: str
    place: int
    is_in: bool
    turns: tuple[TurningPoint, ...]


@dataclass(frozen=True, slots=True)
class WhatWouldChange:
    """`everything`: by how much better choices would be in the mean if all were known, as a share of what the first are worth.

    `of`: how many ideas were looked at, the first of the ranking. `worth`: what has a cost first, the most for its cost before the others.
    `unit`: in what costs are told, days or money (the `currency`). `next`: what to find out next, or that nothing is worth its cost.
    """

    top: int
    of: int
    everything: float
    worth: tuple[Worth, ...]
    near: tuple[NearTheLine, ...]
    method: str
    unit: str
    currency: str
    next: str


@read
def what_would_change(
    access: Access, ranking_id: int, *, unit: str | None = None, idea_id: int | None = None
) -> WhatWouldChange:
    """From the estimates that the ranking was drawn from. `unit`: in what finding out costs, days or money; by default the one that was said last.

    `idea_id`: `near` says of this idea how far its estimates would have to be off; by default of those beside the line.
    """
    if unit is not None and unit not in dict(FindingCost.UNITS):
        raise Refused("Costs are person-days or money.", field="unit", remedy="One of: days, money.")
    found = Ranking.objects.select_related("version").filter(pk=ranking_id).first()
    if found is None:
        raise NotFound("No such ranking.")
    if found.version.method == MOSCOW:
        raise Refused(
            "What would change an order is worked out for scores, not for what fits into a capacity.", field="method",
            remedy="Change the capacity in the score model, and rank again.",
        )  # fmt: skip
    rows = list(RankedIdea.objects.filter(ranking=found).order_by("place")[:MOST_IDEAS])
    if len(rows) <= found.top:
        raise Refused(
            "All ideas are among the first: nothing can turn that.", field="top", remedy="Rank again with fewer first."
        )
    if idea_id is not None and idea_id not in {row.idea_id for row in rows}:
        raise NotFound("No such idea in this ranking.")
    best = sum(row.score_middle for row in rows[: found.top])
    return _turning(
        access,
        ranking_id,
        tuple(row.idea_id for row in rows),
        abs(best) or 1.0,
        (unit_told(unit), workspace(access).currency),
        idea_id,
    )


@kept
@read
def _turning(
    access: Access,
    ranking_id: int,
    idea_ids: tuple[int, ...],
    best: float,
    told_in: tuple[str, str],
    about: int | None,
) -> WhatWouldChange:
    """Drawn anew, which takes a second. `idea_ids`: in their order; `best`: what the first of them are worth; `told_in`: the unit of costs, and the currency."""
    unit, currency = told_in
    titles = shown_titles(access, dict(Node.objects.filter(pk__in=idea_ids).values_list("pk", "title")))
    found, factors, model, items = _drawn_from(ranking_id, idea_ids)
    told = information(items, model, k=found.top, costs=costs_told(idea_ids, unit, factors), seed=found.seed)
    whole = told.everything.value or 1.0
    worth = worth_of(told.findings, whole, titles, factors)
    said = verdict(worth, whole, unit, currency, is_money=is_money(model, currency))
    known = {item.name for item in items}
    places = [(place, pk) for place, pk in enumerate(idea_ids, 1) if str(pk) in known]
    beside = places[max(0, found.top - BESIDE_THE_LINE) : found.top + BESIDE_THE_LINE]
    asked = beside if about is None else [(place, pk) for place, pk in places if pk == about]
    near = tuple(_near(place, idea, titles, items, model, found.top, factors) for place, idea in asked)
    return WhatWouldChange(
        found.top, len(items), told.everything.value / best, worth, near, told.method, unit, currency, said
    )


@read
def ranking_warnings(access: Access, ranking_id: int) -> tuple[str, ...]:
    """What its method says against the order, such as that what must be done takes too much of the capacity."""
    if not Ranking.objects.filter(pk=ranking_id).exists():
        raise NotFound("No such ranking.")
    ids = RankedIdea.objects.filter(ranking=ranking_id).order_by("place").values_list("idea_id", flat=True)
    return _warnings(access, ranking_id, tuple(ids))


@kept
@read
def _warnings(access: Access, ranking_id: int, idea_ids: tuple[int, ...]) -> tuple[str, ...]:
    found, _, model, items = _drawn_from(ranking_id, idea_ids)
    return rank(items, model, k=1, draws=WARNED_BY, seed=found.seed).warnings


def _drawn_from(ranking_id: int, idea_ids: Sequence[int]) -> tuple[Ranking, dict[str, Factor], Model, list[Item]]:
    """What it was drawn from: its score model, and what was estimated of these ideas at that moment."""
    found = Ranking.objects.select_related("version__model__node").get(pk=ranking_id)
    version = found.version
    factors = {f.key: f for f in Factor.objects.filter(key__in=keys_of(version.method, version.settings))}
    model = model_of(version.model.node.title, version.number, version.method, version.settings, factors)
    wanted = [factors[each.name] for each in model.inputs]
    return found, factors, model, items_of(wanted, idea_ids=idea_ids, at=found.made_at)


def _near(
    place: int,
    idea: int,
    titles: dict[int, str],
    items: Sequence[Item],
    model: Model,
    top: int,
    factors: dict[str, Factor],
) -> NearTheLine:
    turns = break_even(items, model, str(idea), k=top)
    return NearTheLine(idea, titles[idea], place, place <= top, tuple(_turn(one, factors) for one in turns))


def _turn(one: BreakEven, factors: dict[str, Factor]) -> TurningPoint:
    return TurningPoint(factors[one.input].label, one.now, one.value, one.chance)
