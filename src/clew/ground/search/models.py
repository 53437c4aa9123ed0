from typing import ClassVar

from django.db import models

from clew.ground.ledger.api import Guards, Rule
from clew.ground.workspaces.api import WorkspaceModel


class SearchDocument(WorkspaceModel):
    """What is searchable of one node. The full-text index over it is made by the migration, one for each engine."""

    node_id = models.BigIntegerField(primary_key=True)
    kind = models.CharField(max_length=24)
    title = models.TextField(blank=True)
    body = models.TextField(blank=True)
    space = models.CharField(max_length=24)
    hidden = models.BooleanField(default=False)

    # What is found is chosen by `space`, which stands in the index itself.
    guards: ClassVar[Guards] = Guards(
        rules=(
            Rule("space_i", "INSERT", "NEW.space <> 'w' || NEW.workspace_id", "this is the space of another workspace"),
            Rule("space_u", "UPDATE", "NEW.space <> 'w' || NEW.workspace_id", "this is the space of another workspace"),
        )
    )

    class Meta:
        db_table = "search_document"
