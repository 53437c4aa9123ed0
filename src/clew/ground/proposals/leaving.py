"""How proposals take part when a workspace leaves."""

from typing import Any

from clew.ground.ledger.api import Forgot, Table, register_tables
from clew.ground.proposals.models import Proposal

ERASED = "[erased]"


def _drop_words(person_id: int) -> Forgot:
    """What they said and nobody took in yet is in no source, so no search for their words would find it here."""
    found = Proposal.objects.filter(arguments__person_id=person_id)
    for row in found:
        row.words, row.arguments = ERASED, _without_words(row.arguments)
        row.save(update_fields=["words", "arguments"])
    return Forgot(rows=frozenset(row.pk for row in found))


def _without_words(arguments: dict[str, Any]) -> dict[str, Any]:
    return {name: ERASED if isinstance(value, str) else value for name, value in arguments.items()}


def register_all() -> None:
    register_tables(
        Table(
            Proposal,
            about="What an assistant asks for, and a person's yes or no.",
            erased="Words of the person in what was asked for are replaced; of feedback by them, all words.",
            forget=_drop_words,
            left_out="It speaks of records by the numbers of this installation; what was accepted is in the records.",
        )
    )
