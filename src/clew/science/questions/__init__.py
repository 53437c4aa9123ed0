"""Questions of an interview: where they are, what speaks against them, what to ask instead, and how often these rules are right."""

from .measured import MEASURED, Measured
from .record import LEAST_PRECISION, Heeded, Record, RuleState, key_of, precision_of, with_dismissals
from .rules import FAULTS, MERITS, ON_BY_DEFAULT, Context, Flag, Kind, Rule, kind_of, look_at
from .splitting import Question, split_questions

__all__ = [
    "FAULTS", "LEAST_PRECISION", "MEASURED", "MERITS", "ON_BY_DEFAULT", "Context", "Flag", "Heeded", "Kind", "Measured", "Question", "Record", "Rule", "RuleState",
    "key_of", "kind_of", "look_at", "precision_of", "split_questions", "with_dismissals",
]  # fmt: skip
