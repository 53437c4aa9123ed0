"""One's own account, whatever the workspace: the name, and where one is signed in."""

from dataclasses import dataclass
from datetime import datetime

from allauth.usersessions.adapter import get_adapter
from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from clew.front import typed
from clew.front.devices import device
from clew.ground.ledger.api import NotFound, Refused
from clew.ground.workspaces.api import User, call_oneself

MOST_SHOWN = 100


@dataclass(frozen=True, slots=True)
class SessionRow:
    id: int
    device: str
    place: str
    started: datetime
    seen: datetime
    is_this: bool


@login_required
@require_http_methods(["GET", "POST"])
def profile(request: HttpRequest) -> HttpResponse:
    refused = None
    if request.method == "POST":
        try:
            call_oneself(_user(request), name=typed.words(request.POST, "name", most=121))
            messages.success(request, "Saved.")
            return redirect("account")
        except Refused as error:
            refused = error
    return render(request, "account/profile.html", {"refused": refused}, status=422 if refused else 200)


@login_required
@require_GET
def sessions(request: HttpRequest) -> HttpResponse:
    UserSession.objects.purge_and_list(request.user)  # those that ended by themselves
    rows = UserSession.objects.filter(user=_user(request)).order_by("-last_seen_at", "-pk")[:MOST_SHOWN]
    key = request.session.session_key
    shown = [
        SessionRow(s.pk, device(s.user_agent), s.ip, s.created_at, s.last_seen_at, s.session_key == key) for s in rows
    ]
    return render(request, "account/sessions.html", {"sessions": shown})


@login_required
@require_POST
def end_session(request: HttpRequest, session: int) -> HttpResponse:
    found = UserSession.objects.filter(user=_user(request), pk=session)
    if not found:
        raise NotFound("No such session.")
    get_adapter().end_sessions(found)
    messages.success(request, "Signed out there.")
    return redirect("account_sessions")


@login_required
@require_POST
def end_others(request: HttpRequest) -> HttpResponse:
    others = UserSession.objects.filter(user=_user(request)).exclude(session_key=request.session.session_key)
    get_adapter().end_sessions(others)
    messages.success(request, "Signed out everywhere else.")
    return redirect("account_sessions")


def _user(request: HttpRequest) -> User:
    assert request.user.is_authenticated  # the gate is `login_required`
    return request.user
