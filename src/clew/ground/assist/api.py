"""The only door to the language model, and to what Clew says of a source without one."""

from clew.ground.assist.actions import (
    JOB,
    ask,
    dismiss,
    forget_letters,
    forget_old_letters,
    set_up_model,
    take_model_away,
    try_connection,
)
from clew.ground.assist.models import BRIEF, SUGGESTIONS, SUMMARY, TRY
from clew.ground.assist.queries import (
    Aid,
    LetterRow,
    Offer,
    Preview,
    Setup,
    letter,
    letters,
    model_offers,
    model_setup,
    newest_letter,
    preview,
    source_aid,
)

__all__ = [
    "BRIEF",
    "JOB",
    "SUGGESTIONS",
    "SUMMARY",
    "TRY",
    "Aid",
    "LetterRow",
    "Offer",
    "Preview",
    "Setup",
    "ask",
    "dismiss",
    "forget_letters",
    "forget_old_letters",
    "letter",
    "letters",
    "model_offers",
    "model_setup",
    "newest_letter",
    "preview",
    "set_up_model",
    "source_aid",
    "take_model_away",
    "try_connection",
]
