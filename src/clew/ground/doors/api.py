"""The doors' only door: what a room needs to offer pages, addresses of the API, tools and a card of itself."""

from clew.ground.doors import typed
from clew.ground.doors.addresses import PART, Door, ask, file, get, post
from clew.ground.doors.bodies import body, body_of, section, sections_of, shown_of, shown_to_guests
from clew.ground.doors.linked import by_link
from clew.ground.doors.media import Media, media_of, plays
from clew.ground.doors.often import DAY, TooOften, before_answer, before_mail, slowed
from clew.ground.doors.overtaken import both_versions
from clew.ground.doors.packed import settled
from clew.ground.doors.pieces import Outgoing, in_pieces, media, sent
from clew.ground.doors.public import PublicPage, PublicRequest
from clew.ground.doors.rooms import Begin, DemoSoFar, MenuEntry, Room, Tool, Waiting, open_room, rooms
from clew.ground.doors.routes import (
    Route,
    WorkRequest,
    done,
    note_version,
    number_of,
    own_address,
    record_again,
    url,
    whole,
)
from clew.ground.doors.told import in_json, sent_json, sent_part

__all__ = [
    "DAY",
    "PART",
    "Begin",
    "DemoSoFar",
    "Door",
    "Media",
    "MenuEntry",
    "Outgoing",
    "PublicPage",
    "PublicRequest",
    "Room",
    "Route",
    "TooOften",
    "Tool",
    "Waiting",
    "WorkRequest",
    "ask",
    "before_answer",
    "before_mail",
    "body",
    "body_of",
    "both_versions",
    "by_link",
    "done",
    "file",
    "get",
    "in_json",
    "in_pieces",
    "media",
    "media_of",
    "note_version",
    "number_of",
    "open_room",
    "own_address",
    "plays",
    "post",
    "record_again",
    "rooms",
    "section",
    "sections_of",
    "sent",
    "sent_json",
    "sent_part",
    "settled",
    "shown_of",
    "shown_to_guests",
    "slowed",
    "typed",
    "url",
    "whole",
]
