"""What a record's page shows between its title and its thread: each kind plugs in its own body."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from clew.ground.doors.routes import WorkRequest
from clew.ground.thread.api import Card
from clew.ground.workspaces.api import Access

Body = Callable[[WorkRequest, Card], tuple[str, dict[str, Any]]]


@dataclass(frozen=True, slots=True)
class Plug:
    """`lead`: the template of the one act that a record of this kind is mostly opened for; `menu`: those of its other acts."""

    body: Body
    lead: str
    menu: str


PLUGS: dict[str, Plug] = {}


def body(kind: str, *, lead: str = "", menu: str = "") -> Callable[[Body], Body]:
    """The function under it answers with the template of this kind's body and what the template shows.

    Under `tail` it may name a second template, of what is long: it stands below what the rooms add.
    """

    def plug(function: Body) -> Body:
        PLUGS[kind] = Plug(function, lead, menu)
        return function

    return plug


def body_of(request: WorkRequest, card: Card) -> tuple[str, dict[str, Any]]:
    """A kind without a body of its own shows what its card knows."""
    plug = PLUGS.get(card.kind)
    if plug is None:
        return "records/body.html", {}
    template, shown = plug.body(request, card)
    return template, {"lead": plug.lead, "menu_acts": plug.menu, **shown}


Told = dict[str, Any]
Section = Callable[[WorkRequest, Card], tuple[str, Told]]
SECTIONS: dict[str, list[Section]] = {}


def section(kind: str) -> Callable[[Section], Section]:
    """What a room adds to the page of another's record, below its body. The template reads it under `told`."""

    def plug(function: Section) -> Section:
        SECTIONS.setdefault(kind, []).append(function)
        return function

    return plug


def sections_of(request: WorkRequest, card: Card) -> list[tuple[str, Told]]:
    return [added(request, card) for added in SECTIONS.get(card.kind, ())]


Shown = Callable[[Access, Card, date], tuple[str, dict[str, Any]]]
SHOWN: dict[str, Shown] = {}


def shown_to_guests(kind: str) -> Callable[[Shown], Shown]:
    """The function under it answers what a guest's page shows of a shared record of this kind, on a day: a template, and what it shows."""

    def plug(function: Shown) -> Shown:
        SHOWN[kind] = function
        return function

    return plug


def shown_of(access: Access, card: Card, on: date) -> tuple[str, dict[str, Any]] | None:
    """None of a kind for which nobody said so."""
    found = SHOWN.get(card.kind)
    return found(access, card, on) if found else None
