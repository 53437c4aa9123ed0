"""What an assistant gave a tool that it cannot take, in words that name the field and say what to give instead."""

from collections.abc import Iterable, Mapping, Sequence
from difflib import get_close_matches
from json import dumps
from typing import Any

WANTED = {
    "int": "a whole number",
    "float": "a number",
    "finite": "a number",
    "string": "text",
    "bool": "true or false",
    "list": "a list",
    "dict": "a table of names and values",
    "date": "a day such as 2026-03-31",
    "datetime": "a moment such as 2026-03-31T09:30:00+00:00",
    "time": "a time such as 09:30",
}
BOUNDS = {
    "greater_than_equal": ("ge", "at least {}"),
    "greater_than": ("gt", "more than {}"),
    "less_than_equal": ("le", "at most {}"),
    "less_than": ("lt", "less than {}"),
    "too_long": ("max_length", "at most {} of them"),
    "too_short": ("min_length", "at least {} of them"),
    "string_too_long": ("max_length", "at most {} characters"),
    "string_too_short": ("min_length", "at least {} characters"),
}
MOST_SHOWN, MOST_NAMED = 60, 5


def in_words(errors: Sequence[Mapping[str, Any]]) -> str:
    """One sentence for each field: of a field that may be one of several things, the first reason stands for all."""
    first: dict[str, Mapping[str, Any]] = {}
    for error in errors:
        first.setdefault(str(error["loc"][0]) if error["loc"] else "the arguments", error)
    return " ".join(_sentence(field, error) for field, error in first.items())


def misnamed(tool: str, given: Iterable[str], takes: Sequence[str]) -> str:
    """What is said where arguments are given that the tool does not have; nothing where it has them all."""
    strange = [name[:MOST_SHOWN] for name in given if name not in takes][:MOST_NAMED]
    if not strange:
        return ""
    all_of_them = f"It takes {', '.join(f'“{name}”' for name in takes)}." if takes else "It takes no arguments."
    return " ".join([*(_no_such(tool, name, takes) for name in strange), all_of_them])


def _no_such(tool: str, name: str, takes: Sequence[str]) -> str:
    near = get_close_matches(name, takes, n=1)
    return f"“{tool}” has no argument “{name}”{f'; perhaps you mean “{near[0]}”' if near else ''}."


def _sentence(field: str, error: Mapping[str, Any]) -> str:
    if error["type"] == "missing":
        return f"“{field}” is missing. Give it and call again."
    given = dumps(error["input"], ensure_ascii=False, default=str)
    shown = given if len(given) <= MOST_SHOWN else f"{given[:MOST_SHOWN]}…"
    wanted = _wanted(error)
    return f"“{field}” cannot be {shown}. Give {wanted}." if wanted else f"“{field}” cannot be {shown}: {error['msg']}."


def _wanted(error: Mapping[str, Any]) -> str:
    kind, told = str(error["type"]), error.get("ctx", {})
    if kind in ("literal_error", "enum"):
        return f"one of {told.get('expected', '')}"
    if kind in BOUNDS:
        name, words = BOUNDS[kind]
        return words.format(told.get(name))
    return WANTED.get(kind.split("_")[0], "")
