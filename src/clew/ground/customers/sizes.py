"""How large segments are: counted by the database, each by one pass over the facts of a day. Called inside a query."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet

from clew.ground.customers.models import Segment
from clew.ground.customers.rules import conditions

# The facts of a day are laid out once, an account a line; every segment is then one pass over these lines.
_FACT = """
    LEFT JOIN customers_fact {kind} ON {kind}.account_id = n.id AND {kind}.kind = '{kind}' AND {kind}.starts_on <= %s
      AND ({kind}.ends_on IS NULL OR {kind}.ends_on > %s)"""
_FACTS = " ".join(_FACT.format(kind=kind) for kind in ("arr", "size", "plan"))
_DAY = """
WITH speakers AS (SELECT account_id, count(*) AS n FROM customers_person WHERE workspace_id = %s GROUP BY account_id),
day AS MATERIALIZED (
  SELECT n.id, arr.amount AS arr, size.amount AS size, plan.text AS plan, coalesce(s.n, 0) AS people
  FROM thread_node n {facts}
    LEFT JOIN speakers s ON s.account_id = n.id
  WHERE n.workspace_id = %s AND n.kind = 'account' AND n.archived_at IS NULL
)
"""
_COUNTED = """
WITH counted (id, n) AS ({counted}),
day AS MATERIALIZED (
  SELECT n.id, n.n, arr.amount AS arr, size.amount AS size, plan.text AS plan FROM counted n {facts}
)
"""
_SIZE = "SELECT {id} AS segment, count(*), sum(arr), sum({number}) FROM day WHERE {inside}"
_PICKED = "id IN (SELECT account_id FROM customers_segment_member WHERE segment_id = %s)"
_ALL = 0
Size = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Counted:
    """Of some accounts, each with a number: the sum of the numbers by segment and over all, how many accounts, and their revenue.

    `sizes`: by segment, how many of these accounts, their revenue, and the sum of the numbers.
    """

    total: int
    accounts: int
    revenue: int
    by_segment: dict[int, int]
    sizes: dict[int, Size]


def sizes_of(found: Sequence[Segment], on: date) -> dict[int, Size]:
    """Accounts, yearly revenue and people of every segment by one statement, however many there are."""
    if not found:
        return {}
    house = found[0].workspace_id
    return _asked(_DAY.format(facts=_FACTS), [house, *[on] * 6, house], [_part(s, "people") for s in found])


def counted_by_segment(counted: QuerySet[Any, Any], segment_ids: Iterable[int], on: date) -> Counted:
    """`counted`: a query of accounts, each once and with a number. Two statements, however many accounts and segments."""
    ids = list(segment_ids)
    try:
        sql, values = counted.query.sql_with_params()
    except EmptyResultSet:  # it was asked for none of several
        return Counted(0, 0, 0, dict.fromkeys(ids, 0), dict.fromkeys(ids, (0, 0, 0)))
    found = Segment.objects.filter(pk__in=ids)
    everything = (_SIZE.format(id=_ALL, number="n", inside="1 = 1"), list[Any]())
    sums = _asked(
        _COUNTED.format(counted=sql, facts=_FACTS), [*values, *[on] * 6], [everything, *(_part(s, "n") for s in found)]
    )
    accounts, revenue, total = sums.pop(_ALL)
    return Counted(total, accounts, revenue, {pk: n for pk, (_, _, n) in sums.items()}, sums)


def _asked(day: str, values: list[Any], parts: list[tuple[str, list[Any]]]) -> dict[int, Size]:
    with connection.cursor() as cursor:
        cursor.execute(
            day + " UNION ALL ".join(sql for sql, _ in parts), values + [v for _, some in parts for v in some]
        )
        return {pk: (n, int(arr or 0), int(number or 0)) for pk, n, arr, number in cursor.fetchall()}


def _part(segment: Segment, number: str) -> tuple[str, list[Any]]:
    inside, values = _inside(segment)
    return _SIZE.format(id=segment.pk, number=number, inside=inside), values


def _inside(segment: Segment) -> tuple[str, list[Any]]:
    """The segment's rule over a line of `day`, and its values."""
    if segment.is_picked:
        return _PICKED, [segment.pk]
    parts, values = ["1 = 1"], list[Any]()
    for kind, comparison, value in conditions(segment.rule):
        several = value if comparison == "in" else [value]
        places = ", ".join(["%s"] * len(several))
        parts.append(f"{kind} {comparison} ({places})" if comparison == "in" else f"{kind} {comparison} {places}")
        values += several
    return " AND ".join(parts), values
