"""How much weight a need, an idea or an outcome has on a day: who speaks for it and against it, and what they pay."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import connection

from clew.ground.workspaces.api import Access, read, workspace

LIMIT = 5000

# Words tied to a need count for the need, for what it stands under, and for the ideas that address it; once, even when
# they are tied to two needs of one branch. An account counts once per record however loud it is; its revenue is the fact
# that holds on the day asked for. UNION ends any circle.
_SQL = """
WITH RECURSIVE reach(root, node) AS (
  SELECT id, id FROM thread_node WHERE workspace_id = %s AND id IN ({ids})
  UNION
  SELECT r.root, l.upstream_id FROM reach r
    JOIN thread_link l ON l.downstream_id = r.node AND l.withdrawn_at IS NULL AND l.verb IN ({verbs})
    JOIN thread_node n ON n.id = l.upstream_id AND n.archived_at IS NULL
),
voices AS MATERIALIZED (
  SELECT r.root, e.node_id AS excerpt,
    max(CASE WHEN l.verb = 'supports' THEN 1 ELSE 0 END) AS f,
    max(CASE WHEN l.verb = 'contradicts' THEN 1 ELSE 0 END) AS a,
    max(CASE WHEN l.verb = 'mentions' THEN 1 ELSE 0 END) AS m,
    max(CASE WHEN e.status = 'broken' THEN 1 ELSE 0 END) AS broken,
    max(CASE WHEN sn.archived_at IS NULL THEN 0 ELSE 1 END) AS away,
    max(CASE WHEN e.person_id IS NOT NULL THEN e.person_id WHEN e.speaker = '' THEN s.person_id END) AS person,
    max(coalesce(p.account_id, s.account_id)) AS account
  FROM reach r
    JOIN thread_link l ON l.downstream_id = r.node AND l.withdrawn_at IS NULL
      AND l.verb IN ('supports', 'contradicts', 'mentions')
    JOIN evidence_excerpt e ON e.node_id = l.upstream_id
    JOIN thread_node en ON en.id = e.node_id AND en.archived_at IS NULL
    JOIN evidence_source s ON s.node_id = e.source_id
    JOIN thread_node sn ON sn.id = s.node_id
    LEFT JOIN customers_person p
      ON p.node_id = CASE WHEN e.person_id IS NOT NULL THEN e.person_id WHEN e.speaker = '' THEN s.person_id END
  GROUP BY r.root, e.node_id
),
counts AS (
  SELECT root, count(DISTINCT CASE WHEN away = 0 THEN person END) AS people,
    sum((1 - away) * f) AS f, sum((1 - away) * a) AS a, sum((1 - away) * m) AS m,
    sum(CASE WHEN away = 0 AND account IS NULL THEN 1 ELSE 0 END) AS homeless,
    sum((1 - away) * broken) AS broken, sum(away) AS away, sum(1 - away) AS excerpts
  FROM voices GROUP BY root
),
heard AS (
  SELECT root, account, max(f) AS f, max(a) AS a FROM voices WHERE away = 0 AND account IS NOT NULL
  GROUP BY root, account
),
money AS (
  SELECT h.root, count(*) AS accounts, sum(h.f) AS f, sum(h.a) AS a, sum(coalesce(c.amount, 0)) AS revenue,
    sum(h.f * coalesce(c.amount, 0)) AS revenue_f, sum(h.a * coalesce(c.amount, 0)) AS revenue_a,
    sum(CASE WHEN c.id IS NULL THEN 1 ELSE 0 END) AS unpriced
  FROM heard h LEFT JOIN customers_fact c
    ON c.account_id = h.account AND c.kind = 'arr' AND c.starts_on <= %s AND (c.ends_on IS NULL OR c.ends_on > %s)
  GROUP BY h.root
)
SELECT c.root, c.people, c.f, c.a, c.m, c.homeless, c.broken, c.away, c.excerpts,
  m.accounts, m.f, m.a, m.revenue, m.revenue_f, m.revenue_a, m.unpriced
FROM counts c LEFT JOIN money m ON m.root = c.root
"""
_BELOW = "'under', 'addressed_by'"
_HERE = "'addressed_by'"


@dataclass(frozen=True, slots=True)
class Weight:
    """Counts of one record on one day. Amounts are in minor units (cents) of `currency`, a year."""

    on: date
    currency: str
    people: int = 0
    accounts: int = 0
    revenue_minor: int = 0
    supports: int = 0
    contradicts: int = 0
    mentions: int = 0
    accounts_for: int = 0
    accounts_against: int = 0
    revenue_for_minor: int = 0
    revenue_against_minor: int = 0
    excerpts: int = 0
    warnings: tuple[str, ...] = ()


@read
def weight(access: Access, node_ids: Sequence[int], *, on: date, below: bool = True) -> dict[int, Weight]:
    """The weight of needs, ideas and outcomes on a day. `below`: with the needs that stand under them."""
    currency = workspace(access).currency
    if not node_ids:
        return {}
    if len(node_ids) > LIMIT:
        raise ValueError(f"at most {LIMIT} records at once")
    with connection.cursor() as cursor:
        sql = _SQL.format(ids=", ".join(["%s"] * len(node_ids)), verbs=_BELOW if below else _HERE)
        cursor.execute(sql, [access.workspace_id, *node_ids, on, on])
        found = {int(row[0]): _weight(on, currency, *(int(value or 0) for value in row[1:])) for row in cursor}
    nothing = Weight(on, currency)
    return {i: found.get(i, nothing) for i in node_ids}


def _weight(
    on: date, currency: str, people: int, supports: int, contradicts: int, mentions: int, homeless: int, broken: int,
    away: int, excerpts: int, accounts: int, accounts_for: int, accounts_against: int, revenue: int, revenue_for: int,
    revenue_against: int, unpriced: int,
) -> Weight:  # fmt: skip
    said = (
        (homeless, f"{homeless} of {excerpts} quotations belong to no account."),
        (unpriced, f"{unpriced} of {accounts} accounts have no revenue on this day."),
        (broken, f"{broken} of {excerpts} quotations lost their place in a corrected source."),
        (away, f"{away} more in archived sources, not counted."),
    )
    return Weight(
        on, currency, people, accounts, revenue, supports, contradicts, mentions, accounts_for, accounts_against,
        revenue_for, revenue_against, excerpts, tuple(text for number, text in said if number),
    )  # fmt: skip
