"""A small shop of evidence: two accounts with revenue, a person in each, an interview and a complaint."""

import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from clew.ground.customers.api import add_account, add_person, set_fact
from clew.ground.evidence.api import add_need, add_source
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


@pytest.fixture
def shop(access: Access) -> Shop:
    bakery, hotel = add_account(access, name="Bakery"), add_account(access, name="Hotel")
    set_fact(access, account_id=bakery.pk, kind="arr", amount=120_000, starts_on=date(2025, 1, 1))
    set_fact(access, account_id=hotel.pk, kind="arr", amount=900_000, starts_on=date(2025, 6, 1))
    anna = add_person(access, name="Anna Keller", account_id=bakery.pk)
    ben = add_person(access, name="Ben Ortiz", account_id=hotel.pk)
    interview = add_source(
        access,
        title="Interview with Anna",
        text=INTERVIEW,
        kind="interview",
        person_id=anna.pk,
        said_on=date(2025, 7, 1),
        turns=TURNS,
    )
    complaint = add_source(access, text=COMPLAINT, kind="feedback", person_id=ben.pk, channel="email")
    need = add_need(access, title="Count stock quickly")
    return Shop(bakery.pk, hotel.pk, anna.pk, ben.pk, interview.pk, complaint.pk, need.pk)


@pytest.fixture
def quote(shop: Shop, access: Access) -> "Quoter":
    return Quoter(access)


@dataclass(frozen=True, slots=True)
class Quoter:
    """Marks words by themselves, where they first stand in the text."""

    access: Access

    def __call__(self, source_id: int, words: str, **more: object) -> int:
        from clew.ground.evidence.api import mark, source

        start = source(self.access, source_id).text.index(words)
        made = mark(self.access, source_id=source_id, start=start, end=start + len(words), exact=words, **more)  # type: ignore[arg-type]
        return made.pk


@pytest.fixture
def real() -> Callable[[str], list[Path]]:
    """Real files that are not part of the project, by pattern; the test is left out where there are none."""
    root = next(parent for parent in Path(__file__).resolve().parents if (parent / "pyproject.toml").exists())
    folder = Path(os.environ.get("CLEW_REFERENCE_DATA") or root.parent / "shared" / "data")

    def files(pattern: str) -> list[Path]:
        found = sorted(folder.glob(pattern))
        if not found:
            pytest.skip(f"no reference data like {pattern} in {folder} (set CLEW_REFERENCE_DATA)")
        return found

    return files
