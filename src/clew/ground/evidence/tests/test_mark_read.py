import pytest

from clew.ground.evidence.api import add_source, mark_read, mark_unread, sources, unread_beside, unread_sources
from clew.ground.evidence.tests.shop import Quoter, Shop
from clew.ground.ledger.api import Forbidden, NotFound, Refused, history
from clew.ground.thread.api import archive, card
from clew.ground.workspaces.api import Access


def waiting(access: Access) -> list[int]:
    return [pk for pk, _ in unread_sources(access).rows]


def test_what_was_read_waits_for_nobody(access: Access, shop: Shop) -> None:
    assert waiting(access) == [shop.complaint, shop.interview]
    assert mark_read(access, source_ids=[shop.complaint]) == 1
    assert waiting(access) == [shop.interview]
    assert [r.id for r in sources(access, is_unread=True).rows] == [shop.interview]
    assert card(access, shop.complaint).state == "read"
    assert mark_read(access, source_ids=[shop.complaint]) == 0
    assert mark_unread(access, source_ids=[shop.complaint]) == 1
    assert waiting(access) == [shop.complaint, shop.interview]


def test_marked_words_are_read_words_until_the_mark_is_archived(access: Access, shop: Shop, quote: Quoter) -> None:
    made = quote(shop.complaint, "Counting is fine")
    assert waiting(access) == [shop.interview]
    archive(access, node_ids=[made])
    assert waiting(access) == [shop.complaint, shop.interview]


def test_reading_goes_from_one_unread_source_to_the_next(access: Access, shop: Shop) -> None:
    newest = add_source(access, text="Once more.").pk
    first, last = unread_beside(access, newest), unread_beside(access, shop.interview)
    assert (first.before, first.after, first.count) == (None, shop.complaint, 3)
    assert (last.before, last.after) == (shop.complaint, newest)
    mark_read(access, source_ids=[newest, shop.interview])
    alone = unread_beside(access, shop.complaint)
    assert (alone.before, alone.after, alone.count) == (None, None, 1)


def test_leaves_traces(access: Access, shop: Shop) -> None:
    mark_read(access, source_ids=[shop.complaint])
    assert "mark as read" in {c.act_name for c in history(workspace_id=access.workspace_id, node_id=shop.complaint)}


def test_refuses_what_is_no_source_and_too_many(access: Access, shop: Shop) -> None:
    for ids in ([shop.counting], [987654321], [shop.complaint, shop.anna]):
        with pytest.raises(NotFound):
            mark_read(access, source_ids=ids)
    with pytest.raises(Refused, match="At most"):
        mark_read(access, source_ids=range(1, 502))
    assert waiting(access) == [shop.complaint, shop.interview]


def test_refuses_others(viewer: Access, elsewhere: Access, shop: Shop) -> None:
    for act in (mark_read, mark_unread):
        with pytest.raises(Forbidden):
            act(viewer, source_ids=[shop.complaint])
        with pytest.raises(NotFound):
            act(elsewhere, source_ids=[shop.complaint])
