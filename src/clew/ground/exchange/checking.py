"""Look an archive through before a single row is written: nothing in it is believed until it was read and hashed here."""

from __future__ import annotations

import hashlib
import math
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any
from zipfile import BadZipFile, ZipFile, ZipInfo

from django.db import connection, models
from django.utils.dateparse import parse_datetime

from clew.ground.exchange.rows import Row
from clew.ground.exchange.shapes import LEDGER, Column, Shape, backed_up, exported, known
from clew.ground.exchange.writing import FORMAT, HOUSE, VERSION, WORKSPACE
from clew.ground.ledger.api import Refused, guarded_tables, plain_json

MOST_PARTS, MOST_NUMBERS = 200_000, 50_000_000
MOST_BYTES, MOST_MANIFEST, MOST_LINE = 64 << 30, 64 << 20, 64 << 20
SWELL, FREE_TO_SWELL = 200, 64 << 20  # a zip may unpack to so many times its size
PART = re.compile(r"(tables/[a-z_]+\.jsonl|files/[0-9a-f]{64}|prov\.jsonl|manifest\.json)\Z")
REMEDY = "Take another copy of the file, or write it anew."


@dataclass(slots=True)
class Archive:
    """An archive that was opened; `shapes` are the tables it holds, in the order they can be written."""

    zip: ZipFile
    manifest: dict[str, Any]
    shapes: tuple[Shape, ...]
    parts: dict[str, dict[str, Any]] = field(default_factory=dict)

    @property
    def is_house(self) -> bool:
        return bool(self.manifest["what"] == HOUSE)

    @property
    def files(self) -> list[str]:
        return [name.removeprefix("files/") for name in self.parts if name.startswith("files/")]

    def rows(self, shape: Shape) -> Iterator[Row]:
        """A table's rows, each of which has the columns and kinds of values that the table takes, or lacks some that came later."""
        with self.zip.open(f"tables/{shape.name}.jsonl") as part:
            number = 0
            while line := part.readline(MOST_LINE + 1):
                number += 1
                yield checked_row(shape, line, number)

    def blocks(self, sha256: str) -> Iterator[bytes]:
        with self.zip.open(f"files/{sha256}") as part:
            while block := part.read(1 << 20):
                yield block


def open_archive(place: Path, what: str) -> Archive:
    """Open and look through the container: names, sizes, hashes, version. Rows are looked through when they are read."""
    try:
        archive = _opened(ZipFile(place), place.stat().st_size, what)
        for name, part in archive.parts.items():
            _check_hash(archive.zip, name, part)
    except (
        BadZipFile,
        NotImplementedError,
        EOFError,
        OSError,
        ValueError,
        KeyError,
        TypeError,
        RecursionError,
    ) as error:
        raise Refused(f"This is no whole archive of Clew ({_short(error)}).", field="file", remedy=REMEDY) from error
    return archive


def _opened(file: ZipFile, size: int, what: str) -> Archive:
    entries = file.infolist()
    _check_container(entries, size)
    manifest = plain_json.loads(file.read("manifest.json"))
    if not isinstance(manifest, dict) or manifest.get("format") != FORMAT:
        raise Refused("This is no archive of Clew.", field="file", remedy=REMEDY)
    if manifest.get("version") != VERSION:
        raise Refused(
            f"This archive is of version {str(manifest.get('version'))[:20]}; this Clew reads version {VERSION}.",
            field="file",
            remedy="Use the Clew that wrote it, or a newer one.",
        )
    if manifest.get("what") != what:
        said = {WORKSPACE: "the export of one workspace", HOUSE: "the backup of a whole house"}
        raise Refused(
            f"This is {said.get(manifest.get('what', ''), 'something else')}, not {said[what]}.",
            field="file",
            remedy="`clew import-workspace` takes exports, `clew restore` takes backups.",
        )
    parts = {str(p["name"]): p for p in manifest["parts"]}
    if set(parts) != {e.filename for e in entries} - {"manifest.json"}:
        raise ValueError("its manifest names other parts than it has")
    if hashlib.sha256(plain_json.dumps(manifest["parts"]).encode()).hexdigest() != manifest["content"]:
        raise ValueError("its manifest does not have its hash")
    return Archive(file, manifest, _tables(parts, backed_up() if what == HOUSE else exported()), parts)


def _check_container(entries: list[ZipInfo], size: int) -> None:
    if len(entries) > MOST_PARTS:
        raise ValueError("too many parts")
    names = [e.filename for e in entries]
    strange = next((n for n in names if not PART.match(n)), None)
    if strange is not None:
        raise ValueError(f"a part is called {strange[:60]!r}")
    if len(set(names)) != len(names):
        raise ValueError("a part is there twice")
    unpacked = sum(e.file_size for e in entries)
    if unpacked > min(MOST_BYTES, FREE_TO_SWELL + SWELL * size):
        raise ValueError("it would unpack to more than an archive of its size can hold")
    if next((e.file_size for e in entries if e.filename == "manifest.json"), MOST_MANIFEST + 1) > MOST_MANIFEST:
        raise ValueError("its manifest is absent or too long")


def _tables(parts: dict[str, Any], wanted: tuple[Shape, ...]) -> tuple[Shape, ...]:
    there = {name.removeprefix("tables/").removesuffix(".jsonl") for name in parts if name.startswith("tables/")}
    names = {shape.name for shape in wanted}
    if strange := sorted(there - names):
        raise Refused(
            f"It holds records that this Clew does not know: {', '.join(strange)[:200]}.",
            field="file",
            remedy="Use the Clew that wrote it, or a newer one.",
        )
    if absent := sorted(names - there):
        raise ValueError(f"the table {absent[0]} is absent")
    return wanted


def _check_hash(file: ZipFile, name: str, part: dict[str, Any]) -> None:
    digest, size = hashlib.sha256(), 0
    with file.open(name) as content:
        while block := content.read(1 << 20):
            digest.update(block)
            size += len(block)
    if digest.hexdigest() != part["sha256"] or size != part["bytes"]:
        raise ValueError(f"{name} does not have its hash")
    if name.startswith("files/") and name != f"files/{part['sha256']}":
        raise ValueError(f"{name} is not what its name says")


def checked_row(shape: Shape, line: bytes, number: int) -> Row:
    try:
        if len(line) > MOST_LINE:
            raise ValueError("is too long")
        row = plain_json.loads(line)
        if not isinstance(row, dict):
            raise ValueError("is no row")
        row = {**shape.defaults, **row}
        if set(row) != {c.name for c in shape.columns}:
            raise ValueError("has other columns than the table")
        for column in shape.columns:
            _check_value(column, row[column.name])
        if shape.name == LEDGER:
            _check_entry(row)
    except (ValueError, RecursionError, OverflowError) as error:
        raise Refused(
            f"Line {number} of {shape.name} cannot be read: it {_short(error)}.", field="file", remedy=REMEDY
        ) from error
    return row


def _check_value(column: Column, value: Any) -> None:
    if value is None:
        if not column.field.null:
            raise ValueError(f"has no {column.name}")
        return
    if not _fits(column.field, value):
        raise ValueError(f"has something else in {column.name} than belongs there")


def _fits(field: models.Field[Any, Any], value: Any) -> bool:
    if isinstance(field, models.JSONField):
        return _is_clean(plain_json.dumps(value))
    if isinstance(field, models.BooleanField):
        return isinstance(value, bool)
    if isinstance(field, models.FloatField):
        return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)
    if isinstance(field, models.DateTimeField):
        return isinstance(value, str) and value.endswith("Z") and parse_datetime(value) is not None
    if isinstance(field, models.DateField):
        return isinstance(value, str) and bool(date.fromisoformat(value))
    if isinstance(field, models.IntegerField | models.ForeignKey):
        return isinstance(value, int) and not isinstance(value, bool) and _in_range(field, value)
    return isinstance(value, str) and _is_clean(value) and _is_known(field, value)


def _in_range(field: models.Field[Any, Any], value: int) -> bool:
    kind = "BigIntegerField" if isinstance(field, models.ForeignKey) else field.get_internal_type()
    low, high = connection.ops.integer_field_range(kind)
    return (low is None or value >= low) and (high is None or value <= high)


def _is_clean(text: str) -> bool:
    """PostgreSQL holds no NUL, and neither engine half a character."""
    text.encode()
    return "\x00" not in text and "\\u0000" not in text


def _is_known(field: models.Field[Any, Any], value: str) -> bool:
    most = getattr(field, "max_length", None) if isinstance(field, models.CharField) else None
    return (most is None or len(value) <= most) and (not field.choices or value in dict(field.flatchoices))


def _check_entry(row: Row) -> None:
    """What the history speaks of has to be a table that history is written of."""
    if row["table_name"] not in _recorded():
        raise ValueError("speaks of a table that has no history")
    if any(not isinstance(row[k], dict | None) for k in ("before", "after")):
        raise ValueError("does not say what changed")


@cache
def _recorded() -> set[str]:
    guarded = {t.table for t in guarded_tables() if t.guards.recorded}
    return guarded & set(known())


def _short(error: Exception) -> str:
    return str(error).split("\n")[0][:200] or type(error).__name__
