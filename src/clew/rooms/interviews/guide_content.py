"""A guide as its versions keep it: sections with their minutes, each with questions, probes and notes, as JSON."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any, get_args

from clew.ground.ledger.api import Refused
from clew.rooms.interviews.guide_draft import (
    MAX_ITEMS,
    MAX_MINUTES,
    MAX_SECTIONS,
    MAX_TEXT,
    MAX_TITLE,
    GuideDraft,
    Item,
    ItemKind,
    Section,
)

LONGER = 2  # a name that was replaced may have become longer
KINDS: tuple[ItemKind, ...] = get_args(ItemKind)


def content_of(sections: tuple[Section, ...]) -> dict[str, Any]:
    return {
        "sections": [
            {"title": s.title, "minutes": s.minutes, "items": [{"kind": i.kind, "text": i.text} for i in s.items]}
            for s in sections
        ]
    }


def hash_of(content: Mapping[str, Any]) -> str:
    return hashlib.sha256(json.dumps(content, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


def sections_of(content: Any) -> tuple[Section, ...]:
    """The sections that a browser sent or a version keeps; refused when it is anything else."""
    try:
        sections = tuple(_section(section) for section in content["sections"])
    except (KeyError, TypeError, ValueError) as error:
        raise Refused("This is not a guide.", field="text", remedy="Load the page again.") from error
    if len(sections) > MAX_SECTIONS or sum(len(section.items) for section in sections) > MAX_ITEMS:
        raise Refused(
            f"A guide has at most {MAX_SECTIONS} sections and {MAX_ITEMS:,} lines.", field="text", remedy="Split it."
        )
    return sections


def words_of(title: str, sections: tuple[Section, ...]) -> str:
    """All its words, to be found by."""
    lines = [line for s in sections for line in (s.title, *(item.text for item in s.items))]
    return "\n".join(line for line in (title, *lines) if line)


def draft_of(title: str, content: Mapping[str, Any]) -> GuideDraft:
    return GuideDraft(title, sections_of(content))


def _section(told: Any) -> Section:
    minutes = told["minutes"]
    if minutes is not None and (type(minutes) is not int or not 0 < minutes <= MAX_MINUTES):
        raise ValueError("minutes")
    return Section(_text(told["title"], MAX_TITLE), minutes, tuple(_item(item) for item in told["items"]))


def _item(told: Any) -> Item:
    if told["kind"] not in KINDS:
        raise ValueError("kind")
    return Item(told["kind"], _text(told["text"], MAX_TEXT))


def _text(told: Any, most: int) -> str:
    if not isinstance(told, str) or len(told) > LONGER * most or "\x00" in told:
        raise ValueError("text")
    return told
