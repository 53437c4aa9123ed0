"""How fast feedback files are read, beside the libraries that read them without understanding."""

from __future__ import annotations

import csv
import json
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path
from time import perf_counter

from bench.table import Row
from clew.ground.evidence.formats import guess_mapping, read_feedback, sample_rows, sniff
from clew.ground.evidence.formats import rows as table_rows

COUNT, SMALL = 200_000, 5_000
OF_A_SHEET = 4  # of so many rows a sheet has one
HEADER = ("Review id", "Date", "Rating", "Author", "Content")
SENTENCE = "The export stops half way when the list is long, and I have to begin again; please let it resume. "


def rows(*, small: bool = False) -> list[Row]:
    count = SMALL if small else COUNT
    with tempfile.TemporaryDirectory() as folder:
        return [work(Path(folder), count) for work in (_csv_rows, _csv_records, _joined, _json, _xlsx)]


def _line(number: int) -> tuple[str, ...]:
    day = f"2024-{number % 12 + 1:02}-{number % 28 + 1:02}"
    return f"r{number}", day, str(number % 5 + 1), f"Person {number % 977}", SENTENCE + str(number)


def _csv(folder: Path, count: int, per_id: int = 1) -> Path:
    path = folder / f"feedback{per_id}.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(HEADER)
        writer.writerows((f"r{number // per_id}", *_line(number)[1:]) for number in range(count))
    return path


def _rate(work: Callable[[], Iterable[object]], count: int, repeats: int = 3) -> float:
    """The best of several runs: what the code costs, not what the neighbours do."""
    best = float("inf")
    for _again in range(repeats):
        start = perf_counter()
        for _item in work():
            pass
        best = min(best, perf_counter() - start)
    return count / best


def _row(work: str, ours: float, peer_name: str, peer: float) -> Row:
    return Row(work, f"{ours:,.0f}/s", f"{peer_name} {peer:,.0f}/s", peer / ours)


def _dict_reader(path: Path) -> Iterable[object]:
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def _csv_rows(folder: Path, count: int) -> Row:
    path = _csv(folder, count)
    shape = sniff(path)
    ours = _rate(lambda: table_rows(path, shape), count)
    return _row("CSV rows", ours, "csv.DictReader", _rate(lambda: _dict_reader(path), count))


def _csv_records(folder: Path, count: int) -> Row:
    path = _csv(folder, count)
    shape = sniff(path)
    mapping = guess_mapping(shape.header, sample_rows(path, shape))
    ours = _rate(lambda: read_feedback(path, shape, mapping), count)
    return _row("CSV to feedback records", ours, "csv.DictReader", _rate(lambda: _dict_reader(path), count))


def _joined(folder: Path, count: int) -> Row:
    path = _csv(folder, count, per_id=4)
    shape = sniff(path)
    mapping = guess_mapping(shape.header, sample_rows(path, shape))
    ours = _rate(lambda: read_feedback(path, shape, mapping, join="Review id"), count)
    return _row("CSV rows joined, four to a review", ours, "csv.DictReader", _rate(lambda: _dict_reader(path), count))


def _json(folder: Path, count: int) -> Row:
    path = folder / "feedback.jsonl"
    with path.open("w", encoding="utf-8") as file:
        file.writelines(json.dumps(dict(zip(HEADER, _line(number), strict=True))) + "\n" for number in range(count))
    shape = sniff(path)

    def plain() -> Iterable[object]:
        with path.open(encoding="utf-8") as file:
            yield from map(json.loads, file)

    return _row("JSON Lines rows", _rate(lambda: table_rows(path, shape), count), "json.loads", _rate(plain, count))


def _xlsx(folder: Path, count: int) -> Row:
    from openpyxl import Workbook, load_workbook

    count //= OF_A_SHEET
    path = folder / "feedback.xlsx"
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    sheet.append(HEADER)
    for number in range(count):
        sheet.append(_line(number))
    book.save(path)
    shape = sniff(path)

    def peer() -> Iterable[object]:
        yield from load_workbook(path, read_only=True).worksheets[0].iter_rows(values_only=True)

    ours = _rate(lambda: table_rows(path, shape), count)
    return _row("XLSX rows, weighed first", ours, "openpyxl", _rate(peer, count, 1))
