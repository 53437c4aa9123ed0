"""JSON in one form: sorted keys, no spaces, no infinities, text as it is. The same value is the same bytes."""

import json
from typing import Any

LARGEST_EXACT = 1e16  # from here on PostgreSQL gives a float back as a whole number


def dumps(value: Any) -> str:
    return json.dumps(_settled(value), sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def loads(text: str | bytes) -> Any:
    return json.loads(text, parse_constant=_refuse)


def stored(value: Any) -> str:
    """As Django stores a JSON column in SQLite."""
    return json.dumps(value)


def _settled(value: Any) -> Any:
    if isinstance(value, dict):
        return {str(k): _settled(v) for k, v in value.items()}
    if isinstance(value, list | tuple):
        return [_settled(v) for v in value]
    if isinstance(value, float) and abs(value) >= LARGEST_EXACT and value.is_integer():
        return int(value)
    return value


def _refuse(constant: str) -> Any:
    raise ValueError(f"{constant} is no JSON")
