"""The thread view, through the front door."""

from datetime import date

import pytest
from django.test.client import Client
from pytest_django import DjangoAssertNumQueries
from tests.people import SignedIn

from clew.ground.customers.api import add_account, add_person, set_fact
from clew.ground.evidence.api import CONTRADICTS, SUPPORTS, add_idea, add_need, add_source, correct_source, mark
from clew.ground.thread.api import NewNode, add_nodes, link_many, neighbours, withdraw_link
from clew.ground.workspaces.api import Access, act

pytestmark = pytest.mark.django_db
WORDS = "I count the shelves by hand every Friday. It takes two hours. The old way is fine for us."
YESTERDAY = date(2025, 12, 31)


@pytest.fixture
def need(access: Access) -> int:
    """A need with words for and against it, of an account with revenue, and an idea that addresses it."""
    account = add_account(access, name="Bakery Sunrise")
    set_fact(access, account_id=account.pk, kind="arr", amount=120_000_00, starts_on=date(2026, 1, 1))
    person = add_person(access, name="Anna Keller", account_id=account.pk)
    source = add_source(access, title="Call with Anna", text=WORDS, person_id=person.pk)
    need = int(add_need(access, title="Count stock quickly").pk)
    for words, stance in (("by hand every Friday", SUPPORTS), ("The old way is fine", CONTRADICTS)):
        start = WORDS.index(words)
        mark(access, source_id=source.pk, start=start, end=start + len(words), exact=words, need_id=need, stance=stance)
    add_idea(access, title="Scan shelves", addresses=[need])
    return need


def page(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def test_both_sides_are_shown_with_who_said_it_and_what_they_pay(viewer: Access, need: int) -> None:
    client = SignedIn(viewer)
    html = page(client, client.path(f"thread/{need}"))
    for shown in (
        "by hand every Friday", "The old way is fine", "Anna Keller", "Bakery Sunrise", "Call with Anna",
        "Scan shelves", "120,000 EUR", "Against", "1 step back", "2 steps back", "1 step on",
    ):  # fmt: skip
        assert shown in html, shown


def test_revenue_is_of_the_day_asked_for(viewer: Access, need: int) -> None:
    client = SignedIn(viewer)
    html = page(client, client.path(f"thread/{need}?on={YESTERDAY}"))
    assert "120,000 EUR" not in html
    assert "As of 31 Dec 2025" in html
    assert page(client, client.path(f"thread/{need}?on=nonsense"))


def test_a_need_with_nothing_against_it_says_so(access: Access, need: int) -> None:
    other = add_need(access, title="Something else").pk
    client = SignedIn(access)
    html = page(client, client.path(f"thread/{other}"))
    assert "nobody looked" in html
    assert "Nobody looked: nothing speaks against it" in html
    assert "Nothing rests on this yet" in html


def test_withdrawn_links_are_worded_and_can_be_hidden(access: Access, need: int) -> None:
    tie = next(g for g in neighbours(access, need).up if g.verb == CONTRADICTS).items[0]
    withdraw_link(access, link_id=tie.link_id, reason="Another shop")
    client = SignedIn(access)
    html = page(client, client.path(f"thread/{need}"))
    assert "by Alice" in html
    assert "Another shop" in html
    assert "The old way is fine" not in page(client, client.path(f"thread/{need}?withdrawn=0"))


def test_a_broken_anchor_is_said(access: Access, need: int) -> None:
    source = next(c for c in neighbours(access, need).up).items[0].card.id
    from clew.ground.evidence.models import Excerpt
    from clew.ground.workspaces.api import within

    with within(access):
        source = Excerpt.objects.get(pk=source).source_id
    correct_source(
        access, source_id=source, text="Something quite different was said in this conversation, it turned out."
    )
    client = SignedIn(access)
    assert "place lost" in page(client, client.path(f"thread/{need}"))


def test_a_record_without_ties_says_so(access: Access, need: int) -> None:
    source = add_source(access, title="Alone", text="Nobody marked anything in these words yet.").pk
    client = SignedIn(access)
    html = page(client, client.path(f"thread/{source}"))
    assert "Nothing is tied behind this" in html
    assert "Nothing rests on this yet" in html


def test_a_cut_is_said(access: Access, need: int) -> None:
    many(access, need, 60)
    client = SignedIn(access)
    assert "Only the 40 newest links are followed" in page(client, client.path(f"thread/{need}"))


def test_a_hub_says_how_many_there_are_and_opens(access: Access, need: int) -> None:
    many(access, need, 60)
    client = SignedIn(access)
    html = page(client, client.path(f"thread/{need}"))
    assert "and 55 more" in html
    assert html.count("Smaller need") == 5
    opened = page(client, client.path(f"thread/{need}?open=-1"))
    assert opened.count("Smaller need") > 30
    assert "more, as a list" in opened
    assert f"/n/{need}/ties?way=up&amp;verb=under" in opened
    assert page(client, client.path(f"thread/{need}?open=far")).count("Smaller need") == 5


def test_a_source_named_by_its_own_words_is_not_said_twice(access: Access, need: int) -> None:
    source = add_source(access, text="The till hangs.", kind="feedback", channel="e-mail", said_on=YESTERDAY).pk
    mark(access, source_id=source, start=0, end=15, exact="The till hangs.", need_id=need)
    client = SignedIn(access)
    html = page(client, client.path(f"thread/{need}"))
    assert html.count("The till hangs.") == 1
    assert "E-mail, 31 Dec 2025" in html


@act("make records")
def many(access: Access, need: int, number: int) -> None:
    new = add_nodes(access, [NewNode("need", f"Smaller need {n}") for n in range(number)])
    link_many(access, [(n.pk, "under", need) for n in new])


def test_the_statements_are_the_same_for_5_and_50(
    access: Access, need: int, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    client = SignedIn(access)
    page(client, client.path(f"thread/{need}"))
    for number in (5, 50):
        many(access, need, number)
        with django_assert_max_num_queries(20):  # a hub is counted, too
            page(client, client.path(f"thread/{need}"))


def test_where_to_begin(viewer: Access, need: int) -> None:
    client = SignedIn(viewer)
    html = page(client, client.path("thread"))
    assert client.path(f"thread/{need}") in html
    assert "Needs with most weight" in html
    assert "Call with Anna" in page(client, client.path("thread?q=anna"))
    assert "Nothing found" in page(client, client.path("thread?q=unheard"))


def test_an_empty_workspace_is_taught(access: Access, viewer: Access) -> None:
    assert "No thread yet" in page(SignedIn(viewer), f"/w/{access.slug}/thread")
    assert "Add a source" in page(SignedIn(access), f"/w/{access.slug}/thread")


def test_strangers_find_nothing(access: Access, elsewhere: Access, need: int) -> None:
    for path in ("thread", f"thread/{need}"):
        assert SignedIn(elsewhere).get(f"/w/{access.slug}/{path}").status_code == 404
        assert Client().get(f"/w/{access.slug}/{path}").status_code == 404
    assert SignedIn(elsewhere).get(f"/w/{elsewhere.slug}/thread/{need}").status_code == 404
