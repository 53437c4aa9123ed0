"""The ledger's only door."""

from clew.ground.ledger import plain_json
from clew.ground.ledger.acts import ActLine, actors, acts
from clew.ground.ledger.asked import asked_by, who_asked
from clew.ground.ledger.bulk import advance_numbers, insert_rows, last_number, reserve_ids
from clew.ground.ledger.context import ActContext, acting, current, last_act_id, maintenance, snapshot
from clew.ground.ledger.errors import Forbidden, NotFound, Refused, words_of_guard
from clew.ground.ledger.follow import Entry, Follower, Position, entries_between
from clew.ground.ledger.guards import ALWAYS, Guards, Rule, guarded_tables
from clew.ground.ledger.models import LedgerEntry
from clew.ground.ledger.overtaken import Clash, Drawn, Overtaken, drawn_from, drawn_version
from clew.ground.ledger.queries import Change, changes_of_act, history, last_change_of_row
from clew.ground.ledger.restore import put_back, still_as_left
from clew.ground.ledger.tables import Aged, Forgot, Frozen, Over, Table, body_of, register_tables, tables, text_of
from clew.ground.ledger.triggers import drop as drop_triggers
from clew.ground.ledger.triggers import install as install_triggers
from clew.ground.ledger.triggers import missing as missing_triggers
from clew.ground.ledger.unchanged import Mark, lasting_mark_of, mark_of, one_moment
from clew.ground.ledger.values import canonical, moment_text, native

__all__ = [
    "ALWAYS",
    "ActContext",
    "ActLine",
    "Aged",
    "Change",
    "Clash",
    "Drawn",
    "Entry",
    "Follower",
    "Forbidden",
    "Forgot",
    "Frozen",
    "Guards",
    "LedgerEntry",
    "Mark",
    "NotFound",
    "Over",
    "Overtaken",
    "Position",
    "Refused",
    "Rule",
    "Table",
    "acting",
    "actors",
    "acts",
    "advance_numbers",
    "asked_by",
    "body_of",
    "canonical",
    "changes_of_act",
    "current",
    "drawn_from",
    "drawn_version",
    "drop_triggers",
    "entries_between",
    "guarded_tables",
    "history",
    "insert_rows",
    "install_triggers",
    "last_act_id",
    "last_change_of_row",
    "last_number",
    "lasting_mark_of",
    "maintenance",
    "mark_of",
    "missing_triggers",
    "moment_text",
    "native",
    "one_moment",
    "plain_json",
    "put_back",
    "register_tables",
    "reserve_ids",
    "snapshot",
    "still_as_left",
    "tables",
    "text_of",
    "who_asked",
    "words_of_guard",
]
