"""How nodes, links, comments, decisions and predictions take part when a workspace leaves."""

from collections.abc import Sequence

from django.utils import timezone

from clew.ground.ledger.api import Frozen, Table, register_tables, text_of
from clew.ground.thread.models import (
    Comment,
    Decision,
    KindRow,
    Link,
    Node,
    Option,
    Prediction,
    Resolution,
    VerbRow,
)
from clew.ground.thread.snapshot import numbers_in

QUOTES = "Quotations of the person in it are replaced."
NO_WORDS = "Holds no words."
REGISTERED = "It is written from the program after every migration."


def register_all() -> None:
    register_tables(
        Table(
            KindRow, about="A kind of record.", erased=NO_WORDS, left_out=REGISTERED, made_again=True, of_program=True
        ),
        Table(
            VerbRow,
            about="A way to tie two kinds.",
            erased=NO_WORDS,
            left_out=REGISTERED,
            made_again=True,
            of_program=True,
        ),
        Table(
            Node,
            about="Every record that matters: its kind, title and state.",
            erased="Titles made of the person's words or name are replaced.",
        ),
        Table(Link, about="A tie between two records, and whether it was withdrawn.", erased=QUOTES),
        Table(Comment, about="What somebody wrote beside a record.", erased=QUOTES),
        Table(
            Decision,
            about="A choice, and what was known when it was taken: its snapshot keeps the exact content that was hashed.",
            erased="Words in the snapshot are replaced; it then says when, and keeps the hash of what it was.",
            frozen=Frozen("snapshot", "numbers_here", str(Node._meta.db_table), numbers_in),
            body=text_of(Decision, "question"),
            swept=_say_in_snapshots,
        ),
        Table(Option, about="One thing that could be chosen, and why it was or was not.", erased=QUOTES),
        Table(Prediction, about="What its author expected, and by when it is known.", erased=QUOTES),
        Table(Resolution, about="What came of a prediction.", erased=QUOTES, body=text_of(Resolution, "note")),
    )


def _say_in_snapshots(decision_ids: Sequence[int]) -> None:
    """The hash stays, as the proof that what was hashed was more than what is left."""
    for decision in Decision._base_manager.filter(pk__in=decision_ids, snapshot__isnull=False):
        known = decision.snapshot or {}
        if "erased_on" not in known:
            decision.snapshot = {**known, "erased_on": timezone.localdate().isoformat()}
            decision.save(update_fields=["snapshot"])
