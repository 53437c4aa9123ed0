from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

Write = Callable[..., Path]
Book = Callable[..., Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Writes text (in an encoding) or bytes to a file of the given name."""

    def write_file(content: str | bytes, name: str = "feedback.csv", encoding: str = "utf-8") -> Path:
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
        return path

    return write_file


@pytest.fixture
def book(tmp_path: Path) -> Book:
    """An .xlsx with the given sheets: `book(Notes=[("a", 1)])`."""

    def make(**sheets: Sequence[Sequence[object]]) -> Path:
        workbook = pytest.importorskip("openpyxl").Workbook()
        workbook.remove(workbook.worksheets[0])
        for name, rows in sheets.items():
            sheet = workbook.create_sheet(name)
            for row in rows:
                sheet.append(row)
        path = tmp_path / "book.xlsx"
        workbook.save(path)
        return path

    return make


@pytest.fixture(scope="session")
def reference() -> Path:
    """Real data that are not part of the project."""
    root = next(parent for parent in Path(__file__).resolve().parents if (parent / "pyproject.toml").exists())
    folder = Path(os.environ.get("CLEW_REFERENCE_DATA") or root.parent / "shared" / "data")
    if not folder.is_dir():
        pytest.skip(f"no reference data in {folder} (set CLEW_REFERENCE_DATA)")
    return folder
