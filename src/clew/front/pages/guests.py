"""Links for guests: made on a record's page, listed in the settings, withdrawn; and the page that such a link opens."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from clew.front.pages.guest_views import view_of
from clew.ground.doors.api import Route, WorkRequest, done, shown_of, slowed, typed
from clew.ground.guests.api import enter_by_guest_link, guest_links, share_with_guest, withdraw_guest_link
from clew.ground.ledger.api import NotFound
from clew.ground.thread.api import card, kind
from clew.ground.workspaces.api import Role

LIVES = ((7, "7 days"), (30, "30 days"), (90, "90 days"), (365, "A year"))


def share(request: WorkRequest, node_id: int) -> HttpResponse:
    """The new link is shown on this answer alone: nothing leads back to it."""
    if request.method == "GET" or request.refused:
        return _share_page(request, node_id)
    days = typed.whole_number(request.POST, "days") or 0
    name = typed.words(request.POST, "name", most=80)
    made = share_with_guest(request.access, node_id=node_id, name=name, days=days)
    request.live_at = ""  # drawn anew, the page would lose what is shown only now
    response = _share_page(request, node_id, request.build_absolute_uri(reverse("guest", args=[made.secret])))
    response["Cache-Control"] = "no-store"
    return response


def index(request: WorkRequest) -> HttpResponse:
    return render(request, "guests/index.html", {"links": guest_links(request.access)})


def withdraw(request: WorkRequest, link: int) -> HttpResponse:
    withdraw_guest_link(request.access, link_id=link)
    return done(request, "Withdrawn. The link leads nowhere now.")


@require_GET
@slowed
def follow(request: HttpRequest, secret: str) -> HttpResponse:
    """One record, read only, on a page that leads nowhere."""
    guest, day = enter_by_guest_link(secret), timezone.localdate()
    shown = {"record": guest.record, "kind": kind(guest.record.kind), "until": guest.until}
    if plugged := shown_of(guest.access, guest.record, day):
        shown["part"], more = plugged
        shown |= more
    else:
        shown["view"] = view_of(guest.access, guest.record, day)
    return render(request, "guests/record.html", shown)


def _share_page(request: WorkRequest, node_id: int, link: str = "") -> HttpResponse:
    record = card(request.access, node_id)
    if not kind(record.kind).shared:
        raise NotFound("Records of this kind are not shared.")
    links = guest_links(request.access, node_id=node_id)
    return render(request, "guests/share.html", {"card": record, "links": links, "lives": LIVES, "link": link})


ROUTES = [
    Route("settings/guests", "guests", index, get=Role.VIEWER),
    Route("n/<int:node_id>/share", "record_share", share, get=Role.EDITOR, post=Role.EDITOR, again=share),
    Route("guests/<int:link>/withdraw", "guest_withdraw", withdraw, post=Role.EDITOR),
]
