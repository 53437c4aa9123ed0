"""Coding rounds and blind marks: how they leave."""

from django.db.models import Q, QuerySet

from clew.ground.ledger.api import Aged, Forgot, Table
from clew.rooms.interviews.models import (
    BlindMark,
    CodingRound,
    RoundAgreement,
    RoundCode,
    RoundCoder,
    RoundSource,
    Settlement,
)

NO_WORDS = "Holds no words."


def _drop_marks(person_id: int) -> Forgot:
    """Places in words that are gone mean nothing."""
    return _drop(BlindMark.objects.filter(source__person=person_id))


def _drop_old_marks(aged: Aged) -> Forgot:
    return _drop(BlindMark.objects.filter(source__in=aged.sources))


def _drop(found: QuerySet[BlindMark]) -> Forgot:
    rows = frozenset(found.values_list("pk", flat=True))
    found.delete()
    return Forgot(rows=rows)


TABLES = (
    Table(
        CodingRound,
        about="Several people code the same words without seeing each other's marks.",
        erased="The person's name in its title is replaced.",
    ),
    Table(RoundSource, about="A source that is coded in a round, in one version.", erased=NO_WORDS),
    Table(RoundCoder, about="Who codes in a round, and whether they have finished.", erased=NO_WORDS),
    Table(RoundCode, about="A code that a round is about.", erased=NO_WORDS),
    Table(
        BlindMark,
        about="One coder's code on a passage: places, no words. Of a round that is not over, marks do not leave.",
        erased="Marks in the person's sources go.",
        held_back=Q(round__revealed_at__isnull=True),
        forget=_drop_marks,
        forget_old=_drop_old_marks,
    ),
    Table(Settlement, about="Whether a mark was kept when the coders reconciled.", erased=NO_WORDS),
    Table(
        RoundAgreement,
        about="How far the coders of a round agreed before they talked.",
        erased=NO_WORDS,
        stays="It holds numbers.",
    ),
)
