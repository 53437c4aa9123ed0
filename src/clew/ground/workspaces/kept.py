"""Queries that look at a whole workspace keep what they found until the workspace changes: people read far more often than they write.

Each process keeps its own, and asks the ledger each time whether it still holds; so nobody is shown what was true before a change.
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import replace
from functools import wraps
from threading import Lock
from typing import Any, Concatenate, ParamSpec, TypeVar

from django.db import connection
from django.utils import timezone

from clew.ground.ledger.api import Mark, lasting_mark_of, mark_of
from clew.ground.workspaces.access import Access
from clew.ground.workspaces.models import Role

P = ParamSpec("P")
R = TypeVar("R")
Query = Callable[Concatenate[Access, P], R]


class _Shelf:
    """The answers used last, each with the mark it holds for."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._answers: OrderedDict[Hashable, tuple[Mark, Any]] = OrderedDict()
        self._lock = Lock()

    def get(self, key: Hashable) -> tuple[Mark, Any] | None:
        with self._lock:
            if key in self._answers:
                self._answers.move_to_end(key)
            return self._answers.get(key)

    def put(self, key: Hashable, mark: Mark, found: Any) -> None:
        with self._lock:
            self._answers[key] = (mark, found)
            self._answers.move_to_end(key)
            while len(self._answers) > self._most:
                self._answers.popitem(last=False)


_PAGES, _WHOLES = _Shelf(400), _Shelf(6)


def kept(function: Query[P, R]) -> Query[P, R]:
    """For a `@read` whose answer is frozen, follows from recorded tables and the day alone, and is the same for whoever may read."""
    return _keeping(function, _PAGES)


def kept_whole(function: Query[P, R]) -> Query[P, R]:
    """The same for an answer that grows with the workspace: few of them are kept, for what several pages are made of."""
    return _keeping(function, _WHOLES)


def _keeping(function: Query[P, R], shelf: _Shelf) -> Query[P, R]:
    @wraps(function)
    def looked_up(access: Access, /, *args: P.args, **kwargs: P.kwargs) -> R:
        anyone = replace(access, user_id=None, role=Role.VIEWER)
        if (
            connection.in_atomic_block
        ):  # what this transaction wrote is not in the ledger of others, and may be taken back
            return function(anyone, *args, **kwargs)
        day = timezone.localdate()
        key = (
            function.__module__,
            function.__qualname__,
            access.workspace_id,
            day,
            args,
            tuple(sorted(kwargs.items())),
        )
        known = shelf.get(key)
        if known is not None and known[0] == mark_of(access.workspace_id):
            return known[1]  # type: ignore[no-any-return]  # stored under this function's own key
        mark = lasting_mark_of(access.workspace_id)
        found = function(anyone, *args, **kwargs)
        if mark is not None:
            shelf.put(key, mark, found)
        return found

    looked_up.is_kept = True  # type: ignore[attr-defined]  # a test asks which tables each of them reads
    return looked_up
