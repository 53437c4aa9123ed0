"""How much there is of each kind."""

from django.db.models import Count

from clew.ground.thread.models import Node
from clew.ground.workspaces.api import Access, read


@read
def count_kinds(access: Access) -> dict[str, int]:
    """Records by kind, without archived ones."""
    rows = Node.objects.filter(archived_at__isnull=True).order_by().values_list("kind")
    return dict(rows.annotate(n=Count("pk")))
