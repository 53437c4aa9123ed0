"""What a ranking is drawn from: ideas with the distributions of their factors, as they were estimated at a moment."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db.models import Q

from clew.rooms.roadmap.methods import uncertain
from clew.rooms.roadmap.models import Estimate, Factor
from clew.science.ranking import Item
from clew.science.ranking.draws import MOST_ITEMS

MOST_OPINIONS = 20


def items_of(
    factors: Sequence[Factor], *, idea_ids: Sequence[int] | None = None, at: datetime | None = None
) -> list[Item]:
    """Ideas of which each factor was estimated by somebody, the oldest first; `at`: as it was then, else as it stands."""
    now = Q(replaced_at__isnull=True)
    if at is None:
        wanted = now & Q(idea__node__archived_at__isnull=True)
    else:
        wanted = Q(made_at__lte=at) & (now | Q(replaced_at__gt=at))
    if idea_ids is not None:
        wanted &= Q(idea__in=idea_ids)
    found = Estimate.objects.filter(wanted, factor__in=factors)
    made: dict[int, dict[int, list[Estimate]]] = defaultdict(lambda: defaultdict(list))
    for one in found.order_by("idea_id", "pk")[: MOST_ITEMS * len(factors) * MOST_OPINIONS]:
        made[one.idea_id][one.factor_id].append(one)
    return [_item(idea, factors, by) for idea, by in made.items() if len(by) == len(factors)]


def _item(idea: int, factors: Sequence[Factor], made: Mapping[int, Sequence[Estimate]]) -> Item:
    return Item(str(idea), {factor.key: uncertain(factor, made[factor.pk]) for factor in factors})
