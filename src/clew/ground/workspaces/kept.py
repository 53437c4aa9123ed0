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
MOST = 400  # answers of a page's size each

_answers: OrderedDict[Hashable, tuple[Mark, Any]] = OrderedDict()
_lock = Lock()


def kept(function: Callable[Concatenate[Access, P], R]) -> Callable[Concatenate[Access, P], R]:
    """For a `@read` whose answer is frozen, follows from recorded tables and the day alone, and is the same for whoever may read."""

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
        known = _answers.get(key)
        if known is not None and known[0] == mark_of(access.workspace_id):
            return known[1]  # type: ignore[no-any-return]  # stored under this function's own key
        mark = lasting_mark_of(access.workspace_id)
        found = function(anyone, *args, **kwargs)
        if mark is not None:
            _keep(key, mark, found)
        return found

    looked_up.is_kept = True  # type: ignore[attr-defined]  # a test asks which tables each of them reads
    return looked_up


def _keep(key: Hashable, mark: Mark, found: Any) -> None:
    with _lock:
        _answers[key] = (mark, found)
        _answers.move_to_end(key)
        while len(_answers) > MOST:
            _answers.popitem(last=False)
