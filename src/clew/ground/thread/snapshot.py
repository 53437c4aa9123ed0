"""The fingerprint of what was known when a decision was taken."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any


def snapshot_hash(snapshot: Mapping[str, Any]) -> str:
    """The fingerprint of what was known: SHA-256 of the JSON with sorted keys."""
    canonical = json.dumps(snapshot, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()
