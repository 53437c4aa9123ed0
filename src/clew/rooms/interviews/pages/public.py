"""The room's pages for people without an account."""

from clew.ground.doors.api import PublicPage
from clew.rooms.interviews.pages import asked, booking, consent, report

PUBLIC: list[PublicPage] = [*asked.PUBLIC, *booking.PUBLIC, *consent.PUBLIC, *report.PUBLIC]
