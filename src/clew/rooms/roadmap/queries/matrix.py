"""Ideas by two things at once: factors with their spread, votes, the score of the last ranking, numbers of one's own."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from clew.ground.ledger.api import Refused
from clew.ground.workspaces.api import Access, read, shown_titles
from clew.rooms.roadmap.methods import uncertain
from clew.rooms.roadmap.models import Estimate, Factor, FieldValue, RankedIdea, Ranking, Tally
from clew.rooms.roadmap.queries.fields import fields
from clew.rooms.roadmap.queries.sought import ideas_of, in_order, sought_by
from clew.rooms.roadmap.queries.tallies import up_to_date
from clew.science.ranking.uncertain import quantiles

MOST, MOST_FACTORS, LOOKED_AT = 60, 100, 1000
Span = tuple[float, float, float]
CHANCES = np.array([0.05, 0.5, 0.95])


@dataclass(frozen=True, slots=True)
class Axis:
    key: str
    name: str
    unit: str


@dataclass(frozen=True, slots=True)
class PlacedIdea:
    """`x`, `y`: the middle of what it is held to be; low and high hold nine of ten cases, or are the same where it is one number."""

    id: int
    title: str
    x: float
    x_low: float
    x_high: float
    y: float
    y_low: float
    y_high: float


@dataclass(frozen=True, slots=True)
class Matrix:
    """`without`: how many of the ideas looked at lack one of the two."""

    x: Axis
    y: Axis
    ideas: tuple[PlacedIdea, ...]
    without: int


@read
def axes(access: Access) -> tuple[Axis, ...]:
    """What ideas can be placed by."""
    factors = Factor.objects.order_by("pk")[:MOST_FACTORS]
    own = [Axis(f"field-{field.id}", field.name, field.unit) for field in fields(access) if field.kind == "number"]
    return (
        *(Axis(f"factor-{factor.pk}", factor.label, factor.unit) for factor in factors), *own,
        Axis("votes", "Votes", ""), Axis("revenue", "Revenue of who voted", "a year"), Axis("score", "Score in the last ranking", ""),
        Axis("top", "Chance to be among the first", ""),
    )  # fmt: skip


@read
def matrix(
    access: Access, *, x: str, y: str, text: str = "", state: Sequence[str] = (), tag: Sequence[str] = (), owner_id: Sequence[int] = (),
    field: Sequence[str] = (), field_id: int | None = None, value: str = "", segment_id: Sequence[int] = (),
    sort: str = "newest",
) -> Matrix:  # fmt: skip
    """The first sixty ideas that fit what is asked (as in the list) and have both."""
    known = {axis.key: axis for axis in axes(access)}
    for name, key in (("x", x), ("y", y)):
        if key not in known:
            raise Refused("Ideas cannot be placed by that.", field=name, remedy="Choose from the list.")
    up_to_date(access)
    sought = sought_by(text, state, tag, owner_id, field, field_id, value, segment_id, sort)
    titles = dict(in_order(ideas_of(access, sought), sought).values_list("pk", "title")[:LOOKED_AT])
    across, up = (_spans(key, list(titles)) for key in (x, y))
    both = [pk for pk in titles if pk in across and pk in up]
    named = shown_titles(access, {pk: titles[pk] for pk in both[:MOST]})
    rows = tuple(
        PlacedIdea(pk, named[pk], across[pk][1], across[pk][0], across[pk][2], up[pk][1], up[pk][0], up[pk][2])
        for pk in both[:MOST]
    )
    return Matrix(known[x], known[y], rows, len(titles) - len(both))


def _spans(key: str, ideas: Sequence[int]) -> Mapping[int, Span]:
    """Low, middle and high by idea; of votes nothing is nought."""
    name, _, number = key.partition("-")
    if name == "factor":
        return _estimated(int(number), ideas)
    if name == "field":
        rows = FieldValue.objects.filter(field=int(number), idea__in=ideas).values_list("idea_id", "number")
        return {pk: (value, value, value) for pk, value in rows if value is not None}
    if key in ("votes", "revenue"):
        counted = dict(Tally.objects.filter(pk__in=ideas).values_list("pk", key))
        share = 1 if key == "votes" else 100
        return {pk: (n, n, n) for pk in ideas for n in [counted.get(pk, 0) / share]}
    newest = Ranking.objects.filter(node__archived_at__isnull=True).order_by("-pk").first()
    found = RankedIdea.objects.filter(ranking=newest, idea__in=ideas)
    columns = ("score_low", "score_middle", "score_high") if key == "score" else ("share_top",) * 3
    return {pk: (low, middle, high) for pk, low, middle, high in found.values_list("idea_id", *columns)}


def _estimated(factor_id: int, ideas: Sequence[int]) -> Mapping[int, Span]:
    factor = Factor.objects.get(pk=factor_id)
    made: dict[int, list[Estimate]] = defaultdict(list)
    for one in Estimate.objects.filter(factor=factor, idea__in=ideas, replaced_at__isnull=True).order_by("pk"):
        made[one.idea_id].append(one)
    spans = {pk: quantiles(uncertain(factor, some), CHANCES) for pk, some in made.items()}
    return {pk: (float(span[0]), float(span[1]), float(span[2])) for pk, span in spans.items()}
