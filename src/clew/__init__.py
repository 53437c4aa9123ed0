"""Clew. What a program needs first stands here: `from clew import Client, Problem`."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from clew.client import Client, Problem

__all__ = ["Client", "Problem"]


def __getattr__(name: str) -> Any:
    """The client is loaded when it is asked for, since every part of Clew goes through here first, and `clew --help` has to be quick."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from clew import client

    return getattr(client, name)
