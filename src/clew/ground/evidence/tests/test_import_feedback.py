from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from clew.ground.customers.api import Account, Person
from clew.ground.evidence import jobs
from clew.ground.evidence.actions.feedback import add_feedback
from clew.ground.evidence.api import (
    Field,
    FileShape,
    Mapping,
    Source,
    SourceVersion,
    add_source,
    begin_import,
    import_detail,
    import_errors,
    imports,
    try_import,
    understand,
)
from clew.ground.evidence.tests.importing import HEADER, REVIEWS, begin, bring_in, table, upload
from clew.ground.files.api import path_of
from clew.ground.ledger.api import Forbidden, NotFound, Refused, history
from clew.ground.runs.api import cancel, perform, run
from clew.ground.search.api import find
from clew.ground.thread.api import Node
from clew.ground.workspaces.api import Access, within


def texts(access: Access) -> list[str]:
    with within(access):
        return list(SourceVersion.objects.order_by("source_id").values_list("text", flat=True))


class TestWhatComesIn:
    def test_counts_and_state(self, editor: Access) -> None:
        made = bring_in(editor, table(), title="January")
        assert made.result == {"rows_read": 4, "empty": 0, "added": 4, "duplicates": 0, "failed": 0}
        (row,) = imports(editor)
        assert (row.title, row.file, row.state, row.added, row.by) == ("January", "reviews.csv", "imported", 4, "Bob")

    def test_empty_rows_are_counted(self, editor: Access) -> None:
        """Also those behind the first chunk, and without a word about them among the rows that were not read."""
        text = table() + ",,,,,,\n" * 3 + "\n" + table(REVIEWS[:1]).splitlines()[1] + "\n"
        file_id = upload(editor, text)
        found = understand(editor, file_id)
        assert found.mapping
        trial = try_import(editor, file_id, shape=found.shape, mapping=found.mapping)
        assert (trial.rows, trial.empty, trial.failed) == (5, 4, 0)
        made = bring_in(editor, text)
        assert (made.result["rows_read"], made.result["empty"], made.result["failed"]) == (5, 4, 0)
        assert import_detail(editor, made.subject_id or 0).row.empty == 4

    def test_every_column_finds_its_place(self, editor: Access) -> None:
        bring_in(editor, table(header=(*HEADER, "Shelf"), rows=[(*REVIEWS[0], "A4"), *[(*r, "") for r in REVIEWS[1:]]]))
        with within(editor):
            source = Source.objects.select_related("person__node", "account__node", "node").order_by("pk")[0]
        assert source.person
        assert source.account
        assert source.person.node.title == "Anna Keller"
        assert (source.account.node.title, source.person.account_id) == ("Bakery", source.account_id)
        assert (source.said_on, source.rating, source.external_id) == (date(2026, 1, 2), 5.0, "r1")
        assert source.extra == {"Shelf": "A4"}
        assert (source.kind, source.words, source.version) == ("feedback", 9, 1)
        assert source.node.title == REVIEWS[0][-1]

    def test_a_person_and_an_account_are_made_once(self, editor: Access) -> None:
        bring_in(editor, table())
        bring_in(editor, table([(*REVIEWS[1][:-1], "Something else altogether.")]), "more.csv")
        with within(editor):
            assert sorted(Account.objects.values_list("node__title", flat=True)) == ["Bakery", "Hotel"]
            assert sorted(Person.objects.values_list("node__title", flat=True)) == ["Anna Keller", "Ben Ortiz"]
            assert Source.objects.filter(person__node__title="Ben Ortiz").count() == 3

    def test_two_people_of_one_name_at_two_accounts(self, editor: Access) -> None:
        rows = [
            ("r1", "", "", "Ann", "", "Bakery", "One two three."),
            ("r2", "", "", "Ann", "", "Hotel", "Four five six."),
        ]
        bring_in(editor, table([*rows, *REVIEWS]))
        with within(editor):
            assert Person.objects.filter(node__title="Ann").count() == 2

    def test_nobody_in_particular_is_no_person(self, editor: Access) -> None:
        rows = [(f"r{n}", "", "", "A Google user", "", "", f"Text number {n} of many.") for n in range(6)]
        bring_in(editor, table(rows))
        with within(editor):
            assert not Person.objects.exists()
            assert Source.objects.filter(extra__person_name="A Google user").count() == 6

    def test_traces(self, editor: Access) -> None:
        bring_in(editor, table())
        assert [h.title for h in find(editor, "labels").hits] == [REVIEWS[2][-1]]
        with within(editor):
            node = Node.objects.filter(kind="source").order_by("pk")[0]
        assert [c.act_name for c in history(workspace_id=editor.workspace_id, node_id=node.pk)] == ["import feedback"]

    def test_what_is_too_long_for_its_place_is_kept_beside(self, editor: Access) -> None:
        long = "https://example.org/" + "x" * 1000
        header = ("Text", "Channel", "URL", "Review id")
        bring_in(editor, table([("Words that were said.", "c" * 80, long, "i" * 250)], header))
        with within(editor):
            source = Source.objects.get()
        assert (source.channel, source.url, source.external_id) == ("c" * 60, "", "i" * 200)
        assert source.extra == {"channel": "c" * 80, "url": long, "external_id": "i" * 250}

    def test_rows_of_one_id_are_joined(self, editor: Access) -> None:
        rows = [(f"r{n // 2}", f"Sentence {n} of a longer review.") for n in range(8)]
        made = bring_in(editor, table(rows, ("Review id", "Content")), join="Review id")
        assert made.result == {"rows_read": 8, "empty": 0, "added": 4, "duplicates": 0, "failed": 0}
        assert texts(editor)[0] == "Sentence 0 of a longer review. Sentence 1 of a longer review."


class TestDuplicates:
    def test_the_same_file_twice_is_the_same_import(self, editor: Access) -> None:
        first = bring_in(editor, table())
        again = bring_in(editor, table(), "another name.csv")
        assert again.id == first.id
        assert len(texts(editor)) == 4
        assert len(imports(editor)) == 1

    def test_another_mapping_is_another_import_and_adds_nothing_twice(self, editor: Access) -> None:
        bring_in(editor, table())
        found = understand(editor, upload(editor, table()))
        assert found.mapping
        other = Mapping({k: v for k, v in found.mapping.columns.items() if k != Field.RATING})
        made = begin_import(editor, file_id=found.file_id, shape=found.shape, mapping=other)
        perform(made.key)
        assert run(editor, made.pk).result == {"rows_read": 4, "empty": 0, "added": 0, "duplicates": 4, "failed": 0}

    def test_within_the_file_and_against_what_was_typed(self, editor: Access) -> None:
        add_source(editor, text="Said before, by hand.", kind="note")
        rows = [("Said before, by hand.",), ("Said twice in the file.",), ("Said twice in the file.",)]
        made = bring_in(editor, table(rows, ("Content",)))
        assert made.result["duplicates"] == 2
        assert texts(editor) == ["Said before, by hand.", "Said twice in the file."]


class TestErrors:
    ROWS = (
        *REVIEWS,
        ("r5", "not a day", "2", "", "", "", "A good text on a bad day."),
        ("r6", "", "", "", "nobody at all", "", "x y z"),
    )

    def test_they_name_row_field_and_remedy(self, editor: Access) -> None:
        made = bring_in(editor, table(self.ROWS))
        assert made.result["failed"] == 2
        assert made.subject_id
        one, two = import_errors(editor, made.subject_id)
        assert (one.row, one.field) == (6, "Date")
        assert "not a day" in one.message
        assert one.remedy
        assert (two.row, two.field) == (7, "Email")
        assert import_detail(editor, made.subject_id).first_errors == (one, two)

    def test_they_are_noted_up_to_a_bound_and_counted_beyond(
        self, editor: Access, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("clew.ground.evidence.actions.feedback.MOST_ERRORS", 3)
        monkeypatch.setattr(jobs, "CHUNK", 2)
        rows = [(f"r{n}", "not a day", "", "", "", "", f"Text {n}") for n in range(7)]
        found = understand(editor, upload(editor, table([*REVIEWS * 3, *rows])))
        assert found.mapping
        made = begin_import(
            editor,
            file_id=found.file_id,
            shape=found.shape,
            mapping=Mapping({Field.TEXT: "Content", Field.SAID_ON: "Date"}),
        )
        perform(made.key)
        assert run(editor, made.pk).result["failed"] == 7
        assert made.subject_id
        assert len(import_errors(editor, made.subject_id)) == 3

    def test_a_file_that_is_gone_ends_the_run_with_what_to_do(self, editor: Access) -> None:
        made = begin(editor, table())
        path_of(editor, file_id=made.arguments["file_id"]).unlink()
        perform(made.key)
        assert run(editor, made.pk).error == "The file is no longer there. Upload it again."
        assert imports(editor)[0].state == "failed"


class TestStopAndGoOn:
    def test_cancel_keeps_what_is_in_and_asking_again_goes_on(
        self, editor: Access, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(jobs, "CHUNK", 1)
        made = begin(editor, table())
        seen = []

        def write_and_cancel(*args: object, **kwargs: object) -> object:
            seen.append(1)
            if len(seen) == 2:
                cancel(editor, run_id=made.pk)
            return add_feedback(*args, **kwargs)  # type: ignore[arg-type]

        monkeypatch.setattr(jobs, "add_feedback", write_and_cancel)
        perform(made.key)
        (row,) = imports(editor)
        assert (row.state, row.rows_read, row.added) == ("cancelled", 2, 2)
        again = begin(editor, table())
        assert (again.pk, again.state) == (made.pk, "queued")
        assert imports(editor)[0].state == "cancelled", "until somebody is at work on it"
        monkeypatch.setattr(jobs, "add_feedback", add_feedback)
        perform(again.key)
        (row,) = imports(editor)
        assert (row.state, row.added, row.duplicates) == ("imported", 4, 0)
        assert len(texts(editor)) == 4

    def test_while_it_runs_the_list_shows_how_far_it_is(self, editor: Access, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(jobs, "CHUNK", 3)
        seen: list[tuple[str, int]] = []

        def look(*args: object, **kwargs: object) -> object:
            seen.append((imports(editor)[0].state, imports(editor)[0].added))
            return add_feedback(*args, **kwargs)  # type: ignore[arg-type]

        monkeypatch.setattr(jobs, "add_feedback", look)
        bring_in(editor, table())
        assert seen == [("importing", 0), ("importing", 3)]


class TestRefusals:
    def test_a_stranger(self, editor: Access, elsewhere: Access) -> None:
        found = understand(editor, upload(editor, table()))
        assert found.mapping
        with pytest.raises(NotFound):
            begin_import(elsewhere, file_id=found.file_id, shape=found.shape, mapping=found.mapping)
        made = bring_in(editor, table())
        assert made.subject_id
        assert imports(elsewhere) == []
        for reading in (import_detail, import_errors):
            with pytest.raises(NotFound):
                reading(elsewhere, made.subject_id)

    def test_a_viewer(self, editor: Access, viewer: Access) -> None:
        found = understand(editor, upload(editor, table()))
        assert found.mapping
        with pytest.raises(Forbidden):
            begin_import(viewer, file_id=found.file_id, shape=found.shape, mapping=found.mapping)

    @pytest.mark.parametrize(
        ("changed", "field"),
        [
            ({"mapping": Mapping({})}, "map_text"),
            ({"mapping": Mapping({Field.TEXT: "No such column"})}, "map_text"),
            ({"join": "No such column"}, "join"),
            ({"kind": "poem"}, "kind"),
            ({"shape": FileShape("vtt")}, "file"),
        ],
    )
    def test_bad_input(self, editor: Access, changed: dict[str, object], field: str) -> None:
        found = understand(editor, upload(editor, table()))
        wanted = {"shape": found.shape, "mapping": found.mapping, **changed}
        with pytest.raises(Refused) as refused:
            begin_import(editor, file_id=found.file_id, **wanted)  # type: ignore[arg-type]
        assert refused.value.field == field
        assert refused.value.remedy


def test_a_chunk_asks_the_database_the_same_number_of_times(editor: Access, django_assert_max_num_queries) -> None:  # type: ignore[no-untyped-def]
    rows = [
        (f"r{n}", "2026-01-02", "3", f"P {n}", "", f"Account {n}", f"Text number {n} that is said.") for n in range(300)
    ]
    made = begin(editor, table(rows))
    with django_assert_max_num_queries(60):
        perform(made.key)
    assert run(editor, made.pk).result["added"] == 300


def test_real_reviews(editor: Access, real: Callable[[str], list[Path]]) -> None:
    for place in real("feedback/*_reviews.csv"):
        found = understand(editor, upload(editor, place.read_bytes(), place.name))
        assert found.mapping
        how: dict[str, Any] = {
            "shape": found.shape,
            "mapping": found.mapping,
            "join": found.offer.column if found.offer else "",
        }
        tried = try_import(editor, found.file_id, **how)
        made = begin_import(editor, file_id=found.file_id, **how)
        perform(made.key)
        came = run(editor, made.pk).result
        assert came["failed"] == 0
        assert came["added"] > 1000
        assert came["rows_read"] >= came["added"] + came["duplicates"]
        assert not tried.is_all or (tried.added, tried.duplicates) == (came["added"], came["duplicates"])
