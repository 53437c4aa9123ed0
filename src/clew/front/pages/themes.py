"""Themes: what many say alike, how sure that is, how it grows; and what a person makes of it."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from clew.ground.doors.api import Route, WorkRequest, body, done, number_of, record_again, typed, url, whole
from clew.ground.evidence import api as evidence
from clew.ground.ledger.api import NotFound, Refused
from clew.ground.runs.api import RunRow, runs
from clew.ground.workspaces.api import Role

PAGE = 15  # each with quotations
MEMBERS = 50
QUOTATIONS = 6
RUNS_LOOKED_AT = 20
SORTS = (("size", "Largest"), ("trend", "Growing"), ("stability", "Surest"), ("name", "Name"))


def index(request: WorkRequest) -> HttpResponse:
    """The themes of all feedback, or with `?import=` of one import."""
    page, batch = whole(request.GET.get("page"), high=100), number_of(request.GET.get("import"))
    scopes = evidence.theme_scopes(request.access)
    scope = next((s for s in scopes if s.id == batch), None)
    if scope is None:
        raise NotFound("No such import.")
    sort = request.GET.get("sort", "") if request.GET.get("sort") in dict(SORTS) else "size"
    found = evidence.themes(request.access, batch_id=batch, sort=sort, limit=PAGE, offset=(page - 1) * PAGE)
    most = max((row.size for row in found.rows), default=1) or 1
    shown = {
        "found": found, "scope": scope, "scopes": [(s.id or "", f"{s.title} ({s.pieces:,})") for s in scopes],
        "batch": batch, "sort": sort, "sorts": SORTS, "page": page, "more": found.total > page * PAGE,
        "rows": [(row, row.size / most) for row in found.rows], "run": _last_run(request, batch),
    }  # fmt: skip
    return render(request, "themes/index.html", shown)


def find(request: WorkRequest) -> HttpResponse:
    """Begin to look for themes; the page shows how far it is."""
    batch = number_of(request.POST.get("import"))
    evidence.start_finding_themes(request.access, batch_id=batch)
    return done(request, "Looking for themes. You can leave this page.", _place(request, batch))


def merge(request: WorkRequest) -> HttpResponse:
    """The largest of the selected themes stays, the others go into it; `into` names another one to stay."""
    chosen = _numbers(request, "ids")
    into = typed.whole_number(request.POST, "into") or (_largest(request, chosen) if len(chosen) > 1 else 0)
    if not into:
        raise Refused("Merging takes two themes or more.", remedy="Select another one as well.")
    kept = evidence.merge_themes(request.access, theme_ids=chosen, into=into)
    return done(request, f"Merged into “{kept.node.title}”.", url(request, "record", node_id=kept.pk), undo=True)


def lock(request: WorkRequest, pk: int) -> HttpResponse:
    evidence.lock_theme(request.access, theme_id=pk)
    return done(
        request, "Locked: finding themes again leaves it as it is.", url(request, "record", node_id=pk), undo=True
    )


def unlock(request: WorkRequest, pk: int) -> HttpResponse:
    evidence.unlock_theme(request.access, theme_id=pk)
    return done(request, "Unlocked.", url(request, "record", node_id=pk), undo=True)


def split(request: WorkRequest, pk: int) -> HttpResponse:
    parts = evidence.split_theme(request.access, theme_id=pk)
    names = ", ".join(f"“{part.node.title}”" for part in parts[1:])
    return done(request, f"Split off {names}.", url(request, "record", node_id=pk), undo=True)


def split_off(request: WorkRequest, pk: int) -> HttpResponse:
    made = evidence.split_off(
        request.access,
        theme_id=pk,
        piece_ids=_numbers(request, "ids"),
        title=typed.words(request.POST, "new_theme", most=300),
    )
    return done(request, f"Made the theme “{made.node.title}”.", url(request, "record", node_id=pk), undo=True)


def move(request: WorkRequest, pk: int) -> HttpResponse:
    chosen, to = _numbers(request, "ids"), typed.whole_number(request.POST, "to_theme")
    if not chosen or to is None:
        raise Refused("Nothing is selected.", remedy="Select pieces, and the theme they belong to.")
    moved = evidence.move_sources(request.access, piece_ids=chosen, to_theme=to)
    return done(request, f"{moved} moved.", url(request, "record", node_id=pk), undo=True)


def turn_into_need(request: WorkRequest, pk: int) -> HttpResponse:
    need_id = typed.whole_number(request.POST, "need")
    made = evidence.turn_into_need(
        request.access,
        theme_id=pk,
        title=typed.words(request.POST, "title", most=300),
        under=typed.whole_number(request.POST, "under"),
        need_id=need_id,
        quotations=QUOTATIONS,
        piece_ids=_numbers(request, "piece"),
    )
    said = "The words support it now." if need_id else "Need made, with these words as its evidence."
    return done(request, said, url(request, "record", node_id=made.pk), undo=True)


@body("theme", lead="themes/lead.html", menu="themes/menu.html")
def theme_body(request: WorkRequest, card: Any) -> tuple[str, dict[str, Any]]:
    page = whole(request.GET.get("page"), high=1000)
    found = evidence.theme(request.access, card.id, limit=MEMBERS, offset=(page - 1) * MEMBERS)
    shown: dict[str, Any] = {"theme": found, "row": found.row, "page": page, "more": found.row.size > page * MEMBERS}
    if request.access.role.covers(Role.EDITOR) and not found.state:
        kinds = (evidence.OUTCOME, evidence.NEED)
        shown["telling"] = evidence.telling_words(request.access, card.id, limit=QUOTATIONS)
        shown["places"] = [(c.id, c.title) for c in evidence.need_options(request.access, kinds=kinds, limit=50)]
        shown["siblings"] = [(c.id, c.title) for c in found.siblings]
    return "themes/body.html", shown


def _place(request: WorkRequest, batch: int | None) -> str:
    return url(request, "themes") + (f"?import={batch}" if batch else "")


def _numbers(request: WorkRequest, name: str) -> list[int]:
    return [int(text) for text in request.POST.getlist(name) if text.isdecimal()]


def _largest(request: WorkRequest, theme_ids: list[int]) -> int:
    sizes = {i: evidence.theme(request.access, i, limit=1).row.size for i in theme_ids[:PAGE]}
    return max(sizes, key=lambda i: (sizes[i], -i))


def _last_run(request: WorkRequest, batch: int | None) -> RunRow | None:
    """The newest search for themes here, if it still goes on or failed."""
    searches = runs(request.access, job=evidence.THEMES_JOB, limit=RUNS_LOOKED_AT)
    last = next((r for r in searches if r.subject_id == batch), None)
    return last if last is not None and last.state in ("queued", "running", "failed") else None


ROUTES = [
    Route("themes", "themes", index, get=Role.VIEWER),
    Route("themes/find", "themes_find", find, post=Role.EDITOR, again=index),
    Route("themes/merge", "themes_merge", merge, post=Role.EDITOR, again=index),
    Route("themes/<int:pk>/lock", "theme_lock", lock, post=Role.EDITOR, again=record_again),
    Route("themes/<int:pk>/unlock", "theme_unlock", unlock, post=Role.EDITOR, again=record_again),
    Route("themes/<int:pk>/split", "theme_split", split, post=Role.EDITOR, again=record_again),
    Route("themes/<int:pk>/split-off", "theme_split_off", split_off, post=Role.EDITOR, again=record_again),
    Route("themes/<int:pk>/move", "theme_move", move, post=Role.EDITOR, again=record_again),
    Route("themes/<int:pk>/need", "theme_need", turn_into_need, post=Role.EDITOR, again=record_again),
]
