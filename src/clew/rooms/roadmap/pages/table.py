"""The rows that the room adds to the access table."""

from clew.ground.doors.api import Route
from clew.rooms.roadmap.pages import estimates, plan, plan_views, rankings, releases, score_models, trackers

ROUTES: list[Route] = [
    *rankings.ROUTES,
    *plan.ROUTES,
    *plan_views.ROUTES,
    *releases.ROUTES,
    *estimates.ROUTES,
    *score_models.ROUTES,
    *trackers.ROUTES,
]
