"""The portal as people without an account see it: ideas, votes, comments, the roadmap, the changelog."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from clew.ground.doors.api import PublicPage, PublicRequest, before_answer, typed, whole
from clew.ground.files.api import path_of
from clew.ground.ledger.api import NotFound, Refused
from clew.rooms.roadmap.actions import visiting as acts
from clew.rooms.roadmap.models.portal import STATUSES, TEXT_LIMIT, TITLE_LIMIT
from clew.rooms.roadmap.portal_feeds import FEEDS, feed_of
from clew.rooms.roadmap.portal_mails import is_quiet, send_link, who_wants_quiet
from clew.rooms.roadmap.queries import portal as queries
from clew.rooms.roadmap.queries.portal_alike import ideas_alike
from clew.rooms.roadmap.queries.visitors import Visitor, enter_portal, link_opens

LIST = ("q", "sort", "status", "page")
SORTS = {"votes": "Most votes", "new": "Newest", "mine": "My votes"}
COOKIE, SALT, TRAP, PAGE, OFTEN = "clew_portal", "portal-session", "website", 30, 600


def asks_in(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Where only members look, whoever is signed out is asked to sign in, the same whatever is there: mails lead to such pages."""

    @wraps(view)
    def page(request: HttpRequest, slug: str, **parts: Any) -> HttpResponse:
        try:
            return view(request, slug, **parts)
        except NotFound:
            if request.method != "GET" or _visitor(request, slug).may_look:
                raise
            return _see_other("portal_enter", slug, then=f"?idea={parts['pk']}" if "pk" in parts else "")

    return page


def ideas(request: HttpRequest, slug: str) -> HttpResponse:
    visitor = _visitor(request, slug)
    if not visitor.may_look:
        return _page(request, visitor, "enter")
    page = whole(request.GET.get("page"), high=200)
    status = request.GET.get("status") if request.GET.get("status") in dict(STATUSES) else ""
    sort = request.GET.get("sort") if request.GET.get("sort") in SORTS else "votes"
    q = typed.words(request.GET, "q", most=TITLE_LIMIT)
    rows = queries.published_ideas(
        visitor.access, status=status or "", sort=sort or "votes", words=q, person_id=visitor.person_id,
        voted_by=visitor.person_id if sort == "mine" else None, limit=PAGE + 1, offset=(page - 1) * PAGE,
    )  # fmt: skip
    sorts = [(key, words) for key, words in SORTS.items() if key != "mine" or visitor.person_id]
    shown = {"rows": rows[:PAGE], "more": len(rows) > PAGE, "page": page, "status": status, "sort": sort, "q": q}
    shown["here"] = urlencode({name: request.GET[name] for name in LIST if name in request.GET})
    return _page(request, visitor, "ideas", statuses=STATUSES, sorts=sorts, **shown)


@asks_in
def idea(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    visitor = _looking(request, slug)
    if (into := queries.merged_into(visitor.access, pk)) is not None:
        return _see_other("portal_idea", slug, into)
    try:
        found = queries.published_idea(visitor.access, pk, person_id=visitor.person_id)
    except NotFound:
        response = _page(request, visitor, "gone")
        response.status_code = 404
        return response
    shown = {"comments": queries.public_comments(visitor.access, pk), "said": request.GET.get("said") == "1"}
    return _page(request, visitor, "idea", idea=found, **shown)


def vote(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """A press of the button; whoever is not signed in is asked to, and comes back to the idea."""
    visitor = _looking(request, slug)
    if visitor.person_id is None:
        return _see_other("portal_enter", slug, then=f"?idea={pk}")
    if request.POST.get("do") == "take-back":
        acts.take_back_vote(visitor, idea_id=pk)
    else:
        acts.vote(visitor, idea_id=pk)
    if "back" in request.POST:  # to the row, on the list as it was
        there = [(name, value) for name, value in QueryDict(request.POST["back"]).items() if name in LIST]
        return _see_other("portal", slug, then=f"?{urlencode(there)}#idea-{pk}")
    return _see_other("portal_idea", slug, pk)


def comment(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    visitor = _looking(request, slug)
    if not request.POST.get(
        TRAP
    ):  # a field nobody sees: whoever fills it in is a machine, and is thanked like everybody
        before_answer(request)
        acts.comment(visitor, idea_id=pk, text=typed.words(request.POST, "text", most=TEXT_LIMIT))
    return _see_other("portal_idea", slug, pk, then="?said=1#said" if visitor.holds_comments else "#said")


@asks_in
def suggest(request: HttpRequest, slug: str) -> HttpResponse:
    visitor = _looking(request, slug)
    if visitor.person_id is None:
        return _see_other("portal_enter", slug)
    if request.method == "GET":
        return _page(request, visitor, "suggest", told=request.GET)
    title = typed.words(request.POST, "title", most=TITLE_LIMIT)
    if request.POST.get("seen") != "1" and (alike := _alike(visitor, title)):  # what is there already is shown first
        return _page(request, visitor, "suggest", alike=alike, told=request.POST)
    if not request.POST.get(TRAP):
        before_answer(request)
        acts.suggest(visitor, title=title, text=typed.words(request.POST, "text", most=TEXT_LIMIT))
    return _page(request, visitor, "thanks")


def suggest_again(request: HttpRequest, slug: str) -> HttpResponse:
    return _page(request, _looking(request, slug), "suggest", told=request.POST)


def alike(request: HttpRequest, slug: str) -> HttpResponse:
    """Asked by the page of suggestions while somebody types."""
    visitor = _looking(request, slug)
    found = _alike(visitor, typed.words(request.GET, "title", most=TITLE_LIMIT))
    return render(request, "roadmap/asked/alike.html", {"visitor": visitor, "alike": found})


@asks_in
def roadmap(request: HttpRequest, slug: str) -> HttpResponse:
    visitor = _looking(request, slug)
    items = queries.public_items(visitor.access)
    columns = [
        (words, [item for item in items if item.horizon == key and item.state != "released"])
        for key, words in (("now", "Now"), ("next", "Next"), ("later", "Later"))
    ]
    return _page(request, visitor, "roadmap", columns=columns)


@asks_in
def changelog(request: HttpRequest, slug: str) -> HttpResponse:
    visitor = _looking(request, slug)
    page = whole(request.GET.get("page"), high=200)
    rows = queries.public_releases(visitor.access, limit=PAGE + 1, offset=(page - 1) * PAGE)
    return _page(request, visitor, "changelog", rows=rows[:PAGE], more=len(rows) > PAGE, page=page)


def ask(request: HttpRequest, slug: str) -> HttpResponse:
    """Asks for a link by mail. The answer is the same whoever they are."""
    visitor = _visitor(request, slug)
    if request.method == "GET":
        return ask_again(request, slug)
    if not request.POST.get(TRAP):
        before_answer(request)
        mail = acts.ask_to_enter(visitor, email=typed.words(request.POST, "email", most=254))
        if mail is not None:
            site = settings.HOME_URL or request.build_absolute_uri("/").rstrip("/")
            try:
                back = typed.whole_number(request.POST, "idea")
                link = site + reverse("portal_link", args=[slug, mail.secret])
                send_link(visitor, mail, f"{link}?idea={back}" if back else link)
            except OSError as error:
                raise Refused("The mail could not be sent.", field="email", remedy="Please try again later.") from error
    return _page(request, visitor, "sent")


def ask_again(request: HttpRequest, slug: str) -> HttpResponse:
    return _page(request, _visitor(request, slug), "enter", back=_back(request))


def enter(request: HttpRequest, slug: str, secret: str) -> HttpResponse:
    """Machines follow links in mails too, so that a press of a button signs in. It goes on to the idea they came from, if from one."""
    visitor = _visitor(request, slug)
    if not link_opens(visitor, secret):
        return _over(request, visitor)
    if request.method == "GET":
        return _page(request, visitor, "link")
    session = acts.sign_in(visitor, secret=secret, name=typed.words(request.POST, "name", most=500))
    back = _back(request)
    response = _see_other("portal_idea", slug, back) if back else _see_other("portal", slug)
    response.set_signed_cookie(
        COOKIE, session, salt=SALT, max_age=acts.SESSION_LASTS, httponly=True, samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE, path=reverse("portal", args=[slug]),
    )  # fmt: skip
    return response


def _over(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """Mails are opened twice: whoever is in already goes on, anybody else asks for a new link."""
    if visitor.person_id is not None:
        back = _back(request)
        return _see_other("portal_idea", visitor.slug, back) if back else _see_other("portal", visitor.slug)
    response = _page(request, visitor, "enter", back=_back(request), is_over=True)
    response.status_code = 404
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


@asks_in
def mails(request: HttpRequest, slug: str) -> HttpResponse:
    """Whether whoever is signed in hears what became of their votes."""
    visitor = _looking(request, slug)
    if visitor.person_id is None:
        return _see_other("portal_enter", slug)
    if request.method == "POST":
        if request.POST.get("do") == "on":
            acts.be_told(visitor)
        else:
            acts.be_quiet(visitor, person_id=visitor.person_id)
        return _see_other("portal_mails", slug)
    return _page(request, visitor, "mails", is_quiet=is_quiet(visitor))


def logo(request: HttpRequest, slug: str) -> HttpResponse:
    """A PNG that Clew drew. Were it opened by itself, it could do nothing."""
    visitor = enter_portal(slug)
    if visitor.logo_id is None:
        raise NotFound("There is no logo.")
    response = HttpResponse(path_of(visitor.access, file_id=visitor.logo_id).read_bytes(), content_type="image/png")
    response["X-Content-Type-Options"], response["Content-Security-Policy"] = "nosniff", "default-src 'none'; sandbox"
    response["Cache-Control"] = "private, max-age=86400"  # its address changes with it
    return response


def look(request: HttpRequest, slug: str) -> HttpResponse:
    """The portal's colour, as a style sheet: no style stands in a page."""
    accent = enter_portal(slug).accent
    rules = (
        f".portal-accent{{border-color:{accent}}}.button-primary{{background:{accent};border-color:{accent};color:#fff}}"
        f"@media not (prefers-color-scheme:dark){{.tabs a[aria-current]{{border-color:{accent}}}}}"
    )
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


def _alike(visitor: Visitor, title: str) -> tuple[queries.PublicIdea, ...]:
    return ideas_alike(visitor.access, words=title, person_id=visitor.person_id)


def _back(request: HttpRequest) -> int:
    """The idea that somebody was at before they signed in; 0 where they were at none."""
    return whole(request.POST.get("idea") or request.GET.get("idea"), low=0, high=2**53, default=0)


def _page(request: HttpRequest | PublicRequest, visitor: Visitor, name: str, **shown: Any) -> HttpResponse:
    about = {"visitor": visitor, "trap": TRAP, "place": name, "today": timezone.localdate()}
    return render(request, f"roadmap/asked/{name}.html", {**about, **shown})


def _see_other(name: str, *parts: Any, then: str = "") -> HttpResponse:
    response = redirect(reverse(name, args=parts) + then)
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
    PublicPage("portal/<str:slug>/mails", "portal_mails", mails, ("GET", "POST")),
    PublicPage("portal/<str:slug>/alike", "portal_alike", alike, a_minute=OFTEN),
    PublicPage("portal/<str:slug>/logo.png", "portal_logo", logo, a_minute=OFTEN),
    PublicPage("portal/<str:slug>/look.css", "portal_look", look, a_minute=OFTEN),
    PublicPage("portal/<str:slug>/feeds/<str:name>", "portal_feed", feed, a_minute=OFTEN),
]
