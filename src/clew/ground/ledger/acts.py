"""The acts of a workspace, newest first: what an owner looks through. However many rows an act changed, it is one line."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from clew.ground.ledger.models import LedgerEntry

ACT_LIMIT = 100
BLOCK = 400
COLUMNS = ("id", "at", "act", "act_name", "actor_id", "node_id")


@dataclass(frozen=True, slots=True)
class ActLine:
    """`id`: the newest entry of the act; the next page begins below the last one. `node_ids`: some of the records it concerned."""

    id: int
    act: str
    name: str
    at: datetime
    actor_id: int | None
    node_ids: tuple[int, ...]


def acts(
    *,
    workspace_id: int,
    before: int | None = None,
    actor_id: int | None = None,
    until: datetime | None = None,
    limit: int = 50,
) -> list[ActLine]:
    """Acts whose newest entry is older than the entry `before`. Read block by block; acts at the same moment may lie between each other."""
    wanted, found, seen, place = min(limit, ACT_LIMIT), list[ActLine](), set[str](), before
    while len(found) < wanted:
        older = _older(workspace_id, place, actor_id, until).exclude(act__in=seen)
        rows = list(older.order_by("-id").values(*COLUMNS)[:BLOCK])
        seen |= _shown_before(workspace_id, before, {row["act"] for row in rows})
        lines = defaultdict[str | int, list[dict[str, Any]]](list)
        for row in rows:
            lines[row["act"] or row["id"]].append(row)
        found += [_line(some) for key, some in lines.items() if key not in seen]
        if len(rows) < BLOCK:
            break
        seen |= {row["act"] for row in rows if row["act"]}
        place = rows[-1]["id"]
    return found[:wanted]


def actors(*, workspace_id: int) -> list[int]:
    """Who ever acted here, found by stepping through the index."""
    found: list[int] = []
    rows = LedgerEntry.objects.filter(workspace_id=workspace_id, actor_id__isnull=False).order_by("actor_id")
    while len(found) < ACT_LIMIT:
        following = rows.filter(actor_id__gt=found[-1]) if found else rows
        one = following.values_list("actor_id", flat=True).first()
        if one is None:
            return found
        found.append(one)
    return found


def _older(
    workspace_id: int, before: int | None, actor_id: int | None, until: datetime | None
) -> QuerySet[LedgerEntry]:
    rows = LedgerEntry.objects.filter(workspace_id=workspace_id)
    if before is not None:
        rows = rows.filter(id__lt=before)
    if actor_id is not None:
        rows = rows.filter(actor_id=actor_id)
    return rows if until is None else rows.filter(at__lt=until)


def _shown_before(workspace_id: int, before: int | None, names: set[str]) -> set[str]:
    """Of these acts, those that an earlier page has shown, since they have newer entries."""
    if before is None:
        return set()
    newer = LedgerEntry.objects.filter(workspace_id=workspace_id, act__in=names - {""}, id__gte=before)
    return set(newer.values_list("act", flat=True).distinct())


def _line(rows: list[dict[str, Any]]) -> ActLine:
    newest = rows[0]
    nodes = tuple(dict.fromkeys(row["node_id"] for row in rows if row["node_id"] is not None))
    return ActLine(newest["id"], newest["act"], newest["act_name"], newest["at"], newest["actor_id"], nodes[:20])
