"""What every page shows around its content: the side bar, the theme, the palette's address."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.functional import SimpleLazyObject
from django.utils.safestring import SafeString

from clew.front.templatetags.look import shape_of
from clew.ground.doors.api import rooms
from clew.ground.workspaces.api import Access, Role, Workspace, workspace, workspaces_of

# the rooms that there are, in the order of the work
ROOMS = ("Jobs", tuple((r.entry.label, r.entry.route, r.entry.icon, r.entry.key) for r in rooms()))
# group label -> (label, route, icon, key after G)
MENU: tuple[tuple[str, tuple[tuple[str, str, str, str], ...]], ...] = (
    ("", (("Today", "today", "sun", "t"), ("Thread", "thread", "waypoints", "h"))),
    (
        "Evidence",
        (
            ("Sources", "sources", "file-text", "s"),
            ("Themes", "themes", "shapes", "m"),
            ("Needs", "needs", "circle-help", "n"),
        ),
    ),
    (
        "Decide",
        (
            ("Ideas", "ideas", "lightbulb", "i"),
            ("Decisions", "decisions", "scale", "d"),
            ("Predictions", "predictions", "crosshair", "p"),
        ),
    ),
    (
        "Customers",
        (
            ("Accounts", "accounts", "building-2", "a"),
            ("People", "people", "user-round", "e"),
            ("Segments", "segments", "users-round", "g"),
        ),
    ),
    ROOMS,
    (
        "Workspace",
        (("Imports", "imports", "upload", "o"), ("Codes", "codes", "tag", "c"), ("Runs", "runs", "activity", "u")),
    ),
)

# label, route, icon, dialog to open there: what the palette offers to do wherever one is
ACTS = (
    ("Import feedback", "import_new", "upload", ""),
    ("New source: paste an interview", "source_new", "file-plus", ""),
    ("New need", "need_new", "circle-plus", ""),
    ("New outcome", "outcome_new", "target", ""),
    ("New idea", "idea_new", "lightbulb", ""),
    ("New decision", "decision_new", "scale", ""),
    ("New prediction", "prediction_new", "crosshair", ""),
    ("Access tokens: make one", "tokens", "settings", ""),
    ("Add an account", "accounts", "building-2", "add-account"),
    ("Add a person", "people", "user-round", "add-person"),
    ("Add a segment", "segments", "users-round", "add-segment"),
    ("New code", "codes", "tag", "new-code"),
    *((begin.label, begin.route, begin.icon, begin.dialog) for room in rooms() for begin in room.begins),
)
READS = (
    ("See the consent texts", "consent_texts", "file-text", ""),
    ("Write the brief", "brief", "file-text", ""),
    ("Calibration: how well we predict", "calibration", "gauge", ""),
    ("Search everything", "search", "search", ""),
    ("See what assistants ask for", "proposals", "message-square", ""),
    ("Components: the style guide", "styleguide", "shapes", ""),
    *((tab.label, tab.route, tab.icon, "") for room in rooms() for tab in room.tabs[1:]),
)
OWNS = (
    ("Audit: who did what", "audit", "history", ""),
    ("Outbox: mails that went out", "outbox", "mail", ""),
    ("Webhooks", "webhooks", "waypoints", ""),
    ("Leave: export, erase, keep for how long", "leave", "upload", ""),
)

HERE = 256  # of so many workspaces the palette is remembered, and the side bar of four places each
LOOKS = (("system", "As the system", "monitor"), ("light", "Light", "sun"), ("dark", "Dark", "moon"))


@dataclass(frozen=True, slots=True)
class Act:
    label: str
    url: str
    icon: str


@dataclass(frozen=True, slots=True)
class MenuItem:
    label: str
    url: str
    icon: str
    key: str
    active: bool


def context(request: HttpRequest) -> dict[str, Any]:
    access: Access | None = getattr(request, "access", None)
    theme = request.COOKIES.get("clew_theme", "")
    shown: dict[str, Any] = {
        "base": "shell/peek.html" if request.GET.get("peek") else "shell/base.html",
        "is_local": settings.LOCAL,
        "theme": theme if theme in ("light", "dark") else "system",
        "is_folded": request.COOKIES.get("clew_side") == "folded",
        "refused": getattr(request, "refused", None),
        "typed": request.POST,
    }
    if request.headers.get("X-Clew-Look"):  # a page that looks at itself anew takes no messages from the next one
        shown["messages"] = ()
    if access is not None:
        shown |= _inside(request, access)
    return shown


def _inside(request: HttpRequest, access: Access) -> dict[str, Any]:
    shown = SimpleLazyObject(lambda: workspaces_of(request.user))  # type: ignore[arg-type]
    return {
        "access": access,
        "live_at": getattr(request, "live_at", ""),
        "may_edit": access.role != "viewer",
        "workspace": SimpleLazyObject(lambda: _here(access, shown)),
        "workspaces": shown,
        "menu": menu(access, request.path),
        "room_tabs": SimpleLazyObject(lambda: tabs(access, request.path)),
        "look_choices": LOOKS,
        "palette_url": shape_of("palette", access.slug, ()),
        "palette_acts": SimpleLazyObject(lambda: acts(access.slug, access.role)),
    }


def _here(access: Access, shown: Iterable[Workspace]) -> Workspace:
    """One of those that are listed anyway; asked for only where somebody has more than are listed."""
    return next((one for one in shown if one.pk == access.workspace_id), None) or workspace(access)


@lru_cache(maxsize=HERE)
def acts(slug: str, role: Role) -> SafeString:
    """What a person of this role can begin from anywhere: as links, since these fifty are the same on every page."""
    offered = (*ACTS, *READS) if role.covers(Role.EDITOR) else READS
    offered += OWNS if role.covers(Role.OWNER) else ()
    told = [
        Act(label, shape_of(route, slug, ()) + (f"#{dialog}" if dialog else ""), icon)
        for label, route, icon, dialog in offered
    ]
    return render_to_string("shell/acts.html", {"acts": told})


def tabs(access: Access, current: str) -> list[MenuItem]:
    """The pages of the room one is in; the longest address that fits is where one is."""
    for room in rooms():
        urls = [shape_of(tab.route, access.slug, ()) for tab in room.tabs]
        here = max((url for url in urls if current.startswith(url)), key=len, default="")
        if here:
            return [
                MenuItem(tab.label, url, tab.icon, "", url == here) for tab, url in zip(room.tabs, urls, strict=True)
            ]
    return []


def menu(access: Access, current: str) -> SafeString:
    """The places of the side bar; where one is, is marked."""
    urls = [(route, shape_of(route, access.slug, ())) for _, items in MENU for _, route, _, _ in items]
    here = [url for route, url in urls if current == url or (route != "today" and current.startswith(url))]
    return _menu(access.slug, tuple(here))


@lru_cache(maxsize=HERE * 4)
def _menu(slug: str, here: tuple[str, ...]) -> SafeString:
    groups = []
    for label, items in MENU:
        urls = [shape_of(route, slug, ()) for _, route, _, _ in items]
        shown = [
            MenuItem(title, url, icon, key, url in here) for (title, _, icon, key), url in zip(items, urls, strict=True)
        ]
        groups.append({"label": label, "items": shown})
    return render_to_string("shell/menu.html", {"menu": groups})
