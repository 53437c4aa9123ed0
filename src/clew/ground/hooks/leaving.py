"""How webhooks take part when a workspace leaves."""

from clew.ground.hooks.models import Delivery, Hook, HookKey, Sender
from clew.ground.ledger.api import Table, register_tables
from clew.ground.thread.api import not_undone

NO_WORDS = "Holds nothing a customer said."
OURS = "It tells what this installation does; another one tells other addresses."


def register_all() -> None:
    register_tables(
        Table(Hook, about="An address outside that is told of changes.", erased=NO_WORDS, left_out=OURS),
        Table(HookKey, about="What its deliveries are signed with.", erased=NO_WORDS, left_out=OURS),
        Table(
            Delivery,
            about="What was sent to it: numbers and kinds of records, and what it answered.",
            erased="Names records by their numbers; an answer is kept for 30 days.",
            left_out="It is kept for 30 days.",
            made_again=True,
        ),
        Table(
            Sender,
            about="Which process sends, and how far it is.",
            erased=NO_WORDS,
            left_out="It belongs to this installation.",
            made_again=True,
        ),
    )
    not_undone(Hook, "A webhook is changed on its page.")
