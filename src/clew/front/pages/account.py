"""One's own account, whatever the workspace: the name, and where one is signed in."""

from dataclasses import dataclass
from datetime import datetime

from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.contrib.auth import HASH_SESSION_KEY
from django.contrib.auth.decorators import login_required
from django.contrib.sessions.models import Session
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from clew.front.devices import device
from clew.ground.doors.api import typed
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
    key = request.session.session_key
    shown = [
        SessionRow(s.pk, device(s.user_agent), s.ip, s.created_at, s.last_seen_at, s.session_key == key)
        for s in _standing(_user(request))
    ]
    return render(request, "account/sessions.html", {"sessions": shown})


@login_required
@require_POST
def end_session(request: HttpRequest, session: int) -> HttpResponse:
    if not _end(UserSession.objects.filter(user=_user(request), pk=session)):
        raise NotFound("No such session.")
    messages.success(request, "Signed out there.")
    return redirect("account_sessions")


@login_required
@require_POST
def end_others(request: HttpRequest) -> HttpResponse:
    _end(UserSession.objects.filter(user=_user(request)).exclude(session_key=request.session.session_key))
    messages.success(request, "Signed out everywhere else.")
    return redirect("account_sessions")


def _standing(user: User) -> list[UserSession]:
    """Those that would still be let in, the last seen first. What ran out, or stood before the password was changed, is forgotten."""
    rows = list(UserSession.objects.filter(user=user).order_by("-last_seen_at", "-pk")[:MOST_SHOWN])
    there = Session.objects.filter(session_key__in=[r.session_key for r in rows], expire_date__gt=timezone.now())
    told, known = {s.session_key: s.get_decoded() for s in there}, user.get_session_auth_hash()
    standing = {key for key, data in told.items() if data.get(HASH_SESSION_KEY) == known}
    if over := [r.pk for r in rows if r.session_key not in standing]:
        UserSession.objects.filter(pk__in=over).delete()
    return [r for r in rows if r.session_key in standing]


def _end(some: QuerySet[UserSession]) -> int:
    keys = list(some.values_list("session_key", flat=True))
    Session.objects.filter(session_key__in=keys).delete()
    some.delete()
    return len(keys)


def _user(request: HttpRequest) -> User:
    assert request.user.is_authenticated  # the gate is `login_required`
    return request.user
