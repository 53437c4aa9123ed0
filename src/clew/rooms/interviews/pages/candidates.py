"""The candidates of a study: sorted, invited, paid, and counted against quotas and budget."""

from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from clew.ground.customers.api import segments
from clew.ground.doors.api import Route, WorkRequest, before_mail, done, typed, url, whole
from clew.ground.ledger.api import Refused
from clew.ground.workspaces.api import Role, workspace
from clew.rooms.interviews.actions import mailings
from clew.rooms.interviews.actions import recruiting as acts
from clew.rooms.interviews.actions.invitations import make_link
from clew.rooms.interviews.models import Candidate
from clew.rooms.interviews.queries import candidates as queries
from clew.rooms.interviews.queries import studies
from clew.rooms.interviews.queries.quotas import quotas

PAGE = 50
STATES = (("", "Any state"), *Candidate.STATES)
BY_HAND = {"accepted": "Accepted.", "queued": "To be looked at.", "rejected": "Rejected.", "found": "Put back."}


def index(request: WorkRequest, pk: int) -> HttpResponse:
    asked = request.GET
    page, search, state = whole(asked.get("page"), high=200), asked.get("q", "").strip(), asked.get("state", "")
    rows = queries.candidates(request.access, pk, state=state, search=search, limit=PAGE + 1, offset=(page - 1) * PAGE)
    shown = {
        "study": studies.study(request.access, pk),
        "plan": queries.recruiting(request.access, pk),
        "quotas": quotas(request.access, pk),
        "segments": (("", "Choose a segment"), *((s.id, s.name) for s in segments(request.access, limit=200))),
        "rows": rows[:PAGE],
        "more": len(rows) > PAGE,
        "page": page,
        "q": search,
        "state": state,
        "states": STATES,
    }
    return render(request, "interviews/recruiting/candidates.html", shown)


def progress_of(request: WorkRequest, study_id: int) -> dict[str, Any]:
    """What the study's own page shows of its recruiting."""
    return {
        "plan": queries.recruiting(request.access, study_id),
        "quotas": quotas(request.access, study_id),
        "candidate_states": Candidate.STATES,
    }


def settle(request: WorkRequest, pk: int) -> HttpResponse:
    state = request.POST.get("state", "")
    beyond = acts.settle_candidates(request.access, candidate_ids=_chosen(request), state=state)
    warning = f" More than wanted: {'; '.join(beyond)}." if beyond else ""
    back = "study_candidates" if request.POST.get("from") != "one" else ""
    to = url(request, back, pk=pk) if back else url(request, "candidate", pk=pk, candidate=_chosen(request)[0])
    return done(request, BY_HAND[state] + warning, to, undo=True)


def quota(request: WorkRequest, pk: int) -> HttpResponse:
    segment, wanted = (typed.whole_number(request.POST, name) for name in ("segment", "wanted"))
    if segment is None or wanted is None:
        field = "segment" if segment is None else "wanted"
        raise Refused("A quota is a segment and a number.", field=field, remedy="Choose both.")
    acts.set_quota(request.access, study_id=pk, segment_id=segment, wanted=wanted)
    return done(request, "Saved." if wanted else "Taken away.", url(request, "study_candidates", pk=pk), undo=True)


def show(request: WorkRequest, pk: int, candidate: int, link: str = "") -> HttpResponse:
    found = queries.candidate(request.access, candidate)
    minor = found.row.incentive_minor
    shown = {
        "one": found,
        "row": found.row,
        "link": link,
        "amount": "" if minor is None else f"{minor / 100:.2f}".removesuffix(".00"),
        "currency": workspace(request.access).currency,
    }
    return render(request, "interviews/recruiting/candidate.html", shown)


def note(request: WorkRequest, pk: int, candidate: int) -> HttpResponse:
    acts.note_candidate(request.access, candidate_id=candidate, note=typed.words(request.POST, "note", most=501))
    return done(request, "Saved.", url(request, "candidate", pk=pk, candidate=candidate), undo=True)


def link(request: WorkRequest, pk: int, candidate: int) -> HttpResponse:
    """The link is shown on this answer alone; the page that is asked for again is without it."""
    if request.method == "GET":
        return show(request, pk, candidate)
    despite = request.POST.get("despite") == "1"
    made = make_link(request.access, candidate_id=candidate, despite=despite)
    request.live_at = ""  # drawn anew, the page would lose what is shown only now
    return show(request, pk, candidate, request.build_absolute_uri(reverse("asked", args=[made.secret])))


def incentive(request: WorkRequest, pk: int, candidate: int) -> HttpResponse:
    data, to = request.POST, url(request, "candidate", pk=pk, candidate=candidate)
    amount = typed.number(data, "amount")
    if amount is None:
        acts.remove_incentive(request.access, candidate_id=candidate)
        return done(request, "No incentive.", to, undo=True)
    acts.set_incentive(
        request.access, candidate_id=candidate, amount_minor=round(amount * 100),
        currency=typed.words(data, "currency", most=10), what=typed.words(data, "what", most=201),
        given_on=typed.day(data, "given_on"),
    )  # fmt: skip
    return done(request, "Saved.", to, undo=True)


def stop(request: WorkRequest, pk: int, candidate: int) -> HttpResponse:
    acts.stop_asking(request.access, person_id=queries.candidate(request.access, candidate).row.person_id)
    return done(request, "Nobody asks them any more.", url(request, "candidate", pk=pk, candidate=candidate))


def again(request: WorkRequest, pk: int, candidate: int) -> HttpResponse:
    acts.ask_again(request.access, person_id=queries.candidate(request.access, candidate).row.person_id)
    return done(request, "They may be asked again.", url(request, "candidate", pk=pk, candidate=candidate))


def invite(request: WorkRequest, pk: int) -> HttpResponse:
    """Who gets the mail, who does not and why, and what it says, before anything is sent."""
    asked = request.POST if request.method == "POST" else request.GET
    kind = mailings.REMIND if asked.get("kind") == mailings.REMIND else mailings.INVITE
    chosen = [int(text) for text in asked.getlist("ids") if text.isdecimal()]
    despite = asked.get("despite") == "1" and request.access.role == Role.OWNER
    rows = queries.chosen_candidates(request.access, pk, candidate_ids=chosen)
    why = mailings.not_to_mail(rows, kind, despite=despite)
    ready = [row for row in rows if row.id not in why]
    words = mailings.words_of_study(request.access, pk)
    shown = {
        "study": studies.study(request.access, pk),
        "kind": kind,
        "ready": ready,
        "left": [(row, why[row.id]) for row in rows if row.id in why],
        "words": words,
        "letter": mailings.preview(request.access, words, kind, ready[0].name if ready else "Anna Example"),
        "places": mailings.PLACES,
        "despite": despite,
        "may_override": request.access.role == Role.OWNER and any(row.asked_elsewhere for row in rows),
        "sends": settings.EMAIL_BACKEND.endswith("smtp.EmailBackend"),
    }
    return render(request, "interviews/recruiting/invite.html", shown)


def write(request: WorkRequest, pk: int) -> HttpResponse:
    """Keep the words, and look at them as they will arrive."""
    if request.method == "GET":
        return invite(request, pk)
    data = request.POST
    mailings.write_invitation(
        request.access, study_id=pk, subject=typed.words(data, "subject", most=201),
        message=typed.words(data, "message", most=4_001), reminder=typed.words(data, "reminder", most=4_001),
    )  # fmt: skip
    return invite(request, pk)


def send(request: WorkRequest, pk: int) -> HttpResponse:
    before_mail(request)
    run = mailings.invite_candidates(
        request.access, study_id=pk, candidate_ids=_chosen(request), kind=request.POST.get("kind", ""),
        site=request.build_absolute_uri("/").rstrip("/"), despite=request.POST.get("despite") == "1",
    )  # fmt: skip
    return done(
        request, f"{run.title} on the way. The list says what became of each.", url(request, "study_candidates", pk=pk)
    )


def _chosen(request: WorkRequest) -> list[int]:
    return [int(text) for text in request.POST.getlist("ids") if text.isdecimal()]


ROUTES = [
    Route("interviews/<int:pk>/candidates", "study_candidates", index, get=Role.VIEWER),
    Route("interviews/<int:pk>/candidates/settle", "candidates_settle", settle, post=Role.EDITOR, again=index),
    Route("interviews/<int:pk>/quota", "study_quota", quota, post=Role.EDITOR, again=index),
    Route("interviews/<int:pk>/invite", "study_invite", invite, get=Role.EDITOR, post=Role.EDITOR, again=index),
    Route("interviews/<int:pk>/invite/write", "invite_write", write, get=Role.EDITOR, post=Role.EDITOR, again=invite),
    Route("interviews/<int:pk>/invite/send", "invite_send", send, post=Role.EDITOR, again=invite),
    Route("interviews/<int:pk>/candidates/<int:candidate>", "candidate", show, get=Role.VIEWER),
    Route("interviews/<int:pk>/candidates/<int:candidate>/note", "candidate_note", note, post=Role.EDITOR, again=show),
    Route(
        "interviews/<int:pk>/candidates/<int:candidate>/link",
        "candidate_link",
        link,
        get=Role.EDITOR,
        post=Role.EDITOR,
        again=show,
    ),
    Route(
        "interviews/<int:pk>/candidates/<int:candidate>/gift", "candidate_gift", incentive, post=Role.EDITOR, again=show
    ),
    Route("interviews/<int:pk>/candidates/<int:candidate>/stop", "candidate_stop", stop, post=Role.EDITOR, again=show),
    Route(
        "interviews/<int:pk>/candidates/<int:candidate>/again", "candidate_again", again, post=Role.OWNER, again=show
    ),
]
