"""What accounts are on a day, many at once: for whoever lists people or counts by segment. Called inside a query."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet, Sum
from django.db.models.functions import Lower

from clew.ground.customers.models import Account, Segment, SegmentMember
from clew.ground.customers.rules import accounts_matching, facts_on, holds
from clew.ground.ledger.api import NotFound

SEGMENT_LIMIT = 100
LOOKED_AT = 1000


@dataclass(frozen=True, slots=True)
class Standing:
    """An account's plan, yearly revenue and segments (number and name) on a day."""

    plan: str
    arr: int | None
    segments: tuple[tuple[int, str], ...]


def members_of(segment: Segment, on: date) -> QuerySet[Account]:
    if not segment.is_picked:
        return accounts_matching(segment.rule, on)
    picked = SegmentMember.objects.filter(segment=segment).values("account_id")
    return Account.objects.filter(pk__in=picked, node__archived_at__isnull=True)


def accounts_in(segment_id: int, on: date) -> QuerySet[Account]:
    found = Segment.objects.filter(pk=segment_id).first()
    if found is None:
        raise NotFound("No such segment.")
    return members_of(found, on)


def standings(account_ids: Collection[int], on: date) -> dict[int, Standing]:
    """Three statements, however many accounts."""
    facts: dict[int, dict[str, Any]] = defaultdict(dict)
    columns = ("account_id", "kind", "amount", "text")
    for account_id, kind, amount, text in facts_on(on).filter(account__in=account_ids).values_list(*columns):
        facts[account_id][kind] = text if kind == "plan" else amount
    picked = set(SegmentMember.objects.filter(account__in=account_ids).values_list("segment_id", "account_id"))
    known = Segment.objects.filter(node__archived_at__isnull=True).order_by(Lower("node__title"), "pk")
    rows = list(known.values_list("pk", "node__title", "is_picked", "rule")[:LOOKED_AT])
    return {
        pk: Standing(
            facts[pk].get("plan", ""),
            facts[pk].get("arr"),
            tuple(
                (segment, name)
                for segment, name, by_hand, rule in rows
                if ((segment, pk) in picked if by_hand else holds(rule, facts[pk]))
            )[:SEGMENT_LIMIT],
        )
        for pk in account_ids
    }


def all_accounts(on: date) -> tuple[int, int]:
    """How many accounts there are, and their yearly revenue together."""
    standing = Account.objects.filter(node__archived_at__isnull=True)
    running = facts_on(on).filter(kind="arr", account__node__archived_at__isnull=True)
    return standing.count(), running.aggregate(total=Sum("amount"))["total"] or 0
