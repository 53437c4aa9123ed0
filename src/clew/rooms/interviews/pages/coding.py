"""Coding rounds: a new one, its page, a coder's page, and everybody's marks side by side."""

from typing import Any

from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render

from clew.ground.doors.api import Route, WorkRequest, body, done, record_again, typed, url, whole
from clew.ground.evidence import api as evidence
from clew.ground.ledger.api import NotFound, Refused
from clew.ground.workspaces.api import Role, members
from clew.rooms.interviews.actions import coding as acts
from clew.rooms.interviews.actions import reconciling
from clew.rooms.interviews.queries import coding as queries
from clew.rooms.interviews.queries import reconciling as reconciled
from clew.rooms.interviews.queries import studies

PAGE = 20
MOST_SHOWN = 200


def new(request: WorkRequest, pk: int) -> HttpResponse:
    """Which interviews, who codes, with which codes."""
    heard = [row for row in studies.study_interviews(request.access, pk, limit=MOST_SHOWN) if row.source_id]
    shown = {
        "study": studies.study(request.access, pk),
        "interviews": heard,
        "people": [m for m in members(request.access) if m.role.covers(Role.EDITOR)],
        "codes": evidence.code_places(request.access),
        "chosen": {name: set(request.POST.getlist(name)) for name in ("source", "coder", "code")},
    }
    return render(request, "interviews/coding/new.html", shown)


def create(request: WorkRequest, pk: int) -> HttpResponse:
    if request.method == "GET":
        return new(request, pk)
    made = acts.begin_round(
        request.access,
        study_id=pk,
        title=typed.words(request.POST, "title", most=300),
        source_ids=_numbers(request, "source"),
        coder_ids=_numbers(request, "coder"),
        code_ids=_numbers(request, "code"),
    )
    return done(
        request, "Coding round begun. Each coder finds it here.", url(request, "record", node_id=made.pk), undo=True
    )


@body("coding_round", lead="interviews/coding/lead.html")
def round_body(request: WorkRequest, node: Any) -> tuple[str, dict[str, Any]]:
    found = queries.coding_round(request.access, node.id)
    is_shown = found.state != acts.OPEN
    agreement = _agreement(request, node.id) if is_shown else None
    return "interviews/coding/body.html", {
        "round": found,
        "is_shown": is_shown,
        "agreement": agreement,
        "warned": _warned(agreement) if agreement else [],
        "unsettled": sum(part.open_marks for part in found.parts),
        "standing": sum(not coder.left for coder in found.coders),
    }


def sheet(request: WorkRequest, pk: int, source: int) -> HttpResponse:
    """A coder's page: the words, and the marks that are theirs."""
    found = queries.coding_sheet(request.access, pk, source)
    marks = [{"id": m.id, "start": m.start, "end": m.end, "stance": "mentions", "label": m.code} for m in found.marks]
    shown = {
        "sheet": found,
        "round": queries.coding_round(request.access, pk),
        "marks": [(m, found.text[m.start : m.end]) for m in found.marks],
        "reader": {"marks": marks, "turns": evidence.turn_heads(found.text, found.turns)},
    }
    return render(request, "interviews/coding/sheet.html", shown)


def mark(request: WorkRequest, pk: int, source: int) -> HttpResponse:
    """The reader sends a place in the text and hears what was refused."""
    data = request.POST
    try:
        made = acts.mark_blind(
            request.access,
            round_id=pk,
            source_id=source,
            start=typed.whole_number(data, "start") or 0,
            end=typed.whole_number(data, "end") or 0,
            exact=str(data.get("exact", "")).replace("\r\n", "\n"),
            codes=[name for name in (part.strip() for part in typed.words(data, "code", most=2000).split(",")) if name],
        )
    except Refused as error:
        return JsonResponse({"message": error.message, "remedy": error.remedy, "field": error.field}, status=422)
    return JsonResponse({"ids": [one.pk for one in made]})


def options(request: WorkRequest, pk: int) -> JsonResponse:
    """For the picker."""
    found = queries.codes_in_scope(request.access, pk, search=request.GET.get("q", ""))
    return JsonResponse({"items": [{"id": number, "title": name} for number, name in found]})


def withdraw(request: WorkRequest, pk: int) -> HttpResponse:
    acts.withdraw_blind_mark(request.access, mark_id=pk)
    return done(request, "Withdrawn.")


def finish(request: WorkRequest, pk: int) -> HttpResponse:
    made = acts.finish_coding(request.access, round_id=pk)
    said = "You were the last: now all marks are shown." if made.revealed_at else "Finished. The others still code."
    return done(request, said, url(request, "record", node_id=pk))


def leave_out(request: WorkRequest, pk: int) -> HttpResponse:
    acts.leave_out_coder(request.access, round_id=pk, user_id=typed.whole_number(request.POST, "coder") or 0)
    return done(request, "They no longer code in this round.", url(request, "record", node_id=pk))


def close(request: WorkRequest, pk: int) -> HttpResponse:
    reconciling.close_round(request.access, round_id=pk)
    return done(request, "Closed. What was kept are excerpts.", url(request, "record", node_id=pk), undo=True)


def compare(request: WorkRequest, pk: int, source: int) -> HttpResponse:
    """Passage by passage, who marked what. `?at=` leads to the passage that holds this place."""
    at = request.GET.get("at", "")
    if at.isdecimal():
        index, start = reconciled.place_of_passage(request.access, pk, source_id=source, at=int(at[:9]))
        return redirect(f"{url(request, 'round_settle', pk=pk, source=source)}?page={index // PAGE + 1}#p{start}")
    page = whole(request.GET.get("page"), high=1000)
    rows = reconciled.passages(request.access, pk, source_id=source, limit=PAGE + 1, offset=(page - 1) * PAGE)
    found = queries.coding_round(request.access, pk)
    part = next((one for one in found.parts if one.source_id == source), None)
    if part is None:
        raise NotFound("No such source in this round.")
    shown = {
        "round": found,
        "part": part,
        "passages": [(passage, _by_coder(passage, found.coders)) for passage in rows[:PAGE]],
        "page": page,
        "more": len(rows) > PAGE,
    }
    return render(request, "interviews/coding/compare.html", shown)


def settle(request: WorkRequest, pk: int, source: int) -> HttpResponse:
    """One passage: the ticked ones, one coder's, all or none are kept; or everything that all agreed on."""
    if request.method == "GET":
        return compare(request, pk, source)
    if request.POST.get("keep") == "agreed":
        count = reconciling.settle_agreed(request.access, round_id=pk, source_id=source)
        return done(
            request, f"{count} marks were made by all alike and are kept.", _back(request, pk, source), undo=True
        )
    here = _numbers(request, "mark")
    keep = _kept(request, here)
    reconciling.settle_marks(request.access, round_id=pk, keep=keep, drop=[one for one in here if one not in set(keep)])
    place = typed.whole_number(request.POST, "place") or 0
    return done(
        request, "Settled." if keep else "Settled: none is kept.", f"{_back(request, pk, source)}#p{place}", undo=True
    )


def _kept(request: WorkRequest, here: list[int]) -> list[int]:
    how = typed.words(request.POST, "keep", most=20_000)
    if how in ("all", "none"):
        return here if how == "all" else []
    text = ",".join(request.POST.getlist("ids")) if how == "ticked" else how
    return [int(one) for one in text.split(",") if one.isdecimal()]


def _back(request: WorkRequest, pk: int, source: int) -> str:
    page = whole(request.POST.get("page"), high=1000)
    return url(request, "round_settle", pk=pk, source=source) + (f"?page={page}" if page > 1 else "")


def _by_coder(passage: reconciled.Passage, coders: tuple[queries.Coder, ...]) -> list[tuple[str, str]]:
    """Each coder with the numbers of their marks here, for the button that keeps one person's."""
    rows = []
    for coder in (one for one in coders if not one.left):
        theirs = [str(pk) for m in passage.markings if coder.user_id in m.coder_ids for pk in m.mark_ids]
        rows.append((coder.name, ",".join(theirs)))
    return rows


def _agreement(request: WorkRequest, round_id: int) -> reconciled.Agreement | None:
    try:
        return reconciled.coding_agreement(request.access, round_id)
    except NotFound:
        return None


def _warned(agreement: reconciled.Agreement) -> list[tuple[str, str]]:
    return [(one.code, warning) for one in agreement.codes if one.touched for warning in one.touched.warnings]


def _numbers(request: WorkRequest, name: str) -> list[int]:
    return [int(text) for text in request.POST.getlist(name) if text.isdecimal()]


ROUTES = [
    Route("interviews/<int:pk>/code", "round_new", create, get=Role.EDITOR, post=Role.EDITOR, again=new),
    Route("coding/<int:pk>/codes", "round_codes", options, get=Role.EDITOR),
    Route("coding/<int:pk>/finish", "round_finish", finish, post=Role.EDITOR, again=record_again),
    Route("coding/<int:pk>/leave-out", "round_leave_out", leave_out, post=Role.EDITOR, again=record_again),
    Route("coding/<int:pk>/close", "round_close", close, post=Role.EDITOR, again=record_again),
    Route("coding/<int:pk>/<int:source>", "round_sheet", sheet, get=Role.EDITOR),
    Route("coding/<int:pk>/<int:source>/mark", "round_mark", mark, post=Role.EDITOR),
    Route(
        "coding/<int:pk>/<int:source>/reconcile",
        "round_settle",
        settle,
        get=Role.VIEWER,
        post=Role.EDITOR,
        again=compare,
    ),
    Route("coding/marks/<int:pk>/withdraw", "round_withdraw", withdraw, post=Role.EDITOR),
]
