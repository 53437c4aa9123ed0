import io
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from clew.ground.customers.api import Account, set_fact
from clew.ground.evidence.actions.undo_import import put_away
from clew.ground.evidence.api import (
    Need,
    Source,
    TranscriptPlan,
    add_source,
    begin_findings,
    begin_transcripts,
    bring_import_back,
    import_detail,
    imports,
    understand,
    undo_import,
)
from clew.ground.evidence.tests.importing import REVIEWS, begin, bring_in, table, upload
from clew.ground.evidence.tests.shop import Quoter
from clew.ground.ledger.api import Forbidden, NotFound, Refused, history
from clew.ground.runs.api import Run, cancel, perform, retry, run
from clew.ground.search.api import find
from clew.ground.thread.api import Node
from clew.ground.workspaces.api import Access, within


def live(access: Access, kind: str) -> set[str]:
    with within(access):
        return set(Node.objects.filter(kind=kind, archived_at__isnull=True).values_list("title", flat=True))


def undone(access: Access, batch_id: int) -> None:
    perform(undo_import(access, batch_id=batch_id).key)


def brought_back(access: Access, batch_id: int) -> None:
    perform(bring_import_back(access, batch_id=batch_id).key)


@pytest.fixture
def batch(editor: Access) -> int:
    return bring_in(editor, table()).subject_id or 0


class TestWorks:
    def test_everything_it_brought_is_put_away(self, editor: Access, batch: int) -> None:
        undone(editor, batch)
        assert not live(editor, "source") | live(editor, "person") | live(editor, "account")
        assert not find(editor, "labels").hits
        assert imports(editor)[0].state == "undone"
        assert import_detail(editor, batch).is_undone

    def test_and_comes_back_as_it_was(self, editor: Access, batch: int) -> None:
        before = [live(editor, kind) for kind in ("source", "person", "account")]
        undone(editor, batch)
        brought_back(editor, batch)
        assert [live(editor, kind) for kind in ("source", "person", "account")] == before
        assert find(editor, "labels").hits
        assert imports(editor)[0].state == "imported"
        undone(editor, batch)  # and so on
        assert not live(editor, "source")

    def test_what_others_use_stays(self, editor: Access, quote: Quoter) -> None:
        first = bring_in(editor, table(REVIEWS[:2]))
        bring_in(editor, table([(*REVIEWS[1][:-1], "Something else altogether.")]), "more.csv")
        with within(editor):
            bakery = Account.objects.get(node__title="Bakery").pk
        set_fact(editor, account_id=bakery, kind="arr", amount=1200)
        add_source(editor, text="Words of an interview by hand.", kind="interview")
        undone(editor, first.subject_id or 0)
        assert live(editor, "source") == {"Something else altogether.", "Words of an interview by hand."}
        assert live(editor, "person") == {"Ben Ortiz"}
        assert live(editor, "account") == {"Hotel", "Bakery"}

    def test_who_was_here_before_stays(self, editor: Access, shop: Any, batch: int) -> None:
        undone(editor, batch)
        assert {"Anna Keller", "Ben Ortiz"} <= live(editor, "person")

    def test_what_a_person_archived_stays_archived(self, editor: Access, batch: int) -> None:
        from clew.ground.thread.api import archive

        with within(editor):
            first = Source.objects.order_by("pk")[0].pk
        archive(editor, node_ids=[first])
        undone(editor, batch)
        brought_back(editor, batch)
        assert len(live(editor, "source")) == 3

    def test_what_was_marked_goes_and_comes_with_its_source(self, editor: Access, batch: int, quote: Quoter) -> None:
        with within(editor):
            source = Source.objects.order_by("pk")[0]
        quote(source.pk, "saves me an hour")
        assert import_detail(editor, batch).excerpts == 1
        undone(editor, batch)
        assert not live(editor, "excerpt")
        brought_back(editor, batch)
        assert live(editor, "excerpt") == {"saves me an hour"}

    def test_a_findings_sheet_with_its_needs_and_participants(self, editor: Access) -> None:
        made = findings(editor)
        assert live(editor, "need")
        undone(editor, made.subject_id or 0)
        assert not live(editor, "need") | live(editor, "person") | live(editor, "excerpt") | live(editor, "source")
        brought_back(editor, made.subject_id or 0)
        assert len(live(editor, "need")) == 2

    def test_a_need_that_others_speak_for_stays(self, editor: Access, quote: Quoter) -> None:
        made = findings(editor)
        with within(editor):
            need = Need.objects.order_by("pk")[0].pk
        other = add_source(editor, text="The list is slow for me too.", kind="note")
        quote(other.pk, "The list is slow", need_id=need)
        undone(editor, made.subject_id or 0)
        assert len(live(editor, "need")) == 1

    def test_interviews(self, editor: Access) -> None:
        made = interviews(editor)
        undone(editor, made.subject_id or 0)
        assert not live(editor, "source")
        assert not live(editor, "person")
        again = interviews(editor)
        assert again.subject_id == made.subject_id
        assert len(live(editor, "source")) == 1


class TestTheSameWordsAgain:
    def test_the_same_file_brings_it_back(self, editor: Access, batch: int) -> None:
        undone(editor, batch)
        again = begin(editor, table())
        perform(again.key)
        assert again.subject_id == batch
        assert len(live(editor, "source")) == 4
        assert len(imports(editor)) == 1

    def test_read_in_another_way_they_come_in_anew(self, editor: Access, batch: int) -> None:
        undone(editor, batch)
        made = bring_in(editor, table(), kind="note")
        assert made.result == {"rows_read": 4, "empty": 0, "added": 4, "duplicates": 0, "failed": 0}
        assert live(editor, "person") == {"Anna Keller", "Ben Ortiz"}
        brought_back(editor, batch)
        with within(editor):
            assert Source.objects.filter(node__archived_at__isnull=True).count() == 4


class TestRefusals:
    def test_a_stranger_and_a_viewer(self, elsewhere: Access, viewer: Access, batch: int) -> None:
        for act in (undo_import, bring_import_back):
            with pytest.raises(Forbidden):
                act(viewer, batch_id=batch)
            with pytest.raises(NotFound):
                act(elsewhere, batch_id=batch)

    def test_twice(self, editor: Access, batch: int) -> None:
        with pytest.raises(Refused, match="not undone"):
            bring_import_back(editor, batch_id=batch)
        undone(editor, batch)
        with pytest.raises(Refused, match="undone already"):
            undo_import(editor, batch_id=batch)

    def test_while_it_is_at_work(self, editor: Access) -> None:
        made = begin(editor, table())
        with pytest.raises(Refused, match="at work"):
            undo_import(editor, batch_id=made.subject_id or 0)
        perform(made.key)
        undo_import(editor, batch_id=made.subject_id or 0)
        with pytest.raises(Refused, match="at work"):
            bring_import_back(editor, batch_id=made.subject_id or 0)

    def test_an_undone_import_is_not_taken_up(self, editor: Access) -> None:
        made = begin(editor, table())
        cancel(editor, run_id=made.pk)
        undone(editor, made.subject_id or 0)
        retry(editor, run_id=made.pk)  # from the list of long work
        perform(made.key)
        assert run(editor, made.pk).error
        assert not live(editor, "source")
        assert imports(editor)[0].state == "undone"
        assert begin(editor, table()).job == "bring import back"


class TestChunks:
    def test_cancelled_half_way_it_goes_on_or_comes_back(
        self, editor: Access, batch: int, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("clew.ground.evidence.actions.undo_import.AT_ONCE", 2)
        stopped = undo_import(editor, batch_id=batch)
        stop_after(monkeypatch, editor, stopped, 1)
        perform(stopped.key)
        assert run(editor, stopped.pk).state == "cancelled"
        assert len(live(editor, "source")) == 2
        assert imports(editor)[0].state == "undoing"
        brought_back(editor, batch)
        assert len(live(editor, "source")) == 4
        assert imports(editor)[0].state == "imported"

    def test_statements_do_not_grow_with_rows(self, editor: Access) -> None:
        counts = []
        for size in (3, 300):
            made = bring_in(
                editor, "Text\n" + "".join(f"These are words {size} {n}\n" for n in range(size)), f"{size}.csv"
            )
            begun = undo_import(editor, batch_id=made.subject_id or 0)
            with CaptureQueriesContext(
                connection,
            ) as seen:
                perform(begun.key)
            counts.append(len(seen))
        assert counts[0] == counts[1]


def test_traces(editor: Access, batch: int) -> None:
    with within(editor):
        source = Source.objects.order_by("pk")[0].pk
    undone(editor, batch)
    acts = {c.act_name for c in history(workspace_id=editor.workspace_id, node_id=source)}
    assert "put away what an import brought" in acts
    assert "undo an import" in {c.act_name for c in history(workspace_id=editor.workspace_id, node_id=batch)}


def stop_after(monkeypatch: pytest.MonkeyPatch, access: Access, begun: Run, chunks: int) -> None:
    whole, done = put_away, []

    def counted(*args: Any, **options: Any) -> tuple[int, int]:
        done.append(1)
        if len(done) == chunks:
            cancel(access, run_id=begun.pk)
        return whole(*args, **options)

    monkeypatch.setattr("clew.ground.evidence.jobs.put_away", counted)


def findings(access: Access) -> Run:
    from openpyxl import Workbook

    book, out = Workbook(), io.BytesIO()
    for row in (
        ("Findings Statement", "P1", "P2", "Severity"),
        ("The list is slow", "x", "", "High"),
        ("The map is clear", "", "x", "Low"),
    ):
        book.worksheets[0].append(row)
    book.save(out)
    found = understand(access, upload(access, out.getvalue(), "study.xlsx"))
    begun = begin_findings(access, file_id=found.file_id, shape=found.shape)
    perform(begun.key)
    return begun


def interviews(access: Access) -> Run:
    found = understand(access, upload(access, "Anna: I count by hand.\nBob: Why?\nAnna: It broke.\n", "anna.txt"))
    people = {"Anna": "Anna Keller"}
    begun = begin_transcripts(access, transcripts=[TranscriptPlan(found.file_id, found.shape, "Anna", people)])
    perform(begun.key)
    return begun
