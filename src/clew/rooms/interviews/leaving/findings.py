"""Findings: how they leave."""

from clew.ground.ledger.api import Table, text_of
from clew.rooms.interviews.leaving.stays import TEAMS
from clew.rooms.interviews.models import Finding

TABLES = (
    Table(
        Finding,
        about="What a study found: how bad it is, what should be done about it, and its ticket.",
        erased="Quotations of the person in it are replaced.",
        body=text_of(Finding, "area", "detail", "recommendation"),
        stays=TEAMS,
    ),
)
