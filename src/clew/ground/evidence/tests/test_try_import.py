"""What a file would become, before anything is written."""

from typing import Any

import pytest

from clew.ground.evidence.api import Field, Mapping, Source, begin_import, try_import, understand, undo_import
from clew.ground.evidence.queries import imports
from clew.ground.evidence.tests.importing import HEADER, REVIEWS, bring_in, table, upload
from clew.ground.ledger.api import NotFound, Refused
from clew.ground.runs.api import perform
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


def test_or_as_a_whole_with_progress(editor: Access, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(imports, "TRIED", 50)
    monkeypatch.setattr(imports, "TOLD", 40)
    rows = [(f"r{n // 2}", f"Text number {n % 110} of many.") for n in range(120)]
    bring_in(editor, table(rows[:20], ("Review id", "Content")), join="Review id")
    found = understand(editor, upload(editor, table(rows, ("Review id", "Content"))))
    assert found.mapping
    heard: list[int] = []
    how: dict[str, Any] = {"shape": found.shape, "mapping": found.mapping, "join": "Review id"}
    tried = try_import(editor, found.file_id, whole=True, tell=heard.append, **how)
    assert (tried.rows, tried.is_all, tried.added, tried.duplicates) == (120, True, 50, 10)
    assert heard == [80]
    part = try_import(editor, found.file_id, **how)
    assert (part.rows, part.is_all, part.added + part.duplicates) == (50, False, 24)


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


class TestTheSameColumnsAgain:
    def test_are_read_as_a_person_settled_it(self, editor: Access) -> None:
        first = understand(editor, upload(editor, table()))
        assert first.mapping
        assert (first.like, first.join) == ("", None)
        settled = Mapping({Field.TEXT: "Content", Field.TITLE: "Company"}, "mdy", frozenset({"Rating"}))
        made = begin_import(
            editor, file_id=first.file_id, shape=first.shape, mapping=settled, join="Review id", title="January"
        )
        again = understand(editor, upload(editor, table(REVIEWS[:2]), "february.csv"))
        assert again.mapping
        assert (again.like, again.join) == ("January", "Review id")
        assert (again.mapping.columns, again.mapping.ignored) == (settled.columns, settled.ignored)
        assert {guess.reason for guess in again.mapping.guesses} == {"As in the import “January”."}
        perform(made.key)
        undo_import(editor, batch_id=made.subject_id or 0)
        assert understand(editor, again.file_id).like == ""

    def test_other_columns_and_other_workspaces_are_guessed_anew(self, editor: Access, elsewhere: Access) -> None:
        bring_in(editor, table())
        assert understand(editor, upload(editor, table(header=(*HEADER[:-1], "Words")))).like == ""
        assert understand(elsewhere, upload(elsewhere, table())).like == ""

    def test_the_dates_of_the_new_file_say_their_own_order(self, editor: Access) -> None:
        bring_in(editor, "Date,Content\n31/01/2026,Some words that were said\n")
        found = understand(editor, upload(editor, "Date,Content\n01/31/2026,Other words that were said\n"))
        assert found.mapping
        assert found.mapping.date_order == "mdy"
