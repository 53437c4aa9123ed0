"""The only door to uploads."""

from clew.ground.files.actions import MAX_BYTES, bring, discard, path_of, place_of, safe_name, store
from clew.ground.files.models import StoredFile

__all__ = ["MAX_BYTES", "StoredFile", "bring", "discard", "path_of", "place_of", "safe_name", "store"]
