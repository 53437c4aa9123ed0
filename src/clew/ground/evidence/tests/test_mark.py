from datetime import date

import pytest

from clew.ground.evidence.api import excerpt, mark, need, source, tie, withdraw_excerpt
from clew.ground.evidence.tests.shop import Quoter, Shop
from clew.ground.ledger.api import Forbidden, NotFound, Refused, history
from clew.ground.search.api import find
from clew.ground.thread.api import Link, archive
from clew.ground.workspaces.api import Access, within

TODAY = date(2025, 7, 1)
WORDS = "I count the shelves by hand"


def test_makes_an_anchored_excerpt_tied_to_the_need(access: Access, shop: Shop, quote: Quoter) -> None:
    made = quote(shop.interview, WORDS, need_id=shop.counting, codes=["manual work", "Friday"])
    found = excerpt(access, made)
    assert (found.quote.exact, found.quote.status) == (WORDS, "exact")
    assert (found.quote.person, found.quote.account, found.quote.speaker) == ("Anna Keller", "Bakery", "Anna")
    assert [(t.need_id, t.stance) for t in found.ties] == [(shop.counting, "supports")]
    assert [c.title for c in found.codes] == ["Friday", "manual work"]


def test_white_space_around_a_selection_is_left_out(access: Access, shop: Shop, quote: Quoter) -> None:
    assert excerpt(access, quote(shop.interview, " by hand every ")).quote.exact == "by hand every"


def test_the_interviewers_words_are_not_the_customers(access: Access, shop: Shop, quote: Quoter) -> None:
    found = excerpt(access, quote(shop.interview, "What slows you down?"))
    assert (found.quote.person_id, found.quote.who) == (None, "Interviewer")


def test_the_same_words_again_add_a_need_to_the_same_excerpt(access: Access, shop: Shop, quote: Quoter) -> None:
    one = quote(shop.interview, WORDS, need_id=shop.counting)
    two = quote(shop.interview, WORDS, new_need="Fewer Fridays lost", stance="mentions")
    assert one == two
    assert [t.need for t in excerpt(access, one).ties] == ["Count stock quickly", "Fewer Fridays lost"]


def test_a_new_need_of_a_known_name_is_the_known_need(access: Access, shop: Shop, quote: Quoter) -> None:
    made = quote(shop.interview, WORDS, new_need=" count STOCK quickly ")
    assert [t.need_id for t in excerpt(access, made).ties] == [shop.counting]


def test_leaves_traces(access: Access, shop: Shop, quote: Quoter) -> None:
    made = quote(shop.interview, WORDS, need_id=shop.counting, note="She sighed.")
    assert made in [h.node_id for h in find(access, "shelves by hand", kinds=("excerpt",)).hits]
    with within(access):
        links = set(Link.objects.values_list("upstream_id", "verb", "downstream_id"))
    assert {(shop.interview, "quoted_in", made), (made, "supports", shop.counting)} <= links
    assert {c.act_name for c in history(workspace_id=access.workspace_id, node_id=made)} == {"mark words"}


@pytest.mark.parametrize(("start", "end", "exact"), [(0, 5, "Other"), (-3, 2, "In"), (900, 905, "words"), (5, 0, "x")])
def test_refuses_words_that_do_not_stand_there(access: Access, shop: Shop, start: int, end: int, exact: str) -> None:
    with pytest.raises(Refused, match="changed while you read"):
        mark(access, source_id=shop.interview, start=start, end=end, exact=exact)


def test_refuses_nothing_and_too_much(access: Access, shop: Shop) -> None:
    with pytest.raises(Refused, match="No words"):
        mark(access, source_id=shop.interview, start=0, end=0, exact=" ")
    with pytest.raises(Refused, match="at most"):
        mark(access, source_id=shop.interview, start=0, end=6000, exact="x" * 6000)


def test_refuses_an_unknown_stance_and_keeps_nothing(access: Access, shop: Shop, quote: Quoter) -> None:
    with pytest.raises(Refused, match="stance"):
        quote(shop.interview, WORDS, need_id=shop.counting, stance="loves")
    assert source(access, shop.interview).marks == ()


def test_refuses_an_archived_need(access: Access, shop: Shop, quote: Quoter) -> None:
    archive(access, node_ids=[shop.counting])
    with pytest.raises(Refused, match="archived"):
        quote(shop.interview, WORDS, need_id=shop.counting)


def test_refuses_others(viewer: Access, elsewhere: Access, shop: Shop) -> None:
    for who, error in ((viewer, Forbidden), (elsewhere, NotFound)):
        with pytest.raises(error):
            mark(who, source_id=shop.interview, start=0, end=11, exact="Interviewer")
        with pytest.raises(error):
            tie(who, excerpt_id=1, need_id=shop.counting, stance="supports")
        with pytest.raises(error):
            withdraw_excerpt(who, excerpt_id=1, need_id=shop.counting)


def test_another_stance_withdraws_the_first(access: Access, shop: Shop, quote: Quoter) -> None:
    made = quote(shop.interview, WORDS, need_id=shop.counting)
    tie(access, excerpt_id=made, need_id=shop.counting, stance="contradicts")
    tie(access, excerpt_id=made, need_id=shop.counting, stance="contradicts")
    assert [t.stance for t in excerpt(access, made).ties] == ["contradicts"]
    with within(access):
        old = Link.objects.get(upstream=made, verb="supports")
    assert old.withdrawn_reason == "now contradicts"


def test_withdrawn_words_no_longer_speak(access: Access, shop: Shop, quote: Quoter) -> None:
    made = quote(shop.interview, WORDS, need_id=shop.counting)
    withdraw_excerpt(access, excerpt_id=made, need_id=shop.counting, reason="She meant another thing.")
    assert need(access, shop.counting, on=TODAY).supporting == ()
    assert excerpt(access, made).ties == ()
    with pytest.raises(NotFound):
        withdraw_excerpt(access, excerpt_id=made, need_id=shop.counting)


def test_archived_words_are_shown_no_more(access: Access, shop: Shop, quote: Quoter) -> None:
    made = quote(shop.interview, WORDS, need_id=shop.counting)
    archive(access, node_ids=[made])
    assert source(access, shop.interview).marks == ()
    assert need(access, shop.counting, on=TODAY).supporting == ()
    assert quote(shop.interview, WORDS, need_id=shop.counting) != made
