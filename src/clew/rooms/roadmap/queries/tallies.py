"""Votes added up by idea. The acts that vote keep the sums; what accounts pay changes without a vote, with the day too, so it is
looked after here: whoever reads first after such a change has the sums of these accounts' ideas made again."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection, transaction
from django.db.models import QuerySet
from django.utils import timezone

from clew.ground.customers.api import Account
from clew.ground.ledger.api import Mark, lasting_mark_of, mark_of
from clew.ground.workspaces.api import Access
from clew.rooms.roadmap.models import Tally, Vote, Voter

MOST_HOUSES, AT_ONCE = 1000, 5000
Sums = tuple[int, int, int]  # votes, accounts, revenue

_CHANGED = """
SELECT v.person_id, p.account_id, coalesce(f.amount, 0)
FROM roadmap_voter v JOIN customers_person p ON p.node_id = v.person_id
  LEFT JOIN customers_fact f ON f.account_id = p.account_id AND f.kind = 'arr' AND f.starts_on <= %s
    AND (f.ends_on IS NULL OR f.ends_on > %s)
WHERE v.workspace_id = %s AND (v.account_id IS DISTINCT FROM p.account_id OR v.revenue <> coalesce(f.amount, 0))
ORDER BY v.person_id
"""
_AS_NOW = """
UPDATE roadmap_voter SET (account_id, revenue) = (
  SELECT p.account_id, coalesce(f.amount, 0) FROM customers_person p
    LEFT JOIN customers_fact f ON f.account_id = p.account_id AND f.kind = 'arr' AND f.starts_on <= %s
      AND (f.ends_on IS NULL OR f.ends_on > %s)
  WHERE p.node_id = roadmap_voter.person_id
) WHERE person_id IN ({people})
"""
_SUMS = """
WITH counted AS (
  SELECT v.idea_id, o.account_id, count(*) AS votes, coalesce(max(o.revenue), 0) AS revenue
  FROM roadmap_vote v LEFT JOIN roadmap_voter o ON o.person_id = v.person_id
  WHERE v.workspace_id = %s AND v.withdrawn_at IS NULL{among}
  GROUP BY v.idea_id, o.account_id
)
SELECT idea_id, sum(votes), count(account_id), sum(CASE WHEN account_id IS NULL THEN 0 ELSE revenue END)
FROM counted GROUP BY idea_id
"""

# Of a workspace, the ledger's mark and the day at which the sums were last found true.
_true_at: dict[int, tuple[Mark, date]] = {}


def up_to_date(access: Access) -> None:
    """Called inside a query, before sums are read. Costs a statement while nothing changed."""
    here, today = access.workspace_id, timezone.localdate()
    if not connection.in_atomic_block and _true_at.get(here) == (mark_of(here), today):
        return
    mark = lasting_mark_of(here)
    if changed_voters(here, today):
        with transaction.atomic():
            _follow(here, today)
    if mark is not None:
        if len(_true_at) >= MOST_HOUSES:
            _true_at.clear()
        _true_at[here] = (mark, today)


def changed_voters(workspace_id: int, today: date) -> list[tuple[int, int | None, int]]:
    """Who votes for another account by now, or for one that pays something else: person, account, revenue."""
    with connection.cursor() as cursor:
        cursor.execute(_CHANGED, [today, today, workspace_id])
        return list(cursor.fetchall())


def _as_now(people: Sequence[int], today: date) -> None:
    with connection.cursor() as cursor:
        for start in range(0, len(people), AT_ONCE):
            some = people[start : start + AT_ONCE]
            cursor.execute(_AS_NOW.format(people=", ".join(["%s"] * len(some))), [today, today, *some])


def count_again(workspace_id: int, idea_ids: Sequence[int] | None = None) -> None:
    """Make the sums from the votes; of all ideas, or of these, whose sums the caller holds."""
    if idea_ids is None:
        _write(workspace_id, None)
    else:
        for start in range(0, len(idea_ids), AT_ONCE):
            _write(workspace_id, idea_ids[start : start + AT_ONCE])


def sums_among(workspace_id: int, accounts: QuerySet[Account]) -> dict[int, Sums]:
    """By idea, of the votes of these accounts alone; counted now."""
    try:
        sql, values = accounts.values("pk").query.sql_with_params()
    except EmptyResultSet:
        return {}
    return _sums(workspace_id, f" AND o.account_id IN ({sql})", values)


def _sums(workspace_id: int, among: str, values: Sequence[Any]) -> dict[int, Sums]:
    with connection.cursor() as cursor:
        cursor.execute(_SUMS.format(among=among), [workspace_id, *values])
        return {idea: (int(votes), int(accounts), int(revenue)) for idea, votes, accounts, revenue in cursor.fetchall()}


def _write(workspace_id: int, idea_ids: Sequence[int] | None) -> None:
    among = "" if idea_ids is None else f" AND v.idea_id IN ({', '.join(['%s'] * len(idea_ids))})"
    sums = _sums(workspace_id, among, idea_ids or ())
    wanted = Tally.objects.filter(workspace=workspace_id)
    kept = wanted if idea_ids is None else wanted.filter(idea__in=idea_ids)
    none = [pk for pk in kept.values_list("pk", flat=True) if pk not in sums]
    rows = [
        Tally(idea_id=pk, workspace_id=workspace_id, votes=votes, accounts=accounts, revenue=revenue)
        for pk, (votes, accounts, revenue) in (dict.fromkeys(none, (0, 0, 0)) | sums).items()
    ]
    Tally.objects.bulk_create(
        rows,
        batch_size=1000,
        update_conflicts=True,
        unique_fields=["idea"],
        update_fields=["votes", "accounts", "revenue"],
    )


def _follow(workspace_id: int, today: date) -> None:
    """Locks as voting does: first who votes, then the sums; and looks again behind the locks."""
    people = [row[0] for row in changed_voters(workspace_id, today)]
    list(Voter.objects.select_for_update().filter(pk__in=people).order_by("pk").values_list("pk", flat=True))
    changed = changed_voters(workspace_id, today)
    _as_now([row[0] for row in changed], today)
    # Also ideas whose vote they took back: while their revenue was out of date, another sum may have gone from it.
    touched = Vote.objects.filter(person__in=[row[0] for row in changed]).values_list("idea_id", flat=True)
    ideas = sorted(set(touched))
    list(Tally.objects.select_for_update().filter(pk__in=ideas).order_by("pk").values_list("pk", flat=True))
    count_again(workspace_id, ideas)
