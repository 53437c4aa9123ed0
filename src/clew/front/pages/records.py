"""A record's page, the same for every kind: its title, the thing itself, its thread, what people said, what happened."""

from collections.abc import Iterable

from django.http import HttpResponse, JsonResponse
from django.shortcuts import render

from clew.ground.doors.api import Route, WorkRequest, body_of, done, note_version, sections_of, typed, url, whole
from clew.ground.evidence.api import CONTRADICTS, EXCERPT, STANCES, SUPPORTS, quotations
from clew.ground.ledger.api import Refused
from clew.ground.search.api import find
from clew.ground.thread import api as thread
from clew.ground.workspaces.api import Role

BESIDE, PAGE, PICKED, CHANGES = 5, 50, 20, 15
NEXT_TO_EACH_OTHER = (SUPPORTS, CONTRADICTS)


def show(request: WorkRequest, node_id: int, **_: int) -> HttpResponse:
    """`?rename=1` shows the title as a field, in its place; `?history=all` more than the last changes."""
    access = request.access
    note_version(request, node_id)
    card = thread.card(access, node_id)
    kind = thread.kind(card.kind)
    template, its = body_of(request, card)
    near = thread.neighbours(access, node_id, limit=BESIDE)
    in_full = request.GET.get("history") == "all"
    history = thread.record_history(access, node_id, **({} if in_full else {"limit": CHANGES}))
    may_rename = kind.renamable and access.role.covers(Role.EDITOR)
    shown = {
        "card": card,
        "kind": kind,
        "body": template,
        "sections": sections_of(request, card),
        "may_rename": may_rename,
        "renaming": may_rename and (request.GET.get("rename") == "1" or _was_refused(request, "title")),
        "near": near,
        "why": sorted(near.up, key=_by_weight),
        "quotes": quotations(access, _excerpts(near.up + near.down)),
        "comments": thread.comments(access, node_id),
        "history": history,
        "history_in_full": in_full,
        "undoable": _undoable(request, history),
    }
    return render(request, "records/record.html", {**its, **shown})


def ties(request: WorkRequest, node_id: int) -> HttpResponse:
    """All records tied to this one by one verb, a page at a time."""
    page = whole(request.GET.get("page"), high=10_000)
    group = thread.neighbours_by(
        request.access,
        node_id,
        direction=request.GET.get("way", ""),
        verb=request.GET.get("verb", ""),
        limit=PAGE,
        offset=(page - 1) * PAGE,
    )
    shown = {
        "card": thread.card(request.access, node_id),
        "group": group,
        "page": page,
        "more": group.total + group.withdrawn > page * PAGE,
        "quotes": quotations(request.access, _excerpts([group])),
    }
    return render(request, "records/ties.html", shown)


def options(request: WorkRequest) -> JsonResponse:
    """For pickers: records that hold the words typed, else the newest."""
    asked, kinds = request.GET.get("q", "").strip(), tuple(request.GET.getlist("kind"))
    hits = find(request.access, asked, kinds=kinds, limit=PICKED).hits if asked else ()
    rows = [(h.node_id, h.title, h.kind) for h in hits]
    if not asked:
        rows = [(c.id, c.title, c.kind) for c in thread.newest(request.access, kinds=kinds, limit=PICKED)]
    items = [{"id": pk, "title": title, "hint": thread.kind(kind).label} for pk, title, kind in rows]
    return JsonResponse({"items": items})


def rename(request: WorkRequest, node_id: int) -> HttpResponse:
    thread.rename(request.access, node_id=node_id, title=typed.words(request.POST, "title", most=400))
    return done(request, "Renamed.", url(request, "record", node_id=node_id), undo=True)


def archive(request: WorkRequest, node_id: int) -> HttpResponse:
    thread.archive(request.access, node_ids=[node_id])
    return done(request, "Archived. It stays in every history.", url(request, "record", node_id=node_id), undo=True)


def restore(request: WorkRequest, node_id: int) -> HttpResponse:
    thread.restore(request.access, node_ids=[node_id])
    return done(request, "Brought back.", url(request, "record", node_id=node_id), undo=True)


def comment(request: WorkRequest, node_id: int) -> HttpResponse:
    thread.comment(request.access, node_id=node_id, text=str(request.POST.get("text", "")))
    return done(request, "Comment added.", url(request, "record", node_id=node_id), undo=True)


def withdraw_comment(request: WorkRequest, comment_id: int) -> HttpResponse:
    thread.withdraw_comment(request.access, comment_id=comment_id)
    return done(request, "Comment withdrawn.", undo=True)


def link(request: WorkRequest, node_id: int) -> HttpResponse:
    """Find a record, say how the two belong together."""
    if request.method == "GET" or request.refused:
        return _picker(request, node_id)
    other = typed.whole_number(request.POST, "other")
    verb, _, way = str(request.POST.get("way", "")).partition(" ")
    if other is None:
        raise Refused("No record was chosen.", field="other", remedy="Find one below.")
    upstream, downstream = (node_id, other) if way == "down" else (other, node_id)
    thread.link(
        request.access, upstream=upstream, verb=verb, downstream=downstream, note=str(request.POST.get("note", ""))
    )
    return done(request, "Linked.", url(request, "record", node_id=node_id), undo=True)


def withdraw_link(request: WorkRequest, link_id: int) -> HttpResponse:
    reason = typed.words(request.POST, "reason", most=2000)
    gone = thread.withdraw_link(request.access, link_id=link_id, reason=reason)
    return done(request, "Link withdrawn; it stays visible.", came_from_or(request, gone.downstream_id), undo=True)


def undo(request: WorkRequest, act: str) -> HttpResponse:
    name = thread.undo(request.access, act=act)
    return done(request, f"Undone: {name}.")


def came_from_or(request: WorkRequest, node_id: int) -> str:
    """Back to where the form was, else to the record."""
    sent_along = request.POST.get("next") or request.headers.get("Referer")
    return "" if sent_along else url(request, "record", node_id=node_id)


def _picker(request: WorkRequest, node_id: int) -> HttpResponse:
    card = thread.card(request.access, node_id)
    ways = {k.name: _ways(card.kind, k.name) for k in thread.kinds()}
    kinds = tuple(name for name, some in ways.items() if some)
    asked = request.GET.get("q", "").strip()
    if asked:
        found = thread.cards(
            request.access, [h.node_id for h in find(request.access, asked, kinds=kinds, limit=PICKED).hits]
        )
    else:
        found = {c.id: c for c in thread.newest(request.access, kinds=kinds or ("",), limit=PICKED)}
    rows = [(c, ways[c.kind]) for c in found.values() if c.id != node_id]
    labels = [thread.kind(k).plural.lower() for k in kinds]
    return render(request, "records/link.html", {"card": card, "rows": rows, "q": asked, "kinds": labels})


def _ways(kind: str, other: str) -> list[tuple[str, str]]:
    """What the select sends, and how it reads from this record to the other."""
    return [
        (f"{v.name} {'down' if is_up else 'up'}", v.down if is_up else v.up) for v, is_up in thread.ways(kind, other)
    ]


def _was_refused(request: WorkRequest, field: str) -> bool:
    return request.refused is not None and request.refused.field == field


def _by_weight(group: thread.Group) -> tuple[int, str]:
    """For and against stand side by side, before everything else."""
    return (NEXT_TO_EACH_OTHER.index(group.verb) if group.verb in NEXT_TO_EACH_OTHER else len(STANCES), group.verb)


def _excerpts(groups: Iterable[thread.Group]) -> list[int]:
    return [i.card.id for g in groups for i in g.items if i.card.kind == EXCERPT]


def _undoable(request: WorkRequest, history: thread.RecordHistory) -> set[str]:
    return {
        e.act
        for e in history.entries
        if e.act and thread.may_undo(request.access, act_name=e.act_name, actor_id=e.actor_id, at=e.at)
    }


ROUTES = [
    Route("n/<int:node_id>", "record", show, get=Role.VIEWER),
    Route("n/options", "node_options", options, get=Role.VIEWER),
    Route("n/<int:node_id>/ties", "record_ties", ties, get=Role.VIEWER),
    Route("n/<int:node_id>/rename", "record_rename", rename, post=Role.EDITOR, again=show),
    Route("n/<int:node_id>/archive", "record_archive", archive, post=Role.EDITOR),
    Route("n/<int:node_id>/restore", "record_restore", restore, post=Role.EDITOR),
    Route("n/<int:node_id>/comment", "comment", comment, post=Role.EDITOR, again=show),
    Route("n/<int:node_id>/link", "record_link", link, get=Role.EDITOR, post=Role.EDITOR, again=link),
    Route("comments/<int:comment_id>/withdraw", "comment_withdraw", withdraw_comment, post=Role.EDITOR),
    Route("links/<int:link_id>/withdraw", "link_withdraw", withdraw_link, post=Role.EDITOR),
    Route("undo/<str:act>", "undo", undo, post=Role.EDITOR),
]
