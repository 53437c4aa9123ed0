from typing import ClassVar

from django.db import models
from django.db.models import Q

from clew.ground.ledger.api import Guards
from clew.ground.thread.api import KEPT, Record, of_kind

LONGEST = 2000


class AssumptionTest(Record):
    """What must be true for an idea to work (its node's title), how that is tested, and what would count.

    Whether it holds, fails or is open is its node's state.
    """

    how = models.TextField(max_length=LONGEST, blank=True)
    counts = models.TextField(max_length=LONGEST, blank=True)
    learnt = models.TextField(max_length=LONGEST, blank=True)
    settled_on = models.DateField(null=True)

    guards: ClassVar[Guards] = Guards(recorded=True, node="node_id", rules=(KEPT, of_kind("assumption_test")))

    class Meta:
        db_table = "interviews_assumption_test"
        constraints = [
            models.CheckConstraint(
                condition=Q(settled_on__isnull=True) | ~Q(counts=""), name="assumption_said_what_counts"
            ),
        ]
