"""One's own account, whatever the workspace: the name, and where one is signed in."""

from dataclasses import asdict

from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from clew.front.signed_in import end, end_one, standing, told
from clew.ground.doors.api import typed
from clew.ground.ledger.api import Refused
from clew.ground.workspaces.api import User, call_oneself


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
    shown = [{**asdict(told(s)), "is_this": s.session_key == key} for s in standing(_user(request))]
    return render(request, "account/sessions.html", {"sessions": shown})


@login_required
@require_POST
def end_session(request: HttpRequest, session: int) -> HttpResponse:
    end_one(_user(request), session)
    messages.success(request, "Signed out there.")
    return redirect("account_sessions")


@login_required
@require_POST
def end_others(request: HttpRequest) -> HttpResponse:
    end(UserSession.objects.filter(user=_user(request)).exclude(session_key=request.session.session_key))
    messages.success(request, "Signed out everywhere else.")
    return redirect("account_sessions")


def _user(request: HttpRequest) -> User:
    assert request.user.is_authenticated  # the gate is `login_required`
    return request.user
