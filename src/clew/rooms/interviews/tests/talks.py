"""Interviews that were held, with transcripts, for tests."""

from datetime import date
from typing import Any

from clew.ground.evidence.api import add_source, read_spoken
from clew.ground.workspaces.api import Access
from clew.rooms.interviews.actions.studies import take_in

TOLD = " ".join(["We counted the shelves and then"] * 10)
TALK = f"""Alice: Thanks for coming, Anna. Tell me about the last time you counted the stock.
Anna Keller: {TOLD}
Alice: Do you always count by hand?
Anna Keller: Yes.
Alice: Would you pay for a scanner? What takes longest?
Anna Keller: The freezer, because nobody wants to stand in it for long.
"""
GUIDE = """# Counting

## The last count (10 min)

- Tell me about the last time you counted stock.
- Who else takes part in the counting?
"""


def held(
    access: Access, study_id: int, words: str = TALK, *, day: date = date(2026, 3, 2), title: str = "Talk", **of: Any
) -> int:
    """The number of an interview whose transcript this is."""
    text, turns = read_spoken(words)
    made = add_source(access, text=text, title=title, kind="interview", turns=turns, said_on=day, **of)
    (interview,) = take_in(access, study_id=study_id, source_ids=[made.pk])
    return int(interview.pk)
