"""What any tracker is asked through its own interface, and what it answers. Nothing that it says is trusted: it is bounded, and words."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from clew.rooms.roadmap.trackers.issues import Issue

Cursor = Mapping[str, Any]
States = Mapping[str, Sequence[str]]
PLUS = " + "
# Stands at the end of an issue that was opened from here.
MARK = re.compile(r"\s*(?:<!-- |\()?clew-idea-([0-9a-f]{32})(?: -->|\))?\s*\Z")


class Trouble(Exception):
    """Why a tracker did not do what it was asked, and what helps. `again_at`: not before. `of_one`: only this issue is meant by it."""

    def __init__(
        self, message: str, remedy: str, *, status: int | None = None, again_at: datetime | None = None,
        of_one: bool = False,
    ) -> None:  # fmt: skip
        super().__init__(message)
        self.message, self.remedy, self.status = message[:300], remedy[:300], status
        self.again_at, self.of_one = again_at, of_one


@dataclass(frozen=True, slots=True)
class Remote:
    """An issue as its tracker tells it now. `stands`: its state in the words that states are matched by; `mark`: of the opening it came from."""

    issue: Issue
    stands: str
    updated_at: datetime
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """Issues in the order of their last change. `cursor`: where to go on, now if there is `more`, else next time."""

    remotes: tuple[Remote, ...]
    cursor: Cursor
    more: bool


class Tracker(Protocol):
    """One project of a tracker. Every method may raise `Trouble`."""

    def check(self) -> str:
        """What the project is called there; refused where issues may not be changed."""
        ...

    def changed(self, cursor: Cursor) -> Page:
        """What changed since, the oldest change first; all where the cursor is empty."""
        ...

    def one(self, key: str) -> Remote: ...

    def move(self, remote: Remote, options: Sequence[str], labels: Collection[str]) -> Remote:
        """Into the first of these states that can be reached; `labels`: those that stand for states, of which it keeps only its own."""
        ...

    def open(self, title: str, body: str, mark: str) -> Remote: ...


def parted(option: str) -> tuple[str, str]:
    """`open + planned`: the state, and the label that goes with it."""
    stands, _, label = option.partition(PLUS)
    return stands.strip().casefold(), label.strip().casefold()


def labels_of(states: States) -> frozenset[str]:
    return frozenset(label for options in states.values() for _, label in map(parted, options) if label)


def means(remote: Remote, states: States) -> tuple[str, ...]:
    """Which states of here it may mean: those whose label it bears, the furthest first, else all that are called so there."""
    labels = {label.casefold() for label in remote.issue.labels}
    stands = remote.stands.casefold()
    told = [(state, *parted(option)) for state, options in states.items() for option in options]
    with_label = [state for state, at, label in told if at == stands and label and label in labels]
    without = [state for state, at, label in told if at == stands and not label]
    return tuple(dict.fromkeys(reversed(with_label))) or tuple(dict.fromkeys(without))


def word_of(remote: Remote, states: States) -> str:
    """Where it stands, with those of its labels that stand for states."""
    wanted = labels_of(states)
    own = sorted({label.casefold() for label in remote.issue.labels} & wanted)
    return PLUS.join([remote.stands, *own])[:200]


def without_mark(text: str) -> tuple[str, str]:
    """The words without the mark at their end, and the mark."""
    found = MARK.search(text[-200:])
    return (text[: len(text) - len(found.group(0))], found.group(1)) if found else (text, "")
