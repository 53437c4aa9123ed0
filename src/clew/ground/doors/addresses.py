"""What a row of the API's table is: an address, a method, and the act or query behind it."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from clew.ground.workspaces.api import Role

PART = re.compile(r"{(\w+)}")


@dataclass(frozen=True, slots=True)
class Door:
    """What stands in braces in `path` are parameters of `call` by their own names.

    `answer`: what `call` answers with, where its signature cannot say it. `asks`: a question too long for an address, so it is posted.
    `items`: where a query that can be paged keeps its list, if it answers with more than that. `once`: secrets of the answer, told this
    one time and kept nowhere. `without`: parameters that nobody outside may name. `least`: the role, where a program needs more than a page.
    `is_file`: what is answered is an `Outgoing`. `mails`: mail goes out to others.
    """

    method: str
    path: str
    call: Callable[..., Any]
    answer: Any = None
    asks: bool = False
    items: str = ""
    once: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    least: Role | None = None
    is_file: bool = False
    mails: bool = False

    @property
    def is_act(self) -> bool:
        return self.method == "POST" and not self.asks

    @property
    def role(self) -> Role:
        """Acts name the role they need; whoever was let in may read."""
        if self.least is not None:
            return self.least
        return getattr(self.call, "act_role", Role.EDITOR if self.is_act else Role.VIEWER)

    @property
    def tag(self) -> str:
        return self.path.split("/")[0]

    @property
    def in_path(self) -> tuple[str, ...]:
        return tuple(PART.findall(self.path))

    @property
    def name(self) -> str:
        """The function's name, which is also the method's name in the client."""
        return self.call.__name__

    @property
    def title(self) -> str:
        """The same as a type is named."""
        return self.name.title().replace("_", "")

    @property
    def about(self) -> str:
        """The function's own words."""
        return " ".join((self.call.__doc__ or "").split())

    @property
    def summary(self) -> str:
        name = getattr(self.call, "act_name", "") or self.name.replace("_", " ")
        return name[0].upper() + name[1:]


def get(path: str, call: Callable[..., Any], answer: Any = None, **more: Any) -> Door:
    return Door("GET", path, call, answer, **more)


def post(path: str, call: Callable[..., Any], answer: Any = None, **more: Any) -> Door:
    return Door("POST", path, call, answer, **more)


def ask(path: str, call: Callable[..., Any], answer: Any = None, **more: Any) -> Door:
    return Door("POST", path, call, answer, asks=True, **more)


def file(path: str, call: Callable[..., Any], **more: Any) -> Door:
    return Door("GET", path, call, is_file=True, **more)
