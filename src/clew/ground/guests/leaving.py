"""How links for guests take part when a workspace leaves."""

from clew.ground.guests.models import GuestKey, GuestLink
from clew.ground.ledger.api import Table, register_tables

COLLEAGUES = "Holds colleagues and guests, not customers: nothing is erased here."


def register_all() -> None:
    register_tables(
        Table(
            GuestLink,
            about="A link that shows one record to a guest: whose, its name and life.",
            erased=COLLEAGUES,
            left_out="It opens this installation only; its history stays as well.",
        ),
        Table(
            GuestKey,
            about="The hash of a guest's link, and when it was used last.",
            erased=COLLEAGUES,
            left_out="It opens this installation only.",
        ),
    )
