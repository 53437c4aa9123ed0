"""The ledger's only door."""

from clew.ground.ledger.acts import ActLine, actors, acts
from clew.ground.ledger.bulk import insert_rows, reserve_ids
from clew.ground.ledger.context import ActContext, acting, current, last_act_id, maintenance
from clew.ground.ledger.errors import Forbidden, NotFound, Refused, words_of_guard
from clew.ground.ledger.follow import Entry, Follower, Position, entries_between
from clew.ground.ledger.guards import ALWAYS, Guards, Rule
from clew.ground.ledger.overtaken import Clash, Drawn, Overtaken, drawn_from, drawn_version
from clew.ground.ledger.queries import Change, changes_of_act, history, last_change_of_row
from clew.ground.ledger.restore import put_back, still_as_left
from clew.ground.ledger.triggers import drop as drop_triggers
from clew.ground.ledger.triggers import install as install_triggers
from clew.ground.ledger.triggers import missing as missing_triggers

__all__ = [
    "ALWAYS",
    "ActContext",
    "ActLine",
    "Change",
    "Clash",
    "Drawn",
    "Entry",
    "Follower",
    "Forbidden",
    "Guards",
    "NotFound",
    "Overtaken",
    "Position",
    "Refused",
    "Rule",
    "acting",
    "actors",
    "acts",
    "changes_of_act",
    "current",
    "drawn_from",
    "drawn_version",
    "drop_triggers",
    "entries_between",
    "history",
    "insert_rows",
    "install_triggers",
    "last_act_id",
    "last_change_of_row",
    "maintenance",
    "missing_triggers",
    "put_back",
    "reserve_ids",
    "still_as_left",
    "words_of_guard",
]
