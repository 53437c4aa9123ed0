"""The rows that the room adds to the access table."""

from clew.ground.doors.api import Route
from clew.rooms.interviews.pages import coach, conduct, guides, studies, transcribing

ROUTES: list[Route] = [
    *studies.ROUTES,
    *conduct.ROUTES,
    *transcribing.ROUTES,
    *guides.ROUTES,
    *coach.ROUTES,
]
