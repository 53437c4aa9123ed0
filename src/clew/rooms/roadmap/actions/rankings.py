"""Rankings: an order drawn from everybody's estimates, kept with all that it was made from."""

from collections.abc import Sequence

from django.utils import timezone
from django.utils.formats import date_format

from clew.ground.evidence.api import IDEA
from clew.ground.ledger.api import NotFound, Refused
from clew.ground.thread.api import NewNode, add_node, get_node, link_many
from clew.ground.workspaces.api import Access, act
from clew.rooms.roadmap.kinds import RANKED, RANKING, SCORE_MODEL, SCORED_WITH
from clew.rooms.roadmap.methods import keys_of, model_of
from clew.rooms.roadmap.models import Factor, RankedIdea, Ranking, ScoreVersion
from clew.rooms.roadmap.models.scores import MOST_DRAWS, MOST_TOP
from clew.rooms.roadmap.queries.inputs import items_of
from clew.rooms.roadmap.scoring import first_of
from clew.science.ranking import Item, Ranked, rank
from clew.science.ranking.draws import MOST_ITEMS

DRAWS, MOST_SEED, EVEN = 10_000, 2**31 - 1, 0.5


@act("rank ideas")
def rank_ideas(
    access: Access, *, model_id: int, top: int | None = None, draws: int = DRAWS, seed: int = 1,
    idea_ids: Sequence[int] | None = None,
) -> Ranking:  # fmt: skip
    """All ideas that have an estimate of each factor, or those of them that are named. The same estimates and seed give the same order.

    `top`: how many are the first; by default ten, of fewer than twenty ideas half.
    """
    _asked(top, draws, seed)
    node = get_node(model_id, kind=SCORE_MODEL)
    version = ScoreVersion.objects.filter(model=model_id).order_by("-number").first()
    if version is None:
        raise NotFound("No such score model.")
    keys = keys_of(version.method, version.settings)
    factors = {factor.key: factor for factor in Factor.objects.filter(key__in=keys)}
    model = model_of(node.title, version.number, version.method, version.settings, factors)
    items = _items([factors[key] for key in keys], idea_ids)
    try:
        found = rank(items, model, k=first_of(top, len(items)), draws=draws, seed=seed)
    except ValueError as error:
        raise Refused(
            f"These ideas cannot be ranked: {error}.", field="ideas", remedy="Change that estimate."
        ) from error
    title = f"{node.title}, {date_format(timezone.localdate(), 'j F Y')}"
    made_node = add_node(access, NewNode(RANKING, title))
    made = Ranking.objects.create(
        node=made_node, workspace_id=access.workspace_id, version=version, top=min(found.k, MOST_TOP), draws=found.draws,
        seed=seed, inputs_hash=found.inputs_hash,
    )  # fmt: skip
    RankedIdea.objects.bulk_create([_ranked(access, made, n, one) for n, one in enumerate(found.items, 1)])
    # Of those that a capacity is to hold, one that it rather does not is not among the first, however few there are.
    least = 0.0 if model.capacity is None else EVEN
    first = [(int(one.name), RANKED, made.pk) for one in found.items[: made.top] if one.top.value >= least]
    link_many(access, [*first, (model_id, SCORED_WITH, made.pk)])
    return made


def _asked(top: int | None, draws: int, seed: int) -> None:
    if top is not None and not 1 <= top <= MOST_TOP:
        raise Refused("How many are the first?", field="top", remedy=f"1 to {MOST_TOP:,}.")
    if not 1000 <= draws <= MOST_DRAWS:
        raise Refused("So often it cannot be drawn.", field="draws", remedy=f"1,000 to {MOST_DRAWS:,} times.")
    if not 0 <= seed <= MOST_SEED:
        raise Refused("A seed is a whole number from 0.", field="seed", remedy="Such as 1.")


def _items(factors: Sequence[Factor], idea_ids: Sequence[int] | None) -> list[Item]:
    wanted = None if idea_ids is None else list(dict.fromkeys(idea_ids))
    if wanted is not None and len(wanted) > MOST_ITEMS:
        raise Refused(f"At most {MOST_ITEMS:,} ideas are ranked.", field="ideas", remedy="Name fewer.")
    for pk in wanted or ():
        get_node(pk, kind=IDEA)
    items = items_of(factors, idea_ids=wanted)
    if len(items) < 2:
        missing = ", ".join(factor.label.lower() for factor in factors)
        raise Refused(
            "Fewer than two ideas have an estimate of each factor.", field="ideas",
            remedy=f"Estimate {missing} of some ideas first.",
        )  # fmt: skip
    if len(items) > MOST_ITEMS:
        raise Refused(f"These are more than {MOST_ITEMS:,} ideas.", field="ideas", remedy="Name those that count.")
    return items


def _ranked(access: Access, ranking: Ranking, place: int, one: Ranked) -> RankedIdea:
    rank_low, rank_high = one.rank.interval(0.9)
    score_low, score_high = one.score.interval(0.9)
    return RankedIdea(
        workspace_id=access.workspace_id, ranking=ranking, idea_id=int(one.name), place=place, share_top=one.top.value,
        rank_low=rank_low, rank_high=rank_high, score_low=score_low, score_middle=one.score.median,
        score_high=score_high, point_score=one.point_score, point_place=one.point_rank,
    )  # fmt: skip
