"""Make the search index of a workspace anew from its records."""

from itertools import islice

from django_scopes import scope

from clew.ground.ledger.api import Table, tables
from clew.ground.search import api as search
from clew.ground.thread.api import Node

AT_ONCE = 500


def index_workspace(workspace_id: int) -> None:
    """All of it, into an index that holds nothing of it yet."""
    nodes = Node._base_manager.filter(workspace_id=workspace_id).order_by("id")
    found = nodes.values_list("id", "kind", "title", "archived_at").iterator(AT_ONCE)
    while some := list(islice(found, AT_ONCE)):
        bodies = _bodies([pk for pk, *_ in some])
        search.add(workspace_id, [search.Document(pk, kind, title, bodies.get(pk, "")) for pk, kind, title, _ in some])
        with scope(workspace=workspace_id):
            search.hide([pk for pk, _, _, archived in some if archived is not None])


def index_again(workspace_id: int, node_ids: list[int]) -> None:
    """These records as they are now."""
    for start in range(0, len(node_ids), AT_ONCE):
        part = node_ids[start : start + AT_ONCE]
        bodies = _bodies(part)
        nodes = Node._base_manager.filter(workspace_id=workspace_id, pk__in=part).values_list("id", "kind", "title")
        with scope(workspace=workspace_id):
            search.put(
                workspace_id, [search.Document(pk, kind, title, bodies.get(pk, "")) for pk, kind, title in nodes]
            )


def _bodies(ids: list[int]) -> dict[int, str]:
    bodies: dict[int, str] = {}
    for table in _with_body():
        if table.body is not None:
            bodies |= table.body(ids)
    return bodies


def _with_body() -> list[Table]:
    return [table for table in tables() if table.body is not None]
