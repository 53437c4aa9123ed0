"""What makes an act of somebody who holds a link and no account."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, Protocol, TypeVar

from clew.ground.ledger.api import acting
from clew.ground.workspaces.api import Access, within

P = ParamSpec("P")
R = TypeVar("R")


class LetIn(Protocol):
    """What a link opened."""

    @property
    def access(self) -> Access: ...


L = TypeVar("L", bound=LetIn)


def by_link(name: str) -> Callable[[Callable[Concatenate[L, P], R]], Callable[Concatenate[L, P], R]]:
    """In one transaction and one scope, known to the ledger by its name; nobody signed in did it."""

    def decorate(function: Callable[Concatenate[L, P], R]) -> Callable[Concatenate[L, P], R]:
        @wraps(function)
        def done(invited: L, /, *args: P.args, **kwargs: P.kwargs) -> R:
            with within(invited.access), acting(name, actor_id=None):
                return function(invited, *args, **kwargs)

        return done

    return decorate
