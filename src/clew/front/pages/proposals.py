"""What assistants ask for, and a person's yes or no."""

from collections.abc import Iterator

from django.http import HttpResponse
from django.shortcuts import render

from clew.front import proposing
from clew.ground.doors.api import Route, WorkRequest, done, url, whole
from clew.ground.proposals.api import ProposalRow, proposals
from clew.ground.thread.api import Card, cards
from clew.ground.workspaces.api import Role

PAGE = 25
RECORDS = {
    "source_id": "Source",
    "person_id": "Person",
    "account_id": "Account",
    "need_id": "Need",
    "under": "Under",
    "decision_id": "For the decision",
    "node_id": "Record",
}
WORDS = {
    "detail": "Detail",
    "note": "Note",
    "new_need": "New need",
    "resolve_by": "Known by",
    "text": "Words",
    "said_on": "Said on",
    "channel": "Channel",
}


def index(request: WorkRequest) -> HttpResponse:
    page, settled = whole(request.GET.get("page"), high=400), request.GET.get("view") == "all"
    rows = proposals(request.access, waiting=not settled, limit=PAGE + 1, offset=(page - 1) * PAGE)
    asked = [(row, list(_told(row, _met(request, rows)))) for row in rows[:PAGE]]
    shown = {"rows": asked, "page": page, "more": len(rows) > PAGE, "settled": settled}
    return render(request, "proposals/index.html", shown)


def accept(request: WorkRequest, pk: int) -> HttpResponse:
    proposing.accept(request.access, proposal_id=pk)
    return done(request, "Done, in your name.", url(request, "proposals"), undo=True)


def refuse(request: WorkRequest, pk: int) -> HttpResponse:
    proposing.refuse(request.access, proposal_id=pk, reason=str(request.POST.get("reason", "")))
    return done(request, "Refused; nothing was changed.", url(request, "proposals"))


def _met(request: WorkRequest, rows: list[ProposalRow]) -> dict[int, Card]:
    """The records that the proposals speak of."""
    return cards(request.access, [row.arguments[name] for row in rows for name in RECORDS if name in row.arguments])


def _told(row: ProposalRow, met: dict[int, Card]) -> Iterator[tuple[str, str, Card | None]]:
    """What a person needs to know beside the words: label, text, and the record if it is one."""
    for name, value in row.arguments.items():
        if name in RECORDS and value in met:
            yield RECORDS[name], met[value].title, met[value]
        elif name in WORDS and value not in ("", None):
            yield WORDS[name], str(value), None


ROUTES = [
    Route("proposals", "proposals", index, get=Role.VIEWER),
    Route("proposals/<int:pk>/accept", "proposal_accept", accept, post=Role.EDITOR, again=index),
    Route("proposals/<int:pk>/refuse", "proposal_refuse", refuse, post=Role.EDITOR, again=index),
]
