"""Put into the index and take out. Called by whoever writes a node, inside the same transaction."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import connection

from clew.ground.ledger.api import insert_rows
from clew.ground.search.matrix import forget_matrices
from clew.ground.search.models import SearchDocument

BATCH = 1000
BODY_LIMIT = 200_000


@dataclass(frozen=True, slots=True)
class Document:
    node_id: int
    kind: str
    title: str
    body: str = ""


def put(workspace_id: int, documents: Iterable[Document]) -> None:
    """Index these nodes anew."""
    rows = [_row(workspace_id, d) for d in documents]
    SearchDocument.objects.bulk_create(
        rows, BATCH, update_conflicts=True, unique_fields=["node_id"], update_fields=["title", "body", "kind"]
    )


def add(workspace_id: int, documents: Iterable[Document]) -> None:
    """Index nodes that were never indexed: the quick way for imports."""
    space = f"w{workspace_id}"
    insert_rows(
        SearchDocument,
        ("workspace_id", "node_id", "kind", "title", "body", "space", "hidden"),
        [
            (workspace_id, d.node_id, d.kind, _clean(d.title), _clean(d.body[:BODY_LIMIT]), space, False)
            for d in documents
        ],
    )


def rename(node_id: int, title: str) -> None:
    SearchDocument.objects.filter(pk=node_id).update(title=title)


def hide(node_ids: Iterable[int], *, hidden: bool = True) -> None:
    """Archived records are not found until they come back."""
    SearchDocument.objects.filter(pk__in=list(node_ids)).update(hidden=hidden)


def compact() -> None:
    """Leave nothing in the index of words that were taken out; PostgreSQL's keeps nothing of itself."""
    forget_matrices()
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("INSERT INTO search_fts(search_fts) VALUES ('optimize')")


def _row(workspace_id: int, document: Document) -> SearchDocument:
    return SearchDocument(
        workspace_id=workspace_id,
        node_id=document.node_id,
        kind=document.kind,
        title=_clean(document.title),
        body=_clean(document.body[:BODY_LIMIT]),
        space=f"w{workspace_id}",
    )


def _clean(text: str) -> str:
    return text.replace("\x00", " ")
