"""Who asked in an interview: how it leaves."""

from django.db.models import QuerySet

from clew.ground.ledger.api import Aged, Forgot, Table
from clew.rooms.interviews.models import Asking
from clew.rooms.interviews.queries.aged import old_interviews


def _drop_theirs(person_id: int) -> Forgot:
    """The names stand in words that are gone."""
    return _drop(Asking.objects.filter(interview__person=person_id))


def _drop_old(aged: Aged) -> Forgot:
    return _drop(Asking.objects.filter(interview__in=old_interviews(aged)))


def _drop(found: QuerySet[Asking]) -> Forgot:
    rows = frozenset(found.values_list("pk", flat=True))
    found.delete()
    return Forgot(rows=rows)


TABLES = (
    Table(
        Asking,
        about="Which speakers of an interview's transcript asked.",
        erased="Of interviews with the person it goes; elsewhere the person's name in it is replaced.",
        forget=_drop_theirs,
        forget_old=_drop_old,
    ),
)
