"""The only door to leaving and staying: export, import, backup, restore, erasure, retention."""

from clew.ground.exchange.actions import Erased, drop_retention, erase_person, set_retention, start_retention
from clew.ground.exchange.erasures import remember_silent
from clew.ground.exchange.exporting import Export, export
from clew.ground.exchange.house import Restored, back_up, house_name, import_workspace, is_empty, restore
from clew.ground.exchange.jobs import start_due_retention
from clew.ground.exchange.proving import Proof
from clew.ground.exchange.queries import (
    MOST_DAYS,
    Due,
    Rule,
    TableRow,
    check_days,
    described_tables,
    due,
    retention,
    sources_of,
)
from clew.ground.exchange.redacting import (
    MOST_PLACES,
    Passage,
    Place,
    Redacted,
    check_places,
    find_words,
    redact,
    redact_passages,
    text_in,
)
from clew.ground.exchange.writing import Written, ledger_hash

__all__ = [
    "MOST_DAYS",
    "MOST_PLACES",
    "Due",
    "Erased",
    "Export",
    "Passage",
    "Place",
    "Proof",
    "Redacted",
    "Restored",
    "Rule",
    "TableRow",
    "Written",
    "back_up",
    "check_days",
    "check_places",
    "described_tables",
    "drop_retention",
    "due",
    "erase_person",
    "export",
    "find_words",
    "house_name",
    "import_workspace",
    "is_empty",
    "ledger_hash",
    "redact",
    "redact_passages",
    "remember_silent",
    "restore",
    "retention",
    "set_retention",
    "sources_of",
    "start_due_retention",
    "start_retention",
    "text_in",
]
