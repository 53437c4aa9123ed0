"""The rooms' cards. A room hands in one when the house starts; whoever asks what there is reads only these."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from importlib import import_module
from pkgutil import iter_modules
from types import ModuleType
from typing import Any

from clew.ground.doors.addresses import Door
from clew.ground.doors.public import PublicPage
from clew.ground.doors.routes import Route
from clew.ground.ledger.api import Table, register_tables
from clew.ground.thread.api import Kind, Verb, register
from clew.ground.workspaces.api import Access


@dataclass(frozen=True, slots=True)
class MenuEntry:
    """`key`: what is pressed after G; empty for a page inside a room."""

    label: str
    route: str
    icon: str
    key: str = ""


@dataclass(frozen=True, slots=True)
class Begin:
    """What the palette offers to begin from anywhere; `dialog` opens on that page."""

    label: str
    route: str
    icon: str
    dialog: str = ""


@dataclass(frozen=True, slots=True)
class Waiting:
    """A line on Today: something that waits for the person who looks. `when`: a day or an hour, in words."""

    title: str
    url: str
    icon: str
    when: str = ""


@dataclass(frozen=True, slots=True)
class Tool:
    """What an assistant may do by an address of the room: a query answers at once, an act waits for a person's yes.

    `words`: what the person is asked, with arguments in braces: "Begin the study “{title}”".
    """

    door: Door
    words: str = ""


@dataclass(frozen=True, slots=True)
class DemoSoFar:
    """What the demo holds before the rooms add theirs: numbers of records by the keys that its texts use.

    `team`: the ways in of the imagined colleagues by name; `today`: the day that the story ends with.
    """

    access: Access
    team: Mapping[str, Access]
    today: date
    people: Mapping[str, int]
    sources: Mapping[str, int]
    records: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Room:
    """`pages`, `addresses`, `tools`, `demo`, `commands`: where these lie, as `module:name`; loaded when asked for, so that a command starts quickly.

    `job`: what it is for, in a product manager's words. `tabs`: the pages inside it. `tables`: how its rows are exported and erased.
    `waiting`: what Today shows of it. `tools`: what an assistant may do here; `readers`: what it reads of a record.
    `clears`: called every hour, takes away what is kept for a time only.
    `commands`: its group on the command line, by the room's name; the front's list has it too, for no card is read before Django is ready.
    `public`: pages that a link alone opens. `tends`: what each server calls every few seconds, for what is due by the clock.
    `parts`: a template with the parts that only its pages have, for the style guide; `examples`: what they are drawn with there.
    """

    name: str
    job: str
    entry: MenuEntry
    tabs: tuple[MenuEntry, ...]
    begins: tuple[Begin, ...]
    kinds: tuple[Kind, ...]
    verbs: tuple[Verb, ...]
    tables: tuple[Table, ...]
    pages: str
    addresses: str
    tools: str = ""
    readers: str = ""
    waiting: str = ""
    clears: str = ""
    public: str = ""
    tends: str = ""
    demo: str = ""
    commands: str = ""
    parts: str = ""
    examples: str = ""

    @property
    def routes(self) -> Sequence[Route]:
        return tuple(_load(self.pages))

    @property
    def public_pages(self) -> Sequence[PublicPage]:
        return tuple(_load(self.public)) if self.public else ()

    @property
    def doors(self) -> Sequence[Door]:
        return tuple(_load(self.addresses))

    @property
    def not_offered(self) -> Mapping[str, str]:
        """Acts and queries without an address, and why: they stand beside the addresses."""
        module = import_module(self.addresses.partition(":")[0])
        return dict(getattr(module, "NOT_OFFERED", {}))

    @property
    def functions(self) -> Mapping[str, Callable[..., Any]]:
        """Its acts and queries by name: what takes an access and was put through `act` or `read`."""
        return {
            name: thing
            for part in ("actions", "queries")
            for module in _modules_of(f"clew.rooms.{self.name}.{part}")
            for name, thing in vars(module).items()
            if getattr(thing, "__module__", "") == module.__name__ and _is_offered(name, thing)
        }

    @property
    def assistant_tools(self) -> Sequence[Tool]:
        return tuple(_load(self.tools)) if self.tools else ()

    @property
    def record_readers(self) -> Mapping[str, Callable[[Access, int], Any]]:
        """By kind: the query that tells an assistant what is special to a record."""
        return dict(_load(self.readers)) if self.readers else {}

    @property
    def shown_parts(self) -> tuple[str, Mapping[str, Any]]:
        """The template of its own parts and what they are drawn with in the style guide; no template when it has none."""
        return self.parts, dict(_load(self.examples)) if self.examples else {}

    def waits(self, access: Access) -> Sequence[Waiting]:
        return tuple(_load(self.waiting)(access)) if self.waiting else ()

    def clear_away(self) -> None:
        if self.clears:
            _load(self.clears)()

    def tend(self) -> None:
        if self.tends:
            _load(self.tends)()

    def load_demo(self, so_far: DemoSoFar) -> None:
        if self.demo:
            _load(self.demo)(so_far)


_rooms: dict[str, Room] = {}


def open_room(card: Room) -> None:
    """Called once by the room's app, when the house starts."""
    _rooms[card.name] = card
    register(kinds=card.kinds, verbs=card.verbs)
    register_tables(*card.tables)


def rooms() -> tuple[Room, ...]:
    return tuple(_rooms.values())


def _modules_of(package: str) -> Iterator[ModuleType]:
    found = import_module(package)
    yield found
    for one in iter_modules(getattr(found, "__path__", ()), f"{package}."):
        yield import_module(one.name)


def _is_offered(name: str, thing: Any) -> bool:
    return not name.startswith("_") and (hasattr(thing, "act_name") or hasattr(thing, "__wrapped__"))


def _load(place: str) -> Any:
    module, _, name = place.partition(":")
    return getattr(import_module(module), name)
