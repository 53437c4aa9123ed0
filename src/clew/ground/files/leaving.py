"""How uploads take part when a workspace leaves."""

from clew.ground.files.models import StoredFile
from clew.ground.ledger.api import Table, register_tables


def register_all() -> None:
    register_tables(
        Table(
            StoredFile,
            about="An upload; its content lies in `files/` under its SHA-256.",
            erased="An upload that holds the person's rows is replaced, as a whole, by a note that says so.",
        )
    )
