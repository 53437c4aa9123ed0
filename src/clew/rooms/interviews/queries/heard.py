"""Who is over-heard and who is silent: each segment's share of the interviews against its share of customers and of revenue."""

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Count, QuerySet
from django.utils import timezone

from clew.ground.customers.api import AccountRow, accounts, all_accounts, counted_by_segment, segments
from clew.ground.evidence.api import sources_on_need
from clew.ground.workspaces.api import Access, kept, read
from clew.rooms.interviews.models import Interview

MOST_SEGMENTS, LOOKED_AT, MOST_SILENT = 50, 200, 10
FEW = 5


@dataclass(frozen=True, slots=True)
class HeardSegment:
    """Shares between 0 and 1; `low` and `high` are Wilson's interval (95 %) of the share of interviews."""

    id: int
    name: str
    interviews: int
    accounts: int
    of_interviews: float
    low: float
    high: float
    of_accounts: float
    of_revenue: float

    @property
    def times(self) -> float | None:
        return self.of_interviews / self.of_accounts if self.of_accounts else None

    @property
    def is_silent(self) -> bool:
        return self.interviews == 0

    @property
    def standing(self) -> str:
        """Only what the interval bears out: over, under, or as many as their share."""
        return "silent" if self.is_silent else self._against(self.of_accounts)

    @property
    def by_revenue(self) -> str:
        """The same against their share of revenue."""
        return "silent" if self.is_silent else self._against(self.of_revenue)

    def _against(self, share: float) -> str:
        return "over" if self.low > share else "under" if self.high < share else "even"


@dataclass(frozen=True, slots=True)
class WhoIsHeard:
    """`interviews`: held with somebody of a known account; `unknown`: held with whom we cannot place. `accounts`, `revenue`: of all customers."""

    interviews: int
    unknown: int
    accounts: int
    revenue: int
    accounts_heard: int
    revenue_heard: int
    segments: tuple[HeardSegment, ...]
    silent_accounts: tuple[AccountRow, ...]

    @property
    def silent_segments(self) -> tuple[HeardSegment, ...]:
        return tuple(one for one in self.segments if one.is_silent and one.accounts)

    @property
    def is_thin(self) -> bool:
        return self.interviews < FEW


@kept
@read
def heard(access: Access, *, study_id: int | None = None, need_id: int | None = None) -> WhoIsHeard:
    """Of all studies or of one, or where somebody spoke of a need, as of today. A customer may be in several segments.

    The largest silent accounts come by revenue.
    """
    held = _interviews(study_id, None if need_id is None else sources_on_need(access, need_id))
    placed = held.filter(person__account__isnull=False).order_by().values_list("person__account")
    day, page = timezone.localdate(), segments(access, limit=MOST_SEGMENTS)
    counted = counted_by_segment(placed.annotate(n=Count("pk")), [s.id for s in page], day)
    n, (everyone, revenue) = counted.total, all_accounts(day)
    rows = [
        _segment(s.id, s.name, (counted.by_segment[s.id], n), (s.accounts, everyone), (s.arr, revenue)) for s in page
    ]
    rows.sort(key=lambda row: (row.times is None, -(row.times or 0), -row.of_accounts))
    largest = accounts(access, sort="-arr", limit=LOOKED_AT)
    spoke = {pk for (pk,) in placed.filter(person__account__in=[row.id for row in largest]).distinct()}
    silent = tuple(row for row in largest if row.id not in spoke)[:MOST_SILENT]
    unknown = held.filter(person__account__isnull=True).count()
    return WhoIsHeard(
        n, unknown, everyone, revenue, counted.accounts, counted.revenue, tuple(rows), silent
    )  # fmt: skip


def _interviews(study_id: int | None, source_ids: Collection[int] | None) -> QuerySet[Interview]:
    held = Interview.objects.filter(node__state="held", node__archived_at__isnull=True)
    if study_id is not None:
        held = held.filter(study=study_id)
    return held if source_ids is None else held.filter(source__in=source_ids)


def _segment(pk: int, name: str, talks: tuple[int, int], size: tuple[int, int], money: tuple[int, int]) -> HeardSegment:
    from clew.science.intervals import wilson  # heavy

    share = wilson(*talks) if talks[1] else None
    return HeardSegment(
        id=pk, name=name, interviews=talks[0], accounts=size[0],
        of_interviews=share.value if share else 0.0, low=share.low if share else 0.0, high=share.high if share else 1.0,
        of_accounts=size[0] / size[1] if size[1] else 0.0, of_revenue=money[0] / money[1] if money[1] else 0.0,
    )  # fmt: skip
