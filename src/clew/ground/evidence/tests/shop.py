"""A small shop of evidence for the tests."""

from dataclasses import dataclass
from typing import Any

from clew.ground.evidence.api import Excerpt, mark, source
from clew.ground.workspaces.api import Access

INTERVIEW = "Interviewer: What slows you down?\nAnna: I count the shelves by hand every Friday. It takes two hours."
TURNS = [
    {"start": 0, "end": 33, "speaker": "Interviewer", "start_ms": 0},
    {"start": 34, "end": len(INTERVIEW), "speaker": "Anna", "start_ms": 4000},
]
COMPLAINT = "Counting is fine, but the export is broken."


@dataclass(frozen=True, slots=True)
class Shop:
    bakery: int
    hotel: int
    anna: int
    ben: int
    interview: int
    complaint: int
    counting: int


@dataclass(frozen=True, slots=True)
class Quoter:
    """Marks words by themselves, where they first stand in the text."""

    access: Access

    def __call__(self, source_id: int, words: str, **more: Any) -> int:
        start = source(self.access, source_id).text.index(words)
        made: Excerpt = mark(self.access, source_id=source_id, start=start, end=start + len(words), exact=words, **more)
        return int(made.pk)
