"""Codes: names for what excerpts are about, in a tree."""

from typing import Any

from django.http import HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render

from clew.front.outgoing import download_codebook
from clew.ground.doors.api import Route, WorkRequest, body, done, record_again, sent, typed, url
from clew.ground.evidence import api as evidence
from clew.ground.ledger.api import Refused
from clew.ground.workspaces.api import Role


def index(request: WorkRequest) -> HttpResponse:
    tree = evidence.code_tree(request.access)
    return render(request, "codes/index.html", {"tree": tree, "choices": _choices(request)})


def options(request: WorkRequest) -> JsonResponse:
    """For pickers."""
    found = evidence.code_names(request.access, search=request.GET.get("q", ""))
    return JsonResponse({"items": [{"id": pk, "title": name} for pk, name in found]})


def create(request: WorkRequest) -> HttpResponse:
    evidence.add_code(
        request.access,
        title=typed.words(request.POST, "title", most=300),
        definition=typed.words(request.POST, "definition", most=2001),
        under=typed.whole_number(request.POST, "under"),
    )
    return done(request, "Code added.", url(request, "codes"), undo=True)


def change(request: WorkRequest, pk: int) -> HttpResponse:
    """Name, definition and place, as one form."""
    evidence.change_code(
        request.access,
        code_id=pk,
        title=typed.words(request.POST, "title", most=300),
        definition=typed.words(request.POST, "definition", most=2001),
        under=typed.whole_number(request.POST, "under"),
    )
    return done(request, "Saved.", url(request, "record", node_id=pk), undo=True)


def merge(request: WorkRequest, pk: int) -> HttpResponse:
    into = typed.whole_number(request.POST, "into")
    if into is None:
        raise Refused("No code was chosen.", field="into", remedy="Choose the code that stays.")
    evidence.merge_codes(request.access, code_id=pk, into=into)
    return done(request, "Merged. Its words went along.", url(request, "record", node_id=into), undo=True)


def choose(request: WorkRequest, pk: int) -> HttpResponse:
    """Which of the code's words go to a new code."""
    found = evidence.code(request.access, pk, limit=500)
    chosen = set(request.POST.getlist("ids"))
    return render(request, "codes/split.html", {"code": found, "choices": _choices(request), "chosen": chosen})


def split(request: WorkRequest, pk: int) -> HttpResponse:
    if request.method == "GET":
        return choose(request, pk)
    made = evidence.split_code(
        request.access,
        code_id=pk,
        title=typed.words(request.POST, "title", most=300),
        definition=typed.words(request.POST, "definition", most=2001),
        under=typed.whole_number(request.POST, "under"),
        excerpt_ids=[int(text) for text in request.POST.getlist("ids") if text.isdecimal()],
    )
    return done(
        request, "Split. The chosen words have the new code.", url(request, "record", node_id=made.pk), undo=True
    )


def codebook(request: WorkRequest) -> HttpResponseBase:
    """For other programs for qualitative analysis."""
    return sent(request, download_codebook(request.access))


@body("code", lead="codes/lead.html", menu="codes/menu.html")
def code_body(request: WorkRequest, node: Any) -> tuple[str, dict[str, Any]]:
    choices = [row for row in _choices(request) if row[0] != node.id]
    return "codes/body.html", {"code": evidence.code(request.access, node.id), "choices": choices}


def _choices(request: WorkRequest) -> list[tuple[int, str]]:
    return [(pk, "\u2003" * depth + title) for pk, title, depth in evidence.code_places(request.access)]


ROUTES = [
    Route("codes", "codes", index, get=Role.VIEWER),
    Route("codes/options", "code_options", options, get=Role.VIEWER),
    Route("codes/codebook", "codebook", codebook, get=Role.VIEWER),
    Route("codes/add", "code_add", create, post=Role.EDITOR, again=index),
    Route("codes/<int:pk>/change", "code_change", change, post=Role.EDITOR, again=record_again),
    Route("codes/<int:pk>/merge", "code_merge", merge, post=Role.EDITOR, again=record_again),
    Route("codes/<int:pk>/split", "code_split", split, get=Role.EDITOR, post=Role.EDITOR, again=choose),
]
