"""The demo's guide of the finished study: its interviews were held by it, so their analysis shows what of it was asked."""

from clew.ground.workspaces.api import Access
from clew.rooms.interviews.actions.guides import write_guide

GUIDE = """# Counting stock at close

## Warm-up (5 min)

- Where have I caught you?

## The last count (20 min)

- Tell me about the last time you counted your stock. What day was it?
  - Walk me through it.
  - What did you do then?
- How long does the whole count take?
- Who does the stock counts?

## What goes wrong (15 min)

- Has that happened before, losing it?
- Do you hear about signal problems?
- What did you do about it once you knew?
- What about waste, do you log it?

## To end (5 min)

- If I gave you one thing?
- Is there something I ought to have asked?
"""


def load_guide(by: Access, study_id: int) -> None:
    write_guide(by, text=GUIDE, study_id=study_id, minutes=45)
