"""Consent before anything is kept: the page on which a participant answers, and what a study's page says of it."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render

from clew.ground.customers.api import SCOPES, consent_texts
from clew.ground.doors.api import PublicPage, PublicRequest, Route, WorkRequest, done, record_again, typed, url
from clew.ground.ledger.api import NotFound, Refused
from clew.ground.workspaces.api import Role, workspace
from clew.rooms.interviews.actions import consent as acts
from clew.rooms.interviews.queries.consent import consent_to_answer, study_consent
from clew.rooms.interviews.queries.invited import Invited, enter_by_invitation, enter_to_say_no

MOST_VERSIONS = 50


def answer(request: PublicRequest, secret: str) -> HttpResponse:
    """Read and answered; later what was agreed to, and a way to take it back."""
    if request.method == "GET":
        return show(request, secret)
    wanted = request.POST.get("act", "")
    if wanted == "withdraw":  # as long as it stands, also when the link opens nothing else any more
        acts.withdraw_by_link(enter_to_say_no(secret))
    else:
        _answer(request, enter_by_invitation(secret), wanted)
    response = redirect("asked_consent", secret=secret)
    response.status_code = 303
    return response


def _answer(request: PublicRequest, invited: Invited, wanted: str) -> None:
    number = typed.whole_number(request.POST, "number")
    if wanted not in ("give", "refuse") or number is None:
        raise Refused("That is not understood.", remedy="Choose “I agree” or “I do not agree”.")
    days = typed.whole_number(request.POST, "days")
    if wanted == "refuse":
        acts.refuse_by_link(invited, number=number, days=days)
    else:
        acts.give_by_link(invited, number=number, days=days, scopes=request.POST.getlist("scopes"))


def show(request: PublicRequest, secret: str) -> HttpResponse:
    invited, is_open = _entered(secret)
    it = consent_to_answer(invited.access, invited.study_id, invited.person_id)
    if it.stands is None and (not is_open or (it.number is None and it.last is None)):
        raise NotFound("Nothing is asked here.")
    shown = {
        "it": it, "secret": secret, "is_open": is_open, "place": workspace(invited.access).name,
        "ticked": request.POST.getlist("scopes"),
    }  # fmt: skip
    return render(request, "interviews/asked/consent.html", shown)


def _entered(secret: str) -> tuple[Invited, bool]:
    """A link that is over still shows what stands by it, so that it can be taken back."""
    try:
        return enter_by_invitation(secret), True
    except NotFound:
        return enter_to_say_no(secret), False


def plan(request: WorkRequest, pk: int) -> HttpResponse:
    data = request.POST
    stops = data.get("stop") == "1"
    scopes = data.getlist("scopes")
    if not stops and not scopes:
        raise Refused("Nothing is chosen.", field="scopes", remedy="Choose what is asked for, or “Ask nobody”.")
    acts.plan_consent(
        request.access, study_id=pk, scopes=() if stops else scopes, number=typed.whole_number(data, "number"),
        days=typed.whole_number(data, "days"),
    )  # fmt: skip
    said = "Nobody is asked for consent any more." if stops else "Whoever takes part is asked for consent."
    return done(request, said, url(request, "record", node_id=pk))


def ask(request: WorkRequest, pk: int) -> HttpResponse:
    acts.ask_in_interview(request.access, interview_id=pk)
    return done(request, "Asked. Their link shows them the text.", url(request, "record", node_id=pk))


def study_part(request: WorkRequest, study_id: int) -> dict[str, Any]:
    """What a study's page says of consent."""
    texts = consent_texts(request.access, limit=MOST_VERSIONS)
    return {
        "consent_plan": study_consent(request.access, study_id),
        "consent_texts": texts,
        "consent_numbers": (("", "The newest version"), *((t.number, f"Version {t.number}: {t.title}") for t in texts)),
        "consent_scopes": tuple(SCOPES.items()),
    }


PUBLIC = [PublicPage("asked/<str:secret>/consent", "asked_consent", answer, ("GET", "POST"), show)]
ROUTES = [
    Route("interviews/<int:pk>/study-consent", "study_consent", plan, post=Role.EDITOR, again=record_again),
    Route("interviews/<int:pk>/ask-consent", "interview_consent_ask", ask, post=Role.EDITOR, again=record_again),
]
