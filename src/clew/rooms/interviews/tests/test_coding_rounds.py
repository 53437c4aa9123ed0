"""Several people code blind: nobody sees others' marks before all have finished; then they reconcile."""

import json
from dataclasses import dataclass
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from django.db import IntegrityError, transaction

from clew.ground.customers.api import add_person
from clew.ground.evidence.api import add_code, add_source, code, correct_source, describe_source, merge_codes, source
from clew.ground.exchange.api import erase_person
from clew.ground.exchange.writing import write_workspace
from clew.ground.ledger.api import Forbidden, LedgerEntry, NotFound, Refused, last_act_id
from clew.ground.thread.api import record_history, undo
from clew.ground.workspaces.api import Access, within
from clew.rooms.interviews.actions.coding import (
    begin_round,
    finish_coding,
    leave_out_coder,
    mark_blind,
    withdraw_blind_mark,
)
from clew.rooms.interviews.actions.reconciling import close_round, settle_agreed, settle_marks
from clew.rooms.interviews.actions.studies import add_study, take_in
from clew.rooms.interviews.models import BlindMark, RoundCoder, Settlement
from clew.rooms.interviews.queries.coding import (
    blind_marks,
    codes_in_scope,
    coding_round,
    coding_rounds,
    coding_sheet,
)
from clew.rooms.interviews.queries.reconciling import (
    coders_of_excerpt,
    coding_agreement,
    passages,
    recompute_agreement,
)

SAID = "I count the shelves by hand. It takes an hour. Then I write the list. My boss never reads it."
BY_HAND, HOUR, LIST, BOSS = (0, 28), (29, 46), (47, 69), (70, 93)


@dataclass(frozen=True)
class Round:
    """Alice and Bob code one talk with two codes."""

    id: int
    study: int
    source: int
    alice: Access
    bob: Access

    def mark(self, who: Access, place: tuple[int, int], *codes: str) -> list[BlindMark]:
        start, end = place
        return mark_blind(
            who, round_id=self.id, source_id=self.source, start=start, end=end, exact=SAID[start:end], codes=codes
        )

    def finish(self) -> None:
        for who in (self.alice, self.bob):
            finish_coding(who, round_id=self.id)


@pytest.fixture
def coding(access: Access, editor: Access) -> Round:
    study = add_study(access, title="Counting").pk
    talk = add_source(access, text=SAID, title="Talk", kind="interview").pk
    take_in(access, study_id=study, source_ids=[talk])
    for name in ("Effort", "Waste"):
        add_code(access, title=name)
    made = begin_round(
        access,
        study_id=study,
        title="First round",
        source_ids=[talk],
        coder_ids=[access.user_id or 0, editor.user_id or 0],
    )
    return Round(made.pk, study, talk, access, editor)


def test_nobody_sees_others_marks_before_all_have_finished(coding: Round, viewer: Access) -> None:
    coding.mark(coding.alice, BY_HAND, "Effort", "effort")
    coding.mark(coding.bob, HOUR, "Waste")
    assert [(m.start, m.code) for m in blind_marks(coding.alice, coding.id)] == [(0, "Effort")]
    assert [m.start for m in coding_sheet(coding.bob, coding.id, coding.source).marks] == [29]
    assert blind_marks(viewer, coding.id) == ()
    finish_coding(coding.alice, round_id=coding.id)
    for ask in (passages, coding_agreement, recompute_agreement):
        with pytest.raises(Refused, match="Not everybody"):
            ask(coding.alice, coding.id, **({"source_id": coding.source} if ask is passages else {}))
    detail = coding_round(coding.alice, coding.id)
    assert (detail.state, detail.parts[0].marks, detail.kept, detail.i_finished) == ("open", 0, (), True)
    finish_coding(coding.bob, round_id=coding.id)
    assert [m.start for m in blind_marks(coding.alice, coding.id)] == [0, 29]
    assert coding_round(coding.bob, coding.id).state == "reconciling"
    assert [(r.coders, r.finished, r.sources) for r in coding_rounds(coding.bob, coding.study)] == [(2, 2, 1)]


def test_no_history_tells_what_was_marked(coding: Round) -> None:
    coding.mark(coding.bob, HOUR, "Waste")
    (mine,) = coding.mark(coding.bob, LIST, "Waste")
    withdraw_blind_mark(coding.bob, mark_id=mine.pk)
    assert "mark words blind" not in {e.act_name for e in record_history(coding.alice, coding.id).entries}
    with within(coding.alice):
        assert not LedgerEntry.objects.filter(table_name=BlindMark._meta.db_table).exists()
    assert leaving_marks(coding) == []
    coding.finish()
    assert [row["withdrawn_at"] is None for row in leaving_marks(coding)] == [True, False]


def leaving_marks(coding: Round) -> list[dict[str, Any]]:
    """The marks in an export of the workspace."""
    out = BytesIO()
    write_workspace(out, coding.alice.workspace_id)
    with ZipFile(out) as file:
        lines = file.read("tables/interviews_blind_mark.jsonl").decode().splitlines()
    return [json.loads(line) for line in lines]


def test_reconciled_marks_become_excerpts_of_all_who_made_them(coding: Round) -> None:
    for who in (coding.alice, coding.bob):
        coding.mark(who, BY_HAND, "Effort")
    coding.mark(coding.alice, HOUR, "Effort")
    coding.mark(coding.bob, (LIST[0], BOSS[1]), "Waste")
    coding.mark(coding.alice, BOSS, "Waste")
    coding.finish()
    first, hour, last = passages(coding.alice, coding.id, source_id=coding.source)
    assert (first.agreed, first.markings[0].coders, hour.agreed, len(last.markings)) == (
        True,
        ("Alice", "Bob"),
        False,
        2,
    )
    assert settle_agreed(coding.bob, round_id=coding.id, source_id=coding.source) == 2
    wide, narrow = (m.mark_ids[0] for m in last.markings)
    settle_marks(coding.alice, round_id=coding.id, keep=[narrow], drop=[wide, hour.markings[0].mark_ids[0]])
    marks = source(coding.alice, coding.source).marks
    assert [(m.quote.exact, [c.title for c in m.codes]) for m in marks] == [
        (SAID[:28], ["Effort"]), ("My boss never reads it.", ["Waste"])
    ]  # fmt: skip
    assert coders_of_excerpt(coding.alice, marks[0].quote.id) == ("Alice", "Bob")
    assert coders_of_excerpt(coding.alice, marks[1].quote.id) == ("Alice",)
    assert [(k.name, k.marks, k.kept, k.not_kept) for k in coding_round(coding.bob, coding.id).kept] == [
        ("Alice", 3, 2, 1), ("Bob", 2, 1, 1)
    ]  # fmt: skip
    close_round(coding.bob, round_id=coding.id)
    assert {"begin a coding round", "finish coding", "reconcile marks", "close a coding round"} <= {
        e.act_name for e in record_history(coding.alice, coding.id).entries
    }
    with pytest.raises(Refused, match="closed"):
        settle_marks(coding.alice, round_id=coding.id, keep=[wide])


def test_a_settlement_may_be_said_anew(coding: Round) -> None:
    (mine,) = coding.mark(coding.alice, BY_HAND, "Effort")
    coding.mark(coding.bob, HOUR, "Waste")
    coding.finish()
    settle_marks(coding.alice, round_id=coding.id, keep=[mine.pk])
    (made,) = source(coding.alice, coding.source).marks
    settle_marks(coding.bob, round_id=coding.id, drop=[mine.pk])
    assert source(coding.alice, coding.source).marks == ()
    settle_marks(coding.bob, round_id=coding.id, keep=[mine.pk])
    (again,) = source(coding.alice, coding.source).marks
    assert (again.quote.exact, [c.title for c in again.codes]) == (made.quote.exact, ["Effort"])
    with pytest.raises(Refused, match="1 marks are not settled"):
        close_round(coding.alice, round_id=coding.id)


def test_agreement_is_stored_with_what_makes_it_come_out_again(coding: Round) -> None:
    for who in (coding.alice, coding.bob):
        coding.mark(who, BY_HAND, "Effort")
    coding.mark(coding.bob, HOUR, "Waste")
    coding.finish()
    found = coding_agreement(coding.alice, coding.id)
    assert found.touched is not None
    assert found.whole is not None
    assert found.touched.low <= found.touched.value <= found.touched.high
    assert found.touched.value < found.whole.value
    waste = next(c for c in found.codes if c.code == "Waste")
    assert [(a.start, a.end, a.marked_by, a.not_by) for a in waste.apart] == [(*HOUR, ("Bob",), ("Alice",))]
    assert any(
        "no code at all" in warning or "too little" in warning for warning in (*found.warnings, *found.touched.warnings)
    )
    again = recompute_agreement(coding.bob, coding.id)
    assert (again.is_same, again.stored_hash == again.inputs_hash, len(found.inputs_hash)) == (True, True, 64)


def test_words_corrected_meanwhile_and_merged_codes_are_followed(coding: Round, access: Access) -> None:
    (mine,) = coding.mark(coding.alice, HOUR, "Effort")
    (other,) = coding.mark(coding.bob, BOSS, "Waste")
    coding.finish()
    correct_source(access, source_id=coding.source, text="Well. " + SAID.replace("My boss never reads it.", "Nobody."))
    effort, waste = (pk for pk, _ in codes_in_scope(access, coding.id))
    merge_codes(access, code_id=effort, into=waste)
    settle_marks(access, round_id=coding.id, keep=[mine.pk])
    assert [q.exact for q in code(access, waste).quotes] == ["It takes an hour."]
    with pytest.raises(Refused, match="stand in it no more"):
        settle_marks(access, round_id=coding.id, keep=[other.pk])


def test_whoever_leaves_counts_for_nothing(coding: Round, access: Access) -> None:
    with pytest.raises(Refused, match="Two coders"):
        leave_out_coder(access, round_id=coding.id, user_id=coding.bob.user_id or 0)
    coding.mark(coding.alice, BY_HAND, "Effort")
    with pytest.raises(NotFound):
        leave_out_coder(access, round_id=coding.id, user_id=10**9)


def test_bad_input_is_refused_and_writes_nothing(coding: Round, access: Access, editor: Access, viewer: Access) -> None:
    both = [access.user_id or 0, editor.user_id or 0]
    wrongs: tuple[dict[str, Any], ...] = (
        {"coder_ids": both[:1]}, {"coder_ids": [*both, viewer.user_id or 0]}, {"source_ids": []}, {"title": " "},
        {"source_ids": [add_source(access, text="Elsewhere", kind="interview").pk]},
    )  # fmt: skip
    for wrong in wrongs:
        with pytest.raises(Refused):
            begin_round(
                access,
                **{"study_id": coding.study, "title": "R", "source_ids": [coding.source], "coder_ids": both, **wrong},
            )
    assert len(coding_rounds(access, coding.study)) == 1
    for codes in ((), ("Unknown",), ("Effort", "Unknown")):
        with pytest.raises(Refused) as refused:
            coding.mark(access, BY_HAND, *codes)
        assert refused.value.field == "code"
    with pytest.raises(Refused, match="do not stand"):
        mark_blind(access, round_id=coding.id, source_id=coding.source, start=1, end=5, exact="nope", codes=["Effort"])
    assert blind_marks(access, coding.id) == ()
    (mine,) = coding.mark(access, BY_HAND, "Effort")
    with pytest.raises(NotFound):
        withdraw_blind_mark(editor, mark_id=mine.pk)
    finish_coding(access, round_id=coding.id)
    for late in (lambda: coding.mark(access, HOUR, "Effort"), lambda: withdraw_blind_mark(access, mark_id=mine.pk)):
        with pytest.raises(Refused, match="finished"):
            late()


def test_strangers_and_viewers(coding: Round, elsewhere: Access, viewer: Access) -> None:
    both = [coding.alice.user_id or 0, coding.bob.user_id or 0]
    for who, error in ((elsewhere, NotFound), (viewer, Forbidden)):
        for act in (
            lambda w: begin_round(w, study_id=coding.study, title="R", source_ids=[coding.source], coder_ids=both),
            lambda w: coding.mark(w, BY_HAND, "Effort"),
            lambda w: finish_coding(w, round_id=coding.id),
            lambda w: leave_out_coder(w, round_id=coding.id, user_id=1),
            lambda w: settle_marks(w, round_id=coding.id, keep=[1]),
            lambda w: settle_agreed(w, round_id=coding.id, source_id=coding.source),
            lambda w: close_round(w, round_id=coding.id),
        ):  # fmt: skip
            with pytest.raises(error):
                act(who)
    with pytest.raises(Forbidden):
        coding_sheet(viewer, coding.id, coding.source)
    with pytest.raises(NotFound):
        coding_round(elsewhere, coding.id)


def test_what_was_shown_is_not_hidden_again_by_undo_nor_by_the_database(coding: Round) -> None:
    (mine,) = coding.mark(coding.alice, BY_HAND, "Effort")
    here = {"workspace_id": coding.alice.workspace_id, "round_id": coding.id, "mark": mine}
    with (
        within(coding.alice),
        pytest.raises(IntegrityError, match="while its round is reconciled"),
        transaction.atomic(),
    ):
        Settlement.objects.create(**here, kept=True, at=mine.at)
    coding.finish()
    finished = last_act_id()
    assert finished is not None
    with pytest.raises(Refused):
        undo(coding.bob, act=finished)
    with within(coding.alice):
        for wrong in (
            lambda: BlindMark.objects.filter(pk=mine.pk).update(start=1),
            lambda: BlindMark.objects.filter(pk=mine.pk).update(withdrawn_at="2026-01-01T00:00Z"),
            lambda: BlindMark.objects.filter(pk=mine.pk).delete(),
            lambda: RoundCoder.objects.filter(round=coding.id).delete(),
        ):
            with pytest.raises(IntegrityError), transaction.atomic():
                wrong()
        assert not Settlement.objects.exists()


def test_an_erased_persons_marks_go_and_what_consent_does_not_cover_is_not_shown(coding: Round, access: Access) -> None:
    person = add_person(access, name="Anna Keller")
    describe_source(access, source_id=coding.source, kind="interview", person_id=person.pk)
    coding.mark(coding.alice, BY_HAND, "Effort")
    erase_person(access, person_id=person.pk, typed_name="Anna Keller")
    assert blind_marks(coding.alice, coding.id) == ()
    coding.finish()
    assert passages(access, coding.id, source_id=coding.source) == ()
    with pytest.raises(NotFound, match="Nothing was marked"):
        coding_agreement(access, coding.id)
