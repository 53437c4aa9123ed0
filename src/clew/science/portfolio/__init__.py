"""Choosing what to do under limits: the best portfolio, how sure its parts are, and what pins cost."""

from .planning import Draws, conflict, cost_of_pin, cost_of_pins, plan, scenarios
from .problem import Conflict, Drawn, Pin, PinCost, Plan, Portfolio, Scenarios
from .search import QUICK, WORK

__all__ = [
    "QUICK",
    "WORK",
    "Conflict",
    "Drawn",
    "Draws",
    "Pin",
    "PinCost",
    "Plan",
    "Portfolio",
    "Scenarios",
    "conflict",
    "cost_of_pin",
    "cost_of_pins",
    "plan",
    "scenarios",
]
