"""The record page and its acts, through the front door."""

import pytest
from django.test.client import Client
from pytest_django import DjangoAssertNumQueries
from tests.people import SignedIn

from clew.ground.customers.api import add_person
from clew.ground.ledger.api import last_act_id
from clew.ground.thread.api import (
    Link,
    NewNode,
    add_nodes,
    archive,
    card,
    comment,
    comments,
    link,
    neighbours,
    rename,
    withdraw_link,
)
from clew.ground.workspaces.api import Access, act, within

pytestmark = pytest.mark.django_db
TITLE = 'Count "stock" <quickly> & well'


@act("make records")
def make(access: Access, *, titles: list[str], kind: str = "code") -> list[int]:
    return [n.pk for n in add_nodes(access, [NewNode(kind, t) for t in titles])]


@pytest.fixture
def record(access: Access) -> int:
    """A record of a kind whose page is the general one."""
    return make(access, titles=[TITLE], kind="resolution")[0]


@pytest.fixture
def decision(access: Access) -> int:
    """Something another record may be linked to by hand."""
    from clew.ground.thread.api import open_decision

    return int(open_decision(access, title="Offline first").pk)


def page(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize("peek", ["", "?peek=1"])
def test_members_read_it(access: Access, editor: Access, viewer: Access, record: int, peek: str) -> None:
    for member in (access, editor, viewer):
        html = page(SignedIn(member), f"/w/{access.slug}/n/{record}{peek}")
        assert "Count &quot;stock&quot; &lt;quickly&gt; &amp; well" in html
        assert ("<nav" in html and "palette" in html) is (peek == "")


def test_strangers_do_not(access: Access, elsewhere: Access, record: int) -> None:
    assert SignedIn(elsewhere).get(f"/w/{access.slug}/n/{record}").status_code == 404
    assert SignedIn(elsewhere).get(f"/w/{elsewhere.slug}/n/{record}").status_code == 404
    assert Client().get(f"/w/{access.slug}/n/{record}").status_code == 404


def test_it_shows_thread_comments_and_history(access: Access, viewer: Access, record: int, decision: int) -> None:
    tie = link(access, upstream=record, verb="rests_on", downstream=decision)
    withdraw_link(access, link_id=tie.pk, reason="Wrong <one>")
    comment(access, node_id=record, text="Really?\nYes & no")
    html = page(SignedIn(viewer), f"/w/{access.slug}/n/{record}")
    assert "Offline first" in html
    assert "Wrong &lt;one&gt;" in html
    assert "Yes &amp; no" in html
    assert "added this" in html


def test_a_viewer_sees_no_acts(viewer: Access, record: int) -> None:
    html = page(SignedIn(viewer), f"/w/{viewer.slug}/n/{record}")
    for act_name in ("archive", "comment", "link", "rename"):
        assert f"/n/{record}/{act_name}" not in html


def test_the_statements_are_the_same_for_5_and_50(
    access: Access, decision: int, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    client = SignedIn(access)
    page(client, f"/w/{access.slug}/n/{decision}")
    for number in (5, 45):
        for node in make(access, titles=[f"Record {number} {n}" for n in range(number)]):
            link(access, upstream=node, verb="rests_on", downstream=decision)
            comment(access, node_id=decision, text="Hm")
        with django_assert_max_num_queries(32):
            page(client, f"/w/{access.slug}/n/{decision}")


def test_renaming_in_place(editor: Access, decision: int) -> None:
    client = SignedIn(editor)
    assert 'name="title"' in page(client, client.path(f"n/{decision}?rename=1"))
    answer = client.post(client.path(f"n/{decision}/rename"), {"title": "Online first"}, follow=True)
    assert "Renamed." in answer.content.decode()
    assert card(editor, decision).title == "Online first"


def test_a_refused_title_is_shown_beside_the_field(editor: Access, decision: int) -> None:
    client = SignedIn(editor)
    answer = client.post(client.path(f"n/{decision}/rename"), {"title": "  "})
    assert answer.status_code == 422
    assert 'name="title"' in answer.content.decode()
    assert "A title is missing" in answer.content.decode()


def test_words_that_stay_offer_no_renaming(editor: Access, record: int) -> None:
    client = SignedIn(editor)
    assert "rename=1" not in page(client, client.path(f"n/{record}"))
    assert client.post(client.path(f"n/{record}/rename"), {"title": "Mine"}).status_code == 422


def test_archive_bring_back_and_undo(editor: Access, record: int) -> None:
    client = SignedIn(editor)
    answer = client.post(client.path(f"n/{record}/archive"), follow=True)
    assert "Bring back" in answer.content.decode()
    assert card(editor, record).archived
    client.post(client.path(f"n/{record}/restore"))
    assert not card(editor, record).archived
    answer = client.post(client.path(f"undo/{last_act_id()}"), follow=True)
    assert "Undone: bring back." in answer.content.decode()
    assert card(editor, record).archived


def test_the_toast_offers_undo(editor: Access, record: int) -> None:
    client = SignedIn(editor)
    html = client.post(client.path(f"n/{record}/archive"), follow=True).content.decode()
    assert html.count(client.path(f"undo/{last_act_id()}")) == 2  # in the toast and in the history


def test_undo_is_refused_in_words(editor: Access, access: Access, decision: int) -> None:
    client = SignedIn(editor)
    rename(editor, node_id=decision, title="One")
    first = last_act_id()
    rename(access, node_id=decision, title="Two")
    answer = client.post(client.path(f"undo/{first}"))
    assert answer.status_code == 422
    assert "changed since by Alice" in answer.content.decode()


def test_comments_are_written_and_withdrawn(editor: Access, record: int) -> None:
    client = SignedIn(editor)
    client.post(client.path(f"n/{record}/comment"), {"text": "Is this so?"})
    [said] = comments(editor, record)
    assert said.text == "Is this so?"
    client.post(client.path(f"comments/{said.id}/withdraw"))
    assert "Withdrawn by its author" in page(client, client.path(f"n/{record}"))


def test_an_empty_comment_is_refused_on_the_page(editor: Access, record: int) -> None:
    client = SignedIn(editor)
    answer = client.post(client.path(f"n/{record}/comment"), {"text": " "})
    assert answer.status_code == 422
    assert "The comment is empty" in answer.content.decode()


def test_linking_offers_what_fits(editor: Access, record: int, decision: int) -> None:
    client = SignedIn(editor)
    html = page(client, client.path(f"n/{record}/link"))
    assert "Offline first" in html
    assert 'value="rests_on down"' in html
    assert "Offline first" in page(client, client.path(f"n/{record}/link?q=offl"))
    assert "Nothing found" in page(client, client.path(f"n/{record}/link?q=unheard"))
    client.post(client.path(f"n/{record}/link"), {"other": decision, "way": "rests_on down"})
    assert neighbours(editor, decision).up_total == 1


def test_pickers_are_offered_records(viewer: Access, record: int, decision: int) -> None:
    client = SignedIn(viewer)
    newest = client.get(client.path("n/options")).json()["items"]
    assert [i["id"] for i in newest] == [decision, record]
    assert client.get(client.path("n/options?q=offl")).json()["items"] == [
        {"id": decision, "title": "Offline first", "hint": "Decision"}
    ]
    assert client.get(client.path("n/options?kind=need&q=offl")).json()["items"] == []


@pytest.mark.parametrize(
    "data", [{}, {"other": "x"}, {"other": "9"}, {"way": "rests_on down"}, {"other": "", "way": "nonsense"}]
)
def test_nonsense_links_nothing(editor: Access, record: int, data: dict[str, str]) -> None:
    client = SignedIn(editor)
    assert client.post(client.path(f"n/{record}/link"), data).status_code in {404, 422}
    with within(editor):
        assert not Link.objects.exists()


def test_withdrawing_a_link_with_a_reason(editor: Access, record: int, decision: int) -> None:
    tie = link(editor, upstream=record, verb="rests_on", downstream=decision)
    client = SignedIn(editor)
    assert client.path(f"links/{tie.pk}/withdraw") in page(
        client, client.path(f"n/{record}/ties?way=down&verb=rests_on")
    )
    client.post(client.path(f"links/{tie.pk}/withdraw"), {"reason": "Not so"})
    assert neighbours(editor, record).down[0].items[0].withdrawn_reason == "Not so"


def test_all_ties_of_a_verb_are_paged(editor: Access, decision: int) -> None:
    for node in make(editor, titles=[f"Record {n}" for n in range(60)]):
        link(editor, upstream=node, verb="rests_on", downstream=decision)
    client = SignedIn(editor)
    assert "ties?way=up&amp;verb=rests_on" in page(client, client.path(f"n/{decision}"))
    first = page(client, client.path(f"n/{decision}/ties?way=up&verb=rests_on"))
    second = page(client, client.path(f"n/{decision}/ties?way=up&verb=rests_on&page=2"))
    assert "Record 59" in first
    assert "Record 0<" in second
    assert "No such links" in page(client, client.path(f"n/{decision}/ties?way=x&verb=%22"))


def test_viewers_may_not_act_and_strangers_find_nothing(
    access: Access, viewer: Access, elsewhere: Access, record: int, decision: int
) -> None:
    tie = link(access, upstream=record, verb="rests_on", downstream=decision)
    said = comment(access, node_id=record, text="Hm")
    archive(access, node_ids=[record])
    paths = (
        f"n/{record}/rename", f"n/{record}/archive", f"n/{record}/restore", f"n/{record}/comment", f"n/{record}/link",
        f"comments/{said.pk}/withdraw", f"links/{tie.pk}/withdraw", f"undo/{last_act_id()}",
    )  # fmt: skip
    for path in paths:
        assert SignedIn(viewer).post(f"/w/{access.slug}/{path}").status_code == 403, path
        assert SignedIn(elsewhere).post(f"/w/{access.slug}/{path}").status_code == 404, path
        data = {"title": "x", "text": "x", "other": str(decision), "way": "rests_on down"}
        assert SignedIn(elsewhere).post(f"/w/{elsewhere.slug}/{path}", data).status_code == 404, path


def test_a_thread_on_which_nothing_hangs_says_what_to_do(access: Access, record: int) -> None:
    browser = SignedIn(access)
    assert "Nothing hangs on it yet" in browser.get(browser.path(f"n/{record}")).content.decode()
    person = add_person(access, name="Ina", email="").pk
    page = browser.get(browser.path(f"n/{person}")).content.decode()
    assert "Read what was said" in page
    assert f"?person={person}" in page


def test_older_changes_are_shown_when_asked_for(access: Access, browser_of: type[SignedIn], decision: int) -> None:
    for turn in range(32):
        rename(access, node_id=decision, title=f"Renamed {turn:02}")
    brief = page(browser_of(access), f"/w/{access.slug}/n/{decision}")
    assert "Renamed 30" in brief
    assert "Renamed 00" not in brief
    assert "?history=all#history" in brief
    whole = page(browser_of(access), f"/w/{access.slug}/n/{decision}?history=all")
    assert "Renamed 00" in whole
    assert "history=all" not in whole
