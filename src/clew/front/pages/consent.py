"""Consent: on a person's page what they were asked and gave; beside the people the texts they were shown."""

import re
from difflib import SequenceMatcher
from itertools import pairwise
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from clew.ground.customers import api as customers
from clew.ground.doors.api import Route, WorkRequest, done, record_again, typed, url, whole
from clew.ground.workspaces.api import Role

PAGE = 20
SHOWN = 50
PIECE = re.compile(r"\s+|\w+|[^\w\s]")
MOST_PIECES = 6000  # comparing takes time as the square of it


def texts(request: WorkRequest) -> HttpResponse:
    """All versions, each with what it changed in the one before."""
    page = whole(request.GET.get("page"), high=1000)
    rows = customers.consent_texts(request.access, limit=PAGE + 1, offset=(page - 1) * PAGE)
    changed = {newer.number: difference(older.body, newer.body) for newer, older in pairwise(rows)}
    shown = {"rows": [(row, changed.get(row.number)) for row in rows[:PAGE]], "more": len(rows) > PAGE, "page": page}
    return render(request, "customers/consent_texts.html", {**shown, "newest": rows[0] if rows and page == 1 else None})


def write_text(request: WorkRequest) -> HttpResponse:
    made = customers.write_consent_text(
        request.access,
        title=typed.words(request.POST, "title", most=201),
        body=typed.words(request.POST, "body", most=20_001),
    )
    return done(
        request, f"Version {made.number} is shown to whoever is asked from now on.", url(request, "consent_texts")
    )


def ask(request: WorkRequest, pk: int) -> HttpResponse:
    customers.ask_for_consent(request.access, person_id=pk, scopes=request.POST.getlist("scopes"))
    return done(request, "Asked. Write down the answer when it comes.", _person(request, pk))


def answer(request: WorkRequest, pk: int, consent: int) -> HttpResponse:
    if request.POST.get("refused"):
        customers.refuse_consent(request.access, consent_id=consent)
        return done(request, "Written down: they said no.", _person(request, pk))
    customers.give_consent(
        request.access,
        consent_id=consent,
        scopes=request.POST.getlist("scopes"),
        how=request.POST.get("how", ""),
        given_on=typed.day(request.POST, "given_on"),
        expires_on=typed.day(request.POST, "expires_on"),
    )
    return done(request, "Written down. It holds from now on.", _person(request, pk))


def withdraw(request: WorkRequest, pk: int, consent: int) -> HttpResponse:
    customers.withdraw_consent(request.access, consent_id=consent)
    return done(request, "Withdrawn. What they said is withheld from now on.", _person(request, pk))


def consent_of(request: WorkRequest, person_id: int) -> dict[str, Any]:
    """What a person's page shows of it."""
    rows = customers.consents(request.access, person_id=person_id, limit=SHOWN)
    newest = next(iter(customers.consent_texts(request.access, limit=1)), None)
    return {
        "consents": rows,
        "consent_text": newest,
        "scopes": customers.SCOPES.items(),
        "hows": customers.HOW,
        "ticked": request.POST.getlist("scopes") if request.refused else list(customers.SCOPES),
        "refused_form": whole(request.POST.get("form"), low=0, high=1 << 60, default=-1) if request.refused else -1,
    }


def difference(before: str, after: str) -> list[tuple[str, str]]:
    """The later text in pieces: `same`, `new`, and `gone` for what stood there before."""
    old, new = PIECE.findall(before), PIECE.findall(after)
    if max(len(old), len(new)) > MOST_PIECES:
        old, new = before.splitlines(keepends=True), after.splitlines(keepends=True)
    pieces: list[tuple[str, str]] = []
    for what, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if what == "equal":
            pieces.append(("same", "".join(new[c:d])))
        else:
            pieces += [(kind, text) for kind, text in (("gone", "".join(old[a:b])), ("new", "".join(new[c:d]))) if text]
    return pieces


def _person(request: WorkRequest, pk: int) -> str:
    return f"{url(request, 'record', node_id=pk)}#consent"


ROUTES = [
    Route("people/consent-texts", "consent_texts", texts, get=Role.VIEWER),
    Route("people/consent-texts/write", "consent_text_write", write_text, post=Role.EDITOR, again=texts),
    Route("people/<int:pk>/consent", "consent_ask", ask, post=Role.EDITOR, again=record_again),
    Route("people/<int:pk>/consent/<int:consent>", "consent_answer", answer, post=Role.EDITOR, again=record_again),
    Route(
        "people/<int:pk>/consent/<int:consent>/withdraw",
        "consent_withdraw",
        withdraw,
        post=Role.EDITOR,
        again=record_again,
    ),
]
