"""An interview guide as a document holds it, before it is a guide of a study."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

MAX_BYTES = 10 * 1024 * 1024  # a Word document may hold pictures
MAX_CHARACTERS, MAX_LINES = 2_000_000, 10_000
MAX_ITEMS, MAX_SECTIONS, MAX_TEXT, MAX_TITLE = 2_000, 200, 4_000, 200
MAX_MINUTES = 600
ItemKind = Literal["question", "probe", "note"]


class UnreadableGuide(Exception):
    """The whole document cannot be read; says what is wrong and what to do about it."""

    def __init__(self, message: str, remedy: str) -> None:
        super().__init__(message)
        self.message, self.remedy = message, remedy


@dataclass(frozen=True, slots=True)
class Item:
    """A question to ask, a probe to fall back on after it, or a note for who asks."""

    kind: ItemKind
    text: str


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the guide and the time it is given; the first has no title when the document begins without one."""

    title: str
    minutes: int | None
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class GuideDraft:
    """What was read, and what could not be taken over."""

    title: str
    sections: tuple[Section, ...]
    warnings: tuple[str, ...] = ()

    @property
    def questions(self) -> tuple[str, ...]:
        return tuple(item.text for section in self.sections for item in section.items if item.kind != "note")


@dataclass(frozen=True, slots=True)
class Line:
    """One paragraph of a document: a heading (level 1 and more, else 0), a point of a list (depth 1 and more, else 0), or words."""

    text: str
    heading: int = 0
    depth: int = 0
    numbered: bool = False
