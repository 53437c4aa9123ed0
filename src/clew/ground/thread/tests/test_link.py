import pytest

from clew.ground.ledger.api import Forbidden, NotFound, Refused, history
from clew.ground.thread.api import Link, link, neighbours, withdraw_link
from clew.ground.thread.tests.conftest import Make
from clew.ground.workspaces.api import Access, within

pytestmark = pytest.mark.django_db


@pytest.fixture
def ends(make: Make) -> tuple[int, int]:
    return make("Count stock")[0], make("Scan shelves", kind="idea")[0]


def test_two_records_are_tied(editor: Access, ends: tuple[int, int]) -> None:
    made = link(editor, upstream=ends[0], verb="addressed_by", downstream=ends[1], note=" said by three\x00 ")
    assert (made.note, made.created_by_id) == ("said by three", editor.user_id)
    assert [g.label for g in neighbours(editor, ends[1]).up] == ["addresses"]
    assert [g.label for g in neighbours(editor, ends[0]).down] == ["is addressed by"]


def test_it_is_in_the_history(editor: Access, ends: tuple[int, int]) -> None:
    link(editor, upstream=ends[0], verb="addressed_by", downstream=ends[1])
    newest = history(workspace_id=editor.workspace_id, node_id=ends[1])[0]
    assert (newest.act_name, newest.after["upstream_id"]) == ("link", ends[0])


def test_the_same_tie_twice_is_one(editor: Access, ends: tuple[int, int]) -> None:
    first = link(editor, upstream=ends[0], verb="addressed_by", downstream=ends[1])
    assert link(editor, upstream=ends[0], verb="addressed_by", downstream=ends[1]).pk == first.pk


def test_what_was_withdrawn_can_be_tied_again(editor: Access, ends: tuple[int, int]) -> None:
    first = link(editor, upstream=ends[0], verb="addressed_by", downstream=ends[1])
    withdraw_link(editor, link_id=first.pk)
    second = link(editor, upstream=ends[0], verb="addressed_by", downstream=ends[1])
    assert second.pk != first.pk
    with within(editor):
        assert Link.objects.count() == 2


@pytest.mark.parametrize("verb", ["supports", "rests_on", "no such verb", ""])
def test_unknown_ways_to_tie_are_refused(editor: Access, ends: tuple[int, int], verb: str) -> None:
    with pytest.raises(Refused) as refusal:
        link(editor, upstream=ends[0], verb=verb, downstream=ends[1])
    assert refusal.value.field == "verb"


def test_the_wrong_way_round_is_refused(editor: Access, ends: tuple[int, int]) -> None:
    with pytest.raises(Refused):
        link(editor, upstream=ends[1], verb="addressed_by", downstream=ends[0])


def test_a_record_is_not_tied_to_itself(editor: Access, ends: tuple[int, int]) -> None:
    with pytest.raises(Refused, match="itself"):
        link(editor, upstream=ends[0], verb="under", downstream=ends[0])


def test_a_stranger_finds_neither_end(elsewhere: Access, make: Make, ends: tuple[int, int]) -> None:
    [mine] = make("Mine", by=elsewhere)
    for upstream, downstream in (ends, (mine, ends[0]), (ends[0], mine)):
        with pytest.raises(NotFound):
            link(elsewhere, upstream=upstream, verb="under", downstream=downstream)


def test_a_viewer_may_not(viewer: Access, ends: tuple[int, int]) -> None:
    with pytest.raises(Forbidden):
        link(viewer, upstream=ends[0], verb="addressed_by", downstream=ends[1])
