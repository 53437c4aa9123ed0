import hashlib
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from clew.ground.ledger.api import Forbidden, NotFound, Refused, history
from clew.ground.thread.api import (
    Decision,
    Option,
    add_option,
    canonical,
    decide,
    decision,
    decisions,
    edit_decision,
    note_reasons,
    open_decision,
    register_prediction,
    remove_option,
    rest_on,
    snapshot_hash,
)
from clew.ground.workspaces.api import Access, within

pytestmark = pytest.mark.django_db
SOON = timezone.localdate() + timedelta(days=60)


@pytest.fixture
def ready(access: Access) -> tuple[int, list[int]]:
    """A decision with two options, a word on what would flip it, and a prediction: nothing is missing."""
    made = open_decision(
        access, title="Offline first", question="What do we change first?", flips="If few counts are lost."
    )
    options = [add_option(access, decision_id=made.pk, title=t).pk for t in ("Keep it on the phone", "Do nothing")]
    register_prediction(
        access, decision_id=made.pk, question="Will it ship by spring?", probability=0.7, resolve_by=SOON
    )
    return made.pk, options


def take(access: Access, ready: tuple[int, list[int]], **changes: Any) -> Decision:
    pk, options = ready
    given = {"decision_id": pk, "chosen": options[0], "reasons": dict.fromkeys(options, "Because."), **changes}
    return decide(access, **given)


def test_a_decision_freezes_what_was_known(access: Access, ready: tuple[int, list[int]]) -> None:
    made = take(access, ready, known={"weights": {"7": {"accounts": 3}}})
    found = decision(access, made.pk)
    assert (found.state, found.chosen.title if found.chosen else "") == ("decided", "Keep it on the phone")
    assert found.snapshot is not None
    assert found.snapshot["known"] == {"weights": {"7": {"accounts": 3}}}
    assert found.snapshot["predictions"][0]["probability"] == 0.7
    assert found.snapshot_intact
    assert found.snapshot_hash == snapshot_hash(found.snapshot)


def test_deciding_is_in_the_history_and_ties_the_ideas(access: Access, ready: tuple[int, list[int]]) -> None:
    take(access, ready)
    assert history(workspace_id=access.workspace_id, node_id=ready[0])[0].act_name == "decide"


def test_a_taken_decision_is_not_edited(access: Access, ready: tuple[int, list[int]]) -> None:
    take(access, ready)
    refused: list[Callable[[], object]] = [
        lambda: edit_decision(access, decision_id=ready[0], question="Else?", flips="x"),
        lambda: add_option(access, decision_id=ready[0], title="Third"),
        lambda: remove_option(access, option_id=ready[1][1]),
        lambda: take(access, ready),
    ]
    for change in refused:
        with pytest.raises(Refused):
            change()


def test_the_database_refuses_to_change_a_taken_decision(access: Access, ready: tuple[int, list[int]]) -> None:
    take(access, ready)
    with within(access):
        refused: list[Callable[[], object]] = [
            lambda: Decision.objects.update(question="Else?"),
            lambda: Decision.objects.update(decided_on=date(2020, 1, 1)),
            lambda: Option.objects.update(chosen=False),
            lambda: Option.objects.all().delete(),
            lambda: Decision.objects.all().delete(),
        ]
        for change in refused:
            with pytest.raises(IntegrityError), transaction.atomic():
                change()


def test_the_database_refuses_a_decision_without_choice_or_snapshot(
    access: Access, ready: tuple[int, list[int]]
) -> None:
    with within(access), pytest.raises(IntegrityError), transaction.atomic():
        Decision.objects.update(decided_at=timezone.now(), decided_on=timezone.localdate(), snapshot_hash="x")


def test_what_is_missing_is_named(access: Access, ready: tuple[int, list[int]]) -> None:
    pk, options = ready
    cases: list[tuple[dict[str, Any], str]] = [
        ({"chosen": 0}, "chosen"),
        ({"reasons": {options[0]: "Because."}}, f"reason_{options[1]}"),
        ({"decided_on": timezone.localdate() + timedelta(days=1)}, "decided_on"),
    ]
    for change, field in cases:
        with pytest.raises(Refused) as refused:
            take(access, ready, **change)
        assert refused.value.field == field
    edit_decision(access, decision_id=pk, question="", flips="")
    with pytest.raises(Refused) as refused:
        take(access, ready)
    assert refused.value.field == "flips"
    assert decision(access, pk).is_open


def test_a_decision_without_prediction_or_second_option_is_not_taken(access: Access) -> None:
    made = open_decision(access, title="Bare", flips="x")
    first = add_option(access, decision_id=made.pk, title="Only")
    with pytest.raises(Refused) as refused:
        decide(access, decision_id=made.pk, chosen=first.pk, reasons={first.pk: "r"})
    assert refused.value.field == "chosen"
    second = add_option(access, decision_id=made.pk, title="Nothing")
    with pytest.raises(Refused) as refused:
        decide(access, decision_id=made.pk, chosen=first.pk, reasons={first.pk: "r", second.pk: "r"})
    assert refused.value.field == "predictions"


@pytest.mark.parametrize("title", ["", "  ", "Keep it on the phone"])
def test_an_option_needs_a_name_of_its_own(access: Access, ready: tuple[int, list[int]], title: str) -> None:
    with pytest.raises(Refused):
        add_option(access, decision_id=ready[0], title=title)


def test_strangers_and_readers_cannot_decide(
    access: Access, viewer: Access, elsewhere: Access, ready: tuple[int, list[int]]
) -> None:
    with pytest.raises(Forbidden):
        take(viewer, ready)
    with pytest.raises(NotFound):
        take(elsewhere, ready)
    with pytest.raises(NotFound):
        decision(elsewhere, ready[0])
    assert decisions(elsewhere) == []


def test_a_decision_rests_on_records_of_its_own_workspace(
    access: Access, elsewhere: Access, ready: tuple[int, list[int]]
) -> None:
    other = open_decision(access, title="An earlier decision")
    rest_on(access, decision_id=ready[0], node_id=other.pk)
    assert [g.node_id for g in decision(access, ready[0]).grounds] == [other.pk]
    theirs = open_decision(elsewhere, title="Theirs")
    with pytest.raises(NotFound):
        rest_on(access, decision_id=ready[0], node_id=theirs.pk)


def test_the_list_asks_the_same_number_of_questions(
    access: Access, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for n in range(9):
        open_decision(access, title=f"Decision {n}")
    with django_assert_max_num_queries(5):
        assert len(decisions(access)) == 9


def test_reasons_are_kept_until_it_is_decided(editor: Access, ready: tuple[int, list[int]]) -> None:
    pk, (first, second) = ready
    note_reasons(editor, decision_id=pk, reasons={first: " For: fewer lost counts. ", second: "Against: they leave."})
    note_reasons(editor, decision_id=pk, reasons={second: "Against: they leave soon."})
    assert [o.reason for o in decision(editor, pk).options] == ["For: fewer lost counts.", "Against: they leave soon."]
    assert history(workspace_id=editor.workspace_id, node_id=pk)[0].act_name == "note reasons"
    take(editor, ready, reasons={})
    assert [o.reason for o in decision(editor, pk).options] == ["For: fewer lost counts.", "Against: they leave soon."]
    with pytest.raises(Refused, match="stays as it was taken"):
        note_reasons(editor, decision_id=pk, reasons={first: "Later."})


def test_reasons_are_refused_to_others(
    viewer: Access, elsewhere: Access, editor: Access, ready: tuple[int, list[int]]
) -> None:
    pk, (first, _) = ready
    with pytest.raises(Forbidden):
        note_reasons(viewer, decision_id=pk, reasons={first: "Because."})
    with pytest.raises(NotFound):
        note_reasons(elsewhere, decision_id=pk, reasons={first: "Because."})
    with pytest.raises(NotFound):
        note_reasons(editor, decision_id=pk, reasons={first: "Because.", 987654321: "No."})
    assert [o.reason for o in decision(editor, pk).options] == ["", ""]


def test_the_open_ones_come_first(access: Access, ready: tuple[int, list[int]]) -> None:
    later = open_decision(access, title="Which price?").pk
    pk, _ = ready
    assert [d.id for d in decisions(access)] == [later, pk]
    older = pk
    newest = open_decision(access, title="Which colour?").pk
    take(access, ready)
    assert [d.id for d in decisions(access)] == [newest, later, older]


def test_the_fingerprint_is_that_of_the_canonical_bytes(access: Access, ready: tuple[int, list[int]]) -> None:
    made = take(access, ready)
    found = decision(access, made.pk)
    assert found.snapshot is not None
    assert hashlib.sha256(canonical(found.snapshot)).hexdigest() == found.snapshot_hash
