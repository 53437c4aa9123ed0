"""A sheet of findings, for tests, as a study leaves it behind."""

import io
from collections.abc import Sequence
from typing import Any

import pytest

from clew.ground.files.api import store
from clew.ground.workspaces.api import Access

HEADER = ("Participants", "Page", "Finding", "Findings statement", "Quotes", "Recommendation", "Severity", "Ticket", "Status", "Owner")  # fmt: skip
ROWS = (
    ("P1, P10", "Home", "P1: Scrolled past it twice.\nP2: Found it at once.", "Most overlook the search.", "", "Move it up", "P1", "#12 https://t.example/12", "Partially fixed", "Kim"),
    ("", "Home", "", "The map is liked.", "“I could look at this for hours.”", "", "Positive", "", "", ""),
    ("P1, P2", "Data", "Nobody clicked it, whatever we said.", "Nobody opened the guide.", "", "Rename it", "Med", "", "Closed", ""),
    ("", "Data", "", "", "", "", "See above", "", "", ""),
)  # fmt: skip


def sheet(rows: Sequence[Sequence[Any]] = ROWS, header: Sequence[str] = HEADER) -> bytes:
    book = pytest.importorskip("openpyxl").Workbook()
    book.active.append(list(header))
    for row in rows:
        book.active.append(list(row))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def upload(access: Access, content: bytes, name: str = "home_page.xlsx") -> int:
    return store(access, name=name, chunks=[content]).pk
