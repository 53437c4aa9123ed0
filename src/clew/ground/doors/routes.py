"""The access table: every page is a row that says who may ask for it. There is no other way to add one."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import URLPattern, path, resolve, reverse
from django.utils.http import url_has_allowed_host_and_scheme

from clew.ground.doors.overtaken import both_versions
from clew.ground.doors.refusals import shown_again
from clew.ground.doors.typed import LARGEST
from clew.ground.ledger.api import (
    Drawn,
    NotFound,
    Overtaken,
    Refused,
    changes_of_act,
    drawn_from,
    drawn_version,
    last_act_id,
)
from clew.ground.live.api import position
from clew.ground.workspaces.api import Access, Role, User, enter

View = Callable[..., HttpResponseBase]


class WorkRequest(HttpRequest):
    """A request by somebody who was let into a workspace. `refused` is set when a page is shown again after a refusal.

    `drawn`: the version of the record that the page's forms are drawn from (see `note_version`).
    `live_at`: how far the ledger was told when the page began to be drawn; empty where nothing is told.
    """

    access: Access
    refused: Refused | None
    live_at: str
    drawn: Drawn | None
    user: User


@dataclass(frozen=True, slots=True)
class Route:
    """`again`: the page to show once more, with what was typed and why it was refused, when `view` refuses a POST.

    `now`: what the form's fields hold now, where the ledger does not keep it (a source's text); shown beside what was typed
    when somebody else was quicker.
    """

    path: str
    name: str
    view: View
    get: Role | None = None
    post: Role | None = None
    again: View | None = None
    now: Callable[..., dict[str, str]] | None = None

    @property
    def methods(self) -> dict[str, Role]:
        return {m: r for m, r in (("GET", self.get), ("POST", self.post)) if r is not None}

    def pattern(self) -> URLPattern:
        return path(f"w/<slug:slug>/{self.path}", self.answer, name=self.name)

    def answer(self, request: Any, slug: str, **parts: Any) -> HttpResponseBase:
        """Let in whom the table lets in, then call the page."""
        request.access = enter(request.user if request.user.is_authenticated else None, slug)
        if any(isinstance(part, int) and part > LARGEST for part in parts.values()):
            raise NotFound("There is no such record.")
        if "%00" in request.META.get("QUERY_STRING", ""):
            request.GET = _without_nul(request.GET)
        request.refused, request.drawn, request.live_at = None, None, position()
        needed = self.methods.get(request.method)
        if needed is None:
            return HttpResponseNotAllowed(list(self.methods))
        request.access.require(needed)
        seen = Drawn.read(request.POST.get("seen", ""))
        try:
            with drawn_from(seen, workspace_id=request.access.workspace_id):
                return self.view(request, **parts)
        except Overtaken as error:
            return both_versions(request, error, self.now(request, **parts) if self.now else {})
        except Refused as error:
            if self.again is None:
                raise
            return shown_again(request, self.again, error, **parts)


def _without_nul(asked: QueryDict) -> QueryDict:
    """No text here holds a NUL, and one of the engines cannot even be asked for it."""
    clean = asked.copy()
    for name, values in asked.lists():
        clean.setlist(name, [value.replace("\0", "") for value in values])
    return clean


def note_version(request: WorkRequest, node_id: int) -> None:
    """Called before a record is read: the page's forms then say which version they were drawn from (`{% seen %}`)."""
    request.drawn = drawn_version(workspace_id=request.access.workspace_id, node_id=node_id)


def url(request: WorkRequest, name: str, **parts: Any) -> str:
    """The address of a page in this workspace."""
    return reverse(name, kwargs={"slug": request.access.slug, **parts})


def record_again(request: WorkRequest, pk: int, **_: Any) -> HttpResponse:
    """The record's page once more, with what was refused. It is the front's, and every room's forms come back to it."""
    page = resolve(url(request, "record", node_id=pk)).func.__self__  # type: ignore[attr-defined]
    response: HttpResponse = page.view(request, node_id=pk)
    return response


def done(request: WorkRequest, message: str, to: str = "", *, undo: bool = False) -> HttpResponse:
    """After an act: say what happened, offer to undo it, and go on to a page (by default back to where one was)."""
    tag = f"undo:{url(request, 'undo', act=last_act_id())}" if undo and _has_changed(request) else ""
    messages.success(request, message, extra_tags=tag)
    response = redirect(to or came_from(request))
    response.status_code = 303
    return response


def _has_changed(request: WorkRequest) -> bool:
    """Whether the last act changed anything: of what it left as it was there is nothing to undo."""
    act = last_act_id()
    return bool(act and changes_of_act(workspace_id=request.access.workspace_id, act=act, limit=1))


def came_from(request: WorkRequest) -> str:
    """The page a form was sent from, if it is one of ours."""
    back = request.POST.get("next") or request.headers.get("Referer", "")
    ours = url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure())
    return back if ours else reverse("today", kwargs={"slug": request.access.slug})


def own_address() -> str:
    """Where people reach this server, as it knows itself: for links in mails that a program asked for, who could name any other."""
    if not settings.HOME_URL:
        raise Refused(
            "This server does not know the address under which people reach it.", remedy="Name it in CLEW_ORIGINS."
        )
    return str(settings.HOME_URL)


def number_of(text: str | None) -> int | None:
    """A record's number from the question in an address; None when there is none that could be one."""
    return whole(text, low=0, high=LARGEST, default=0) or None


def whole(text: str | None, *, low: int = 1, high: int = 10_000, default: int = 1) -> int:
    """A whole number from an address, kept inside its range; nonsense is the default."""
    try:
        return max(low, min(high, int(text or "")))
    except ValueError:
        return default
