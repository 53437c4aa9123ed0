"""The rows that the room adds to the access table."""

from clew.ground.doors.api import Route
from clew.rooms.interviews.pages import conduct, studies, transcribing

ROUTES: list[Route] = [
    *studies.ROUTES,
    *conduct.ROUTES,
    *transcribing.ROUTES,
]
