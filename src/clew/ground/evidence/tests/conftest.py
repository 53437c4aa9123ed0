"""Two accounts with revenue, a person in each, an interview and a complaint."""

import os
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from clew.ground.customers.api import add_account, add_person, set_fact
from clew.ground.evidence.api import add_need, add_source
from clew.ground.evidence.tests.shop import COMPLAINT, INTERVIEW, TURNS, Quoter, Shop
from clew.ground.workspaces.api import Access


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
def quote(access: Access) -> Quoter:
    return Quoter(access)


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
