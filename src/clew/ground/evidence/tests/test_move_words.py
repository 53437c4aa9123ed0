import pytest

from clew.ground.evidence.api import add_need, add_outcome, excerpt, move_need, move_words, need, tie
from clew.ground.evidence.tests.shop import Quoter, Shop
from clew.ground.evidence.tests.test_mark import TODAY
from clew.ground.ledger.api import Forbidden, NotFound, Refused, history
from clew.ground.thread.api import Link, archive
from clew.ground.workspaces.api import Access, within


@pytest.fixture
def words(access: Access, shop: Shop, quote: Quoter) -> tuple[int, int]:
    """One for, one against."""
    one = quote(shop.interview, "I count the shelves by hand", need_id=shop.counting)
    return one, quote(shop.complaint, "Counting is fine", need_id=shop.counting, stance="contradicts")


def stances(access: Access, excerpt_id: int) -> list[tuple[int, str]]:
    return [(t.need_id, t.stance) for t in excerpt(access, excerpt_id).ties]


def test_words_keep_their_stance_on_the_other_need(access: Access, shop: Shop, words: tuple[int, int]) -> None:
    other = add_need(access, title="Count without paper").pk
    move_words(access, need_id=shop.counting, excerpt_ids=[words[1]], to=other)
    assert stances(access, words[0]) == [(shop.counting, "supports")]
    assert stances(access, words[1]) == [(other, "contradicts")]


def test_a_new_need_stands_beside_the_old_one(access: Access, shop: Shop, words: tuple[int, int]) -> None:
    goal = add_outcome(access, title="Cafés stay").pk
    move_need(access, need_id=shop.counting, under=goal)
    made = move_words(access, need_id=shop.counting, excerpt_ids=words, new_need="Count alone")
    found = need(access, made.pk, on=TODAY)
    assert [c.id for c in found.above] == [goal]
    assert (found.weight.supports, found.weight.contradicts) == (1, 1)
    assert need(access, shop.counting, on=TODAY).weight.excerpts == 0


def test_what_was_said_of_the_other_need_stands(access: Access, shop: Shop, words: tuple[int, int]) -> None:
    other = add_need(access, title="Count without paper").pk
    tie(access, excerpt_id=words[0], need_id=other, stance="mentions")
    move_words(access, need_id=shop.counting, excerpt_ids=[words[0]], new_need=" count WITHOUT paper")
    assert stances(access, words[0]) == [(other, "mentions")]


def test_leaves_traces(access: Access, shop: Shop, words: tuple[int, int]) -> None:
    made = move_words(access, need_id=shop.counting, excerpt_ids=words, new_need="Count alone")
    with within(access):
        old = Link.objects.filter(downstream_id=shop.counting, withdrawn_at__isnull=False)
        assert {link.withdrawn_reason for link in old} == {"moved to “Count alone”"}
        assert len(old) == 2
    acts = {c.act_name for c in history(workspace_id=access.workspace_id, node_id=made.pk)}
    assert acts == {"move words to another need"}


def test_refuses_nonsense(access: Access, shop: Shop, words: tuple[int, int]) -> None:
    for asked, match in (
        ({"excerpt_ids": [], "new_need": "X"}, "No words"),
        ({"excerpt_ids": words}, "No need"),
        ({"excerpt_ids": words, "to": shop.counting}, "this need already"),
        ({"excerpt_ids": range(1, 502), "new_need": "X"}, "At most"),
    ):
        with pytest.raises(Refused, match=match):
            move_words(access, need_id=shop.counting, **asked)
    gone = add_need(access, title="Gone").pk
    archive(access, node_ids=[gone])
    with pytest.raises(Refused, match="archived"):
        move_words(access, need_id=shop.counting, excerpt_ids=words, to=gone)
    with pytest.raises(NotFound):
        move_words(access, need_id=shop.counting, excerpt_ids=[shop.interview], new_need="X")
    assert stances(access, words[0]) == [(shop.counting, "supports")]


def test_refuses_others(viewer: Access, elsewhere: Access, shop: Shop, words: tuple[int, int]) -> None:
    with pytest.raises(Forbidden):
        move_words(viewer, need_id=shop.counting, excerpt_ids=words, new_need="X")
    with pytest.raises(NotFound):
        move_words(elsewhere, need_id=shop.counting, excerpt_ids=words, new_need="X")
