from datetime import timedelta

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from clew.ground.ledger.api import NotFound
from clew.ground.thread.api import (
    add_option,
    archive,
    comment,
    decide,
    edit_decision,
    link,
    open_decision,
    record_history,
    register_prediction,
    rename,
    restore,
    withdraw_link,
)
from clew.ground.thread.tests.conftest import Make
from clew.ground.workspaces.api import Access

pytestmark = pytest.mark.django_db


def told(access: Access, node_id: int) -> list[tuple[str, str]]:
    return [(e.who, line.sentence) for e in record_history(access, node_id).entries for line in e.lines]


def test_history_reads_as_sentences_newest_first(access: Access, editor: Access, make: Make) -> None:
    need, idea = make("Count stock")[0], make("Scan shelves", kind="idea")[0]
    rename(editor, node_id=idea, title="Scan all shelves")
    tie = link(editor, upstream=need, verb="addressed_by", downstream=idea)
    withdraw_link(access, link_id=tie.pk, reason="Another need")
    comment(editor, node_id=idea, text="Hm")
    archive(editor, node_ids=[idea])
    restore(editor, node_ids=[idea])
    assert told(editor, idea) == [
        ("Bob", "brought this back"),
        ("Bob", "archived this"),
        ("Bob", "commented"),
        ("Alice", "withdrew the link to “Count stock”: Another need"),
        ("Bob", "linked “Count stock”, which is addressed by this"),
        ("Bob", "renamed this from “Scan shelves” to “Scan all shelves”"),
        ("Alice", "added this"),
    ]


def test_changed_fields_show_before_and_after(access: Access) -> None:
    made = open_decision(access, title="Offline first", question="Which first?")
    edit_decision(access, decision_id=made.pk, question="What first?", flips="Few losses")
    [line] = record_history(access, made.pk).entries[0].lines
    assert line.sentence == "changed what would flip it and question"
    assert [(c.name, c.before, c.after) for c in sorted(line.changes, key=lambda c: c.name)] == [
        ("question", "Which first?", "What first?"),
        ("what would flip it", "", "Few losses"),
    ]


def test_one_act_is_one_entry(access: Access) -> None:
    made = open_decision(access, title="Offline first")
    [entry] = record_history(access, made.pk).entries
    assert (entry.act_name, [k.sentence for k in entry.lines]) == ("open a decision", ["added this"])
    assert len(entry.act) == 32


def test_history_is_bounded_and_says_so(editor: Access, make: Make) -> None:
    [need] = make("Count stock")
    for number in range(5):
        rename(editor, node_id=need, title=f"Title {number}")
    found = record_history(editor, need, limit=3)
    assert (len(found.entries), found.cut) == (3, True)
    assert not record_history(editor, need, limit=6).cut


def test_the_statements_are_the_same_for_5_and_50(
    viewer: Access, editor: Access, make: Make, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in (5, 50):
        idea = make("Scan shelves", kind="idea")[0]
        for need in make(*(f"Need {n}" for n in range(number))):
            link(editor, upstream=need, verb="addressed_by", downstream=idea)
        with django_assert_max_num_queries(8):
            record_history(viewer, idea)


def test_a_stranger_finds_nothing(elsewhere: Access, make: Make) -> None:
    with pytest.raises(NotFound):
        record_history(elsewhere, make("Count stock")[0])


def test_a_decision_is_told_as_people_say_it(access: Access) -> None:
    made = open_decision(access, title="Offline first", question="What first?", flips="Few losses")
    first, second = (add_option(access, decision_id=made.pk, title=title).pk for title in ("Offline", "Shelves"))
    soon = timezone.localdate() + timedelta(days=60)
    register_prediction(access, decision_id=made.pk, question="Half?", probability=0.6, resolve_by=soon)
    decide(access, decision_id=made.pk, chosen=first, reasons={first: "Losses hurt most", second: "Later"})
    sentences = [sentence for _, sentence in told(access, made.pk)]
    assert "chose “Offline”: Losses hurt most" in sentences
    assert "said of “Shelves”: Later" in sentences
    assert not [one for one in sentences if "changed" in one]
