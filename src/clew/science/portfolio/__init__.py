"""Choosing what to do under limits: the best portfolio, how sure its parts are, and what pins cost."""

from .planning import DRAW_WORK, conflict, cost_of_pin, cost_of_pins, plan, scenarios
from .problem import Conflict, Pin, PinCost, Plan, Portfolio, Scenarios

__all__ = [
    "DRAW_WORK",
    "Conflict",
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
