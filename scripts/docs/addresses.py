"""The reference of the API, page by page, from docs/openapi.json."""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from scripts.docs.markdown import code, page, pages_below, plain, section, table

Schema = dict[str, Any]
LARGEST = 2**63 - 1  # a bound that every whole number has
NO_TEXT = 5_000_000  # and one that every text has
BOUNDS = (("minimum", "from"), ("maximum", "to"), ("minLength", "at least"), ("maxLength", "at most"))
ITEMS = (("minItems", "at least"), ("maxItems", "at most"))


def pages(reference: Path) -> dict[str, str]:
    api = json.loads(reference.read_text(encoding="utf-8"))
    told = {
        its["operationId"]: (path, method, its) for path, all_ in api["paths"].items() for method, its in all_.items()
    }
    by_part: dict[str, list[str]] = {}
    for name, part in _parts(told).items():
        by_part.setdefault(part, []).append(_operation(api, *told[name]))
    named = sorted(by_part)
    made = {f"reference/api/{part}": page(part.capitalize(), *by_part[part]) for part in named}
    made["reference/api/shapes"] = page("Shapes", ABOUT_SHAPES, *_shapes(api))
    made["reference/api/index"] = page("API reference", ABOUT, pages_below([*named, "shapes"]))
    return made


ABOUT = """
Every address of `/api/v1`, from its description in OpenAPI 3.1. How to get a token, how lists go on and what refusals look like:
[The API](/api.md).

Every address may answer 401 (no valid token), 403 (the token's role is too low), 404 (there is no such thing in this workspace),
422 (what was sent is refused) or 429 (too many requests); each with a [Problem](#shape-problem).
"""
ABOUT_SHAPES = (
    "What the API answers with, and what nested parts of a request look like. Moments are in UTC, money in cents."
)


def _parts(told: Iterable[str]) -> dict[str, str]:
    """Which part of the table an operation stands in, in the table's order; what is in no part is about files."""
    from clew.front.api import table as doors

    lists = {name: rows for name, rows in vars(doors).items() if name.isupper() and isinstance(rows, list)}
    parts = {door.name: name.lower() for name, rows in lists.items() if name != "DOORS" for door in rows}
    return parts | {name: "files" for name in told if name not in parts}


def _operation(api: Schema, path: str, method: str, operation: Schema) -> str:
    return section(
        operation["summary"],
        f"`{method.upper()} {path}`",
        plain(operation.get("description", "")),
        table(("Asked", "In", "What", "Needed or else", "About"), _asked(api, operation)),
        f"**Answers** {_answer(operation)}",
        f"In Python: `clew.{operation['operationId']}(…)`" if operation["operationId"] != "upload_file" else "",
        label=f"api-{operation['operationId'].replace('_', '-')}",
    )


def _answer(operation: Schema) -> str:
    content = operation["responses"]["200"]["content"]
    return kind(content["application/json"]["schema"]) if "application/json" in content else "a file"


def _asked(api: Schema, operation: Schema) -> Iterable[tuple[str, ...]]:
    for asked in operation.get("parameters", ()):
        place = {"path": "address", "query": "query"}[asked["in"]]
        yield _row(asked["name"], place, asked["schema"], is_needed=asked.get("required", False))
    for content in operation.get("requestBody", {}).get("content", {}).values():
        body = _resolved(api, content["schema"])
        for name, schema in body.get("properties", {"part": body}).items():  # a part of a file is sent as it is
            yield _row(name, "body", schema, is_needed=name in body.get("required", ()))


def _row(name: str, place: str, schema: Schema, *, is_needed: bool) -> tuple[str, ...]:
    what = ", ".join(part for part in (kind(schema), *bounds(schema)) if part)
    return code(name), place, what, "needed" if is_needed else _default(schema), plain(schema.get("description", ""))


def _default(schema: Schema) -> str:
    default = schema.get("default")
    return code(json.dumps(default, ensure_ascii=False)) if default not in (None, "", [], {}) else ""


def _resolved(api: Schema, schema: Schema) -> Schema:
    return dict(api["components"]["schemas"][_name(schema)]) if "$ref" in schema else schema


def _name(schema: Schema) -> str:
    return str(schema["$ref"]).rsplit("/", 1)[1]


def kind(schema: Schema) -> str:
    """What a value is, in words; shapes are links."""
    if "$ref" in schema:
        return f"[{_name(schema)}](#shape-{_name(schema).lower()})"
    if "anyOf" in schema:
        return " or ".join(dict.fromkeys(kind(part) for part in schema["anyOf"]))
    if "enum" in schema:
        return "one of " + ", ".join(code(value) for value in schema["enum"])
    if "const" in schema:
        return code(schema["const"])
    match schema.get("type"):
        case "array":
            return _list(schema)
        case "object":
            more = schema.get("additionalProperties")
            return f"object of {kind(more)}" if isinstance(more, dict) and more else "object"
        case "string":
            return {"date": "day", "date-time": "moment", "binary": "file"}.get(schema.get("format", ""), "text")
        case str(name):
            return {"integer": "whole number", "boolean": "true or false"}.get(name, name)
    return "anything"


def _list(schema: Schema) -> str:
    if "prefixItems" in schema:
        return f"[{', '.join(kind(part) for part in schema['prefixItems'])}]".replace("[", r"\[", 1)
    return f"list of {kind(schema.get('items', {}))}"


def bounds(schema: Schema) -> list[str]:
    """The bounds of a value that are its own; those that every value has are left out."""
    some = [part for part in schema.get("anyOf", (schema,)) if part.get("type") != "null"]
    return [
        f"{word} {part[name]:,}{' characters' if name.endswith('Length') else ''}"
        for part in some
        for name, word in (BOUNDS + ITEMS)
        if name in part and abs(part[name]) < LARGEST and part[name] != NO_TEXT
    ]


def _shapes(api: Schema) -> Iterable[str]:
    """Every shape that is not only the query or the body of one address: those stand with it."""
    for name, schema in sorted(api["components"]["schemas"].items()):
        if name.endswith("Query") or (name.endswith("Body") and schema.get("additionalProperties") is False):
            continue
        needed = schema.get("required", ())
        rows = [_row(key, "", its, is_needed=key in needed) for key, its in schema.get("properties", {}).items()]
        fields = table(("Field", "What", "About"), ((name_, what, about) for name_, _, what, _, about in rows))
        what = "" if fields else kind(schema).capitalize()
        yield section(name, plain(schema.get("description", "")), what, fields, label=f"shape-{name.lower()}")
