"""The fingerprint of what was known when a decision was taken."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any


def canonical(snapshot: Mapping[str, Any]) -> bytes:
    """JSON in UTF-8 with sorted keys and no spaces: the same knowledge is always the same bytes."""
    return json.dumps(snapshot, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()


def snapshot_hash(snapshot: Mapping[str, Any]) -> str:
    """The fingerprint of what was known: SHA-256 of its canonical JSON."""
    return hashlib.sha256(canonical(snapshot)).hexdigest()
