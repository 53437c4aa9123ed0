"""How the room's tables take part when a workspace leaves or a person is erased; one file for each part of the room."""

from clew.rooms.interviews.leaving import (
    assumptions,
    coding,
    conduct,
    findings,
    guides,
    keeping,
    recruiting,
    schedule,
    sharing,
    studies,
    talk,
)

TABLES = (
    *studies.TABLES,
    *recruiting.TABLES,
    *schedule.TABLES,
    *conduct.TABLES,
    *guides.TABLES,
    *coding.TABLES,
    *findings.TABLES,
    *sharing.TABLES,
    *talk.TABLES,
    *assumptions.TABLES,
    *keeping.TABLES,
)
