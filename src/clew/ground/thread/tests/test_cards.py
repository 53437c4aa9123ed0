import pytest
from pytest_django import DjangoAssertNumQueries

from clew.ground.ledger.api import NotFound
from clew.ground.thread.api import archive, card, cards, link, neighbours, neighbours_by, newest, withdraw_link
from clew.ground.thread.tests.conftest import Make, Tie
from clew.ground.workspaces.api import Access

pytestmark = pytest.mark.django_db


def test_a_card_says_what_any_page_may_know(viewer: Access, make: Make) -> None:
    [need] = make("Count stock")
    found = card(viewer, need)
    assert (found.kind, found.label, found.title, found.state, found.archived) == (
        "need",
        "Need",
        "Count stock",
        "",
        False,
    )
    assert found.path == f"n/{need}"


def test_cards_of_other_workspaces_are_left_out(viewer: Access, elsewhere: Access, make: Make) -> None:
    here, there = make("Here"), make("There", by=elsewhere)
    assert list(cards(viewer, here + there)) == here
    with pytest.raises(NotFound):
        card(viewer, there[0])


def test_the_newest_records_without_archived_ones(editor: Access, make: Make) -> None:
    a, b, c = make("A", "B", "C")
    [idea] = make("D", kind="idea")
    archive(editor, node_ids=[b])
    assert [x.id for x in newest(editor)] == [idea, c, a]
    assert [x.id for x in newest(editor, kinds=["need"], limit=1)] == [c]


def test_neighbours_stand_in_groups_with_counts(editor: Access, make: Make, tie: Tie) -> None:
    need, over, *words = make("Need", "Over", *(f"Words {n}" for n in range(5)))
    tie(*((w, need) for w in words), (need, over))
    gone = link(editor, upstream=words[0], verb="merged_into", downstream=need)
    withdraw_link(editor, link_id=gone.pk, reason="Not the same")
    found = neighbours(editor, need, limit=3)
    assert [(g.verb, g.label, g.total, g.withdrawn) for g in found.up] == [
        ("merged_into", "took in", 0, 1),
        ("under", "stands over", 5, 0),
    ]
    assert [i.card.id for i in found.up[1].items] == [words[4], words[3], words[2]]
    assert (found.up[1].more, found.up_total, found.down_total) == (2, 5, 1)
    assert [(g.label, g.items[0].card.id) for g in found.down] == [("is under", over)]


def test_one_group_is_paged_what_stands_first(editor: Access, make: Make, tie: Tie) -> None:
    need, *words = make("Need", *(f"Words {n}" for n in range(6)))
    tie(*((w, need) for w in words[:5]))
    withdraw_link(editor, link_id=link(editor, upstream=words[5], verb="under", downstream=need).pk)
    seen = []
    for offset in (0, 2, 4, 6):
        page = neighbours_by(editor, need, direction="up", verb="under", limit=2, offset=offset)
        seen += [(i.card.id, i.withdrawn_at is not None) for i in page.items]
    assert seen == [*((w, False) for w in reversed(words[:5])), (words[5], True)]
    assert neighbours_by(editor, need, direction="up", verb="nothing").items == ()


def test_the_statements_are_the_same_for_5_and_50(
    viewer: Access, make: Make, tie: Tie, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in (5, 50):
        need, *words = make("Need", *(f"Words {n}" for n in range(number)))
        tie(*((w, need) for w in words))
        with django_assert_max_num_queries(8):
            neighbours(viewer, need, limit=50)


def test_a_stranger_finds_nothing(elsewhere: Access, make: Make) -> None:
    [need] = make("Need")
    with pytest.raises(NotFound):
        neighbours(elsewhere, need)
    with pytest.raises(NotFound):
        neighbours_by(elsewhere, need, direction="up", verb="under")
