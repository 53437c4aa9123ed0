"""Quotas: how many people of each segment a study wants, and how many it has."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass

from django.utils import timezone

from clew.ground.customers.api import standings
from clew.ground.workspaces.api import Access, kept, read
from clew.rooms.interviews.models import Candidate, Quota
from clew.rooms.interviews.queries.there import of_study

TAKING_PART = ("accepted", "booked", "done")
MOST_QUOTAS = 50
LOOKED_AT = 5_000


@dataclass(frozen=True, slots=True)
class QuotaRow:
    """`taken`: those who were accepted, booked or heard. `is_full`: nobody more is accepted by the screener."""

    segment_id: int
    segment: str
    wanted: int
    taken: int
    heard: int

    @property
    def is_full(self) -> bool:
        return self.taken >= self.wanted

    @property
    def share(self) -> float:
        return min(1.0, self.taken / self.wanted)


@kept
@read
@of_study
def quotas(access: Access, study_id: int) -> tuple[QuotaRow, ...]:
    """The study's quotas by the segment's name, and how far each is filled today."""
    return quota_rows(study_id)


def quota_rows(study_id: int) -> tuple[QuotaRow, ...]:
    """The same inside a query or an act."""
    columns = ("segment_id", "segment__node__title", "wanted")
    wanted = list(Quota.objects.filter(study=study_id).order_by("segment__node__title").values_list(*columns))
    if not wanted:
        return ()
    part = Candidate.objects.filter(study=study_id, state__in=TAKING_PART, person__account__isnull=False)
    people = list(part.values_list("person__account", "state")[:LOOKED_AT])
    segments = _segments({account for account, _ in people})
    taken, heard = Counter[int](), Counter[int]()
    for account, state in people:
        taken.update(segments[account])
        heard.update(segments[account] if state == "done" else ())
    return tuple(QuotaRow(pk, name, n, taken[pk], heard[pk]) for pk, name, n in wanted[:MOST_QUOTAS])


def full_for(study_id: int, account_id: int | None) -> tuple[QuotaRow, ...]:
    """The quotas that are full and to which somebody of this account would be counted."""
    if account_id is None:
        return ()
    theirs = _segments({account_id})[account_id]
    return tuple(row for row in quota_rows(study_id) if row.is_full and row.segment_id in theirs)


def _segments(account_ids: Collection[int]) -> dict[int, set[int]]:
    known = standings(account_ids, timezone.localdate())
    return {account: {pk for pk, _ in standing.segments} for account, standing in known.items()}
