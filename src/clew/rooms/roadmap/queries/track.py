"""How one's own past intervals held: told where the next estimate is made."""

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import F

from clew.ground.thread.api import scored
from clew.ground.workspaces.api import Access, kept, read
from clew.rooms.roadmap.models import Estimate

if TYPE_CHECKING:
    from clew.science.calibration import PastInterval

MOST = 2000
Past = dict[float, list["PastInterval"]]


@dataclass(frozen=True, slots=True)
class Held:
    """Of `n` intervals that were said to hold with the chance `said`, the `share` that did, with its 90 % interval.

    `widening`: how many times as wide they should have been; ends: its 90 % interval.
    """

    said: float
    share: float
    low: float
    high: float
    n: int
    widening: float
    widening_low: float
    widening_high: float
    sentence: str
    warnings: tuple[str, ...]

    @property
    def is_too_narrow(self) -> bool:
        return self.widening_low > 1

    @property
    def is_too_wide(self) -> bool:
        return self.widening_high < 1


@read
def track_record(access: Access) -> tuple[Held, ...]:
    """One's own, by what the intervals said of themselves: predictions of quantities that are resolved, and estimates of which the true value
    was measured later (an estimate taken from a metric, whose low and high are the same)."""
    if access.user_id is None:
        return ()
    from clew.science.calibration import holding

    past = _predicted(access)
    for said, found in _measured(access, access.user_id):
        past[said] += found
    told = []
    for said, intervals in sorted(past.items()):
        one = holding(intervals, said=said)
        wide = one.widening
        told.append(
            Held(
                said, one.held.value, one.held.low, one.held.high, one.held.n, wide.value, wide.low, wide.high,
                one.sentence, one.warnings,
            )
        )  # fmt: skip
    return tuple(told)


def _predicted(access: Access) -> Past:
    from clew.science.calibration import PastInterval

    found: Past = defaultdict(list)
    for row in scored(access, person=access.user_id):
        if row.low is None or row.best is None or row.high is None or row.value is None or row.level is None:
            continue
        if row.low < row.best < row.high:
            found[round(row.level, 2)].append(PastInterval(row.low, row.best, row.high, row.value))
    return found


@kept
@read
def _measured(access: Access, author: int) -> tuple[tuple[float, tuple["PastInterval", ...]], ...]:
    """Of each factor of an idea one's last estimate before it was measured."""
    from clew.science.calibration import PastInterval

    measured = Estimate.objects.filter(basis="metric", low=F("high"), replaced_at__isnull=True).order_by("pk")
    true = {(one.idea_id, one.factor_id): one for one in measured[:MOST]}
    mine = Estimate.objects.filter(author=author, idea__in={idea for idea, _ in true}).exclude(basis="metric")
    before = {}
    for one in mine.order_by("pk")[: MOST * 10]:
        came = true.get((one.idea_id, one.factor_id))
        if came is not None and one.made_at < came.made_at:
            before[one.idea_id, one.factor_id] = one
    found: Past = defaultdict(list)
    for place, one in before.items():
        best = (one.low + one.high) / 2 if one.likely is None else one.likely
        if one.low < best < one.high and one.level < 1:
            found[round(one.level, 2)].append(PastInterval(one.low, best, one.high, true[place].low))
    return tuple((said, tuple(intervals)) for said, intervals in found.items())
