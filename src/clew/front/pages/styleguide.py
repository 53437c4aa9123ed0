"""The living page of all components."""

from django.http import HttpResponse
from django.shortcuts import render

from clew.ground.doors.api import Route, WorkRequest
from clew.ground.ledger.api import Refused
from clew.ground.workspaces.api import Role

SWATCHES = ("surface", "sunken", "selected", "accent", "thread", "good", "warn", "danger")
WEIGHTS = tuple({"supports": s, "contradicts": c, "excerpts": s + c} for s, c in ((22, 5), (31, 0), (3, 2)))
NEEDS = (
    "Count stock in the time there is at close",
    "Hear that a supplier raised a price",
    "Know why food is thrown away",
)
EXAMPLE = tuple(zip(NEEDS, (14, 11, 4), WEIGHTS, strict=True))


def show(request: WorkRequest) -> HttpResponse:
    example = Refused("That is not a number.", field="sg-wrong", remedy="Type digits, for example 12.")
    return render(
        request,
        "styleguide/index.html",
        {
            "swatches": SWATCHES,
            "weights": WEIGHTS,
            "example": EXAMPLE,
            "spark": [2, 3, 3, 5, 4, 8, 9],
            "refused": example,
        },
    )


ROUTES = [Route("styleguide", "styleguide", show, get=Role.VIEWER)]
