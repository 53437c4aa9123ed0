"""Search the whole workspace for a person's name and words, and say where they are found: nowhere, after an erasure.

It trusts no list of tables and none of folders: it asks the database which columns there are, and looks into every file of the data folder.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any
from zipfile import BadZipFile, ZipFile

from django.conf import settings
from django.db import connection

from clew.ground.exchange.looking import is_in, is_in_database
from clew.ground.exchange.numbers import BATCH
from clew.ground.exchange.outbox import files_of_mails, mails_hold
from clew.ground.exchange.shapes import LEDGER, known
from clew.ground.exchange.sweeping import subject_column
from clew.ground.exchange.words import Said
from clew.ground.files.api import place_of

MOST_SHOWN, MOST_UNPACKED, LONGEST_LOOK = 50, 1 << 30, 60
ESCAPED = re.compile(r"""\\+[nrtbf"]""")
OF_WORKSPACES, OF_PROGRAM = ("files", "uploads"), ("static", "models")
OTHER_ENCODINGS = ("utf-8", "utf-16-le", "latin-1")


@dataclass(frozen=True, slots=True)
class Proof:
    """`found`: places that still hold them, such as “thread_comment.text 7” or “file outbox/1.log”. `others`: places where another person said the same themselves."""

    columns: int
    rows: int
    files: int
    found: tuple[str, ...]
    others: int

    @property
    def holds(self) -> bool:
        return not self.found


def prove(
    workspace_id: int,
    said: Said,
    *,
    spared: Collection[int],
    namesakes: Collection[int],
    spared_files: Collection[str] = (),
) -> Proof:
    """`spared_files`: hashes of uploads that hold other people's own words, in which only the name is looked for."""
    columns, rows, others = 0, 0, 0
    found: list[str] = []
    for table, names in _tables_of_workspaces():
        columns += len(names)
        for key, subject, values in _rows(table, names, workspace_id):
            rows += 1
            if subject in namesakes:
                continue
            for name, value in zip(names, values, strict=True):
                if not said.spans(_flat(value)):
                    continue
                if subject in spared and not said.spans(_flat(value), names_only=True):
                    others += 1
                else:
                    found.append(f"{table}.{name} {key}")
    files = _files(workspace_id)
    own_of_others = {place_of(workspace_id, sha) for sha in spared_files}
    for place in files:
        if not holds_words(place, said):
            continue
        if place in own_of_others and not holds_words(place, said, names_only=True):
            others += 1
        else:
            found.append(f"file {_shown(place)}")
    mails = files_of_mails()
    found += [f"file outbox/{place.name}" for place in mails if mails_hold(place, said)]
    return Proof(columns, rows, len(files) + len(mails), tuple(found[:MOST_SHOWN]), others)


def holds_words(place: Path, said: Said, *, names_only: bool = False) -> bool:
    """Whether a file holds the name, the address or a sentence, also packed or in another encoding."""
    needles = [n for text in _looked_for(said, names_only=names_only) for n in _encoded(text)]
    if ".sqlite3" in place.name:
        return is_in_database(place, needles)
    try:
        with place.open("rb") as file:
            if is_in(file, needles):
                return True
    except FileNotFoundError:  # it has gone since its folder was read
        return False
    try:
        with ZipFile(place) as packed:
            room = MOST_UNPACKED
            for entry in packed.infolist():
                room -= entry.file_size
                if room > 0 and is_in(packed.open(entry), needles):
                    return True
    except (BadZipFile, OSError, NotImplementedError, RuntimeError, ValueError):
        return False
    return False


def bytes_left(said: Said) -> int | None:
    """How many of them still stand in SQLite's own files, in pages that are no longer used; None on PostgreSQL, whose files are not ours to read."""
    if connection.vendor != "sqlite":
        return None
    database = Path(str(connection.settings_dict["NAME"]))
    needles = [text.encode() for text in _looked_for(said)]
    left = 0
    for place in (database, database.with_name(database.name + "-wal")):
        if place.is_file():
            left += is_in_database(place, needles)
    return left


def _looked_for(said: Said, *, names_only: bool = False) -> list[str]:
    """Names, and of the sentences the longest: a file that holds their words holds some of these."""
    names = [name for name in said.names if len(name) > 3]
    return names if names_only else names + sorted(said.sentences(), key=len, reverse=True)[:LONGEST_LOOK]


def _encoded(text: str) -> Iterator[bytes]:
    seen = set()
    for encoding in OTHER_ENCODINGS:
        seen.add(text.encode(encoding, "ignore"))
    seen.add(json.dumps(text)[1:-1].encode())
    seen |= {
        one.encode("ascii", "xmlcharrefreplace") for one in (text, escape(text, quote=False))
    }  # as in a spreadsheet
    yield from seen - {b""}


def _tables_of_workspaces() -> list[tuple[str, list[str]]]:
    """Every table with a workspace and its columns of text, as the database tells them."""
    with connection.cursor() as cursor:
        tables = connection.introspection.table_names(cursor)
        described = {t: connection.introspection.get_table_description(cursor, t) for t in tables}
    wordy = {"TextField", "CharField", "JSONField"}
    found = []
    for table, columns in sorted(described.items()):
        if any(c.name == "workspace_id" for c in columns):
            names = [c.name for c in columns if _type(c) in wordy and c.name != "words"]
            if names:
                found.append((table, names))
    return found


def _type(column: Any) -> str:
    try:
        return str(connection.introspection.get_field_type(column.type_code, column))
    except KeyError:
        return ""


def _rows(table: str, names: list[str], workspace_id: int) -> Iterator[tuple[int, int, tuple[Any, ...]]]:
    shape = known().get(table)
    key = shape.key if shape else names[0]
    about = "node_id" if table == LEDGER else subject_column(shape) if shape else key
    quote = connection.ops.quote_name
    wanted = ", ".join(f"CAST({quote(n)} AS text)" for n in names)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {quote(key)}, {quote(about)}, {wanted} FROM {quote(table)} WHERE workspace_id = %s",  # noqa: S608 - the database's own names
            [workspace_id],
        )
        while some := cursor.fetchmany(BATCH):
            for row in some:
                yield row[0], row[1], row[2:]


def _flat(value: Any) -> str:
    """JSON hides letters and line ends behind escapes; here they are looked for in the open."""
    text = str(value or "")
    if "\\u" in text:
        try:
            text = json.dumps(_opened(json.loads(text)), ensure_ascii=False)
        except ValueError:
            return text
    return ESCAPED.sub(" ", text)


def _opened(value: Any) -> Any:
    """JSON kept as text inside JSON is opened too."""
    if isinstance(value, str) and value[:1] in "[{":
        try:
            return json.loads(value)
        except ValueError:
            return value
    if isinstance(value, dict):
        return {k: _opened(v) for k, v in value.items()}
    return [_opened(v) for v in value] if isinstance(value, list) else value


def _files(workspace_id: int) -> list[Path]:
    """All files of the data folder but other workspaces' uploads, the database's own, what the program puts there, and mails, which are read."""
    root, number = Path(settings.CLEW_DATA), str(workspace_id)
    found = []
    for place in sorted(root.rglob("*")):
        first, *below = place.relative_to(root).parts
        is_elsewhere = first in OF_WORKSPACES and bool(below) and below[0] != number
        if place.is_file() and not (is_elsewhere or first in OF_PROGRAM or _is_of_database(place)):
            found.append(place)
    mails = set(files_of_mails())
    return [place for place in found if place not in mails]


def _is_of_database(place: Path) -> bool:
    """`bytes_left` looks into these."""
    name = str(connection.settings_dict["NAME"])
    return connection.vendor == "sqlite" and str(place) in (name, f"{name}-wal", f"{name}-shm")


def _shown(place: Path) -> str:
    """An upload by the beginning of its hash, anything else by its name."""
    parts = place.relative_to(settings.CLEW_DATA).parts
    return parts[-1][:12] if parts[0] == "files" else "/".join(parts)
