"""What stands over some needs: the needs and outcomes that they lie under, up to the top."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import connection

from clew.ground.evidence.queries.tree import Named
from clew.ground.evidence.queries.weights import AWAY, UNDER, links_of
from clew.ground.thread.api import Node
from clew.ground.workspaces.api import Access, shown_titles

MOST = 2_000
_SQL = """
WITH RECURSIVE reach(below, node) AS (
  SELECT id, id FROM thread_node WHERE workspace_id = %s AND id IN ({ids})
  UNION
  SELECT r.node, l.downstream_id FROM reach r {up} WHERE l.downstream_id NOT IN {away}
)
SELECT below, node FROM reach WHERE below <> node LIMIT {limit}
"""


@dataclass(frozen=True, slots=True)
class Above:
    """`cards`: the needs asked for and all that stands over them; `parents`: what each stands under, where that is any."""

    cards: dict[int, Named]
    parents: dict[int, tuple[int, ...]]


def above(access: Access, need_ids: Iterable[int]) -> Above:
    """Called inside a query; two statements, however deep the tree is. UNION ends any circle."""
    asked = sorted(set(need_ids)) or [0]
    sql = _SQL.format(ids=", ".join(["%s"] * len(asked)), up=links_of("upstream_id", UNDER), away=AWAY, limit=MOST)
    with connection.cursor() as cursor:
        cursor.execute(sql, [access.workspace_id, *asked, access.workspace_id])
        pairs = sorted(cursor.fetchall())
    known = {*asked, *(pk for pair in pairs for pk in pair)}
    rows = list(Node.objects.filter(pk__in=known, archived_at__isnull=True).values_list("pk", "kind", "title", "state"))
    titles = shown_titles(access, {pk: title for pk, _, title, _ in rows})
    cards = {pk: Named(pk, kind, titles[pk], state) for pk, kind, _, state in rows}
    parents: dict[int, list[int]] = defaultdict(list)
    for child, parent in pairs:
        if parent in cards:
            parents[child].append(parent)
    return Above(cards, {child: tuple(some) for child, some in parents.items()})
