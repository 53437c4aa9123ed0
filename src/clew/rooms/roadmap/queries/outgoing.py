"""The plan as files that a person saves from a page and a program by the API."""

from collections.abc import Callable
from datetime import date
from typing import NamedTuple

from django.utils import timezone
from django.utils.text import slugify

from clew.ground.doors.api import Outgoing
from clew.ground.ledger.api import Refused
from clew.ground.workspaces.api import Access
from clew.rooms.roadmap.plan_pdf import as_pdf, as_png
from clew.rooms.roadmap.plan_sheet import PlanSheet, plan_sheet
from clew.rooms.roadmap.plan_slides import as_slides
from clew.rooms.roadmap.queries.plan import SEEN, planned_items
from clew.rooms.roadmap.queries.views import PlanViewRow, items_seen, plan_view
from clew.rooms.roadmap.timeline import LANES

MOST_DRAWN = 200


class Format(NamedTuple):
    label: str
    type: str
    made: Callable[[PlanSheet], bytes]


SLIDES = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
FORMATS = {
    "pdf": Format("PDF", "application/pdf", as_pdf),
    "png": Format("Picture", "image/png", as_png),
    "pptx": Format("Slides", SLIDES, as_slides),
}


def download_plan(
    access: Access, *, format: str = "pdf", audience: str = "team", team: str = "", lanes: str = "",
    since: date | None = None, baseline_id: int | None = None,
) -> Outgoing:  # fmt: skip
    """The plan as these may see it: pdf, png or pptx."""
    if audience not in SEEN:
        raise Refused("There is no such audience.", field="audience", remedy=f"One of: {', '.join(SEEN)}.")
    rows = planned_items(access, audience=audience, team=team, since=since, baseline_id=baseline_id, limit=MOST_DRAWN)
    return _file(plan_sheet("Roadmap", audience, rows, today=timezone.localdate(), lanes=_lanes(lanes)), format)


def download_plan_view(access: Access, view_id: int, *, format: str = "pdf") -> Outgoing:
    """A view of the plan: pdf, png or pptx."""
    return view_file(access, plan_view(access, view_id), format)


def view_file(access: Access, view: PlanViewRow, format: str) -> Outgoing:
    rows = items_seen(access, view)[:MOST_DRAWN]
    lanes = view.arrangement if view.arrangement in dict(LANES) else ""
    return _file(plan_sheet(view.title, view.audience, rows, today=timezone.localdate(), lanes=lanes), format)


def _lanes(lanes: str) -> str:
    if lanes not in dict(LANES):
        raise Refused("There are no such lanes.", field="lanes", remedy="One of: team, goal, or nothing.")
    return lanes


def _file(sheet: PlanSheet, format: str) -> Outgoing:
    found = FORMATS.get(format)
    if found is None:
        raise Refused("There is no such format.", field="format", remedy=f"One of: {', '.join(FORMATS)}.")
    return Outgoing(f"{slugify(sheet.title)[:60] or 'roadmap'}.{format}", found.type, found.made(sheet))
