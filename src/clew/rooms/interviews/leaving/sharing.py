"""Snapshots and reels: how they leave."""

from clew.ground.ledger.api import Forgot, Table
from clew.rooms.interviews.models import Snapshot


def _empty_snapshots(person_id: int) -> Forgot:
    """What was written about a talk with somebody is about them, whatever its words."""
    found = Snapshot.objects.filter(interview__person=person_id)
    found.update(excerpt=None, facts="", insights="", moments=[])
    return Forgot(rows=frozenset(found.values_list("pk", flat=True)))


TABLES = (
    Table(
        Snapshot,
        about="An interview on one page: a quotation, facts, the story, insights.",
        erased="A snapshot of a talk with the person is emptied, also in the history; in others, quotations of the person are replaced.",
        forget=_empty_snapshots,
    ),
)
