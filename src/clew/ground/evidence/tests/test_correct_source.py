import pytest

from clew.ground.evidence.api import correct_source, source
from clew.ground.evidence.tests.shop import Quoter, Shop
from clew.ground.ledger.api import Forbidden, NotFound, Refused
from clew.ground.search.api import find
from clew.ground.workspaces.api import Access


def test_a_correction_is_a_new_version(access: Access, shop: Shop) -> None:
    before = source(access, shop.complaint).text
    correct_source(access, source_id=shop.complaint, text="Counting is fine. The export is broken.")
    after = source(access, shop.complaint)
    assert (after.newest, after.text) == (2, "Counting is fine. The export is broken.")
    assert [(v.number, v.created_by) for v in after.versions] == [(2, "Alice"), (1, "Alice")]
    assert source(access, shop.complaint, version=1).text == before


def test_excerpts_follow_their_words(access: Access, shop: Shop, quote: Quoter) -> None:
    quote(shop.complaint, "the export is broken")
    correct_source(access, source_id=shop.complaint, text="Well. Counting is fine, but the export is broken.")
    (marked,) = source(access, shop.complaint).marks
    text = source(access, shop.complaint).text
    assert marked.quote.status == "moved"
    assert text[marked.quote.start : marked.quote.end] == "the export is broken"


def test_lost_words_are_shown_as_lost(access: Access, shop: Shop, quote: Quoter) -> None:
    quote(shop.complaint, "the export is broken")
    correct_source(access, source_id=shop.complaint, text="Something else altogether was said on that day.")
    (marked,) = source(access, shop.complaint).marks
    assert (marked.quote.status, marked.quote.start, marked.quote.end) == ("broken", None, None)
    assert marked.quote.exact == "the export is broken"


def test_words_that_come_back_find_their_place(access: Access, shop: Shop, quote: Quoter) -> None:
    quote(shop.complaint, "the export is broken")
    text = source(access, shop.complaint).text
    correct_source(access, source_id=shop.complaint, text="Something else altogether was said on that day.")
    correct_source(access, source_id=shop.complaint, text=text)
    assert source(access, shop.complaint).marks[0].quote.status == "exact"


def test_speakers_keep_their_turns(access: Access, shop: Shop) -> None:
    text = source(access, shop.interview).text
    correct_source(access, source_id=shop.interview, text="Friday talk.\n" + text)
    after = source(access, shop.interview)
    assert [(t.speaker, after.text[t.start : t.start + 5]) for t in after.turns] == [
        ("Interviewer", "Inter"),
        ("Anna", "Anna:"),
    ]


def test_the_new_words_are_found(access: Access, shop: Shop) -> None:
    correct_source(access, source_id=shop.complaint, text="The download fails.")
    assert [h.node_id for h in find(access, "download").hits] == [shop.complaint]
    assert find(access, "export").total == 0


def test_refuses_the_same_or_empty_text(access: Access, shop: Shop) -> None:
    with pytest.raises(Refused, match="Nothing was changed"):
        correct_source(access, source_id=shop.complaint, text=source(access, shop.complaint).text)
    with pytest.raises(Refused, match="empty"):
        correct_source(access, source_id=shop.complaint, text=" ")


def test_refuses_others(viewer: Access, elsewhere: Access, shop: Shop) -> None:
    with pytest.raises(Forbidden):
        correct_source(viewer, source_id=shop.complaint, text="Changed")
    with pytest.raises(NotFound):
        correct_source(elsewhere, source_id=shop.complaint, text="Changed")
