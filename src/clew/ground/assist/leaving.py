"""How a language model's letters take part when a workspace leaves."""

from clew.ground.assist.models import Dismissal, Letter, LetterWords, ModelSetup
from clew.ground.ledger.api import Table, register_tables


def register_all() -> None:
    register_tables(
        Table(
            ModelSetup,
            about="Which language model a workspace may ask, and for what; not its key.",
            erased="Holds no words of customers.",
            left_out="What may leave a machine is decided there, not by a file; the key is in no file but its own.",
        ),
        Table(
            Letter,
            about="That something was sent to a language model: when, by whom, whereto.",
            erased="The person's name in an error is replaced. That something was sent stays.",
            left_out="It tells what left this machine.",
        ),
        Table(
            LetterWords,
            about="The words that were sent to a language model, and those that came back.",
            erased="Of letters about the person's words all words go; in others theirs are replaced.",
            left_out="It tells what left this machine.",
        ),
        Table(
            Dismissal,
            about="A need or code that a person said a source is not about.",
            erased="The person's name in it is replaced.",
        ),
    )
