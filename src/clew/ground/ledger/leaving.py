"""How the ledger's own table takes part when a workspace leaves."""

from clew.ground.ledger.models import LedgerEntry
from clew.ground.ledger.tables import Table, register_tables


def register_all() -> None:
    register_tables(
        Table(
            LedgerEntry,
            about="One change of one row: when, by whom, in which act, what stood before and after.",
            erased="The entry stays; the words in it are replaced.",
            refs={"workspace_id": "workspaces_workspace", "actor_id": "workspaces_user", "node_id": "thread_node"},
        )
    )
