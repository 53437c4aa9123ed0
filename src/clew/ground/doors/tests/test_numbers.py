"""Numbers that no database holds: they lead nowhere, and nothing fails on them."""

import pytest
from tests.people import SignedIn

from clew.ground.doors.api import number_of, typed
from clew.ground.ledger.api import Refused
from clew.ground.workspaces.api import Access

HUGE = "9" * 30


@pytest.mark.parametrize(
    ("text", "number"), [(None, None), ("", None), ("7", 7), ("-7", None), ("²", None), ("x", None), (HUGE, 2**63 - 1)]
)
def test_a_number_from_an_address(text: str | None, number: int | None) -> None:
    assert number_of(text) == number


def test_a_number_that_was_typed() -> None:
    assert typed.whole_number({"n": "12"}, "n") == 12
    with pytest.raises(Refused, match="not one of the choices"):
        typed.whole_number({"n": HUGE[:20]}, "n")


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("1,200", 1200),
        ("1,200.5", 1200.5),
        ("1 200", 1200),
        ("0,125", 0.125),
        ("2,5", 2.5),
        ("-12,000,000", -12e6),
        ("", None),
    ],
)
def test_a_number_as_people_write_it(text: str, number: float | None) -> None:
    assert typed.number({"n": text}, "n") == number


@pytest.mark.django_db
@pytest.mark.parametrize(
    "path", [f"n/{HUGE}", f"thread/{HUGE}", f"interviews/{HUGE}/talk", f"interviews/practice?study={HUGE}"]
)
def test_pages_of_nothing(access: Access, path: str) -> None:
    browser = SignedIn(access)
    assert browser.get(browser.path(path)).status_code == 404


@pytest.mark.django_db
@pytest.mark.parametrize(
    "path", ["sources?person=", "themes?batch=", "interviews/heard?study=", "interviews/hours?member="]
)
def test_a_list_of_nothing(access: Access, path: str) -> None:
    browser = SignedIn(access)
    assert browser.get(browser.path(path + HUGE)).status_code in (200, 404)
