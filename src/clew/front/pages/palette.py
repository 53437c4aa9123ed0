"""What the command palette offers: places, acts, and records that match what is typed; and the search page behind it."""

from typing import Any

from django.http import HttpResponse, JsonResponse
from django.shortcuts import render

from clew.front.routes import Route, WorkRequest, url, whole
from clew.front.shell import menu
from clew.ground.search.api import find
from clew.ground.thread.api import kind
from clew.ground.workspaces.api import Role

# title, route, icon: acts that begin on a page of their own
ACTS = (
    ("Import feedback", "import_new", "upload"),
    ("Add a source", "source_new", "file-plus"),
    ("New need", "need_new", "circle-plus"),
    ("New idea", "idea_new", "circle-plus"),
    ("New decision", "decision_new", "scale"),
    ("New prediction", "prediction_new", "crosshair"),
)
PAGE = 25


def palette(request: WorkRequest) -> JsonResponse:
    typed = request.GET.get("q", "").strip()
    found = [_record(request, hit) for hit in find(request.access, typed, limit=8).hits] if typed else []
    offered = [i for i in _places(request) + _acts(request) if typed.lower() in i["title"].lower()]
    return JsonResponse({"items": offered[:12] + found})


def search(request: WorkRequest) -> HttpResponse:
    typed = request.GET.get("q", "").strip()
    page = whole(request.GET.get("page"), high=80)
    hits = find(request.access, typed, limit=PAGE, offset=(page - 1) * PAGE)
    rows = [{**_record(request, hit), "snippet": hit.snippet, "kind": kind(hit.kind)} for hit in hits.hits]
    more = hits.total > page * PAGE
    return render(request, "search/index.html", {"q": typed, "rows": rows, "hits": hits, "page": page, "more": more})


def _places(request: WorkRequest) -> list[dict[str, Any]]:
    return [
        {"group": "Go to", "title": item.label, "hint": f"G {item.key.upper()}", "url": item.url, "icon": item.icon}
        for group in menu(request.access)
        for item in group["items"]
    ]


def _acts(request: WorkRequest) -> list[dict[str, Any]]:
    if not request.access.role.covers(Role.EDITOR):
        return []
    return [
        {"group": "Do", "title": title, "hint": "", "url": url(request, route), "icon": icon}
        for title, route, icon in ACTS
    ]


def _record(request: WorkRequest, hit: Any) -> dict[str, Any]:
    its = kind(hit.kind)
    return {
        "group": "Records",
        "title": hit.title,
        "hint": its.label,
        "url": url(request, "record", node_id=hit.node_id),
        "icon": its.icon,
    }


ROUTES = [
    Route("palette", "palette", palette, get=Role.VIEWER),
    Route("search", "search", search, get=Role.VIEWER),
]
