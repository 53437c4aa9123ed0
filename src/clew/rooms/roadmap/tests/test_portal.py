"""The portal: what members publish and settle, what people who come by do and see, and what never leaves."""

import json
import re
from datetime import date, timedelta
from typing import Any
from xml.etree import ElementTree as Xml

import pytest
from django.core import mail
from django.core.cache import caches
from django.core.mail import EmailMessage
from django.test import Client
from django.utils import timezone
from django_scopes import scope
from tests.people import SignedIn

from clew.ground.customers.api import add_person
from clew.ground.evidence.api import add_idea
from clew.ground.exchange.api import erase_person
from clew.ground.ledger.api import Forbidden, NotFound, Refused
from clew.ground.thread.api import record_history
from clew.ground.workspaces.api import Access
from clew.rooms.roadmap import portal_mails
from clew.rooms.roadmap.actions.plan import add_item
from clew.rooms.roadmap.actions.portal import (
    answer_on_portal,
    contrast_with_white,
    publish_idea,
    refuse_suggestion,
    set_public_status,
    set_up_portal,
    settle_comment,
    take_suggestion,
    unpublish_idea,
)
from clew.rooms.roadmap.actions.releases import add_release, release
from clew.rooms.roadmap.actions.votes import vote_for
from clew.rooms.roadmap.models import PortalComment, PortalKey, PortalNotice, PortalSession, Suggestion
from clew.rooms.roadmap.queries.portal import portal, portal_queue, public_comments, published_idea, published_ideas
from clew.rooms.roadmap.queries.visitors import enter_portal
from clew.rooms.roadmap.queries.votes import Votes, votes_of

SECRET = "They would leave us for Rival Ltd"


@pytest.fixture(autouse=True)
def counts(db: None) -> Any:
    for name in ("default", "here"):
        caches[name].clear()


@pytest.fixture
def idea(access: Access) -> int:
    set_up_portal(access, title="Larder ideas", slug="larder", accent="#224488", intro="Tell us.")
    made = int(add_idea(access, title=SECRET, detail=SECRET).pk)
    publish_idea(access, idea_id=made, title="Count by phone", detail="Count with the phone you have.")
    return made


def signed_in(email: str = "dora@example.org", slug: str = "larder") -> Client:
    """By the mailed link, as people do it."""
    client = Client()
    client.post(f"/portal/{slug}/sign-in", {"email": email})
    (link,) = re.findall(r"/portal/\S+/enter/\S+", str(mail.outbox[-1].body))
    assert "Sign in" in client.get(link).content.decode()
    assert client.post(link, {"name": "Dora Vogt"}).status_code == 303
    return client


def test_from_a_mail_to_a_vote_and_back(access: Access, idea: int) -> None:
    client = signed_in()
    cookie = client.cookies["clew_portal"]
    assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, "Lax", "/portal/larder/")
    for _ in range(2):
        assert client.post(f"/portal/larder/ideas/{idea}/vote", {"back": "list"}).status_code == 303
    assert votes_of(access, [idea])[idea] == Votes(1, 0, 0)
    voted = client.get("/portal/larder/").content.decode()
    assert ("Take back your vote" in voted, "aria-pressed" in voted) == (True, False)
    client.post(f"/portal/larder/ideas/{idea}/vote", {"do": "take-back"})
    assert votes_of(access, [idea])[idea] == Votes()
    client.post("/portal/larder/sign-out")
    assert client.post(f"/portal/larder/ideas/{idea}/vote")["Location"] == f"/portal/larder/sign-in?idea={idea}"
    assert votes_of(access, [idea])[idea] == Votes()
    with scope(workspace=access.workspace_id):
        assert not PortalSession.objects.exists()
        assert set(PortalKey.objects.values_list("email", flat=True)) == {""}


def test_a_link_lets_in_once_and_not_where_it_does_not_belong(access: Access, idea: int) -> None:
    client = signed_in()
    (link,) = re.findall(r"/portal/\S+/enter/\S+", str(mail.outbox[-1].body))
    for how in (client.get, client.post):  # a mail that is opened twice: whoever is in goes on
        assert (how(link).status_code, how(f"{link}?idea={idea}")["Location"]) == (303, f"/portal/larder/ideas/{idea}")
    for how in (Client().get, Client().post):
        over = how(f"{link}?idea={idea}")
        assert (over.status_code, f'name="idea" value="{idea}"' in over.content.decode()) == (404, True)
        assert "This link was used already, or its hour is over" in over.content.decode()
    forged = Client()
    forged.cookies["clew_portal"] = client.cookies["clew_portal"].value[:-4] + "AAAA"
    assert "Sign out" not in forged.get("/portal/larder/").content.decode()
    for slug in ("nothing", "larder2"):
        assert Client().get(f"/portal/{slug}/").status_code == 404
    set_up_portal(access, title="Larder ideas", is_on=False)
    assert client.get("/portal/larder/").status_code == 404


def test_only_published_words_are_shown(access: Access, idea: int) -> None:
    other = int(add_idea(access, title=f"{SECRET} too").pk)
    item = add_item(access, title="Phones", idea_ids=[idea], audience="public", detail=SECRET).pk
    add_item(access, title=f"{SECRET}, planned")
    inside = add_item(access, title=f"{SECRET}, inside").pk
    out = add_release(access, title="Spring", notes="By phone", audience="public", item_ids=[item, inside]).pk
    set_public_status(access, idea_id=idea, status="planned")
    places = [
        "",
        f"ideas/{idea}",
        "roadmap",
        "changelog",
        "suggest",
        *(f"feeds/{n}" for n in ("ideas.atom", "changelog.json")),
    ]
    before = "".join(Client().get(f"/portal/larder/{place}", follow=True).content.decode() for place in places)
    assert "Phones" in before
    assert "Spring" not in before
    release(access, release_id=out, released_on=date(2026, 3, 1))
    pages = [Client().get(f"/portal/larder/{place}", follow=True) for place in places]
    shown = "".join(page.content.decode() for page in pages)
    for words in ("Count by phone", "Spring", "By phone", "Shipped"):
        assert words in shown
    assert "Rival" not in shown
    assert all(len(page.content) < 20_000 for page in pages)
    assert Client().get(f"/portal/larder/ideas/{other}").status_code == 404
    unpublish_idea(access, idea_id=idea)
    assert Client().get(f"/portal/larder/ideas/{idea}").status_code == 404
    assert published_ideas(access) == ()


def test_comments_wait_until_somebody_looked_or_do_not(access: Access, idea: int) -> None:
    client = signed_in()
    client.post(f"/portal/larder/ideas/{idea}/comment", {"text": "<b>Yes please</b>"})
    client.post(f"/portal/larder/ideas/{idea}/comment", {"text": "Buy pills", "website": "https://spam.example"})
    assert client.post(f"/portal/larder/ideas/{idea}/comment", {"text": " "}).status_code == 422
    assert "Yes please" not in client.get(f"/portal/larder/ideas/{idea}").content.decode()
    (held,) = portal_queue(access).comments
    settle_comment(access, comment_id=held.id, is_shown=True)
    answer_on_portal(access, idea_id=idea, text="It comes in spring.")
    shown = client.get(f"/portal/larder/ideas/{idea}").content.decode()
    assert "&lt;b&gt;Yes please" in shown
    assert [(one.who, one.is_member) for one in public_comments(access, idea)] == [("Dora", False), ("Alice", True)]
    assert "Vogt" not in Client().get(f"/portal/larder/ideas/{idea}").content.decode()
    settle_comment(access, comment_id=held.id, is_shown=False)
    assert "Yes please" not in client.get(f"/portal/larder/ideas/{idea}").content.decode()
    set_up_portal(access, title="Larder ideas", holds_comments=False)
    client.post(f"/portal/larder/ideas/{idea}/comment", {"text": "At once"})
    assert "At once" in client.get(f"/portal/larder/ideas/{idea}").content.decode()
    assert "settle a comment" in {entry.act_name for entry in record_history(access, idea).entries}


def test_a_suggestion_becomes_an_idea_a_vote_or_nothing(access: Access, idea: int) -> None:
    client = signed_in()
    for title in ("Night view", "Phone counts", "Nonsense"):
        assert (
            "Thank you"
            in client.post("/portal/larder/suggest", {"title": title, "text": "For me", "seen": "1"}).content.decode()
        )
    assert client.post("/portal/larder/suggest", {"title": " "}).status_code == 422
    first, second, third = portal_queue(access).suggestions
    made = take_suggestion(access, suggestion_id=first.id)
    assert made is not None
    assert (made.title, votes_of(access, [made.pk])[made.pk].votes) == ("Night view", 1)
    take_suggestion(access, suggestion_id=second.id, idea_id=idea)
    assert votes_of(access, [idea])[idea].votes == 1
    refuse_suggestion(access, suggestion_id=third.id)
    assert portal_queue(access).suggestions == ()
    with pytest.raises(Refused, match="settled"):
        take_suggestion(access, suggestion_id=third.id)


def test_a_portal_for_known_people_lets_nobody_else_look(access: Access, idea: int) -> None:
    set_up_portal(access, title="Larder ideas", is_public=False)
    add_person(access, name="Anna", email="anna@example.org")
    front = Client().get("/portal/larder/").content.decode()
    assert "Count by phone" not in front
    assert Client().get("/portal/larder/feeds/ideas.atom").status_code == 404
    enter = "/portal/larder/sign-in"
    for place, back in (
        (f"ideas/{idea}", f"?idea={idea}"),
        ("ideas/7777", "?idea=7777"),
        ("roadmap", ""),
        ("changelog", ""),
        ("mails", ""),
    ):
        asked = Client().get(f"/portal/larder/{place}")
        assert (asked.status_code, asked["Location"]) == (303, enter + back), "asked to sign in, whatever is there"
    assert Client().post(f"/portal/larder/ideas/{idea}/vote").status_code == 404
    assert Client().get("/portal/nowhere/roadmap").status_code == 404
    told = [
        Client().post("/portal/larder/sign-in", {"email": e}).content for e in ("eve@example.org", "anna@example.org")
    ]
    assert re.sub(rb'value="[^"]*"', b"", told[0]) == re.sub(rb'value="[^"]*"', b"", told[1])
    assert [one.to for one in mail.outbox] == [["anna@example.org"]]
    assert "Count by phone" in signed_in("anna@example.org").get("/portal/larder/").content.decode()


def test_voters_hear_of_a_new_status_once_and_can_say_no(
    access: Access, idea: int, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.HOME_URL = "https://clew.example"
    anna, ben = (add_person(access, name=name, email=f"{name}@example.org".lower()).pk for name in ("Anna", "Ben"))
    for one in (anna, ben, add_person(access, name="Nomail").pk):
        vote_for(access, idea_id=idea, person_id=one)
    set_public_status(access, idea_id=idea, status="planned")
    assert (portal_mails.send_due(), portal_mails.send_due()) == (2, 0)
    first = mail.outbox[0]
    assert (first.subject, first.to) == ("Count by phone: planned", ["anna@example.org"])
    assert f"https://clew.example/portal/larder/ideas/{idea}" in str(first.body)
    assert "Rival" not in str(first.body)
    assert first.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    no = first.extra_headers["List-Unsubscribe"].strip("<>").removeprefix("https://clew.example")
    assert "No more mails" in Client().get(no).content.decode()
    assert Client(enforce_csrf_checks=True).post(no, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert Client().get(f"{no}x").status_code == 404
    for status in ("open", "planned", "shipped"):
        set_public_status(access, idea_id=idea, status=status)
    assert portal_mails.send_due() == 1
    assert (mail.outbox[-1].subject, mail.outbox[-1].to) == ("Count by phone: shipped", ["ben@example.org"])


def test_a_mail_server_that_is_away_is_tried_again(access: Access, idea: int, monkeypatch: pytest.MonkeyPatch) -> None:
    vote_for(access, idea_id=idea, person_id=add_person(access, name="Anna", email="anna@example.org").pk)
    set_public_status(access, idea_id=idea, status="started")
    with monkeypatch.context() as away:
        away.setattr("django.core.mail.EmailMessage.send", lambda *_: (_ for _ in ()).throw(OSError("away")))
        assert portal_mails.send_due() == 0
        assert Client().post("/portal/larder/sign-in", {"email": "a@example.org"}).status_code == 422
    assert portal_mails.send_due() == 0, "not at once"


def test_a_slow_mail_server_sends_none_twice_and_one_that_was_withdrawn_ends_nothing(
    access: Access, idea: int, monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    """The clock goes three minutes on with each letter, and another server looks what is due meanwhile."""
    for name in ("anna", "ben", "cleo"):
        vote_for(access, idea_id=idea, person_id=add_person(access, name=name, email=f"{name}@example.org").pk)
    set_public_status(access, idea_id=idea, status="started")
    began, sent, now = timezone.now(), list[str](), timezone.now
    monkeypatch.setattr(timezone, "now", lambda: began + timedelta(minutes=3 * len(sent)) + (now() - began))
    due = PortalNotice._base_manager.order_by("pk")
    held: list[timedelta | None] = []

    def slow(letter: EmailMessage) -> int:
        row = due.get(person__email=letter.to[0])
        held.append(row.held_until - timezone.now() if row.held_until else None)
        sent.append(letter.to[0])
        due.filter(person__email="ben@example.org").delete()
        return 1

    monkeypatch.setattr("django.core.mail.EmailMessage.send", slow)
    assert portal_mails.send_due() == 2
    assert sent == ["anna@example.org", "cleo@example.org"]
    assert all(left is not None and left > timedelta(minutes=1) for left in held)


def test_feeds_are_what_readers_take(access: Access, idea: int) -> None:
    feed = Client().get("/portal/larder/feeds/ideas.atom")
    root = Xml.fromstring(feed.content)
    atom = {"a": "http://www.w3.org/2005/Atom"}
    assert [one.text for one in root.findall("a:entry/a:title", atom)] == ["Count by phone"]
    assert all(root.find(f"a:{name}", atom) is not None for name in ("id", "title", "updated", "author"))
    told = json.loads(Client().get("/portal/larder/feeds/ideas.json").content)
    assert (told["version"], told["items"][0]["title"]) == ("https://jsonfeed.org/version/1.1", "Count by phone")
    assert Client().get("/portal/larder/feeds/other.atom").status_code == 404


def test_colour_and_address(access: Access, idea: int, elsewhere: Access) -> None:
    assert round(contrast_with_white("#767676"), 2) == 4.54
    assert b"#224488" in Client().get("/portal/larder/look.css").content
    refused_words: list[tuple[dict[str, Any], str]] = [
        ({"accent": "#ffee00"}, "accent"), ({"accent": "red"}, "accent"), ({"slug": "a b"}, "slug"), ({"title": " "}, "title"),
        ({"intro": "x" * 4001}, "intro"),
    ]  # fmt: skip
    for wrong, field in refused_words:
        with pytest.raises(Refused) as refused:
            set_up_portal(access, **{"title": "Larder", **wrong})
        assert refused.value.field == field
    found = portal(access)
    assert found is not None
    assert (found.slug, found.title) == ("larder", "Larder ideas")


def test_strangers_and_viewers(access: Access, viewer: Access, editor: Access, elsewhere: Access, idea: int) -> None:
    with pytest.raises(Forbidden):
        set_up_portal(editor, title="Mine")
    client = signed_in()
    client.post(f"/portal/larder/ideas/{idea}/comment", {"text": "Yes"})
    client.post("/portal/larder/suggest", {"title": "Night view"})
    queue = portal_queue(access)
    comment, wish = queue.comments[0].id, queue.suggestions[0].id
    for who, error in ((viewer, Forbidden), (elsewhere, NotFound)):
        for call in (
            lambda who=who: publish_idea(who, idea_id=idea, title="Mine"),
            lambda who=who: unpublish_idea(who, idea_id=idea),
            lambda who=who: set_public_status(who, idea_id=idea, status="open"),
            lambda who=who: answer_on_portal(who, idea_id=idea, text="No"),
            lambda who=who: settle_comment(who, comment_id=comment, is_shown=True),
            lambda who=who: take_suggestion(who, suggestion_id=wish),
            lambda who=who: refuse_suggestion(who, suggestion_id=wish),
        ):
            with pytest.raises(error):
                call()
    assert portal(elsewhere) is None
    with pytest.raises(NotFound):
        published_idea(elsewhere, idea)
    with pytest.raises(Refused, match="status"):
        set_public_status(access, idea_id=idea, status="gone")


@pytest.mark.slow
def test_an_erased_person_leaves_nothing_but_counts(access: Access, idea: int) -> None:
    client = signed_in()
    client.post(f"/portal/larder/ideas/{idea}/vote")
    client.post(f"/portal/larder/ideas/{idea}/comment", {"text": "My unusual words"})
    client.post("/portal/larder/suggest", {"title": "My unusual wish"})
    visitor = enter_portal("larder")
    assert visitor.person_id is None
    with scope(workspace=access.workspace_id):
        person = PortalComment.objects.get().person_id
        assert person is not None
        erase_person(access, person_id=person, typed_name="Dora Vogt")
        assert votes_of(access, [idea])[idea].votes == 1
        assert not PortalSession.objects.exists()
        assert PortalComment.objects.get().text == Suggestion.objects.get().title == "[erased]"
    assert "Sign out" not in client.get("/portal/larder/").content.decode()


def test_members_pages(access: Access, browser_of: type[SignedIn]) -> None:
    client = browser_of(access)
    assert "No portal yet" in client.get(client.path("roadmap/portal")).content.decode()
    assert (
        client.post(client.path("roadmap/portal/settings"), {"title": "Ours", "accent": "#ffff00"}).status_code == 422
    )
    client.post(client.path("roadmap/portal/settings"), {"title": "Ours", "for": "public", "on": "1", "holds": "1"})
    found = portal(access)
    assert found is not None
    assert len(found.slug) >= 20
    idea = add_idea(access, title="Count by phone").pk
    for place, data in (
        ("publish", {"title": "Phones", "status": "planned"}), ("answer", {"text": "Soon"}),
        ("vote", {"person": add_person(access, name="Anna").pk, "note": "By phone"}),
    ):  # fmt: skip
        assert client.post(client.path(f"roadmap/ideas/{idea}/{place}"), data).status_code in (302, 303), place
    shown = client.get(client.path(f"n/{idea}")).content.decode()
    for words in ("Anna", "By phone", "Phones", "Soon"):
        assert words in shown
    visitor = signed_in(slug=found.slug)
    visitor.post(f"/portal/{found.slug}/ideas/{idea}/comment", {"text": "A wish of mine"})
    visitor.post(f"/portal/{found.slug}/suggest", {"title": "Night view"})
    assert "A wish of mine" in client.get(client.path("roadmap/portal")).content.decode()
    queue = portal_queue(access)
    client.post(client.path(f"roadmap/portal/comments/{queue.comments[0].id}"), {"do": "show"})
    client.post(client.path(f"roadmap/portal/suggestions/{queue.suggestions[0].id}"), {"do": "take"})
    assert {row.title for row in published_ideas(access)} == {"Phones", "Night view"}
    assert client.post(client.path(f"roadmap/ideas/{idea}/vote"), {}).status_code == 422
    client.post(client.path(f"roadmap/ideas/{idea}/unpublish"))
    assert {row.title for row in published_ideas(access)} == {"Night view"}


def test_a_refused_sign_in_is_told_once(idea: int) -> None:
    shown = Client().post("/portal/larder/sign-in", {"email": "nobody"})
    found = shown.content.decode()
    assert (shown.status_code, found.count('role="alert"'), found.count('class="error"')) == (422, 0, 1)


def test_where_no_portal_is_visitors_are_spoken_to(idea: int) -> None:
    """They are no members: neither Today nor a sign-in of the house is theirs."""
    for path in ("/portal/nowhere/", "/guest/nothing", "/survey/nothing"):
        answer = Client().get(path)
        shown = answer.content.decode()
        assert (answer.status_code, "There is nothing here" in shown) == (404, True), path
        assert not [words for words in ("To Today", "Sign in", "member of", "archived") if words in shown], path
        assert "Ask whoever gave you the link" in shown
