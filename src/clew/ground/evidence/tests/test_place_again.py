import pytest
from django.db import IntegrityError, transaction

from clew.ground.evidence.api import correct_source, excerpt, place_again, source
from clew.ground.evidence.models import Excerpt
from clew.ground.evidence.tests.shop import Quoter, Shop
from clew.ground.ledger.api import Forbidden, NotFound, Refused, history, last_act_id
from clew.ground.search.api import find
from clew.ground.thread.api import undo
from clew.ground.workspaces.api import Access, within

NOW = "Nothing can be downloaded since Monday, she said."


@pytest.fixture
def lost(access: Access, shop: Shop, quote: Quoter) -> int:
    made = quote(shop.complaint, "the export is broken", need_id=shop.counting, codes=["export"])
    correct_source(access, source_id=shop.complaint, text=NOW)
    return made


def test_takes_the_words_shown_and_keeps_its_ties(access: Access, shop: Shop, lost: int) -> None:
    place_again(access, excerpt_id=lost, start=0, end=26, exact=NOW[:26])
    found = excerpt(access, lost)
    assert (found.quote.exact, found.quote.status) == ("Nothing can be downloaded", "exact")
    assert [t.need_id for t in found.ties] == [shop.counting]
    assert [c.title for c in found.codes] == ["export"]
    (marked,) = source(access, shop.complaint).marks
    assert (marked.quote.start, marked.quote.end) == (0, 25)


def test_it_follows_its_new_words_from_then_on(access: Access, shop: Shop, lost: int) -> None:
    place_again(access, excerpt_id=lost, start=0, end=25, exact=NOW[:25])
    correct_source(access, source_id=shop.complaint, text=f"Hello. {NOW}")
    assert excerpt(access, lost).quote.status == "moved"


def test_leaves_traces(access: Access, lost: int) -> None:
    place_again(access, excerpt_id=lost, start=0, end=25, exact=NOW[:25])
    acts = {c.act_name for c in history(workspace_id=access.workspace_id, node_id=lost)}
    assert "place a quotation by hand" in acts
    assert lost in [h.node_id for h in find(access, "downloaded", kinds=("excerpt",)).hits]
    assert find(access, "export", kinds=("excerpt",)).total == 0


def test_refuses_what_is_not_lost_or_not_there(access: Access, shop: Shop, quote: Quoter, lost: int) -> None:
    with pytest.raises(Refused, match="changed while you read"):
        place_again(access, excerpt_id=lost, start=0, end=5, exact="Other")
    with pytest.raises(Refused, match="No words"):
        place_again(access, excerpt_id=lost, start=0, end=0, exact=" ")
    other = quote(shop.complaint, "since Monday")
    start = NOW.index("since")
    with pytest.raises(Refused, match="marked already"):
        place_again(access, excerpt_id=lost, start=start, end=start + 12, exact="since Monday")
    with pytest.raises(Refused, match="has its place"):
        place_again(access, excerpt_id=other, start=0, end=7, exact="Nothing")
    with pytest.raises(NotFound):
        place_again(access, excerpt_id=shop.counting, start=0, end=7, exact="Nothing")
    assert excerpt(access, lost).quote.status == "broken"


def test_refuses_others(viewer: Access, elsewhere: Access, lost: int) -> None:
    with pytest.raises(Forbidden):
        place_again(viewer, excerpt_id=lost, start=0, end=7, exact="Nothing")
    with pytest.raises(NotFound):
        place_again(elsewhere, excerpt_id=lost, start=0, end=7, exact="Nothing")


def test_is_undone_and_search_forgets_it_again(access: Access, lost: int) -> None:
    place_again(access, excerpt_id=lost, start=0, end=25, exact=NOW[:25])
    undo(access, act=last_act_id())
    found = excerpt(access, lost)
    assert (found.quote.exact, found.quote.status) == ("the export is broken", "broken")
    assert lost in [h.node_id for h in find(access, "export", kinds=("excerpt",)).hits]
    assert find(access, "downloaded", kinds=("excerpt",)).total == 0


def test_the_database_lets_no_words_in_that_do_not_stand_there(access: Access, lost: int) -> None:
    with within(access), pytest.raises(IntegrityError, match="stays as it was taken"), transaction.atomic():
        Excerpt.objects.filter(pk=lost).update(exact="Words nobody said")
