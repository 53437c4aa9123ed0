"""Access tokens for one's own programs: made, shown once, revoked."""

from django.http import HttpResponse
from django.shortcuts import render

from clew.ground.doors.api import Route, WorkRequest, done, typed, url
from clew.ground.ledger.api import Refused
from clew.ground.workspaces.api import Role, Scope, make_token, revoke_token, tokens

LIVES = ((30, "30 days"), (90, "90 days"), (365, "A year"), ("", "Until it is revoked"))


def index(request: WorkRequest) -> HttpResponse:
    return _page(request)


def make(request: WorkRequest) -> HttpResponse:
    """The new token is shown on this answer alone: nothing leads back to it."""
    scope = request.POST.get("scope", "")
    if scope not in Scope.values:
        raise Refused("There is no such scope.", field="scope", remedy="Choose one of the list.")
    days = typed.whole_number(request.POST, "days")
    made = make_token(request.access, name=typed.words(request.POST, "name", most=80), scope=Scope(scope), days=days)
    request.live_at = ""  # drawn anew, the page would lose what is shown only now
    response = _page(request, made.secret)
    response["Cache-Control"] = "no-store"
    return response


def revoke(request: WorkRequest, token: int) -> HttpResponse:
    revoke_token(request.access, token_id=token)
    return done(request, "Revoked. Programs that used it are shut out.", url(request, "tokens"))


def _page(request: WorkRequest, secret: str = "") -> HttpResponse:
    scopes = Scope.choices if request.access.role.covers(Role.EDITOR) else Scope.choices[:1]
    shown = {"tokens": tokens(request.access), "scopes": scopes, "lives": LIVES, "secret": secret}
    return render(request, "settings/tokens.html", {**shown, "home": request.build_absolute_uri("/")})


ROUTES = [
    Route("settings/tokens", "tokens", index, get=Role.VIEWER),
    Route("settings/tokens/make", "token_make", make, post=Role.VIEWER, again=index),
    Route("settings/tokens/<int:token>/revoke", "token_revoke", revoke, post=Role.VIEWER),
]
