"""What a file would become, before anything is written."""

from typing import Any

import pytest

from clew.ground.evidence.api import Field, Mapping, Source, try_import, understand
from clew.ground.evidence.queries import imports
from clew.ground.evidence.tests.importing import REVIEWS, bring_in, table, upload
from clew.ground.ledger.api import NotFound, Refused
from clew.ground.workspaces.api import Access, within


def test_what_a_table_is_understood_to_be(editor: Access) -> None:
    found = understand(editor, upload(editor, table()))
    assert (found.reading, found.shape.kind, found.shape.delimiter) == ("table", "csv", ",")
    assert found.mapping
    assert found.mapping.columns[Field.TEXT] == "Content"
    assert all(g.reason for g in found.mapping.guesses)
    assert found.offer is None


def test_a_trial_counts_and_writes_nothing(editor: Access) -> None:
    bring_in(editor, table(REVIEWS[:1]))
    rows = [*REVIEWS, REVIEWS[1], ("r9", "not a day", "", "", "", "", "A text.")]
    found = understand(editor, upload(editor, table(rows), "more.csv"))
    assert found.mapping
    tried = try_import(editor, found.file_id, shape=found.shape, mapping=found.mapping)
    assert (tried.rows, tried.is_all, tried.added, tried.duplicates, tried.failed) == (6, True, 3, 2, 1)
    assert tried.records[0].text == REVIEWS[0][-1]
    assert tried.errors[0].row == 7
    with within(editor):
        assert Source.objects.count() == 1


def test_a_trial_is_what_then_happens(editor: Access) -> None:
    rows = [*REVIEWS, REVIEWS[1], ("r9", "not a day", "", "", "", "", "A text.")]
    found = understand(editor, upload(editor, table(rows)))
    assert found.mapping
    tried = try_import(editor, found.file_id, shape=found.shape, mapping=found.mapping)
    came = bring_in(editor, table(rows)).result
    assert (tried.added, tried.duplicates, tried.failed) == (came["added"], came["duplicates"], came["failed"])


def test_a_large_file_is_tried_in_part(editor: Access, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(imports, "TRIED", 50)
    rows = [(f"Text number {n} of many.",) for n in range(120)]
    found = understand(editor, upload(editor, table(rows, ("Content",))))
    assert found.mapping
    tried = try_import(editor, found.file_id, shape=found.shape, mapping=found.mapping)
    assert (tried.rows, tried.is_all, len(tried.records)) == (50, False, 10)


def test_refusals(editor: Access, elsewhere: Access) -> None:
    found = understand(editor, upload(editor, table()))
    assert found.mapping
    bad: dict[str, Any]
    for bad in ({"mapping": Mapping({})}, {"mapping": found.mapping, "join": "No such column"}):
        with pytest.raises(Refused):
            try_import(editor, found.file_id, shape=found.shape, **bad)
    with pytest.raises(NotFound):
        understand(elsewhere, found.file_id)
    with pytest.raises(NotFound):
        try_import(elsewhere, found.file_id, shape=found.shape, mapping=found.mapping)
    with pytest.raises(Refused) as refused:
        understand(editor, upload(editor, b"%PDF-1.4 ...", "leaflet.pdf"))
    assert refused.value.message.startswith("leaflet.pdf: ")
    assert refused.value.remedy


def test_a_viewer_may_look(editor: Access, viewer: Access) -> None:
    assert understand(viewer, upload(editor, table())).shape.kind == "csv"
