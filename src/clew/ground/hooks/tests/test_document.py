"""The snippet in the documentation checks what Clew sends."""

import re
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from clew.ground.hooks.signing import headers, new_secret

ROOT = next(parent for parent in Path(__file__).resolve().parents if (parent / "pyproject.toml").exists())


@pytest.fixture
def is_from_clew() -> Callable[[str, dict[str, str], bytes], bool]:
    text = (ROOT / "docs" / "webhooks.md").read_text(encoding="utf-8")
    (snippet,) = re.findall(r"```python\n(.*?)```", text, re.DOTALL)
    names: dict[str, Any] = {}
    exec(snippet, names)
    found: Callable[[str, dict[str, str], bytes], bool] = names["is_from_clew"]
    return found


def test_it_accepts_what_is_ours_and_nothing_else(is_from_clew: Callable[[str, dict[str, str], bytes], bool]) -> None:
    old, new, body = new_secret(), new_secret(), '{"type":"need.created","data":{"act":"ä"}}'
    made = headers("evt_1", int(time.time()), body, [new, old])
    assert is_from_clew(new, made, body.encode())
    assert is_from_clew(old, made, body.encode())
    assert not is_from_clew(new_secret(), made, body.encode())
    assert not is_from_clew(new, made, body.encode() + b" ")
    assert not is_from_clew(new, {**made, "webhook-id": "evt_2"}, body.encode())
    assert not is_from_clew(new, headers("evt_1", int(time.time()) - 301, body, [new]), body.encode())
