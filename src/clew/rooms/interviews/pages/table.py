"""The rows that the room adds to the access table."""

from clew.ground.doors.api import Route
from clew.rooms.interviews.pages import (
    candidates,
    coach,
    coding,
    conduct,
    exchange,
    findings,
    finished,
    guides,
    learning,
    panel,
    report,
    schedule,
    screeners,
    snapshots,
    studies,
    talk,
    transcribing,
)

ROUTES: list[Route] = [
    *studies.ROUTES,
    *panel.ROUTES,
    *candidates.ROUTES,
    *screeners.ROUTES,
    *schedule.ROUTES,
    *conduct.ROUTES,
    *transcribing.ROUTES,
    *guides.ROUTES,
    *coach.ROUTES,
    *coding.ROUTES,
    *exchange.ROUTES,
    *findings.ROUTES,
    *finished.ROUTES,
    *report.ROUTES,
    *snapshots.ROUTES,
    *talk.ROUTES,
    *learning.ROUTES,
    *report.ROUTES,
    *snapshots.ROUTES,
]
