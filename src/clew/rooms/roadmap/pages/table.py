"""The rows that the room adds to the access table."""

from clew.ground.doors.api import Route
from clew.rooms.roadmap.pages import estimates, plan, rankings, releases, score_models

ROUTES: list[Route] = [*rankings.ROUTES, *plan.ROUTES, *releases.ROUTES, *estimates.ROUTES, *score_models.ROUTES]
