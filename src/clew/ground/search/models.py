from django.db import models

from clew.ground.workspaces.api import WorkspaceModel


class SearchDocument(WorkspaceModel):
    """What is searchable of one node. The full-text index over it is made by the migration, one for each engine."""

    node_id = models.BigIntegerField(primary_key=True)
    kind = models.CharField(max_length=24)
    title = models.TextField(blank=True)
    body = models.TextField(blank=True)
    space = models.CharField(max_length=24)
    hidden = models.BooleanField(default=False)

    class Meta:
        db_table = "search_document"
