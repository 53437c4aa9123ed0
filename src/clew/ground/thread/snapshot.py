"""The fingerprint of what was known when a decision was taken."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any


def canonical(snapshot: Mapping[str, Any]) -> bytes:
    """JSON in UTF-8 with sorted keys and no spaces: the same knowledge is always the same bytes."""
    return json.dumps(snapshot, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()


def snapshot_hash(snapshot: Mapping[str, Any]) -> str:
    """The fingerprint of what was known: SHA-256 of its canonical JSON."""
    return hashlib.sha256(canonical(snapshot)).hexdigest()


def numbers_in(snapshot: Mapping[str, Any]) -> set[int]:
    """The records that a snapshot speaks of, by the numbers they had where it was taken."""
    found = {number for tie in snapshot.get("rests_on", ()) for number in (tie["from"], tie["to"])}
    found |= {told["id"] for told in snapshot.get("predictions", ())}
    found |= {told["idea"] for told in snapshot.get("options", ()) if told["idea"] is not None}
    weights: Mapping[str, Any] = snapshot.get("known", {}).get("weights", {})
    return found | {int(number) for number in weights if number.isdecimal()}


def with_numbers(snapshot: dict[str, Any], here: Mapping[str, int] | None) -> dict[str, Any]:
    """The same with the numbers that these records have here. For reading only: the fingerprint is of what was taken."""
    if here is None:
        return snapshot
    known = dict(snapshot.get("known", {}))
    if "weights" in known:
        known["weights"] = {str(here[n]): weight for n, weight in known["weights"].items() if n in here}
    return {
        **snapshot,
        "rests_on": [
            {**t, "from": here.get(str(t["from"])), "to": here.get(str(t["to"]))} for t in snapshot["rests_on"]
        ],
        "predictions": [{**told, "id": here.get(str(told["id"]))} for told in snapshot["predictions"]],
        "options": [{**told, "idea": here.get(str(told["idea"]))} for told in snapshot["options"]],
        "known": known,
    }


def with_titles(snapshot: dict[str, Any], titles: Sequence[str]) -> dict[str, Any]:
    """The same with these titles of what it rests on. For reading only."""
    return {**snapshot, "rests_on": [{**t, "title": new} for t, new in zip(snapshot["rests_on"], titles, strict=True)]}
