"""A zip can unpack to anything: a spreadsheet is weighed before its reader may open it, and other archives are read entry by entry in bounds."""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from .problems import MAX_COLUMNS, FormatError

MAX_UNPACKED = 600 * 1024 * 1024
MAX_ENTRIES = 5_000
MAX_GRID = 20_000_000  # cells of the smallest rectangle round a sheet; the reader keeps all of them in memory
_CHUNK = 1 << 20
_ZIP_ERRORS = (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, UnicodeDecodeError, RuntimeError)
_SAVE_AGAIN = "Open it in your spreadsheet program, save it again as .xlsx and upload that."
# A row or a cell, with whatever prefix, and its reference when it has one.
_PLACE = re.compile(rb"""<(?:\w{1,32}:)?(c|row)(?=[\s/>])(?:[^>]*?\sr\s*=\s*["']([A-Za-z]{0,3})(\d{1,7})["'])?""")


class Unreadable(Exception):
    """The archive, or an entry of it, is damaged."""


class Oversized(Exception):
    """An entry unpacks to more than was allowed."""


def entries(path: Path) -> list[zipfile.ZipInfo]:
    """What the archive says it holds; names and sizes are its own words. Raises Unreadable."""
    try:
        with zipfile.ZipFile(path) as archive:
            return archive.infolist()
    except _ZIP_ERRORS as error:
        raise Unreadable from error


def unpacked(path: Path, info: zipfile.ZipInfo, limit: int) -> Iterator[bytes]:
    """The content of an entry in parts, checked against its checksum at the end. Raises Unreadable, or Oversized past `limit` bytes."""
    check = 0
    try:
        with path.open("rb") as file:
            for chunk in _inflate(file, info, limit):
                check = zlib.crc32(chunk, check)
                yield chunk
    except (OSError, zlib.error, ValueError, EOFError) as error:
        raise Unreadable from error
    if check != info.CRC:
        raise Unreadable


def zip_kind(path: Path) -> str:
    """xlsx, docx, ods, qdpx or zip, by the names of its parts."""
    names = {info.filename for info in _sheet_entries(path)}
    if "xl/workbook.xml" in names:
        return "xlsx"
    if "word/document.xml" in names:
        return "docx"
    if any(name.casefold().endswith(".qde") for name in names):
        return "qdpx"
    return "ods" if "content.xml" in names else "zip"


def weigh(path: Path) -> None:
    """Raises FormatError when the file unpacks to too much, or a sheet claims a grid too large to hold."""
    listed = _sheet_entries(path)
    if len(listed) > MAX_ENTRIES or sum(info.file_size for info in listed) > MAX_UNPACKED:
        raise _too_large()
    left = MAX_UNPACKED
    try:
        with path.open("rb") as file:
            for info in listed:
                chunks = _inflate(file, info, left)
                left -= _grid_checked(chunks) if "worksheets/" in info.filename.lower() else sum(map(len, chunks))
    except Oversized as error:
        raise _too_large() from error
    except (Unreadable, OSError, zlib.error, ValueError, EOFError) as error:
        raise broken() from error


def broken() -> FormatError:
    return FormatError("This spreadsheet is damaged.", _SAVE_AGAIN)


def _too_large() -> FormatError:
    return FormatError(
        "This spreadsheet unpacks to more than can be read safely.", "Split it, or export the sheet as CSV."
    )


def _sheet_entries(path: Path) -> list[zipfile.ZipInfo]:
    try:
        return entries(path)
    except Unreadable as error:
        raise broken() from error


def _inflate(file: IO[bytes], info: zipfile.ZipInfo, limit: int) -> Iterator[bytes]:
    """The real content, counted as it comes: the sizes written in the directory may lie."""
    file.seek(info.header_offset)
    head = file.read(30)
    if len(head) < 30 or info.compress_type not in (0, 8) or info.flag_bits & 1:
        raise Unreadable
    file.seek(int.from_bytes(head[26:28], "little") + int.from_bytes(head[28:30], "little"), 1)
    unpack = zlib.decompressobj(-15) if info.compress_type == 8 else None
    left, total = info.compress_size, 0
    while left > 0 and (packed := file.read(min(_CHUNK, left))):
        left -= len(packed)
        while packed:
            data = unpack.decompress(packed, _CHUNK) if unpack else packed
            packed = unpack.unconsumed_tail if unpack else b""
            total += len(data)
            if total > limit:
                raise Oversized
            yield data


def _grid_checked(chunks: Iterator[bytes]) -> int:
    total, tail, last_row, last_column = 0, b"", 0, 0
    for chunk in chunks:
        total += len(chunk)
        data = tail + chunk
        cut = data.rfind(b"<")
        tail = data[cut:] if cut >= 0 and len(data) - cut < _CHUNK else b""
        places = set(_PLACE.findall(data[: len(data) - len(tail)]))
        last_row, last_column = _widen(places, last_row, last_column)
        if last_column > MAX_COLUMNS * 4 or last_row * last_column > MAX_GRID:
            raise FormatError(
                f"A sheet claims {last_row:,} rows and {last_column:,} columns.",
                "Delete the empty rows and columns at its end, or export it as CSV.",
            )
    return total


def _widen(places: set[tuple[bytes, bytes, bytes]], last_row: int, last_column: int) -> tuple[int, int]:
    if any(not number for _tag, _letters, number in places):
        raise FormatError("The cells of this spreadsheet do not say where they stand.", _SAVE_AGAIN)
    rows = max((int(number) for _tag, _letters, number in places), default=0)
    columns = max((column_number(letters.decode()) for letters in {place[1] for place in places}), default=0)
    return max(last_row, rows), max(last_column, columns)


def column_number(letters: str) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number


def column_letters(number: int) -> str:
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
