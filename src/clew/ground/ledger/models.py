from typing import ClassVar

from django.db import models

from clew.ground.ledger.guards import Guards


class LedgerEntry(models.Model):
    """One change of one row, written by a database trigger. Plain numbers instead of foreign keys: history outlives what it tells of."""

    OPERATIONS = [("insert", "insert"), ("update", "update"), ("delete", "delete")]

    at = models.DateTimeField()
    act = models.CharField(max_length=32, blank=True)
    act_name = models.CharField(max_length=80, blank=True)
    actor_id = models.BigIntegerField(null=True)
    workspace_id = models.BigIntegerField(null=True)
    node_id = models.BigIntegerField(null=True)
    table_name = models.CharField(max_length=64)
    row_id = models.BigIntegerField()
    operation = models.CharField(max_length=6, choices=OPERATIONS)
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)

    guards: ClassVar[Guards] = Guards(append_only=True)

    class Meta:
        db_table = "ledger_entry"
        indexes = [
            models.Index(fields=["workspace_id", "node_id", "-id"], name="ledger_by_node"),
            models.Index(fields=["workspace_id", "act"], name="ledger_by_act"),
            models.Index(fields=["workspace_id", "-id"], name="ledger_newest"),
            models.Index(fields=["workspace_id", "actor_id", "-id"], name="ledger_by_actor"),
            # Few entries are of a record's own row; a form asks for the newest of them each time it is drawn.
            models.Index(
                fields=["node_id", "table_name", "id"],
                name="ledger_own_row",
                condition=models.Q(operation="update", row_id=models.F("node_id")),
            ),
        ]
