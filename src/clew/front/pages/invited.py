"""Invitations seen from both ends: an owner sends, sends again and withdraws them; whoever was invited follows the link."""

from urllib.parse import urlencode

from allauth.account.adapter import get_adapter
from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from clew.front.accounts import prove
from clew.front.invitations import ALONE, REMEDY, hand_over
from clew.front.pages.errors import not_found
from clew.front.pages.settings import show
from clew.ground.doors.api import Route, WorkRequest, before_mail, done, slowed, typed, url
from clew.ground.ledger.api import Refused
from clew.ground.workspaces import api as workspaces
from clew.ground.workspaces.api import NewInvitation, Role


def invite(request: WorkRequest) -> HttpResponse:
    role = request.POST.get("role", "")
    if settings.LOCAL:
        raise Refused(ALONE, remedy=REMEDY)
    if role not in Role.values:
        raise Refused("There is no such role.", field="role", remedy="Choose owner, editor or viewer.")
    before_mail(request)
    made = workspaces.invite(request.access, email=typed.words(request.POST, "email", most=254), role=Role(role))
    return _sent(request, made)


def again(request: WorkRequest, invitation: int) -> HttpResponse:
    before_mail(request)
    return _sent(request, workspaces.invite_again(request.access, invitation_id=invitation))


def withdraw(request: WorkRequest, invitation: int) -> HttpResponse:
    workspaces.withdraw_invitation(request.access, invitation_id=invitation)
    return done(request, "Withdrawn. The link in the mail leads nowhere now.", url(request, "settings"))


@require_GET
@slowed
def follow(request: HttpRequest, secret: str) -> HttpResponse:
    """What the invitation says, and what comes next for whoever looks at it."""
    if settings.LOCAL:
        return not_found(request)
    asked = workspaces.read_invitation(secret)
    is_theirs = request.user.is_authenticated and request.user.email.lower() == asked.email
    return render(request, "account/invited.html", {"asked": asked, "secret": secret, "is_theirs": is_theirs})


@require_POST
@slowed
def begin(request: HttpRequest, secret: str) -> HttpResponse:
    """Make an account with the invited address; the link has proved that it is theirs."""
    if settings.LOCAL:
        return not_found(request)
    asked = workspaces.read_invitation(secret)
    past = workspaces.wake_past_member(secret)
    if past is not None:
        prove(past, asked.email)
        key = f"{user_pk_to_url_str(past)}-{default_token_generator.make_token(past)}"
        messages.info(request, "Choose a password, sign in with it, then follow the link of the invitation once more.")
        return redirect(f"/accounts/password/reset/key/{key}/")
    get_adapter().stash_verified_email(request, asked.email)
    return redirect(f"{reverse('account_signup')}?{urlencode({'next': reverse('invited', args=[secret])})}")


@require_POST
@slowed
def accept(request: HttpRequest, secret: str) -> HttpResponse:
    if settings.LOCAL or not request.user.is_authenticated:
        return not_found(request)
    slug = workspaces.accept_invitation(request.user, secret=secret)
    prove(request.user, request.user.email.lower())
    return redirect("today", slug=slug)


def _sent(request: WorkRequest, made: NewInvitation) -> HttpResponse:
    """The link is in the mail alone: whoever follows it reads the mail of that address."""
    link = request.build_absolute_uri(reverse("invited", args=[made.secret]))
    try:
        hand_over(request.access, made, link)
    except OSError as error:  # what every mail server's trouble comes down to
        raise Refused(
            "The invitation is kept, but its mail could not be sent.",
            remedy="See `clew doctor` for the mail server, then send it again from the list.",
        ) from error
    return done(request, f"Invited. The mail to {made.email} is on its way.", url(request, "settings"))


ROUTES = [
    Route("settings/invite", "invite", invite, post=Role.OWNER, again=show),
    Route("settings/invitations/<int:invitation>/again", "invite_again", again, post=Role.OWNER, again=show),
    Route("settings/invitations/<int:invitation>/withdraw", "invitation_withdraw", withdraw, post=Role.OWNER),
]
