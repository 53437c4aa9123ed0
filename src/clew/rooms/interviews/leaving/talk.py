"""Who asked in an interview: how it leaves."""

from clew.ground.ledger.api import Forgot, Table
from clew.rooms.interviews.models import Asking


def _drop(person_id: int) -> Forgot:
    """The names stand in words that are gone."""
    found = Asking.objects.filter(interview__person=person_id)
    rows = frozenset(found.values_list("pk", flat=True))
    found.delete()
    return Forgot(rows=rows)


TABLES = (
    Table(
        Asking,
        about="Which speakers of an interview's transcript asked.",
        erased="Of interviews with the person it goes; elsewhere the person's name in it is replaced.",
        forget=_drop,
    ),
)
