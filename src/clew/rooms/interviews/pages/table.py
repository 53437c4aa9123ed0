"""The rows that the room adds to the access table."""

from clew.ground.doors.api import Route
from clew.rooms.interviews.pages import studies, transcribing

ROUTES: list[Route] = [*studies.ROUTES, *transcribing.ROUTES]
from clew.rooms.interviews.pages import conduct, studies

ROUTES: list[Route] = [
    *studies.ROUTES,
    *conduct.ROUTES,
]
