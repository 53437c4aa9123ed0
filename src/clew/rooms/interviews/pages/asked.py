"""What people without an account see: the screener by their own link or by a posted one, saying no, and thanks."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from clew.ground.doors.api import PublicPage, before_answer, typed
from clew.ground.ledger.api import Refused
from clew.ground.workspaces.api import Access
from clew.rooms.interviews.actions.answering import answer_openly, answer_screener, decline
from clew.rooms.interviews.queries.bookings import standing_booking
from clew.rooms.interviews.queries.consent import consent_to_answer
from clew.rooms.interviews.queries.invited import (
    enter_by_invitation,
    enter_by_open_link,
    enter_to_say_no,
    state_of_invited,
)
from clew.rooms.interviews.queries.screeners import screener

TRAP = "website"
CLOSED = 410


def personal(request: HttpRequest, secret: str) -> HttpResponse:
    """One candidate's page: the questions, and after them what comes next."""
    invited = enter_by_invitation(secret)
    if request.method == "POST":
        answer_screener(invited, version_id=_version(request), given=_given(request))
        return _see_other("asked", secret)
    return personal_again(request, secret)


def personal_again(request: HttpRequest, secret: str) -> HttpResponse:
    invited = enter_by_invitation(secret)
    state, has_answered = state_of_invited(invited.access, invited.candidate_id)
    if state == "booked":
        booked = standing_booking(invited.access, invited.candidate_id)
        state = "off" if booked is None or booked.is_put_away else state
    consent = consent_to_answer(invited.access, invited.study_id, invited.person_id)
    shown = {"state": state, "secret": secret, "consent": consent, **_form(request, invited.access, invited.study_id)}
    if has_answered or state not in ("found", "invited", "declined"):
        return render(request, "interviews/asked/next.html", shown)
    return render(request, "interviews/asked/form.html", shown)


def no(request: HttpRequest, secret: str) -> HttpResponse:
    """A link in a mail is followed by machines too, so that a press of a button says no."""
    invited = enter_by_invitation(secret)
    if request.method == "POST":
        never = request.POST.get("never") == "1"
        decline(invited, never_again=never)
        return render(request, "interviews/asked/declined.html", {"never": never, "secret": secret})
    return render(request, "interviews/asked/decline.html", {"secret": secret})


def unsubscribe(request: HttpRequest, secret: str) -> HttpResponse:
    """One press in a mail program (RFC 8058): no to this study and to all that come. A person who follows the address sees the page instead."""
    invited = enter_to_say_no(secret)
    if request.method == "GET":
        return _see_other("asked_decline", secret)
    if request.POST.get("List-Unsubscribe") != "One-Click":
        raise Refused(
            "Only one press is known here.", field="List-Unsubscribe", remedy="Send List-Unsubscribe=One-Click."
        )
    decline(invited, never_again=True)
    return HttpResponse("You will not be asked again.", content_type="text/plain; charset=utf-8")


def posted(request: HttpRequest, secret: str) -> HttpResponse:
    door = enter_by_open_link(secret)
    if door.is_closed:
        return render(request, "interviews/asked/closed.html", status=CLOSED)
    if request.method == "GET":
        return posted_again(request, secret)
    if not request.POST.get(
        TRAP
    ):  # a field nobody sees; whoever fills it in is a machine, and is thanked like everybody
        before_answer(request)
        answer_openly(
            door, name=typed.words(request.POST, "name", most=500), email=typed.words(request.POST, "email", most=500),
            version_id=_version(request) or 0, given=_given(request),
        )  # fmt: skip
    return _see_other("screen_thanks", secret)


def posted_again(request: HttpRequest, secret: str) -> HttpResponse:
    door = enter_by_open_link(secret)
    shown = {"is_open": True, "trap": TRAP, **_form(request, door.access, door.study_id)}
    return render(request, "interviews/asked/form.html", shown)


def thanks(request: HttpRequest, secret: str) -> HttpResponse:
    """The same for everybody, whatever the rules said and whoever they are."""
    enter_by_open_link(secret)
    return render(request, "interviews/asked/thanks.html")


def _form(request: HttpRequest, access: Access, study_id: int) -> dict[str, Any]:
    """The questions with what was typed, if it was refused."""
    version = screener(access, study_id)
    questions = version.questions if version else ()
    rows = [(q, request.POST.getlist(f"a-{q.key}")) for q in questions]
    return {"version": version, "rows": rows}


def _given(request: HttpRequest) -> dict[str, list[str]]:
    return {name[2:]: request.POST.getlist(name) for name in request.POST if name.startswith("a-")}


def _version(request: HttpRequest) -> int | None:
    return typed.whole_number(request.POST, "version")


def _see_other(name: str, secret: str) -> HttpResponse:
    response = redirect(name, secret=secret)
    response.status_code = 303
    return response


PUBLIC = [
    PublicPage("asked/<str:secret>", "asked", personal, ("GET", "POST"), personal_again),
    PublicPage("asked/<str:secret>/decline", "asked_decline", no, ("GET", "POST")),
    PublicPage("asked/<str:secret>/unsubscribe", "asked_unsubscribe", unsubscribe, ("GET", "POST"), by_machine=True),
    PublicPage("screen/<str:secret>", "screen", posted, ("GET", "POST"), posted_again),
    PublicPage("screen/<str:secret>/thanks", "screen_thanks", thanks),
]
