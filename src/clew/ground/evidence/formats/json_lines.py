"""JSON Lines, a JSON array of objects, or one object that wraps such an array, as flat rows."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import TextIO

from .encoding import open_text
from .problems import MAX_DEPTH, FormatError

MAX_LINE = 4_000_000  # characters of one JSON value
_CHUNK = 1 << 16
# Numbers keep the form in which they were written: 4.50 stays 4.50, an id of 25 digits stays whole.
_DECODER = json.JSONDecoder(parse_int=str, parse_float=str, parse_constant=str)

_ARRAY = re.compile(r"[\ufeff\s]*\[")
_SCALAR = r'(?:"(?:[^"\\]|\\.)*"|[\w.+-]+|\{[^{}\[\]]*\})'
# What APIs put around a page of results: {"total": 2, "data": [{…}, {…}]}
_WRAPPED = re.compile(rf'[\ufeff\s]*\{{\s*(?:"[^"]*"\s*:\s*{_SCALAR}\s*,\s*)*"([^"]*)"\s*:\s*\[(?=\s*\{{)')
_WRAPPERS = frozenset(
    (
        "data", "results", "items", "records", "rows", "entries", "values", "list", "reviews", "feedback", "responses", "comments",
        "tickets", "messages", "conversations", "issues",
    )
)  # fmt: skip

Flat = dict[str, str]


def objects(path: Path, encoding: str) -> Iterator[tuple[int, Flat | str]]:
    """(number, flat values or what is wrong): the line in a .jsonl, the place in an array."""
    with open_text(path, encoding) as file:
        begins = _array_begins(file)
        if begins is None:
            yield from _lines(file)
        else:
            file.read(begins)
            yield from _array(file)


def _array_begins(file: TextIO) -> int | None:
    """How many characters stand up to and with the bracket that opens the array; None when every line is a value."""
    start = file.read(4096)
    file.seek(0)
    if found := _ARRAY.match(start):
        return found.end()
    wrapped = _WRAPPED.match(start)
    return wrapped.end() if wrapped and _is_one_value(file, wrapped[1]) else None


def _is_one_value(file: TextIO, key: str) -> bool:
    """An object over several lines is one value; on one line it may be the only line of JSON Lines, unless its key says otherwise."""
    first = file.readline(MAX_LINE)
    more = any(line.strip() for line in iter(lambda: file.readline(4096), ""))
    file.seek(0)
    return isinstance(_decoded(first.strip("\ufeff \t\r\n")), str) if more else key.lower() in _WRAPPERS


def _lines(file: TextIO) -> Iterator[tuple[int, Flat | str]]:
    number = 0
    while line := file.readline(MAX_LINE):
        number += 1
        if len(line) == MAX_LINE and not line.endswith("\n"):
            yield number, f"The line is longer than {MAX_LINE:,} characters."
            _to_next_line(file)
        elif line.strip("\ufeff \t\r\n\x00"):
            yield number, _decoded(line.strip("\ufeff \t\r\n"))


def _to_next_line(file: TextIO) -> None:
    while (rest := file.readline(MAX_LINE)) and not rest.endswith("\n"):
        pass


def _decoded(line: str) -> Flat | str:
    try:
        return flatten(_DECODER.decode(line))
    except ValueError as error:
        return f"The line is not valid JSON: {str(error)[:80]}."
    except RecursionError:
        return "The value is nested too deeply."


def flatten(value: object) -> Flat | str:
    if not isinstance(value, dict):
        return "The value is not a JSON object."
    flat: Flat = {}
    try:
        _flatten_into(flat, "", value, 0)
    except RecursionError:
        return f"The value is nested more than {MAX_DEPTH} deep."
    return flat


def _flatten_into(flat: Flat, prefix: str, value: object, depth: int) -> None:
    if depth > MAX_DEPTH:
        raise RecursionError
    if isinstance(value, dict):
        for key, inner in value.items():
            _flatten_into(flat, f"{prefix}.{key}" if prefix else str(key), inner, depth + 1)
    elif isinstance(value, list):
        _flatten_list(flat, prefix, value, depth)
    else:
        flat[prefix] = _scalar(value)


def _flatten_list(flat: Flat, prefix: str, values: list[object], depth: int) -> None:
    """Plain values are joined with a comma; objects keep one column each key, values of all objects joined."""
    plain = [_scalar(value) for value in values if not isinstance(value, (dict, list))]
    if plain:
        flat[prefix] = ", ".join(plain)
    for value in values:
        if isinstance(value, (dict, list)):
            inner: Flat = {}
            _flatten_into(inner, prefix, value, depth + 1)
            for key, text in inner.items():
                flat[key] = f"{flat[key]}, {text}" if flat.get(key) else text


def _scalar(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)


def _array(file: TextIO) -> Iterator[tuple[int, Flat | str]]:
    """Objects one after the other, without holding the whole array."""
    buffer = file.read(_CHUNK)
    number = 0
    while True:
        buffer = buffer.lstrip(" \t\r\n,")
        if buffer.startswith("]"):
            return
        value, used, buffer = _next_value(file, buffer)
        if not used:
            return
        number += 1
        buffer = buffer[used:] if used < len(buffer) else buffer[used:] + file.read(_CHUNK)
        yield number, flatten(value)


def _next_value(file: TextIO, buffer: str) -> tuple[object, int, str]:
    """(value, characters used, buffer). The buffer doubles until the value is whole, so that reading stays linear."""
    while True:
        try:
            value, used = _DECODER.raw_decode(buffer)
        except RecursionError as error:
            raise FormatError(
                "The JSON is nested too deeply.", "Export one flat object for each piece of feedback."
            ) from error
        except ValueError as error:
            more = file.read(max(_CHUNK, len(buffer)))
            if not more or len(buffer) > MAX_LINE:
                if not buffer.strip() and not more:
                    raise FormatError("The JSON array is cut off.", "Export it again.") from error
                raise FormatError(f"The JSON is broken: {str(error)[:80]}.", "Export it again.") from error
            buffer = (buffer + more).lstrip(" \t\r\n,") if not buffer.strip() else buffer + more
            if buffer.startswith("]"):
                return None, 0, buffer
            continue
        if used == len(buffer) and (more := file.read(_CHUNK)):
            buffer += more  # a number may go on behind the border
            continue
        return value, used, buffer
