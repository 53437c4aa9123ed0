from typing import ClassVar

from django.db import models

from clew.ground.ledger.api import Guards, Rule
from clew.ground.workspaces.api import WorkspaceModel


class SearchDocument(WorkspaceModel):
    """What is searchable of one node. The full-text index over it is made by the migration, one for each engine.

    `is_read`: what it means is known, or it holds no words.
    """

    node_id = models.BigIntegerField(primary_key=True)
    kind = models.CharField(max_length=24)
    title = models.TextField(blank=True)
    body = models.TextField(blank=True)
    space = models.CharField(max_length=24)
    hidden = models.BooleanField(default=False)
    is_read = models.BooleanField(default=False, db_default=False)

    # What is found is chosen by `space`, which stands in the index itself.
    guards: ClassVar[Guards] = Guards(
        rules=(
            Rule("space_i", "INSERT", "NEW.space <> 'w' || NEW.workspace_id", "this is the space of another workspace"),
            Rule("space_u", "UPDATE", "NEW.space <> 'w' || NEW.workspace_id", "this is the space of another workspace"),
        )
    )

    class Meta:
        db_table = "search_document"
        indexes = [
            models.Index(fields=["workspace", "node_id"], name="search_unread", condition=models.Q(is_read=False))
        ]


class SearchVector(WorkspaceModel):
    """What a document means, as 384 numbers of half precision. When its words change or go, so does this: a trigger sees to it.

    All are of one model; another model comes with a migration that empties this table and says that nothing was read.
    """

    document = models.OneToOneField(SearchDocument, on_delete=models.CASCADE, related_name="+")
    vector = models.BinaryField()

    class Meta:
        db_table = "search_vector"
        indexes = [models.Index(fields=["workspace", "id"], name="search_vector_newest")]
