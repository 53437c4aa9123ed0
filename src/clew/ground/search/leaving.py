"""How the search index takes part when a workspace leaves."""

from clew.ground.ledger.api import Table, register_tables
from clew.ground.search.models import SearchDocument, SearchVector


def register_all() -> None:
    register_tables(
        Table(
            SearchDocument,
            about="The words a record is found by.",
            erased="Made anew from what is left.",
            left_out="It is made again from the records.",
            made_again=True,
        ),
        Table(
            SearchVector,
            about="What a record means, as numbers, by which search finds it.",
            erased="Goes with the words; made anew from what is left.",
            left_out="It is made again from the records.",
            made_again=True,
        ),
    )
