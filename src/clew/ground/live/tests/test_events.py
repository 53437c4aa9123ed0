"""What pages are told of an act."""

import json
from itertools import pairwise

import pytest

from clew.front.pages.table import ROUTES
from clew.ground.evidence import api as evidence
from clew.ground.ledger.api import Follower, Position, asked_by
from clew.ground.live.events import Event, by_workspace, events_of, message
from clew.ground.live.words import did
from clew.ground.thread.api import archive, comment, link, rename
from clew.ground.workspaces.api import Access

pytestmark = pytest.mark.django_db


def told(access: Access, since: Follower) -> list[Event]:
    return events_of(access.workspace_id, by_workspace(since.news()).get(access.workspace_id, []))


def test_an_act_is_one_event(editor: Access) -> None:
    since = Follower()
    need = evidence.add_need(editor, title="Count stock")
    rename(editor, node_id=need.pk, title="Weigh flour")
    first, second = told(editor, since)
    assert (first.who, first.did, first.nodes, first.places) == ("Bob", "added a need", [need.pk], ["needs"])
    assert (second.did, second.title, second.by) == ("renamed this", "Weigh flour", editor.user_id)
    assert first.id < second.id


def test_a_link_concerns_both_ends(editor: Access) -> None:
    outcome, need = evidence.add_outcome(editor, title="Less waste"), evidence.add_need(editor, title="Count stock")
    since = Follower()
    link(editor, upstream=need.pk, verb="under", downstream=outcome.pk)
    assert set(told(editor, since)[0].nodes) == {need.pk, outcome.pk}


def test_a_large_act_names_some_and_says_that_there_are_more(editor: Access) -> None:
    made = [evidence.add_need(editor, title=f"Need {n}").pk for n in range(120)]
    since = Follower()
    archive(editor, node_ids=made)
    (event,) = told(editor, since)
    assert len(event.nodes) == 100
    assert event.many


def test_words_do_not_travel(editor: Access) -> None:
    need = evidence.add_need(editor, title="Count stock")
    since = Follower()
    comment(editor, node_id=need.pk, text="only for members")
    sent = message(Position(5), told(editor, since))
    assert b"only for members" not in sent
    assert json.loads(sent.split(b"data: ")[1])[0]["did"] == "commented on this"
    assert sent.startswith(b"id: 5\nevent: acts\n")


def test_the_number_of_statements_does_not_grow(editor: Access, django_assert_num_queries: object) -> None:
    since = Follower()
    made = [evidence.add_need(editor, title=f"Need {n}").pk for n in range(5)]
    for above, below in pairwise(made):
        link(editor, upstream=below, verb="under", downstream=above)
    entries = since.news()
    with django_assert_num_queries(4):  # type: ignore[operator]
        assert len(events_of(editor.workspace_id, entries)) == 9


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("apply a code", "applied a code"),
        ("begin an import", "began an import"),
        ("split off a theme", "split off a theme"),
        ("state a fact about an account", "stated a fact about an account"),
        ("take up long work again", "took up long work again"),
        ("tie words to a need", "tied words to a need"),
        ("withdraw a link", "withdrew a link"),
        ("bring back", "brought this back"),
        (asked_by("mark words", "Scribe"), "marked words, asked by Scribe"),
        (asked_by("comment", "Scribe"), "commented on this, asked by Scribe"),
        ("", "changed this"),
    ],
)
def test_acts_in_the_past(name: str, said: str) -> None:
    assert did(name) == said


def test_the_address_is_a_row_of_the_access_table() -> None:
    assert [r.path for r in ROUTES if r.name == "live"] == ["live"]
