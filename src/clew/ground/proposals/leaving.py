"""How proposals take part when a workspace leaves."""

from clew.ground.ledger.api import Table, register_tables
from clew.ground.proposals.models import Proposal


def register_all() -> None:
    register_tables(
        Table(
            Proposal,
            about="What an assistant asks for, and a person's yes or no.",
            erased="Words of the person in what was asked for are replaced.",
            left_out="It speaks of records by the numbers of this installation; what was accepted is in the records.",
        )
    )
