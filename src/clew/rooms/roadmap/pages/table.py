"""The rows that the room adds to the access table."""

from clew.ground.doors.api import Route
from clew.rooms.roadmap.pages import estimates, plan, plan_views, rankings, releases, score_models, surveys, trackers

ROUTES: list[Route] = [
    *rankings.ROUTES,
    *plan.ROUTES,
    *plan_views.ROUTES,
    *releases.ROUTES,
    *estimates.ROUTES,
    *score_models.ROUTES,
    *surveys.ROUTES,
    *trackers.ROUTES,
]
