"""How the search index takes part when a workspace leaves."""

from clew.ground.ledger.api import Table, register_tables
from clew.ground.search.models import SearchDocument


def register_all() -> None:
    register_tables(
        Table(
            SearchDocument,
            about="The words a record is found by.",
            erased="Made anew from what is left.",
            left_out="It is made again from the records.",
            made_again=True,
        )
    )
