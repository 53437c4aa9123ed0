"""Reads on hooks and what was sent to them; for owners."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q, QuerySet

from clew.ground.hooks.models import Delivery, Hook
from clew.ground.ledger.api import NotFound
from clew.ground.thread.api import Card, cards
from clew.ground.workspaces.api import Access, Role, read

LIMIT = 100


@dataclass(frozen=True, slots=True)
class HookRow:
    """`waiting` and `failed`: how many deliveries; `old_secret_until`: so long a secret that was replaced signs as well."""

    id: int
    url: str
    description: str
    events: tuple[str, ...]
    is_on: bool
    why_off: str
    created_at: datetime
    failing_since: datetime | None
    old_secret_until: datetime | None
    waiting: int
    failed: int


@dataclass(frozen=True, slots=True)
class DeliveryRow:
    """`record`: which record it tells of, as it is called now; none for a test, for what is gone, and for an act on very many, which is told with their `count`."""

    id: int
    message_id: str
    type: str
    body: str
    state: str
    attempts: int
    created_at: datetime
    due_at: datetime
    tried_at: datetime | None
    status: int | None
    answer: str
    error: str
    record: Card | None
    count: int | None


@read
def hooks(access: Access) -> list[HookRow]:
    """All of the workspace, the newest first."""
    access.require(Role.OWNER)
    return [_hook(h) for h in _hooks().order_by("-pk")[:LIMIT]]


@read
def hook(access: Access, hook_id: int) -> HookRow:
    access.require(Role.OWNER)
    found = _hooks().filter(pk=hook_id).first()
    if found is None:
        raise NotFound("No such webhook.")
    return _hook(found)


@read
def deliveries(access: Access, hook_id: int, *, state: str = "", limit: int = 25, offset: int = 0) -> list[DeliveryRow]:
    """What was sent to one webhook, or waits for it, the newest first; kept for 30 days."""
    hook(access, hook_id)
    found = Delivery.objects.filter(hook=hook_id, **({"state": state} if state else {})).order_by("-pk")
    return _rows(access, found[offset : offset + min(limit, LIMIT)])


def _hooks() -> QuerySet[Hook]:
    waiting, failed = Q(deliveries__state="waiting"), Q(deliveries__state="failed")
    return Hook.objects.select_related("key").annotate(
        waiting=Count("deliveries", filter=waiting), failed=Count("deliveries", filter=failed)
    )


def _hook(h: Hook) -> HookRow:
    return HookRow(
        id=h.pk,
        url=h.url,
        description=h.description,
        events=tuple(h.events),
        is_on=h.is_on,
        why_off=h.why_off,
        created_at=h.created_at,
        failing_since=h.key.failing_since,
        old_secret_until=h.key.old_until,
        waiting=h.waiting,  # type: ignore[attr-defined]  # counted by `_hooks`
        failed=h.failed,  # type: ignore[attr-defined]
    )


def _rows(access: Access, found: Iterable[Delivery]) -> list[DeliveryRow]:
    told = [(d, json.loads(d.body)["data"]) for d in found]
    known = cards(access, [data["id"] for _, data in told if "id" in data])
    return [
        DeliveryRow(
            id=d.pk, message_id=d.message_id, type=d.type, body=d.body, state=d.state, attempts=d.attempts,
            created_at=d.created_at, due_at=d.due_at, tried_at=d.tried_at, status=d.status, answer=d.answer, error=d.error,
            record=known.get(data.get("id")), count=data.get("count"),
        )
        for d, data in told
    ]  # fmt: skip
