"""How uploads take part when a workspace leaves."""

from clew.ground.files.models import StoredFile, Upload
from clew.ground.ledger.api import Table, register_tables


def register_all() -> None:
    register_tables(
        Table(
            StoredFile,
            about="An upload; its content lies in `files/` under its SHA-256.",
            erased="An upload that holds the person's rows is replaced, as a whole, by a note that says so.",
        ),
        Table(
            Upload,
            about="A file of which parts are here; they lie in `uploads/`.",
            erased="Its name loses the person's; it goes when nothing comes for two weeks.",
            left_out="It is not finished; what it becomes is a file.",
            made_again=True,
        ),
    )
