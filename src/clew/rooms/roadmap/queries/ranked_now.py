"""The order of ideas as their estimates stand now, drawn and not kept."""

from dataclasses import dataclass

from clew.ground.ledger.api import NotFound, Refused
from clew.ground.thread.api import Node
from clew.ground.workspaces.api import Access, kept, read, shown_titles
from clew.rooms.roadmap.methods import keys_of, model_of
from clew.rooms.roadmap.models import Factor, ScoreVersion
from clew.rooms.roadmap.queries.inputs import items_of
from clew.rooms.roadmap.scoring import first_of

DRAWS, SEED, MOST_TOP, MOST = 4000, 1, 1000, 200


@dataclass(frozen=True, slots=True)
class NowRanked:
    """`share_top`: in which share of the draws it is among the first. Ranks: the 90 % interval."""

    idea_id: int
    title: str
    place: int
    share_top: float
    rank_low: int
    rank_high: int
    point_place: int


@read
def rank(
    access: Access, *, model_id: int | None = None, top: int | None = None, limit: int = 50
) -> tuple[NowRanked, ...]:
    """By a score model, else the newest: how likely each idea is among the first `top` (by default ten, of fewer than twenty ideas half), from what is
    estimated now. Nothing is kept."""
    if top is not None and not 1 <= top <= MOST_TOP:
        raise Refused("How many are the first?", field="top", remedy=f"1 to {MOST_TOP:,}.")
    rows = _drawn(access, model_id, top)
    titles = dict(Node.objects.filter(pk__in=[row[0] for row in rows[:MOST]]).values_list("pk", "title"))
    shown = shown_titles(access, titles)
    return tuple(
        NowRanked(idea, shown[idea], place, share, low, high, by_points)
        for place, (idea, share, low, high, by_points) in enumerate(rows[: max(0, min(limit, MOST))], 1)
    )


@kept
@read
def _drawn(access: Access, model_id: int | None, top: int | None) -> tuple[tuple[int, float, int, int, int], ...]:
    from clew.science.ranking import rank as draw

    versions = ScoreVersion.objects.select_related("model__node").filter(model__node__archived_at__isnull=True)
    chosen = versions if model_id is None else versions.filter(model=model_id)
    version = chosen.order_by("-model_id", "-number").first()
    if version is None:
        raise NotFound("No such score model.")
    keys = keys_of(version.method, version.settings)
    factors = {factor.key: factor for factor in Factor.objects.filter(key__in=keys)}
    model = model_of(version.model.node.title, version.number, version.method, version.settings, factors)
    items = items_of([factors[key] for key in keys])
    if len(items) < 2:
        raise Refused("Fewer than two ideas have an estimate of each factor.", remedy="Estimate some ideas first.")
    try:
        found = draw(items, model, k=first_of(top, len(items)), draws=DRAWS, seed=SEED)
    except ValueError as error:
        raise Refused(f"These ideas cannot be ranked: {error}.", remedy="Change that estimate.") from error
    rows = []
    for one in found.items:
        low, high = one.rank.interval(0.9)
        rows.append((int(one.name), one.top.value, int(low), int(high), one.point_rank))
    return tuple(rows)
