"""The only door to search."""

from clew.ground.search.actions import Document, add, compact, hide, put, rename
from clew.ground.search.queries import CANDIDATES, Hit, Hits, find, matching

__all__ = ["CANDIDATES", "Document", "Hit", "Hits", "add", "compact", "find", "hide", "matching", "put", "rename"]
