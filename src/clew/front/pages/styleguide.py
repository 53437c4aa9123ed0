"""The living page of all components."""

from django.http import HttpResponse
from django.shortcuts import render

from clew.ground.doors.api import Route, WorkRequest, rooms
from clew.ground.ledger.api import Refused
from clew.ground.thread.api import CalibrationBin
from clew.ground.workspaces.api import Role

SWATCHES = ("surface", "sunken", "selected", "accent", "thread", "good", "warn", "danger")
WEIGHTS = tuple({"supports": s, "contradicts": c, "excerpts": s + c} for s, c in ((22, 5), (31, 0), (3, 2)))
NEEDS = (
    "Count stock in the time there is at close",
    "Hear that a supplier raised a price",
    "Know why food is thrown away",
)
EXAMPLE = tuple(zip(NEEDS, (14, 11, 4), WEIGHTS, strict=True))
BINS = (CalibrationBin(6, 0.2, 0.17, 0.02, 0.52), CalibrationBin(9, 0.7, 0.78, 0.46, 0.95))
READ = "Everything I did in the cellar was gone. So I'm counting twice, and I do not trust the screen."
EXACT = "So I'm counting twice"
MARK = {
    "id": 1,
    "start": READ.index(EXACT),
    "end": READ.index(EXACT) + len(EXACT),
    "stance": "supports",
    "label": "Count once",
}


def show(request: WorkRequest) -> HttpResponse:
    example = Refused("That is not a number.", field="sg-wrong", remedy="Type digits, for example 12.")
    return render(
        request,
        "styleguide/index.html",
        {
            "swatches": SWATCHES,
            "weights": WEIGHTS,
            "example": EXAMPLE,
            "bins": BINS,
            "spark": [2, 3, 3, 5, 4, 8, 9],
            "refused": example,
            "read": READ,
            "read_exact": EXACT,
            "read_told": {"marks": [MARK], "turns": []},
            "rooms": [(room.job, *room.shown_parts) for room in rooms() if room.parts],
        },
    )


ROUTES = [Route("styleguide", "styleguide", show, get=Role.VIEWER)]
