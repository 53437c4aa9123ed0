"""Every act, found in the modules' doors: who may do it, where, at which address, by which command."""

import ast
import importlib
import inspect
import pkgutil
import textwrap
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from types import ModuleType
from typing import Any

from scripts.docs import commands as command_line
from scripts.docs.markdown import code, page, pages_below, plain, section, table

# In this order; a module that is not named here comes after them, under its own name.
TITLES = {
    "workspaces": "Members and tokens",
    "guests": "Links for guests",
    "hooks": "Webhooks",
    "files": "Uploads",
    "proposals": "Proposals",
    "runs": "Long work",
    "thread": "Records, decisions and predictions",
    "customers": "Customers",
    "evidence": "Evidence",
    "exchange": "Leaving and keeping",
}
# Pages that do not stand in the side bar, by the first part of their address.
ELSEWHERE = {"n": "a record's page", "comments": "a record's page", "links": "a record's page", "bulk": "lists"} | {
    "excerpts": "Sources",
    "outcomes": "Needs",
    "guests": "Members and settings",
    "settings": "Members and settings",
    "proposals": "Proposals",
}
MANY_ACTS = ("demo", "mcp")  # commands that are no way to do one act


@dataclass(frozen=True, slots=True)
class Entry:
    module: str
    function: str
    name: str
    role: str
    about: str
    places: tuple[str, ...]
    addresses: tuple[str, ...]
    commands: tuple[str, ...]
    undo: str

    @property
    def label(self) -> str:
        return f"act-{self.function.replace('_', '-')}"

    @property
    def title(self) -> str:
        return self.name[0].upper() + self.name[1:]


@cache
def entries() -> list[Entry]:
    """In the order of the modules, then of their doors."""
    acts = {act: (module, name) for module in modules() for name, act in _offered(module).items()}
    places, undone = _places()
    addresses, commands = _addresses(), _commands()
    return [
        Entry(
            module=module,
            function=name,
            name=act.act_name,
            role=act.act_role.value,
            about=" ".join((act.__doc__ or "").split()),
            places=tuple(places.get(act, ())),
            addresses=tuple(addresses.get(act, ())),
            commands=tuple(commands.get(act, ())),
            undo=_undo(act.act_name, act in undone),
        )
        for act, (module, name) in acts.items()
    ]


def modules() -> dict[str, str]:
    """The modules of the ground and the rooms that offer acts, with what their pages are called."""
    ground = importlib.import_module("clew.ground")
    names = {found.name for found in pkgutil.iter_modules(ground.__path__) if found.ispkg} | set(_rooms())
    ordered = [*(name for name in TITLES if name in names), *sorted(names - set(TITLES))]
    return {name: TITLES.get(name, name.capitalize()) for name in ordered if _offered(name)}


def _rooms() -> dict[str, Any]:
    from clew.ground.doors.api import rooms

    return {room.name: room for room in rooms()}


def _offered(module: str) -> dict[str, Any]:
    from clew.ground.workspaces.api import acts_of

    if module in _rooms():
        return {name: f for name, f in _rooms()[module].functions.items() if hasattr(f, "act_name")}
    door = importlib.import_module(f"clew.ground.{module}.api")
    return {name: act for name, act in acts_of(door).items() if inspect.isfunction(act)}


def _undo(name: str, is_offered: bool) -> str:
    from clew.ground.thread.actions.undo import WINDOW, _final

    if name in _final:
        return f"No. {_final[name]}"
    minutes = WINDOW.seconds // 60
    return f"Yes: the page offers it, for {minutes} minutes, until somebody changes it again" if is_offered else ""


def _places() -> tuple[dict[Any, list[str]], set[Any]]:
    """For each act the pages that call it, and the acts after which a page offers to undo."""
    from clew.front.pages.table import ROUTES
    from clew.front.shell import MENU

    paths = {route.name: route.path for route in ROUTES}
    named = {paths[name]: label for _, items in MENU for label, name, _, _ in items} | ELSEWHERE
    found: dict[Any, list[str]] = {}
    undone = set()
    for route in (route for route in ROUTES if route.post):
        for act in reached(route.view):
            where = named.get(route.path.split("/")[0], "")
            if where and where not in found.setdefault(act, []):
                found[act].append(where)
            if "undo=" in inspect.getsource(inspect.unwrap(route.view)):
                undone.add(act)
    return found, undone


def _addresses() -> dict[Any, list[str]]:
    from clew.front.api.table import DOORS

    found: dict[Any, list[str]] = {}
    for door in DOORS:
        for act in [door.call] if hasattr(door.call, "act_name") else reached(door.call):
            found.setdefault(act, []).append(door.name)
    return found


def _commands() -> dict[Any, list[str]]:
    found: dict[Any, list[str]] = {}
    for name, command in command_line.commands().items():
        if name in MANY_ACTS or command.callback is None:
            continue
        for act in reached(command.callback):
            found.setdefault(act, []).append(name)
    return found


def reached(function: Callable[..., Any]) -> list[Any]:
    """The acts that a function of the front calls, itself or by other functions of the front."""
    acts, seen, waiting = [], set(), [function]
    while waiting:
        here = inspect.unwrap(waiting.pop())
        if here in seen:
            continue
        seen.add(here)
        for named in _named_in(here):
            if not inspect.isfunction(named):
                continue
            if hasattr(named, "act_name"):
                acts.append(named)
            elif named.__module__.startswith(("clew.front.", "clew.rooms.")):
                waiting.append(named)
    return list(dict.fromkeys(acts))


def _named_in(function: Callable[..., Any]) -> Iterator[Any]:
    """What stands behind the names in a function: of its module, and of what it imports itself."""
    tree = ast.parse(textwrap.dedent(inspect.getsource(function)))
    known = dict(getattr(function, "__globals__", {}))
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module:
            module = importlib.import_module(node.module)
            known |= {alias.asname or alias.name: getattr(module, alias.name, None) for alias in node.names}
    for node in ast.walk(tree):
        if isinstance(node, ast.Name):
            yield known.get(node.id)
        elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            owner = known.get(node.value.id)
            yield getattr(owner, node.attr, None) if isinstance(owner, ModuleType) else None


def pages(guides: dict[str, list[tuple[str, str]]]) -> dict[str, str]:
    """The pages about acts; `guides`: for each act the how-tos (page, title) that show it."""
    made = {
        f"reference/acts/{module}": page(
            title, *(_section(entry, guides.get(entry.function, [])) for entry in entries() if entry.module == module)
        )
        for module, title in modules().items()
    }
    about = "Every act a person can do, from the code itself. Pages, commands, programs and assistants call the same functions."
    made["reference/acts/index"] = page("Acts", about, pages_below(modules()))
    return made


def _section(entry: Entry, guides: list[tuple[str, str]]) -> str:
    return section(entry.title, plain(entry.about), _facts(entry, guides), label=entry.label)


def _facts(entry: Entry, guides: list[tuple[str, str]]) -> str:
    facts = [
        ("Who may", {"owner": "owners", "editor": "owners and editors", "viewer": "every member"}.get(entry.role, "")),
        ("Where", ", ".join(entry.places)),
        ("How to", ", ".join(f"[{title}](/{place}.md)" for place, title in guides)),
        ("Command", ", ".join(f"[`clew {name}`](#{command_line.label_of(name)})" for name in entry.commands)),
        ("API", ", ".join(f"[`{name}`](#api-{name.replace('_', '-')})" for name in entry.addresses)),
        ("Undo", entry.undo),
    ]
    return "\n".join(f"- {name}: {value}" for name, value in facts if value)


def foot(functions: Sequence[str]) -> str:
    """What a how-to ends with: the acts it shows."""
    known = {entry.function: entry for entry in entries()}
    rows = [known[name] for name in functions]
    return table(
        ("Act", "Command", "API"),
        (
            (
                f"[{entry.title}](#{entry.label})",
                ", ".join(code(f"clew {name}") for name in entry.commands),
                ", ".join(f"[`{name}`](#api-{name.replace('_', '-')})" for name in entry.addresses),
            )
            for entry in rows
        ),
    )
