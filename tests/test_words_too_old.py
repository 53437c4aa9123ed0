"""Every table of a room that can hold customers' words says what becomes of them when they are too old to be kept."""

from dataclasses import replace

from clew.ground.doors.api import rooms
from clew.ground.exchange.shapes import Shape, known
from clew.ground.exchange.sweeping import text_columns
from clew.ground.files.api import StoredFile, Upload
from clew.ground.ledger.api import Table
from clew.rooms.interviews.models import Note, Recording

OF_ROOMS = [table for room in rooms() for table in room.tables]


def can_hold_words(table: Table) -> bool:
    """Text that is free, or sound and film in a file."""
    shape: Shape = known()[table.name]
    files = any(field.related_model in (StoredFile, Upload) for field in table.model._meta.fields)
    return files or bool(text_columns(shape))


def has_rule(table: Table) -> bool:
    return not can_hold_words(table) or (table.forget_old is not None) != bool(table.stays)


def test_every_table_with_words_has_a_rule_for_age() -> None:
    assert [table.name for table in OF_ROOMS if not has_rule(table)] == []
    assert all(table.stays.endswith(".") for table in OF_ROOMS if table.stays)


def test_whoever_leaves_the_rule_out_is_told() -> None:
    found = [table for table in OF_ROOMS if table.model in (Note, Recording)]
    assert len(found) == 2
    assert not any(has_rule(replace(table, forget_old=None)) for table in found)
    assert not any(has_rule(replace(table, stays="It stays.")) for table in found)


def test_each_table_is_named_once() -> None:
    names = [table.name for table in OF_ROOMS]
    assert len(set(names)) == len(names)
