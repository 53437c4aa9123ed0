"""Whose voices make an order: segments, customers and revenue weighed anew, and what each place hangs on.

An idea's reach is shared out among those who spoke for the needs it addresses: each account stands for one part of it, or, by revenue, for as
many parts as it pays of what an account pays in the mean. A weight of 2 makes a segment's part count twice, 0 leaves it out.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from math import isfinite

import numpy as np
from django.utils import timezone
from numpy.typing import NDArray

from clew.ground.customers.api import standings
from clew.ground.evidence.api import accounts_behind
from clew.ground.ledger.api import NotFound, Refused
from clew.ground.thread.api import Node
from clew.ground.workspaces.api import Access, kept, kept_whole, read, shown_titles
from clew.rooms.roadmap.methods import keys_of, model_of
from clew.rooms.roadmap.models import Factor, RankedIdea, Ranking
from clew.rooms.roadmap.queries.inputs import items_of
from clew.science.ranking import Item, Model, Voices, Weighed, apportioned, driven, reweighted

REACH, MOST, MOST_PARTS, MOST_WEIGHT = "reach", 200, 40, 10.0
NOBODY, NONE, OTHERS = "nobody", "none", "others"
BY = {"segment": "No segment", "customer": "No customer"}
Parts = dict[int, dict[str, tuple[float, float]]]


@dataclass(frozen=True, slots=True)
class Part:
    """Of whom a weight is asked; `share`: how much of all reach it stands for, each account counting alike."""

    key: str
    name: str
    share: float


@dataclass(frozen=True, slots=True)
class WeighedIdea:
    """`share_low`, `share_high`: the 90 % interval of `share_top`, which so few draws give. `moved`: how many places it rises (above 0) or falls against the same weights for all."""

    id: int
    title: str
    place: float
    share_top: float
    share_low: float
    share_high: float
    moved: float

    @property
    def fell(self) -> float:
        return -self.moved


@dataclass(frozen=True, slots=True)
class Weighing:
    ranking_id: int
    top: int
    ideas: int
    draws: int
    parts: tuple[Part, ...]
    rows: tuple[WeighedIdea, ...]


@dataclass(frozen=True, slots=True)
class Hangs:
    """Without `part` the idea would fall by `places` (below 0: rise), and its chance to be among the first would change by `share_top`."""

    id: int
    title: str
    place: float
    part: str
    places: float
    share_top: float

    @property
    def words(self) -> str:
        """What would become of it, as one says it."""
        places = abs(round(self.places))
        if places:
            return f"{places} place{'' if places == 1 else 's'} {'lower' if self.places > 0 else 'higher'}"
        share = abs(round(self.share_top * 100))
        return f"{share} in 100 draws {'more' if self.share_top > 0 else 'fewer'} among the first"


@dataclass(frozen=True, slots=True)
class _Heard:
    voices: Voices
    parts: tuple[Part, ...]
    by_revenue: NDArray[np.float64]
    titles: Mapping[int, str]


@read
def weighed(
    access: Access, ranking_id: int, *, by: str = "segment", weights: Mapping[str, float] | None = None,
    revenue: float = 0.0, limit: int = 50, offset: int = 0,
) -> Weighing:  # fmt: skip
    """The ideas of a ranking in the order that these weights make. `by`: segment or customer; `weights`: by the key of a part, 1 where
    none is named; `revenue`: from 0, every account counts alike, to 1, it counts by what it pays."""
    found = _ranking(ranking_id)
    today, ideas = timezone.localdate(), _ranked(ranking_id)
    heard = _heard(access, ranking_id, ideas, _known(by), today)
    told = _weights(heard, weights or {})
    k = min(found.top, len(heard.voices.names))
    plain = _plain(access, ranking_id, ideas, by, today, k)
    alike = not _share(revenue) and set(told.values()) == {1.0}
    now = plain if alike else reweighted(_mixed(heard, revenue), told, k=k)
    order = np.lexsort((now.place, -now.top))[offset : offset + min(limit, MOST)]
    rows = tuple(
        WeighedIdea(
            pk, heard.titles[pk], float(now.place[at]), float(now.top[at]), float(now.low[at]), float(now.high[at]),
            float(plain.place[at] - now.place[at]),
        )
        for at in order.tolist() if (pk := int(heard.voices.names[at]))
    )  # fmt: skip
    return Weighing(ranking_id, k, len(heard.voices.names), heard.voices.reach.shape[2], heard.parts, rows)


@read
def what_places_hang_on(
    access: Access, ranking_id: int, *, by: str = "segment", weights: Mapping[str, float] | None = None,
    revenue: float = 0.0, limit: int = 50,
) -> tuple[Hangs, ...]:  # fmt: skip
    """For each of the first ideas the segment or customer that its place hangs on most: each is left out in turn. Ideas of which none
    changes anything are not among them."""
    found = _ranking(ranking_id)
    told = tuple(sorted((weights or {}).items()))
    today, ideas = timezone.localdate(), _ranked(ranking_id)
    return _hanging(access, ranking_id, ideas, _known(by), today, told, _share(revenue), found.top)[:limit]


@kept
@read
def _hanging(
    access: Access, ranking_id: int, idea_ids: tuple[int, ...], by: str, on: date, weights: tuple[tuple[str, float], ...],
    revenue: float, top: int,
) -> tuple[Hangs, ...]:  # fmt: skip
    heard = _heard(access, ranking_id, idea_ids, by, on)
    told, voices = _weights(heard, dict(weights)), _mixed(heard, revenue)
    k = min(top, len(voices.names))
    now, names = reweighted(voices, told, k=k), {part.key: part.name for part in heard.parts}
    drivers = driven(voices, told, k=k).drivers
    rows = []
    for at in np.lexsort((now.place, -now.top)).tolist():
        one, pk = drivers[at], int(voices.names[at])
        if one is not None and (abs(one.places) >= 0.5 or abs(one.top) >= 0.01):
            rows.append(Hangs(pk, heard.titles[pk], float(now.place[at]), names[one.segment], one.places, one.top))
    return tuple(rows[:MOST])


@kept
@read
def _plain(access: Access, ranking_id: int, idea_ids: tuple[int, ...], by: str, on: date, top: int) -> Weighed:
    """When everybody counts alike."""
    heard = _heard(access, ranking_id, idea_ids, by, on)
    return reweighted(heard.voices, _weights(heard, {}), k=min(top, len(heard.voices.names)))


@kept_whole
@read
def _heard(access: Access, ranking_id: int, idea_ids: tuple[int, ...], by: str, on: date) -> _Heard:
    """Thinned draws of what the ranking was drawn from, and who stands for how much of each idea."""
    model, items = _drawn_from(Ranking.objects.select_related("version__model__node").get(pk=ranking_id), idea_ids)
    ideas = [int(item.name) for item in items]
    behind = accounts_behind(access, on=on)
    parts, names = _parts(behind, ideas, by, on)
    keys = _largest(parts)
    shares = np.zeros((2, len(keys), len(ideas)))
    place = {key: at for at, key in enumerate(keys)}
    for at, idea in enumerate(ideas):
        for key, (alike, paid) in parts[idea].items():
            shares[:, place.get(key, len(keys) - 1), at] += alike, paid
    voices = apportioned(items, model, keys, shares[0], reach_name=REACH, seed=1)
    told = _names(access, names) | {NOBODY: "Nobody spoke yet", NONE: BY[by], OTHERS: "All others"}
    whole = tuple(Part(key, told[key], float(shares[0, at].mean())) for at, key in enumerate(keys))
    pks = dict(Node.objects.filter(pk__in=ideas).values_list("pk", "title"))
    return _Heard(voices, whole, shares[1], shown_titles(access, pks))


def _drawn_from(found: Ranking, idea_ids: Sequence[int]) -> tuple[Model, list[Item]]:
    version = found.version
    keys = keys_of(version.method, version.settings)
    if REACH not in keys:
        raise Refused(
            "This score model does not ask how many an idea reaches.", field="by",
            remedy="Weights act on the factor reach: rank by RICE, or by a formula with reach.",
        )  # fmt: skip
    factors = {factor.key: factor for factor in Factor.objects.filter(key__in=keys)}
    model = model_of(version.model.node.title, version.number, version.method, version.settings, factors)
    wanted = [factors[each.name] for each in model.inputs]
    return model, items_of(wanted, idea_ids=idea_ids, at=found.made_at)


def _parts(
    behind: Mapping[int, Mapping[int, int]], ideas: Sequence[int], by: str, on: date
) -> tuple[Parts, dict[int, str]]:
    """By idea, who stands for how much of it: alike, and by what they pay. Shares of each idea sum to 1 when all count alike."""
    paid = {account: amount for idea in ideas for account, amount in behind.get(idea, {}).items()}
    mean = sum(paid.values()) / len(paid) if any(paid.values()) else 0.0
    inside, names = _inside(paid, by, on)
    parts: Parts = {}
    for idea in ideas:
        asked = behind.get(idea, {})
        told: dict[str, tuple[float, float]] = defaultdict(lambda: (0.0, 0.0))
        for account, amount in asked.items():
            worth = amount / mean if mean else 1.0
            for key in inside[account]:
                part = 1 / len(asked) / len(inside[account])
                told[key] = told[key][0] + part, told[key][1] + part * worth
        parts[idea] = dict(told) or {NOBODY: (1.0, 1.0)}
    return parts, names


def _inside(accounts: Mapping[int, int], by: str, on: date) -> tuple[dict[int, list[str]], dict[int, str]]:
    """Of which parts an account is, and the records that need a name (empty: named by what they are)."""
    if by == "customer":
        return {pk: [str(pk)] for pk in accounts}, dict.fromkeys(accounts, "")
    found = {pk: one.segments for pk, one in standings(list(accounts), on).items()}
    names = {pk: name for segments in found.values() for pk, name in segments}
    return {pk: [str(segment) for segment, _ in segments] or [NONE] for pk, segments in found.items()}, names


def _largest(parts: Parts) -> list[str]:
    """The parts that stand for most; when there are more than can be weighed the rest are one."""
    sizes: dict[str, float] = defaultdict(float)
    for told in parts.values():
        for key, (alike, _) in told.items():
            sizes[key] += alike
    keys = [key for key, _ in sorted(sizes.items(), key=lambda row: (-row[1], row[0]))]
    return keys if len(keys) <= MOST_PARTS else [*keys[: MOST_PARTS - 1], OTHERS]


def _names(access: Access, names: Mapping[int, str]) -> dict[str, str]:
    unnamed = [pk for pk, name in names.items() if not name]
    titles = dict(Node.objects.filter(pk__in=unnamed).values_list("pk", "title"))
    return {str(pk): name for pk, name in shown_titles(access, {**names, **titles}).items()}


def _mixed(heard: _Heard, revenue: float) -> Voices:
    share, alike = _share(revenue), heard.voices.shares
    assert alike is not None
    return heard.voices if not share else replace(heard.voices, shares=(1 - share) * alike + share * heard.by_revenue)


def _weights(heard: _Heard, told: Mapping[str, float]) -> dict[str, float]:
    found = {part.key: float(told.get(part.key, 1.0)) for part in heard.parts}
    for key, weight in found.items():
        if not (isfinite(weight) and 0 <= weight <= MOST_WEIGHT):
            raise Refused("A weight lies between 0 and 10.", field=f"w-{key}", remedy="1 counts as it is.")
    if not any(found.values()):
        raise Refused("Nobody counts.", field="weights", remedy="Raise a weight above 0.")
    return found


def _share(revenue: float) -> float:
    if not (isfinite(revenue) and 0 <= revenue <= 1):
        raise Refused("Revenue counts from 0 to 1.", field="revenue", remedy="0: every account alike.")
    return round(revenue, 4)


def _known(by: str) -> str:
    if by not in BY:
        raise Refused("Weighed by segment or by customer.", field="by", remedy=f"One of: {', '.join(BY)}.")
    return by


def _ranked(ranking_id: int) -> tuple[int, ...]:
    """Its ideas; the ledger does not write of them, so what is kept is told."""
    return tuple(RankedIdea.objects.filter(ranking=ranking_id).order_by("place").values_list("idea_id", flat=True))


def _ranking(ranking_id: int) -> Ranking:
    found = Ranking.objects.filter(pk=ranking_id).first()
    if found is None:
        raise NotFound("No such ranking.")
    return found
