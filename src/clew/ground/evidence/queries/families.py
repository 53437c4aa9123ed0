"""Needs with all that stands under them."""

from collections.abc import Sequence

from django.db import connection

from clew.ground.evidence.queries.weights import AWAY, UNDER, links_of
from clew.ground.workspaces.api import Access

LIMIT = 10_000
_SQL = """
WITH RECURSIVE reach(root, node) AS (
  SELECT id, id FROM thread_node WHERE workspace_id = %s AND id IN ({ids})
  UNION
  SELECT r.root, l.upstream_id FROM reach r {down} WHERE l.upstream_id NOT IN {away}
)
SELECT root, node FROM reach LIMIT {limit}
"""


def families(access: Access, need_ids: Sequence[int]) -> dict[int, list[int]]:
    """Each of these needs with what stands under it. Called inside a query; one statement. UNION ends any circle."""
    found: dict[int, list[int]] = {i: [] for i in need_ids}
    if not need_ids:
        return found
    ids, down = ", ".join(["%s"] * len(need_ids)), links_of("downstream_id", UNDER)
    with connection.cursor() as cursor:
        sql = _SQL.format(ids=ids, down=down, away=AWAY, limit=LIMIT)
        cursor.execute(sql, [access.workspace_id, *need_ids, access.workspace_id])
        for root, node in cursor.fetchall():
            found[root].append(node)
    return found


def family(access: Access, need_ids: Sequence[int]) -> list[int]:
    """These needs and all that stand under them, each once."""
    together = dict.fromkeys(node for some in families(access, need_ids).values() for node in some)
    return list(together)
