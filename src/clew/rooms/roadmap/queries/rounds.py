"""Estimating rounds: how far they are, one's own numbers while they are blind, and everybody's side by side once they are open."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import combinations
from statistics import mean

from clew.ground.evidence.api import Idea
from clew.ground.ledger.api import NotFound
from clew.ground.workspaces.api import Access, Role, members, names_of, read, shown_titles
from clew.rooms.roadmap.methods import uncertain
from clew.rooms.roadmap.models import (
    BlindEstimate,
    Estimate,
    EstimatingRound,
    Factor,
    RoundEstimator,
    RoundFactor,
    RoundIdea,
)
from clew.rooms.roadmap.queries.estimates import FactorRow, factor_row

MOST = 200
WIDER = 1.5  # a pool so much wider than its members' mean width says that they differ


@dataclass(frozen=True, slots=True)
class Estimator:
    """`given`: how many of the round's numbers. Not which. `is_asked`: is waited for; not who left the workspace or may no longer edit."""

    user_id: int
    name: str
    given: int
    is_done: bool
    is_asked: bool = True


@dataclass(frozen=True, slots=True)
class EstimatingRoundRow:
    """`done`: how many estimators have given everything. `mine`: how many of one's own numbers are missing; none for who is not asked."""

    id: int
    title: str
    state: str
    ideas: int
    factors: int
    people: int
    done: int
    mine: int | None


@dataclass(frozen=True, slots=True)
class Given:
    low: float
    likely: float | None
    high: float
    basis: str
    source_id: int | None
    note: str


@dataclass(frozen=True, slots=True)
class RoundIdeaRow:
    """`mine`: one's own numbers by factor."""

    id: int
    title: str
    mine: dict[int, Given]


@dataclass(frozen=True, slots=True)
class EstimatingRoundDetail:
    id: int
    title: str
    state: str
    begun_by_id: int | None
    begun_by: str
    opened_at: datetime | None
    factors: tuple[FactorRow, ...]
    ideas: tuple[RoundIdeaRow, ...]
    estimators: tuple[Estimator, ...]
    i_estimate: bool


@dataclass(frozen=True, slots=True)
class OneGave:
    name: str
    low: float
    likely: float | None
    high: float
    note: str

    @property
    def middle(self) -> float:
        return (self.low + self.high) / 2 if self.likely is None else self.likely


@dataclass(frozen=True, slots=True)
class SideBySide:
    """All who estimated one factor of one idea. Pool: the 90 % interval and middle of everybody together, each counting alike.

    `verdict`: agree, differ or apart; `words` say why.
    """

    idea_id: int
    idea: str
    factor: str
    unit: str
    gave: tuple[OneGave, ...]
    low: float
    middle: float
    high: float
    least: float
    most: float
    verdict: str
    words: str


@read
def estimating_rounds(access: Access, *, limit: int = 50, offset: int = 0) -> tuple[EstimatingRoundRow, ...]:
    """The newest first."""
    found = EstimatingRound.objects.filter(node__archived_at__isnull=True).select_related("node")
    rows = list(found.order_by("-pk")[offset : offset + min(limit, MOST)])
    ids = [row.pk for row in rows]
    sizes = [_counted(model, ids) for model in (RoundIdea, RoundFactor)]
    people, given = _people(ids), _given(ids)
    told = []
    for row in rows:
        ideas, factors = (size.get(row.pk, 0) for size in sizes)
        whole, here = ideas * factors, people.get(row.pk, ())
        done = sum(given.get((row.pk, user), 0) >= whole for user in here)
        mine = whole - given.get((row.pk, access.user_id or 0), 0) if access.user_id in here else None
        told.append(EstimatingRoundRow(row.pk, row.node.title, row.node.state, ideas, factors, len(here), done, mine))
    return tuple(told)


@read
def estimating_round(access: Access, round_id: int) -> EstimatingRoundDetail:
    """With one's own numbers. Others' are told by `side_by_side` once it is open."""
    row = _round(round_id)
    factors = _factors(round_id)
    ideas = RoundIdea.objects.filter(round=row).select_related("idea__node").order_by("pk")[:MOST]
    titles = shown_titles(access, {one.idea_id: one.idea.node.title for one in ideas})
    mine = _mine(access, round_id)
    users = _people([round_id]).get(round_id, ())
    names, given = names_of({*users, row.node.created_by_id or 0}), _given([round_id])
    whole = len(factors) * len(titles)
    counts = {user: given.get((round_id, user), 0) for user in users}
    may = {one.user_id for one in members(access) if one.role.covers(Role.EDITOR)}
    return EstimatingRoundDetail(
        row.pk, row.node.title, row.node.state, row.node.created_by_id, names.get(row.node.created_by_id or 0, "Clew"),
        row.opened_at, tuple(factor_row(factor) for factor in factors),
        tuple(RoundIdeaRow(pk, title, mine.get(pk, {})) for pk, title in titles.items()),
        tuple(Estimator(user, names.get(user, "Somebody"), n, n >= whole, user in may) for user, n in counts.items()),
        access.user_id in users,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class BlindIn:
    factor_id: int
    factor: str
    round_id: int
    round: str


@read
def blind_of(access: Access, idea_id: int) -> tuple[BlindIn, ...]:
    """Which factors of an idea are estimated blind now, and in which round."""
    if not Idea.objects.filter(pk=idea_id).exists():
        raise NotFound("No such idea.")
    going = RoundFactor.objects.filter(
        round__ideas__idea=idea_id, round__opened_at__isnull=True, round__node__archived_at__isnull=True
    )
    rows = going.order_by("pk").values_list("factor_id", "factor__label", "round_id", "round__node__title")
    return tuple(BlindIn(*row) for row in rows[:MOST])


@read
def side_by_side(access: Access, round_id: int) -> tuple[SideBySide, ...]:
    """Once the round is open; before, nobody's numbers are told. Where people are furthest apart comes first."""
    row = _round(round_id)
    if row.opened_at is None:
        return ()
    given = BlindEstimate.objects.filter(round=row, replaced_at__isnull=True).order_by("author_id", "pk")
    cells: dict[tuple[int, int], list[BlindEstimate]] = defaultdict(list)
    for one in given.select_related("factor", "idea__node")[: MOST * 50]:
        cells[one.idea_id, one.factor_id].append(one)
    names = names_of({one.author_id for made in cells.values() for one in made})
    titles = shown_titles(access, {made[0].idea_id: made[0].idea.node.title for made in cells.values()})
    rows = [_beside(made, names, titles) for made in cells.values()]
    order = ("apart", "differ", "agree", "alone")
    return tuple(sorted(rows, key=lambda one: order.index(one.verdict)))


def _beside(made: Sequence[BlindEstimate], names: dict[int, str], titles: dict[int, str]) -> SideBySide:
    import numpy as np

    from clew.science.ranking.uncertain import quantiles

    factor = made[0].factor
    pool = uncertain(factor, [_estimate(one) for one in made])
    low, middle, high = (float(value) for value in quantiles(pool, np.array([0.05, 0.5, 0.95])))
    verdict, words = _verdict(made, names, high - low)
    gave = tuple(OneGave(names.get(one.author_id, "Somebody"), one.low, one.likely, one.high, one.note) for one in made)
    ends = [low, high, *(one.low for one in made), *(one.high for one in made)]
    return SideBySide(
        made[0].idea_id, titles[made[0].idea_id], factor.label, factor.unit, gave, low, middle, high, min(ends), max(ends),
        verdict, words,
    )  # fmt: skip


def _verdict(made: Sequence[BlindEstimate], names: dict[int, str], width: float) -> tuple[str, str]:
    if len(made) == 1:
        return "alone", "Only one has estimated it."
    apart = [(a, b) for a, b in combinations(made, 2) if a.high < b.low or b.high < a.low]
    if apart:
        one, other = (names.get(each.author_id, "Somebody") for each in apart[0])
        more = f" and {len(apart) - 1} other pairs" if len(apart) > 1 else ""
        return "apart", f"The ranges of {one} and {other}{more} have nothing in common: ask them why."
    own = mean(one.high - one.low for one in made)
    if own and width > WIDER * own:
        return "differ", f"Together they are {width / own:.1f} times as unsure as each alone."
    return "agree", "Their ranges lie over each other."


def _estimate(one: BlindEstimate) -> Estimate:
    """As it stands when the round is open."""
    return Estimate(low=one.low, likely=one.likely, high=one.high, level=one.level)


def _round(round_id: int) -> EstimatingRound:
    found = EstimatingRound.objects.select_related("node").filter(pk=round_id).first()
    if found is None:
        raise NotFound("No such estimating round.")
    return found


def _factors(round_id: int) -> list[Factor]:
    asked = RoundFactor.objects.filter(round=round_id).select_related("factor").order_by("pk")
    return [one.factor for one in asked[:MOST]]


def _people(ids: Sequence[int]) -> dict[int, tuple[int, ...]]:
    found: dict[int, tuple[int, ...]] = defaultdict(tuple)
    for round_id, user in RoundEstimator.objects.filter(round__in=ids).order_by("pk").values_list("round", "user"):
        found[round_id] += (user,)
    return found


def _given(ids: Sequence[int]) -> dict[tuple[int, int], int]:
    """By round and estimator: how many numbers stand."""
    from django.db.models import Count

    standing = BlindEstimate.objects.filter(round__in=ids, replaced_at__isnull=True).order_by()
    counted = standing.values_list("round", "author").annotate(n=Count("pk"))
    return {(round_id, user): n for round_id, user, n in counted}


def _counted(model: type[RoundIdea] | type[RoundFactor], ids: Sequence[int]) -> dict[int, int]:
    from django.db.models import Count

    return dict(model.objects.filter(round__in=ids).order_by().values_list("round").annotate(n=Count("pk")))


def _mine(access: Access, round_id: int) -> dict[int, dict[int, Given]]:
    mine = BlindEstimate.objects.filter(round=round_id, author=access.user_id or 0, replaced_at__isnull=True)
    found: dict[int, dict[int, Given]] = defaultdict(dict)
    for one in mine[: MOST * 10]:
        found[one.idea_id][one.factor_id] = Given(one.low, one.likely, one.high, one.basis, one.source_id, one.note)
    return found
