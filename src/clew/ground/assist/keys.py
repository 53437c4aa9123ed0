"""The key of a language model: a file that only its owner reads, outside the database, so that no export, ledger or backup holds it.

A key belongs to the address it was typed for; for another address there is none.
"""

import json
import os
from pathlib import Path

from django.conf import settings


def key_for(workspace_id: int, address: str) -> str:
    try:
        kept = json.loads(_place(workspace_id).read_text())
    except (OSError, ValueError):
        return ""
    return str(kept["key"]) if kept.get("address") == address else ""


def keep_key(workspace_id: int, address: str, key: str) -> None:
    place = _place(workspace_id)
    place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    new = place.with_suffix(f".{os.getpid()}.new")
    descriptor = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w") as file:
        json.dump({"address": address, "key": key}, file)
    new.replace(place)


def drop_key(workspace_id: int) -> None:
    _place(workspace_id).unlink(missing_ok=True)


def _place(workspace_id: int) -> Path:
    return Path(settings.CLEW_DATA) / "model-keys" / f"{workspace_id}.json"
