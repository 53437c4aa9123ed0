"""Connections to trackers: they stay where they were made, with what was agreed on there."""

from clew.ground.ledger.api import Table
from clew.rooms.roadmap.models import SyncedIdea, TrackerClash, TrackerConnection, TrackerKey, TrackerOpening

OURS = "What is followed outside is this installation's; another one has no right there."
NO_WORDS, TEAMS = "Holds nothing a customer said.", "The team's own words and numbers."

TABLES = (
    Table(
        TrackerConnection, about="A project in a tracker that is followed, and what the states of ideas are called there.",
        erased=NO_WORDS, left_out=OURS, stays=TEAMS,
    ),
    Table(
        TrackerKey, about="The token that it is asked with, how far changes were taken over, and how that went.", erased=NO_WORDS,
        left_out="A token is typed in where it is used.", made_again=True, stays=TEAMS,
    ),
    Table(
        SyncedIdea, about="On which state of an idea both sides agreed last.", erased="The person's name in an error is replaced.",
        left_out=OURS, stays=TEAMS,
    ),
    Table(
        TrackerClash, about="That a state was changed here and there, and whose holds.", erased=NO_WORDS, left_out=OURS,
        stays=TEAMS,
    ),
    Table(
        TrackerOpening, about="That an idea is to become an issue in a tracker.", erased="The person's name in an error is replaced.",
        left_out=OURS, stays=TEAMS,
    ),
)  # fmt: skip
