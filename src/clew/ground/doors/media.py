"""Which recording a source is the transcript of: a room that keeps recordings says so, and the reader plays it."""

from collections.abc import Callable
from dataclasses import dataclass

from clew.ground.doors.routes import WorkRequest


@dataclass(frozen=True, slots=True)
class Media:
    """Where it is played from (an address that answers ranges), and whether there is a picture."""

    url: str
    is_film: bool = False


Finder = Callable[[WorkRequest, int], Media | None]
_finders: list[Finder] = []


def plays(finder: Finder) -> Finder:
    """Register who knows the recording of a source, given its number; None when there is none, or nobody may hear it."""
    _finders.append(finder)
    return finder


def media_of(request: WorkRequest, source_id: int) -> Media | None:
    return next((media for finder in _finders if (media := finder(request, source_id)) is not None), None)
