"""Every table says how it takes part; one that does not is found here."""

from pathlib import Path

from django.apps import apps
from django.db import models

from clew.ground.exchange.api import described_tables
from clew.ground.exchange.shapes import backed_up, exported, known
from clew.ground.ledger.api import guarded_tables, tables
from clew.ground.thread.api import Record


def test_no_table_is_forgotten() -> None:
    every = {str(m._meta.db_table) for m in apps.get_models(include_auto_created=True)}
    said = {t.name for t in tables()}
    assert every == said, "declare it in the module's leaving.py"


def test_each_says_what_it_is_and_what_becomes_of_words() -> None:
    for table in tables():
        assert table.about.endswith("."), table.name
        assert table.erased.endswith("."), table.name
        assert bool(table.left_out) >= table.made_again, f"{table.name} does not say why it is left out"


def test_words_to_be_found_by_are_those_of_a_records_own_table() -> None:
    """The rows of any other have numbers of their own, under which a strange record would be found by these words."""
    assert [t.name for t in tables() if t.body is not None and not issubclass(t.model, Record)] == []


def test_what_belongs_to_a_workspace_is_exported_or_says_why_not() -> None:
    out = {shape.name for shape in exported()}
    for shape in known().values():
        assert (shape.name in out) != bool(shape.table.left_out)


def test_a_table_is_written_after_those_it_points_to() -> None:
    for shapes in (exported(), backed_up()):
        order = [shape.name for shape in shapes]
        for shape in shapes:
            for field in shape.model._meta.local_concrete_fields:
                if isinstance(field, models.ForeignKey):
                    target = str(field.remote_field.model._meta.db_table)
                    assert target not in order or target == shape.name or order.index(target) < order.index(shape.name)


def test_history_is_kept_of_known_tables_only() -> None:
    assert {t.table for t in guarded_tables() if t.guards.recorded} <= set(known())


def test_the_document_describes_each_table_as_it_is() -> None:
    root = next(parent for parent in Path(__file__).resolve().parents if (parent / "pyproject.toml").exists())
    text = (root / "docs" / "leaving.md").read_text(encoding="utf-8")
    rows = [f"| `{t.name}` | {t.about} | {t.erased} | {t.left_out} |" for t in described_tables()]
    assert text[text.index("| table |") :].splitlines()[2:] == rows
