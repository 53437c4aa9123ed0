"""What somebody may consent to. Kept as the words themselves, always in this order: “record quote share”."""

from collections.abc import Collection
from itertools import combinations

RECORD, QUOTE, CLIP, SHARE = "record", "quote", "clip", "share"
SCOPES = {
    RECORD: "Record the conversation",
    QUOTE: "Quote what was said",
    CLIP: "Cut clips from the recording",
    SHARE: "Show it to people outside this workspace",
}
HOW = [("written", "In writing"), ("spoken", "Spoken on the recording"), ("form", "By a form")]
SETS = [" ".join(some) for size in range(1, len(SCOPES) + 1) for some in combinations(SCOPES, size)]
CHOICES = [(some, some.replace(" ", ", ")) for some in SETS]


def in_order(scopes: Collection[str]) -> str:
    """As they are kept; those that are not known are left out."""
    return " ".join(scope for scope in SCOPES if scope in scopes)


def covers(given: str, needed: Collection[str]) -> bool:
    return set(needed) <= set(given.split())
