"""Which rows of a findings sheet say what was found, and which are headings or tell of the participants; what a mark in a cell means."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Literal

from .vocabulary import plain_words

Stance = Literal["supports", "contradicts", "mentions"]
Aside = Literal["", "heading", "participants", "unstated"]

_YES = frozenset({"x", "✓", "✔", "yes", "y", "1", "true", "ja", "oui", "si", "+", "✗x", "•"})
_NO = frozenset({"no", "n", "0", "false", "✗", "✘", "-", "nein", "non"})
_NOTHING = frozenset({"", "none", "n/a", "na", "-", "–", "fyi", "info", "note", "?", "tbd"})
_HEADINGS = frozenset(
    [
        "findings",
        "positive",
        "negative",
        "positives",
        "negatives",
        "positive findings",
        "negative findings",
        "key findings",
        "other",
        "other findings",
        "general",
        "misc",
        "miscellaneous",
        "notes",
        "tasks",
        "usability issues",
        "issues",
        "recommendations",
        "next steps",
        "summary",
        "questions",
        "quotes",
        "bugs",
    ]
)
_OF_PARTICIPANTS = re.compile(
    r"(?:user|participant|respondent|customer|interviewee)s? (?:types?|tasks?|roles?|groups?|profiles?|background|demographics|details|list)\b"
    r"|(?:participants|demographics|personas?|background|roles|user groups)\Z"
)
_POSITIVE = frozenset({"positive", "positive finding", "strength", "good", "praise", "like", "liked", "works well"})
_SHORT = 5  # words; a heading is no longer


def stance_of(mark: str) -> Stance:
    word = mark.strip().casefold().rstrip(".!")
    if word in _NO:
        return "contradicts"
    return "supports" if word in _YES else "mentions"


def is_mark(words: str, participant: str) -> bool:
    """A tick, or only the participant's label: somebody was seen to have it, and no words of theirs were noted."""
    word = words.strip().casefold()
    return word == participant.strip().casefold() or word.rstrip(".!") in _YES | _NO


def works_well(severity: str) -> bool:
    """Praise is found too, and asks for nothing."""
    return plain_words(severity) in _POSITIVE


def is_alone(cells: Sequence[str], roles: Sequence[str]) -> bool:
    """A few words without an end, in the column of statements, and nothing beside them."""
    filled = [role for role, cell in zip(roles, cells, strict=True) if cell.strip()]
    return filled == ["statement"] and _is_label(cells[roles.index("statement")])


def aside_of(by_role: Mapping[str, str], is_marked: bool, alone: bool) -> Aside:
    """Why a row says nothing that was found.

    “heading”: its statement only names a group; “participants”: it tells who took part; “unstated”: notes that nobody summed up.
    A row that asks for something (a recommendation, a ticket, a severity) is a finding, however short it is.
    """
    statement = by_role.get("statement", "")
    if not statement:
        return "unstated"
    asks = any(by_role.get(r, "").strip().casefold() not in _NOTHING for r in ("recommendation", "ticket", "severity"))
    if asks or is_marked:
        return ""
    words = plain_words(statement)
    if _OF_PARTICIPANTS.match(words):
        return "participants"
    groups = {plain_words(by_role.get(role, "")) for role in ("grouping", "category")} - {""}
    if alone or words in _HEADINGS or (words in groups and not by_role.get("detail")):
        return "heading"
    return ""


def _is_label(text: str) -> bool:
    return len(text.split()) <= _SHORT and not re.search(r"[.!?…“”\"]|\n", text.strip())
