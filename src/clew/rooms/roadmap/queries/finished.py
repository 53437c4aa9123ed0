"""When items of the roadmap were finished: their weeks as a history, and how far plans slipped."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.utils import timezone

from clew.ground.ledger.api import NotFound
from clew.ground.thread.api import Link
from clew.ground.workspaces.api import Access, kept, read
from clew.rooms.roadmap.kinds import SHIPPED
from clew.rooms.roadmap.models import Item, Move, Release

if TYPE_CHECKING:
    from clew.science.forecasting import Prior

MOST_FINISHED, MOST_WEEKS = 20_000, 520
# The public proposals count releases, about three a year.
WEEKS_A_RELEASE = 17
PUBLIC = "In public proposals 32 % of 1,296 targets moved; 22 % (alpha), 33 % (beta) and 40 % (stable) came later than first said."


@dataclass(frozen=True, slots=True)
class OwnWeeks:
    first_day: date
    weekly: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class SlipBy:
    """With this chance a plan is out no later than so many weeks after the latest day first stated. Ends: the 80 % interval of that."""

    chance: float
    weeks: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class SlipReport:
    """`later`: the share of plans that came later than first stated. `own`: how many own plans speak; `prior_share`: how much is others' word."""

    later: float
    later_low: float
    later_high: float
    by: tuple[SlipBy, ...]
    own: int
    prior_share: float
    public: str
    warnings: tuple[str, ...]

    def days_after(self, first: date) -> tuple[tuple[float, date], ...]:
        """By which day a plan is out that was first to be out by that day, with each chance."""
        return tuple((one.chance, first + timedelta(weeks=one.weeks)) for one in self.by)


def finished_days() -> dict[int, date]:
    """By item: the day of its release, else the day on which it was said to be out; the newest first."""
    out = list(
        Item.objects.filter(node__state="released", node__archived_at__isnull=True)
        .order_by("-pk")
        .values_list("pk", "out_on")[:MOST_FINISHED]
    )
    ties = Link.objects.filter(verb=SHIPPED, withdrawn_at__isnull=True, upstream__state="released")
    release_of = dict(ties.values_list("upstream_id", "downstream_id")[:MOST_FINISHED])
    days = dict(Release.objects.filter(released_on__isnull=False).values_list("pk", "released_on")[:MOST_FINISHED])
    known = ((pk, days.get(release_of.get(pk, 0)) or day) for pk, day in out)
    return {pk: day for pk, day in known if day}


def own_weeks() -> OwnWeeks | None:
    """Whole weeks from Monday, from the first item that was finished to last week. None for fewer than two."""
    today = timezone.localdate()
    over = today - timedelta(days=today.weekday())
    days = [day for day in finished_days().values() if over - timedelta(weeks=MOST_WEEKS) <= day < over]
    if not days:
        return None
    first = min(days) - timedelta(days=min(days).weekday())
    counts = [0] * ((over - first).days // 7)
    for day in days:
        counts[(day - first).days // 7] += 1
    return OwnWeeks(first, tuple(counts)) if len(counts) > 1 else None


@kept
@read
def slip(access: Access) -> SlipReport:
    """How much later than first stated plans come out: one's own finished ones, and public proposals while those are few."""
    from clew.science.forecasting import reference_slip

    found = reference_slip(_own_slips(), prior=_prior())
    by = tuple(SlipBy(q.chance, q.steps.value, q.steps.low, q.steps.high) for q in found.quantiles)
    said = (*found.warnings, *(("No item with a stated day is out yet.",) if not found.own else ()))
    return SlipReport(
        found.later.value, found.later.low, found.later.high, by, found.own, found.prior_share, PUBLIC, said
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class ItemSlip:
    """`first`: the latest day first stated for an item that is not out. `days`: by when it is out with each chance, if it slips as plans do."""

    first: date
    days: tuple[tuple[float, date], ...]
    report: SlipReport


@read
def slip_of(access: Access, item_id: int) -> ItemSlip | None:
    """None for an item that is out or dropped, or has no days."""
    found = Item.objects.select_related("node").filter(pk=item_id).first()
    if found is None:
        raise NotFound("No such roadmap item.")
    stated = Move.objects.filter(item=item_id, latest__isnull=False).order_by("pk").values_list("latest", flat=True)
    first = stated.first() or found.latest
    if first is None or found.node.state in ("released", "dropped"):
        return None
    report = slip(access)
    return ItemSlip(first, report.days_after(first), report)


def _own_slips() -> Sequence[float]:
    """In weeks, of items that are out and had a day."""
    days = finished_days()
    out = Item.objects.filter(node__state="released", latest__isnull=False)
    said = dict(out.values_list("pk", "latest")[:MOST_FINISHED])
    moves = Move.objects.filter(item__node__state="released", latest__isnull=False).order_by("-pk")
    said |= dict(
        moves.values_list("item_id", "latest")[:MOST_FINISHED]
    )  # the first that was stated comes last, and stays
    return [(days[pk] - latest).days / 7 for pk, latest in said.items() if pk in days and latest]


def _prior() -> "Prior":
    from clew.science.forecasting import PRIORS, Prior

    stable = PRIORS["stable"]
    steps = tuple((slip * WEEKS_A_RELEASE, many) for slip, many in stable.slips)
    return Prior(steps, f"{stable.source}, each taken as {WEEKS_A_RELEASE} weeks", stable.weight)
