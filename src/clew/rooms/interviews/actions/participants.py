"""What makes an act of somebody who holds a personal link and no account."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar

from clew.ground.ledger.api import acting
from clew.ground.workspaces.api import within
from clew.rooms.interviews.queries.invited import Invited

P = ParamSpec("P")
R = TypeVar("R")


def by_link(name: str) -> Callable[[Callable[Concatenate[Invited, P], R]], Callable[Concatenate[Invited, P], R]]:
    """In one transaction and one scope, known to the ledger by its name; nobody signed in did it."""

    def decorate(function: Callable[Concatenate[Invited, P], R]) -> Callable[Concatenate[Invited, P], R]:
        @wraps(function)
        def done(invited: Invited, /, *args: P.args, **kwargs: P.kwargs) -> R:
            with within(invited.access), acting(name, actor_id=None):
                return function(invited, *args, **kwargs)

        return done

    return decorate
