from datetime import date
from typing import Any

from clew.ground.evidence.api import add_idea, add_need, add_source, brief, brief_markdown
from clew.ground.evidence.tests.shop import Quoter, Shop
from clew.ground.workspaces.api import Access

TODAY = date(2025, 7, 1)


def test_holds_the_needs_that_somebody_spoke_about(access: Access, shop: Shop, quote: Quoter) -> None:
    add_need(access, title="Nobody spoke of this")
    add_idea(access, title="Scan shelves", addresses=[shop.counting])
    quote(shop.interview, "I count the shelves by hand", need_id=shop.counting)
    made = brief(access, on=TODAY)
    (top,) = made.needs
    assert (top.title, top.weight.accounts, [i.title for i in top.ideas]) == (
        "Count stock quickly",
        1,
        ["Scan shelves"],
    )
    assert ([s.quote.who for s in top.supporting], top.contradicting) == (["Anna Keller"], ())


def test_as_markdown(access: Access, shop: Shop, quote: Quoter) -> None:
    quote(shop.interview, "I count the shelves by hand", need_id=shop.counting)
    quote(shop.complaint, "the export is broken", new_need="Export <b>works</b>", stance="contradicts")
    written = brief_markdown(brief(access, on=TODAY))
    assert "# Larder: what matters on 1 July 2025" in written
    assert "“I count the shelves by hand” — Anna Keller, Bakery, 1 July 2025" in written
    assert "1 account, 1 person, EUR 1,200 a year; 1 for, 0 against" in written
    assert "- Against: nobody looked." in written
    assert "<b>" not in written.replace("\\<b\\>", "")


def test_words_of_nobody_known_carry_no_empty_counts(access: Access, quote: Quoter) -> None:
    review = add_source(access, text="Opening a note offline fails.", kind="feedback").pk
    quote(review, "Opening a note offline fails", new_need="Read notes offline")
    written = brief_markdown(brief(access, on=TODAY))
    assert "\n1 for, 0 against\n" in written
    assert "0 accounts" not in written


def test_an_empty_workspace_says_so(access: Access) -> None:
    assert "Nobody has spoken about a need yet." in brief_markdown(brief(access, on=TODAY))


def test_asks_a_fixed_number_of_questions(
    access: Access, shop: Shop, quote: Quoter, django_assert_max_num_queries: Any
) -> None:
    for word in ("count", "shelves", "hand", "Friday"):
        quote(shop.interview, word, new_need=f"About {word}")
    with django_assert_max_num_queries(16):
        brief(access, on=TODAY)
