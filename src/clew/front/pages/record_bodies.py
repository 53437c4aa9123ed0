"""What a record's page shows between its title and its thread: each kind plugs in its own body."""

from collections.abc import Callable
from typing import Any

from clew.front.routes import WorkRequest
from clew.ground.thread.api import Card

Body = Callable[[WorkRequest, Card], tuple[str, dict[str, Any]]]

BODIES: dict[str, Body] = {}


def body(kind: str) -> Callable[[Body], Body]:
    """The function under it answers with the template of this kind's body and what the template shows."""

    def plug(function: Body) -> Body:
        BODIES[kind] = function
        return function

    return plug


def body_of(request: WorkRequest, card: Card) -> tuple[str, dict[str, Any]]:
    """A kind without a body of its own shows what its card knows."""
    return BODIES[card.kind](request, card) if card.kind in BODIES else ("records/body.html", {})
