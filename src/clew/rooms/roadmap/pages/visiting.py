"""The portal as people without an account see it: ideas, votes, comments, the roadmap, the changelog."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from clew.ground.doors.api import PublicPage, PublicRequest, before_answer, typed, whole
from clew.ground.ledger.api import NotFound, Refused
from clew.rooms.roadmap.actions import visiting as acts
from clew.rooms.roadmap.models.portal import STATUSES, TEXT_LIMIT, TITLE_LIMIT
from clew.rooms.roadmap.portal_feeds import FEEDS, feed_of
from clew.rooms.roadmap.portal_mails import send_link, who_wants_quiet
from clew.rooms.roadmap.queries import portal as queries
from clew.rooms.roadmap.queries.visitors import Visitor, enter_portal

COOKIE, SALT, TRAP, PAGE, OFTEN = "clew_portal", "portal-session", "website", 30, 600


def ideas(request: HttpRequest, slug: str) -> HttpResponse:
    visitor = _visitor(request, slug)
    if not visitor.may_look:
        return _page(request, visitor, "enter")
    page = whole(request.GET.get("page"), high=200)
    status = request.GET.get("status") if request.GET.get("status") in dict(STATUSES) else ""
    sort = "new" if request.GET.get("sort") == "new" else "votes"
    rows = queries.published_ideas(
        visitor.access, status=status or "", sort=sort, person_id=visitor.person_id, limit=PAGE + 1,
        offset=(page - 1) * PAGE,
    )  # fmt: skip
    shown = {"rows": rows[:PAGE], "more": len(rows) > PAGE, "page": page, "status": status, "sort": sort}
    return _page(request, visitor, "ideas", statuses=STATUSES, **shown)


def idea(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    visitor = _looking(request, slug)
    found = queries.published_idea(visitor.access, pk, person_id=visitor.person_id)
    return _page(request, visitor, "idea", idea=found, comments=queries.public_comments(visitor.access, pk))


def vote(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """A press of the button; whoever is not signed in is asked to, and comes back to the idea."""
    visitor = _looking(request, slug)
    if visitor.person_id is None:
        return _see_other("portal_enter", slug)
    if request.POST.get("do") == "take-back":
        acts.take_back_vote(visitor, idea_id=pk)
    else:
        acts.vote(visitor, idea_id=pk)
    if request.POST.get("back") == "list":
        return _see_other("portal", slug)
    return _see_other("portal_idea", slug, pk)


def comment(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    visitor = _looking(request, slug)
    if not request.POST.get(
        TRAP
    ):  # a field nobody sees: whoever fills it in is a machine, and is thanked like everybody
        before_answer(request)
        acts.comment(visitor, idea_id=pk, text=typed.words(request.POST, "text", most=TEXT_LIMIT + 1))
    return _see_other("portal_idea", slug, pk)


def suggest(request: HttpRequest, slug: str) -> HttpResponse:
    visitor = _looking(request, slug)
    if visitor.person_id is None:
        return _see_other("portal_enter", slug)
    if request.method == "GET":
        return _page(request, visitor, "suggest")
    if not request.POST.get(TRAP):
        before_answer(request)
        title = typed.words(request.POST, "title", most=TITLE_LIMIT + 1)
        acts.suggest(visitor, title=title, text=typed.words(request.POST, "text", most=TEXT_LIMIT + 1))
    return _page(request, visitor, "thanks")


def suggest_again(request: HttpRequest, slug: str) -> HttpResponse:
    return _page(request, _looking(request, slug), "suggest")


def roadmap(request: HttpRequest, slug: str) -> HttpResponse:
    visitor = _looking(request, slug)
    items = queries.public_items(visitor.access)
    columns = [
        (words, [item for item in items if item.horizon == key and item.state != "released"])
        for key, words in (("now", "Now"), ("next", "Next"), ("later", "Later"))
    ]
    return _page(request, visitor, "roadmap", columns=columns)


def changelog(request: HttpRequest, slug: str) -> HttpResponse:
    visitor = _looking(request, slug)
    page = whole(request.GET.get("page"), high=200)
    rows = queries.public_releases(visitor.access, limit=PAGE + 1, offset=(page - 1) * PAGE)
    return _page(request, visitor, "changelog", rows=rows[:PAGE], more=len(rows) > PAGE, page=page)


def ask(request: HttpRequest, slug: str) -> HttpResponse:
    """Asks for a link by mail. The answer is the same whoever they are."""
    visitor = _visitor(request, slug)
    if request.method == "GET":
        return _page(request, visitor, "enter")
    if not request.POST.get(TRAP):
        before_answer(request)
        mail = acts.ask_to_enter(visitor, email=typed.words(request.POST, "email", most=254))
        if mail is not None:
            site = settings.HOME_URL or request.build_absolute_uri("/").rstrip("/")
            try:
                send_link(visitor, mail, site + reverse("portal_link", args=[slug, mail.secret]))
            except OSError as error:
                raise Refused("The mail could not be sent.", field="email", remedy="Please try again later.") from error
    return _page(request, visitor, "sent")


def ask_again(request: HttpRequest, slug: str) -> HttpResponse:
    return _page(request, _visitor(request, slug), "enter")


def enter(request: HttpRequest, slug: str, secret: str) -> HttpResponse:
    """Machines follow links in mails too, so that a press of a button signs in."""
    visitor = _visitor(request, slug)
    if request.method == "GET":
        return _page(request, visitor, "link")
    session = acts.sign_in(visitor, secret=secret, name=typed.words(request.POST, "name", most=500))
    response = _see_other("portal", slug)
    response.set_signed_cookie(
        COOKIE, session, salt=SALT, max_age=acts.SESSION_LASTS, httponly=True, samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE, path=reverse("portal", args=[slug]),
    )  # fmt: skip
    return response


def leave(request: HttpRequest, slug: str) -> HttpResponse:
    acts.sign_out(_visitor(request, slug), secret=_secret(request))
    response = _see_other("portal", slug)
    response.delete_cookie(COOKIE, path=reverse("portal", args=[slug]))
    return response


def quiet(request: HttpRequest, slug: str, token: str) -> HttpResponse:
    """One press, in a mail program (RFC 8058) or on the page."""
    visitor = enter_portal(slug)
    person = who_wants_quiet(visitor, token)
    if request.method == "GET":
        return _page(request, visitor, "quiet")
    acts.be_quiet(visitor, person_id=person)
    return _page(request, visitor, "quiet", done=True)


def look(request: HttpRequest, slug: str) -> HttpResponse:
    """The portal's colour, as a style sheet: no style stands in a page."""
    accent = enter_portal(slug).accent
    rules = f".portal-accent{{border-color:{accent}}}.button-primary{{background:{accent};border-color:{accent};color:#fff}}"
    return HttpResponse(rules if accent else "", content_type="text/css")


def feed(request: HttpRequest, slug: str, name: str) -> HttpResponse:
    visitor = _looking(request, slug)
    if name not in FEEDS:
        raise NotFound("There is no such feed.")
    made = feed_of(visitor, name, request.build_absolute_uri)
    return HttpResponse(made.body, content_type=made.content_type)


def _looking(request: HttpRequest, slug: str) -> Visitor:
    visitor = _visitor(request, slug)
    if not visitor.may_look:
        raise NotFound("There is nothing here.")
    return visitor


def _visitor(request: HttpRequest, slug: str) -> Visitor:
    return enter_portal(slug, _secret(request))


def _secret(request: HttpRequest) -> str:
    return str(request.get_signed_cookie(COOKIE, default="", salt=SALT, max_age=acts.SESSION_LASTS) or "")


def _page(request: HttpRequest | PublicRequest, visitor: Visitor, name: str, **shown: Any) -> HttpResponse:
    about = {"visitor": visitor, "trap": TRAP, "place": name, "today": timezone.localdate()}
    return render(request, f"roadmap/asked/{name}.html", {**about, **shown})


def _see_other(name: str, *parts: Any) -> HttpResponse:
    response = redirect(name, *parts)
    response.status_code = 303
    return response


PUBLIC = [
    PublicPage("portal/<str:slug>/", "portal", ideas, a_minute=OFTEN),
    PublicPage("portal/<str:slug>/ideas/<int:pk>", "portal_idea", idea, a_minute=OFTEN),
    PublicPage("portal/<str:slug>/ideas/<int:pk>/vote", "portal_vote", vote, ("POST",), a_minute=OFTEN),
    PublicPage("portal/<str:slug>/ideas/<int:pk>/comment", "portal_comment", comment, ("POST",), idea),
    PublicPage("portal/<str:slug>/suggest", "portal_suggest", suggest, ("GET", "POST"), suggest_again),
    PublicPage("portal/<str:slug>/roadmap", "portal_roadmap", roadmap, a_minute=OFTEN),
    PublicPage("portal/<str:slug>/changelog", "portal_changelog", changelog, a_minute=OFTEN),
    PublicPage("portal/<str:slug>/sign-in", "portal_enter", ask, ("GET", "POST"), ask_again),
    PublicPage("portal/<str:slug>/enter/<str:secret>", "portal_link", enter, ("GET", "POST")),
    PublicPage("portal/<str:slug>/sign-out", "portal_leave", leave, ("POST",)),
    PublicPage("portal/<str:slug>/unsubscribe/<str:token>", "portal_quiet", quiet, ("GET", "POST"), by_machine=True),
    PublicPage("portal/<str:slug>/look.css", "portal_look", look, a_minute=OFTEN),
    PublicPage("portal/<str:slug>/feeds/<str:name>", "portal_feed", feed, a_minute=OFTEN),
]
