"""Which ideas come first, how sure that is, and what would change it: distributions in, probabilities of being among the first k out."""

from .draws import Item, Success, inputs_hash
from .formula import Formula, FormulaError, parse
from .information import Finding, Information, information
from .models import Anchor, Input, Model, cd3, ice, model, opportunity, rice, value_effort, weighted, within
from .moscow import LEVELS, Labelled, Moscow, judged, moscow
from .ranks import Ranked, Ranking, Spread, rank
from .segments import Driven, Driver, Voices, Weighed, apportioned, driven, reweighted, voices
from .turning import BreakEven, break_even
from .uncertain import Uncertain, interval, point, pooled, probability, share, three_point
from .units import Unit, unit

__all__ = [
    "LEVELS",
    "Anchor",
    "BreakEven",
    "Driven",
    "Driver",
    "Finding",
    "Formula",
    "FormulaError",
    "Information",
    "Input",
    "Item",
    "Labelled",
    "Model",
    "Moscow",
    "Ranked",
    "Ranking",
    "Spread",
    "Success",
    "Uncertain",
    "Unit",
    "Voices",
    "Weighed",
    "apportioned",
    "break_even",
    "cd3",
    "driven",
    "ice",
    "information",
    "inputs_hash",
    "interval",
    "judged",
    "model",
    "moscow",
    "opportunity",
    "parse",
    "point",
    "pooled",
    "probability",
    "rank",
    "reweighted",
    "rice",
    "share",
    "three_point",
    "unit",
    "value_effort",
    "voices",
    "weighted",
    "within",
]  # fmt: skip
