"""The only door to what tells open pages of changes."""

from clew.ground.live.events import Event
from clew.ground.live.hub import Full, Stream, look_again
from clew.ground.live.telling import begin_telling, catch_up, end_streams, join, leave, position, stop_telling

__all__ = [
    "Event",
    "Full",
    "Stream",
    "begin_telling",
    "catch_up",
    "end_streams",
    "join",
    "leave",
    "look_again",
    "position",
    "stop_telling",
]
