"""The records that the command palette offers, and the search page behind it. What can be done is in the page itself."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django.http import HttpResponse, JsonResponse
from django.shortcuts import render

from clew.ground.doors.api import Route, WorkRequest, url, whole
from clew.ground.evidence.api import EXCERPT, quotations
from clew.ground.search.api import Hit, find, meaning_progress
from clew.ground.thread.api import cards, kind
from clew.ground.workspaces.api import Role

PAGE, FOUND, RECENT = 25, 8, 8
SAID = {"words": "By words", "meaning": "By meaning", "both": "By words and meaning"}


def palette(request: WorkRequest) -> JsonResponse:
    """What holds the words typed; with none, what this browser had open last."""
    typed = request.GET.get("q", "").strip()
    if typed:
        hits = find(request.access, typed, limit=FOUND).hits
        items = [_found(request, hit) for hit, _ in _once(request, hits)]
    else:
        last = _numbers(request.GET.get("recent", ""))
        known = cards(request.access, last)
        items = [_item(request, "Recent", i, known[i].title, known[i].kind) for i in last if i in known]
    return JsonResponse({"items": items})


def search(request: WorkRequest) -> HttpResponse:
    typed = request.GET.get("q", "").strip()
    page = whole(request.GET.get("page"), high=80)
    hits = find(request.access, typed, limit=PAGE, offset=(page - 1) * PAGE)
    rows = [
        {
            **_item(request, "", hit.node_id, hit.title, hit.kind),
            "snippet": hit.snippet,
            "kind": kind(hit.kind),
            "found_by": SAID[hit.found_by],
            "marked": marked,
        }
        for hit, marked in _once(request, hits.hits)
    ]
    shown = {"q": typed, "rows": rows, "hits": hits, "page": page, "more": hits.total > page * PAGE}
    return render(request, "search/index.html", {**shown, "reading": meaning_progress(request.access)})


def _once(request: WorkRequest, hits: Sequence[Hit]) -> list[tuple[Hit, int]]:
    """Words marked in a source that is found too are not shown beside it: how many are is told with the source, where the better stood."""
    marks = quotations(request.access, [hit.node_id for hit in hits if hit.kind == EXCERPT])
    here = {hit.node_id: hit for hit in hits}
    stands_for = [quote.source_id if (quote := marks.get(hit.node_id)) else hit.node_id for hit in hits]
    shown: dict[int, tuple[Hit, int]] = {}
    for hit, record in zip(hits, stands_for, strict=True):
        its = here.get(record, hit)
        before = shown.get(its.node_id, (its, 0))
        found_by = its.found_by if its.found_by == hit.found_by else "both"
        told = replace(before[0], found_by="both") if found_by == "both" else before[0]
        shown[its.node_id] = (told, before[1] + (its is not hit))
    return list(shown.values())


def _numbers(text: str) -> list[int]:
    """Record numbers as the browser kept them; anything else is passed over."""
    kept = (part for part in text.split(",")[:RECENT] if part.isascii() and part.isdigit() and len(part) < 16)
    return list(dict.fromkeys(int(part) for part in kept))


def _found(request: WorkRequest, hit: Hit) -> dict[str, Any]:
    item = _item(request, "Records", hit.node_id, hit.title, hit.kind)
    return {**item, "hint": f"{item['hint']}, by meaning"} if hit.found_by == "meaning" else item


def _item(request: WorkRequest, group: str, node_id: int, title: str, of_kind: str) -> dict[str, Any]:
    its = kind(of_kind)
    return {
        "group": group,
        "title": title,
        "hint": its.label,
        "url": url(request, "record", node_id=node_id),
        "icon": its.icon,
        "is_said": of_kind == EXCERPT,
    }


ROUTES = [
    Route("palette", "palette", palette, get=Role.VIEWER),
    Route("search", "search", search, get=Role.VIEWER),
]
