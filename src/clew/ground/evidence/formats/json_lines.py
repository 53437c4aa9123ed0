"""JSON Lines, and a JSON array of objects, as flat rows."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TextIO

from .encoding import open_text
from .problems import MAX_DEPTH, FormatError

MAX_LINE = 4_000_000  # characters of one JSON value
_CHUNK = 1 << 16
# Numbers keep the form in which they were written: 4.50 stays 4.50, an id of 25 digits stays whole.
_DECODER = json.JSONDecoder(parse_int=str, parse_float=str, parse_constant=str)

Flat = dict[str, str]


def objects(path: Path, encoding: str) -> Iterator[tuple[int, Flat | str]]:
    """(number, flat values or what is wrong): the line in a .jsonl, the place in an array."""
    with open_text(path, encoding) as file:
        if is_array(file):
            yield from _array(file)
        else:
            yield from _lines(file)


def is_array(file: TextIO) -> bool:
    start = file.read(4096).lstrip("\ufeff \t\r\n")
    file.seek(0)
    return start.startswith("[")


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
    buffer = file.read(_CHUNK).lstrip("\ufeff \t\r\n")[1:]
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
