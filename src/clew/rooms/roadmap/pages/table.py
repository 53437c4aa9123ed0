"""The rows that the room adds to the access table."""

from clew.ground.doors.api import Route
from clew.rooms.roadmap.pages import (
    deciding,
    estimates,
    feedback,
    fields,
    forecasts,
    forms,
    ideas,
    plan,
    plan_views,
    portal,
    rankings,
    releases,
    rounds,
    score_models,
    surveys,
    trackers,
    weighing,
)

ROUTES: list[Route] = [
    *feedback.ROUTES,
    *forms.ROUTES,
    *rankings.ROUTES,
    *weighing.ROUTES,
    *ideas.ROUTES,
    *fields.ROUTES,
    *plan.ROUTES,
    *plan_views.ROUTES,
    *releases.ROUTES,
    *forecasts.ROUTES,
    *deciding.ROUTES,
    *estimates.ROUTES,
    *rounds.ROUTES,
    *score_models.ROUTES,
    *surveys.ROUTES,
    *trackers.ROUTES,
    *portal.ROUTES,
]
