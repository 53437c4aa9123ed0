"""The only door to search."""

from clew.ground.search.actions import Document, add, hide, put, rename
from clew.ground.search.queries import Hit, Hits, find

__all__ = ["Document", "Hit", "Hits", "add", "find", "hide", "put", "rename"]
