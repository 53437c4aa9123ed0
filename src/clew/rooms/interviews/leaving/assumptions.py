"""Assumption tests: how they leave."""

from clew.ground.ledger.api import Table, text_of
from clew.rooms.interviews.leaving.stays import TEAMS
from clew.rooms.interviews.models import AssumptionTest

TABLES = (
    Table(
        AssumptionTest,
        about="What must be true for an idea to work, how it is tested, what would count and what came out.",
        erased="Quotations of the person in it are replaced.",
        body=text_of(AssumptionTest, "how", "counts", "learnt"),
        stays=TEAMS,
    ),
)
