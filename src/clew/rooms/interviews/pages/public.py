"""The room's pages for people without an account."""

from clew.ground.doors.api import PublicPage
from clew.rooms.interviews.pages import asked

PUBLIC: list[PublicPage] = [*asked.PUBLIC]
"""The room's pages that a personal link opens."""

from clew.ground.doors.api import PublicPage
from clew.rooms.interviews.pages import booking

PUBLIC: list[PublicPage] = [*booking.PUBLIC]
