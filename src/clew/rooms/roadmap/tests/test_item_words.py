"""The customers' words behind a roadmap item and against it: for members, for a guest with a link to it, in a view of the plan."""

import re
from collections.abc import Callable
from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.people import SignedIn

from clew.ground.customers.api import add_person, ask_for_consent, give_consent, write_consent_text
from clew.ground.evidence.api import add_idea, add_need, add_source, mark
from clew.ground.guests.api import share_with_guest
from clew.ground.ledger.api import NotFound, Refused
from clew.ground.workspaces.api import Access
from clew.rooms.roadmap.actions.plan import add_item
from clew.rooms.roadmap.actions.views import add_plan_view, change_plan_view
from clew.rooms.roadmap.queries.item_words import item_words

Link = Callable[[int], str]
ANNA = "Counting by phone would save my Friday"


@pytest.fixture
def need(access: Access) -> int:
    return int(add_need(access, title="Count without paper").pk)


@pytest.fixture
def anna(access: Access) -> int:
    return int(add_person(access, name="Anna Keller").pk)


@pytest.fixture
def item(access: Access, need: int, anna: int) -> int:
    """For it 12 unnamed people and Anna, against it one; a second need holds some of the same words."""
    under = add_need(access, title="Count shelves", under=need).pk
    for number in range(12):
        say(access, f"I count twice, number {number}", need, under)
    say(access, ANNA, need, person=anna)
    say(access, "Paper never runs out of power", under, stance="contradicts")
    idea = add_idea(access, title="Scan shelves", addresses=[need]).pk
    return int(
        add_item(access, title="Scan with the phone", idea_ids=[idea], audience="company", detail="By spring.").pk
    )


def say(access: Access, text: str, *needs: int, stance: str = "supports", person: int | None = None) -> None:
    heard = add_source(access, text=text, kind="feedback", person_id=person, said_on=date(2026, 3, 1))
    for need in needs:
        mark(access, source_id=heard.pk, start=0, end=len(text), exact=text, need_id=need, stance=stance)


def holds(page: str, *words: str) -> bool:
    return all(one in page for one in words)


def holds_any(page: str, *words: str) -> bool:
    return any(one in page for one in words)


def test_both_sides_come_page_by_page_and_each_quotation_once(access: Access, viewer: Access, item: int) -> None:
    first, second = (item_words(viewer, item, offset=offset) for offset in (0, 10))
    assert (first.total, len(first.rows), len(second.rows)) == (13, 10, 3)
    assert first.rows[0].quote.exact == ANNA
    assert len({row.quote.id for row in (*first.rows, *second.rows)}) == 13
    against = item_words(viewer, item, stance="contradicts")
    assert [(row.quote.exact, row.need) for row in against.rows] == [("Paper never runs out of power", "Count shelves")]
    bare = add_item(access, title="Without an idea").pk
    assert item_words(viewer, bare).total == 0


def test_strangers_and_nonsense_are_refused(elsewhere: Access, access: Access, item: int) -> None:
    with pytest.raises(NotFound):
        item_words(elsewhere, item)
    with pytest.raises(Refused) as refused:
        item_words(access, item, stance="shouts")
    assert refused.value.field == "stance"


def test_queries_do_not_grow_with_the_words(access: Access, item: int, need: int) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as told:
            item_words(access, item)
        return len(told)

    before = asked()
    for number in range(20):
        say(access, f"One more of them, number {number}", need)
    assert asked() == before


def test_a_reader_turns_the_pages_on_the_items_page(viewer: Access, item: int, browser_of: type[SignedIn]) -> None:
    page = browser_of(viewer).get(f"/w/{viewer.slug}/n/{item}").content.decode()
    assert holds(page, ANNA, "13 quotations", "Anna Keller")
    assert not holds_any(page, "number 0<", "move-item", "describe-item", "tie-item")
    [more] = re.findall(r'href="[^"]*(\?for=2[^"#]*)#words-for"', page)
    turned = browser_of(viewer).get(f"/w/{viewer.slug}/n/{item}{more.replace('&amp;', '&')}").content.decode()
    assert holds(turned, "number 0<", "Paper never runs out of power")
    assert ANNA not in turned


@pytest.fixture
def link(access: Access) -> Link:
    return lambda node: f"/guest/{share_with_guest(access, node_id=node, name='Ines').secret}"


def test_a_guest_of_the_item_reads_them_without_names(access: Access, item: int, link: Link) -> None:
    at = link(item)
    page = Client().get(at).content.decode()
    assert holds(page, ANNA, "Paper never runs out of power", "Feedback", "Mar 2026", f"{at}/items/{item}?for=2")
    assert "Anna Keller" not in page
    turned = Client().get(f"{at}/items/{item}?for=2").content.decode()
    assert holds(turned, "number 0<", f"{at}/items/{item}?for=1")
    assert "Scan shelves" not in turned
    assert Client().get(f"{at}/items/{item + 1}").status_code == 404


def test_words_that_may_not_be_shared_are_withheld_from_guests_alone(
    access: Access, item: int, anna: int, link: Link
) -> None:
    write_consent_text(access, title="May we keep this?", body="We keep what you say.")
    asked = ask_for_consent(access, person_id=anna, scopes=["record", "quote"])
    give_consent(access, consent_id=asked.pk, scopes=["record", "quote"], how="written")
    assert item_words(access, item).rows[0].quote.exact == ANNA
    page = Client().get(link(item)).content.decode()
    assert ANNA not in page
    assert holds(page, "Words withheld.", "13 quotations")


def test_a_view_opens_its_items_only_where_it_is_said_so(access: Access, item: int, link: Link) -> None:
    hidden = add_item(access, title="For us alone", audience="team").pk
    view = add_plan_view(access, title="For partners", audience="company").pk
    at = link(view)
    assert f"/items/{item}" not in Client().get(at).content.decode()
    assert Client().get(f"{at}/items/{item}").status_code == 404
    for arrangement in ("horizon", "team"):
        change_plan_view(access, view_id=view, arrangement=arrangement, shows_words=True)
        assert f'href="{at}/items/{item}"' in Client().get(at).content.decode()
    page = Client().get(f"{at}/items/{item}").content.decode()
    assert holds(page, ANNA, "By spring.", "For partners")
    assert "Anna Keller" not in page
    assert Client().get(f"{at}/items/{hidden}").status_code == 404
    change_plan_view(access, view_id=view, audience="public", shows_words=True)
    assert Client().get(f"{at}/items/{item}").status_code == 404, "it is for the company"
