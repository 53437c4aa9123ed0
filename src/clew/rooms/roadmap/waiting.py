"""What waits on Today: estimates to give blind, and predictions of what is out by now."""

from collections.abc import Sequence

from django.urls import reverse

from clew.ground.doors.api import Waiting
from clew.ground.workspaces.api import Access
from clew.rooms.roadmap.queries.deciding import outcomes_wanted
from clew.rooms.roadmap.queries.rounds import estimating_rounds

SHOWN = 5


def waiting(access: Access) -> Sequence[Waiting]:
    rounds = [
        Waiting(f"To estimate blind: {row.title}", _record(access, row.id), "users-round", f"{row.mine} to give")
        for row in estimating_rounds(access)
        if row.mine and row.state == "blind"
    ]
    outcomes = [
        Waiting(
            f"{one.release} is out. What came of it: {one.question}", _record(access, one.prediction_id), "crosshair",
            f"out since {one.released_on.day} {one.released_on:%B %Y}",
        )
        for one in outcomes_wanted(access, limit=SHOWN)
    ]  # fmt: skip
    return [*rounds[:SHOWN], *outcomes]


def _record(access: Access, pk: int) -> str:
    return reverse("record", kwargs={"slug": access.slug, "node_id": pk})
