"""The snapshot of the first interview of the second study, as somebody wrote it in the van home."""

from clew.ground.evidence.api import source
from clew.ground.workspaces.api import Access
from clew.rooms.interviews.actions.snapshots import write_snapshot
from clew.rooms.interviews.models import Interview
from clew.rooms.interviews.queries.snapshots import Moment

REMEMBERED = "The moment the log was about who was good at their job"
FACTS = """Five shops, baked overnight in one of them and sent round
Bins between a tenth and a sixth of what is baked
Flour and butter on contract for a year
Finance checks the statement with a ruler, last Friday of the month"""
STORY = (
    Moment("Made the waste log part of close-down in all five shops", 0),
    Moment("Saw sourdough binned on Mondays, and cut it", 2),
    Moment("Put the numbers up on the wall, shop by shop", 1),
    Moment("Waste fell by forty percent in the week after; she told the board", 2),
    Moment("Watched eleven loaves leave and two written down", -2),
    Moment("Took the table down; only one shop is believed since", -1),
)
INSIGHTS = """A number with a name next to it stops being about bread
The useful moment is two in the afternoon, before it is waste
A log of eight minutes competes with cleaning, and cleaning loses"""


def load_snapshot(by: Access, interview: Interview) -> None:
    marks = source(by, interview.source_id or 0).marks
    chosen = next((mark.quote.id for mark in marks if mark.quote.exact.startswith(REMEMBERED)), None)
    write_snapshot(by, interview_id=interview.pk, excerpt_id=chosen, facts=FACTS, insights=INSIGHTS, moments=STORY)
