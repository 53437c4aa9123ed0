"""How long work takes part when a workspace leaves."""

from clew.ground.ledger.api import Table, register_tables
from clew.ground.runs.models import Run


def register_all() -> None:
    register_tables(
        Table(
            Run,
            about="Long work: who asked for what, how far it is, what came of it.",
            erased="Words of the person in what was asked for are replaced.",
            left_out="It is work of this installation; what came of it is in the records.",
        )
    )
