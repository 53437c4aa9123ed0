"""How much there is of each kind, and what of it was put away."""

from collections.abc import Mapping
from types import MappingProxyType

from django.db.models import Count, QuerySet

from clew.ground.thread.models import Node
from clew.ground.workspaces.api import Access, kept, read


@kept
@read
def count_kinds(access: Access) -> Mapping[str, int]:
    """Records by kind, without archived ones."""
    rows = Node.objects.filter(archived_at__isnull=True).order_by().values_list("kind")
    return MappingProxyType(dict(rows.annotate(n=Count("pk"))))


def archived(kind: str) -> QuerySet[Node, int]:
    """The numbers of what was put away of a kind, for long lists to leave out.

    These are few. Told `node__archived_at__isnull=True` instead, a database looks up the node of every record it counts or sorts.
    """
    return Node.objects.filter(kind=kind, archived_at__isnull=False).order_by().values_list("pk", flat=True)
