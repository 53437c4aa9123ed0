"""The rows that the room adds to the access table."""

from clew.ground.doors.api import Route
from clew.rooms.interviews.pages import candidates, coach, conduct, guides, panel, screeners, studies, transcribing

ROUTES: list[Route] = [
    *studies.ROUTES,
    *panel.ROUTES,
    *candidates.ROUTES,
    *screeners.ROUTES,
from clew.rooms.interviews.pages import coach, conduct, guides, schedule, studies, transcribing

ROUTES: list[Route] = [
    *studies.ROUTES,
    *schedule.ROUTES,
    *conduct.ROUTES,
    *transcribing.ROUTES,
    *guides.ROUTES,
    *coach.ROUTES,
]
