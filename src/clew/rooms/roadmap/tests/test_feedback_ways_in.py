"""The ways in for people without an account, and the answer that goes back to them."""

import json
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.core import mail as outbox
from django.core.handlers.asgi import ASGIRequest
from django.test import Client
from django.utils import timezone
from tests.people import SignedIn
from tests.shell import Shell

from clew.ground.customers.api import add_person
from clew.ground.ledger.api import Forbidden, NotFound, Refused
from clew.ground.workspaces.api import Access
from clew.rooms.roadmap.actions.answering import answer_feedback, take_answer_back
from clew.rooms.roadmap.actions.feedback import capture_feedback
from clew.rooms.roadmap.actions.forms import change_form_address, send_words, set_form
from clew.rooms.roadmap.actions.mailed import take_in_mail
from clew.rooms.roadmap.actions.sorting import is_duplicate
from clew.rooms.roadmap.answers import send_due
from clew.rooms.roadmap.mail_words import without_quotes
from clew.rooms.roadmap.mails import read_mail
from clew.rooms.roadmap.models import AnswerMail
from clew.rooms.roadmap.pages.forms import sent
from clew.rooms.roadmap.queries.feedback import inbox, inbox_entry
from clew.rooms.roadmap.queries.forms import enter_by_form, feedback_form

SITE = "https://shop.example"
WORDS = "Please let me count by phone."
MAIL = b"""From: Anna Keller <Anna@Kettle.example>
To: feedback@clew.example
Subject: Counting
Message-ID: <abc-1@kettle.example>
Date: Mon, 2 Mar 2026 10:00:00 +0100
Content-Type: text/plain; charset=utf-8

I count the shelves twice.

On Sun, 1 Mar 2026 at 09:00, Clew <clew@clew.example> wrote:
> How do you count?
"""


@pytest.fixture
def token(access: Access) -> str:
    return str(set_form(access, title="What should be better?", origins=[SITE + "/"]).token)


def send(token: str, origin: str = SITE, **told: Any) -> Any:
    return Client().post(
        f"/feedback/{token}/send", json.dumps({"text": WORDS, **told}), "application/json", headers={"Origin": origin}
    )


def test_a_person_without_an_account_is_heard(access: Access, token: str) -> None:
    client, page = Client(), f"/feedback/{token}"
    assert "What should be better?" in client.get(page).content.decode()
    answer = client.post(page, {"text": WORDS, "email": "Anna@kettle.example", "name": "Anna"}, follow=True)
    assert "Thank you" in answer.content.decode()
    client.post(page, {"text": WORDS, "email": "anna@kettle.example"})
    (row,) = inbox(access).rows
    found = inbox_entry(access, row.id)
    assert (found.text, row.person, found.email, found.is_proved) == (WORDS, "Anna", "anna@kettle.example", False)
    wrong = client.post(page, {"text": WORDS, "email": "nobody"})
    assert (wrong.status_code, "no e-mail" in wrong.content.decode() or "not an e-mail" in wrong.content.decode()) == (
        422,
        True,
    )
    assert WORDS in wrong.content.decode(), "what was typed is kept"
    client.post(page, {"text": "Buy cheap shelves now", "website": "https://spam.example"})
    assert len(inbox(access).rows) == 1, "whoever fills in the hidden field is a machine"


def test_what_is_too_long_short_or_many_is_refused(access: Access, token: str, monkeypatch: pytest.MonkeyPatch) -> None:
    door = enter_by_form(token)
    for wrong in ({"text": "x y " * 2000}, {"text": "Hm"}, {"name": "x" * 121}, {"email": "x" * 300}):
        with pytest.raises(Refused):
            send_words(door, **{"text": WORDS, **wrong})
    monkeypatch.setattr("clew.rooms.roadmap.actions.forms.A_DAY", 1)
    send_words(door, text=WORDS)
    with pytest.raises(Refused, match="Many people"):
        send_words(door, text="Another wish of mine")


def test_who_knocks_too_often_is_slowed_down(token: str) -> None:
    answers = [send(token, text=f"Wish number {n}") for n in range(22)]
    assert (answers[0].status_code, answers[-1].status_code, answers[-1]["Retry-After"]) == (201, 429, "3600")
    by_hand = Client().post(f"/feedback/{token}", {"text": WORDS})
    assert (by_hand.status_code, by_hand["Retry-After"], WORDS in by_hand.content.decode()) == (429, "3600", True)


def test_what_is_sent_is_measured_not_believed(access: Access, token: str) -> None:
    headers = [(b"content-type", b"application/json"), (b"origin", SITE.encode())]
    scope = {"type": "http", "method": "POST", "path": "/", "headers": headers, "client": ("127.0.0.1", 1)}
    body = json.dumps({"text": WORDS, "more": "x" * 20_000}).encode()
    told = sent(ASGIRequest(scope, BytesIO(body)), token)  # in chunks: nothing says how long it is
    assert (told.status_code, b"too much" in told.content) == (422, True)
    assert inbox(access).rows == ()


def test_the_widget_sends_from_listed_sites_alone(access: Access, token: str) -> None:
    answer = send(token, url=f"{SITE}/cart?user=anna", email="anna@kettle.example")
    assert (answer.status_code, answer["Access-Control-Allow-Origin"], answer.cookies) == (201, SITE, {})
    (row,) = inbox(access).rows
    assert (row.channel, inbox_entry(access, row.id).url) == ("widget", f"{SITE}/cart")
    for origin in ("https://evil.example", "", "null", SITE + ".evil.example"):
        refused = send(token, origin, text="From elsewhere, this is")
        assert (refused.status_code, refused.has_header("Access-Control-Allow-Origin")) == (403, False)
    ahead = Client().options(f"/feedback/{token}/send", headers={"Origin": SITE})
    assert (ahead.status_code, ahead["Access-Control-Allow-Headers"]) == (204, "Content-Type")
    assert send(token, text="").status_code == 422
    assert (
        Client().post(f"/feedback/{token}/send", "[]", "application/json", headers={"Origin": SITE}).status_code == 422
    )
    assert send(token, text="x" * 30_000).status_code == 422
    assert len(inbox(access).rows) == 1


@pytest.mark.slow  # it wants the front end built
def test_the_widget_is_small() -> None:
    import clew.front

    built = Path(clew.front.__file__).parent / "static" / "dist" / "widget.js"
    assert built.stat().st_size <= 10_000
    assert not {"document.cookie", "localStorage", "innerHTML"} & set(built.read_text().split('"'))


def test_a_closed_form_and_an_old_address_open_nothing(access: Access, token: str) -> None:
    newer = change_form_address(access).token
    assert Client().get(f"/feedback/{token}").status_code == 404
    set_form(access, title="Later", is_open=False)
    assert Client().get(f"/feedback/{newer}").status_code == 404
    assert feedback_form(access).is_open is False  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"title": " "}, "title"),
        ({"intro": "x" * 1001}, "intro"),
        ({"origins": ["shop.example"]}, "origins"),
        ({"origins": ["https://shop.example/path"]}, "origins"),
        ({"origins": ["*"]}, "origins"),
        ({"origins": ["https://[x"]}, "origins"),
        ({"origins": [SITE] * 21}, "origins"),
    ],
)
def test_bad_forms_are_refused(access: Access, wrong: dict[str, Any], field: str) -> None:
    with pytest.raises(Refused) as refused:
        set_form(access, **{"title": "A form", **wrong})
    assert refused.value.field == field


def test_a_mail_comes_in_once(access: Access) -> None:
    made, is_new = take_in_mail(access, mail=read_mail(MAIL))
    again, is_again_new = take_in_mail(access, mail=read_mail(MAIL))
    assert (is_new, is_again_new, made.pk == again.pk) == (True, False, True)
    found = inbox_entry(access, made.pk)
    assert (found.text, found.row.title, found.row.person) == ("I count the shelves twice.", "Counting", "Anna Keller")
    assert (found.email, found.row.channel, found.is_proved) == ("anna@kettle.example", "email", False)


def test_mails_of_many_shapes() -> None:
    html = MAIL.replace(b"text/plain", b"text/html").replace(
        b"I count", b"<style>p{}</style><p>I <b>count</b></p><p>a lot</p>\n-- \n"
    )
    assert read_mail(html).text == "I count\na lot"
    assert read_mail(MAIL.replace(b"utf-8", b"no-such-code")).text == "I count the shelves twice."
    assert read_mail(MAIL.replace(b"Mon, 2 Mar 2026 10:00:00 +0100", b"someday")).sent_at is None
    assert without_quotes("Yes\n> no\n-- \nAnna") == "Yes"
    for wrong in (
        b"", b"no headers at all", MAIL.replace(b"Subject", b"Auto-Submitted: auto-replied\nSubject"),
        MAIL.replace(b"I count the shelves twice.", b""), MAIL.replace(b"Subject", b"X-Autoreply: yes\nSubject"),
    ):  # fmt: skip
        with pytest.raises(Refused):
            read_mail(wrong)


def test_an_answer_goes_to_the_person_once(access: Access) -> None:
    person = add_person(access, name="Anna", email="anna@kettle.example").pk
    pk = capture_feedback(access, text=WORDS, person_id=person).pk
    same = capture_feedback(access, text=WORDS).pk
    is_duplicate(access, entry_id=same, of=pk)
    answer_feedback(access, entry_id=pk, answer="It is out.", with_duplicates=True)
    assert [inbox_entry(access, one).mail for one in (pk, same)] == ["due", ""]
    assert (send_due(), send_due()) == (1, 0)
    (went,) = outbox.outbox
    assert (went.to, "It is out." in went.body, f"> {WORDS}" in went.body) == (["anna@kettle.example"], True, True)
    assert (inbox_entry(access, pk).mail, inbox_entry(access, pk).row.state) == ("sent", "answered")
    with pytest.raises(Refused, match="gone out"):
        take_answer_back(access, entry_id=pk)
    with pytest.raises(Refused, match="already"):
        answer_feedback(access, entry_id=pk, answer="Again")
    assert take_answer_back(access, entry_id=same).state == "sorted"


def test_an_answer_taken_back_is_not_sent(access: Access, monkeypatch: pytest.MonkeyPatch) -> None:
    person = add_person(access, name="Anna", email="anna@kettle.example").pk
    pk = capture_feedback(access, text=WORDS, person_id=person).pk
    answer_feedback(access, entry_id=pk, answer="It is out.")
    monkeypatch.setattr("django.core.mail.EmailMessage.send", _away)
    assert send_due() == 0
    assert AnswerMail._base_manager.get(pk=pk).tries == 1
    take_answer_back(access, entry_id=pk)
    assert (send_due(timezone.now() + timedelta(hours=1)), AnswerMail._base_manager.count()) == (0, 0)
    for wrong in ("", "x" * 5001):
        with pytest.raises(Refused):
            answer_feedback(access, entry_id=pk, answer=wrong)


def _away(*_: Any, **__: Any) -> int:
    raise OSError("away")


def test_strangers_and_viewers(access: Access, viewer: Access, elsewhere: Access) -> None:
    pk = capture_feedback(access, text=WORDS).pk
    for who, error in ((viewer, Forbidden), (elsewhere, NotFound)):
        with pytest.raises(error):
            answer_feedback(who, entry_id=pk, answer="Hello")
        with pytest.raises(error):
            take_answer_back(who, entry_id=pk)
    for call in (
        lambda: set_form(viewer, title="A form"), lambda: change_form_address(viewer),
        lambda: take_in_mail(viewer, mail=read_mail(MAIL)),
    ):  # fmt: skip
        with pytest.raises(Forbidden):
            call()
    with pytest.raises(Refused):
        change_form_address(elsewhere)
    assert feedback_form(elsewhere) is None


def test_the_teams_pages(access: Access, browser_of: type[SignedIn]) -> None:
    client = browser_of(access)
    page = client.path("roadmap/inbox/form")
    assert "Open the form" in client.get(page).content.decode()
    client.post(page, {"title": "Tell us", "origins": f"{SITE}\nhttp://localhost:8000", "is_open": "1"})
    shown = client.get(page).content.decode()
    assert "widget.js" in shown
    assert feedback_form(access).origins == ("http://localhost:8000", SITE)  # type: ignore[union-attr]
    assert client.post(page, {"title": "Tell us", "origins": "nowhere"}).status_code == 422
    before = feedback_form(access).token  # type: ignore[union-attr]
    client.post(client.path("roadmap/inbox/form/address"))
    assert feedback_form(access).token != before  # type: ignore[union-attr]
    pk = capture_feedback(access, text=WORDS).pk
    entry = client.path(f"roadmap/inbox/{pk}")
    assert "answered by hand" in client.get(entry).content.decode()
    client.post(f"{entry}/answer", {"answer": "It is out."})
    assert "by hand" in client.get(entry).content.decode()
    client.post(f"{entry}/answer", {"do": "back"})
    assert inbox_entry(access, pk).row.state == "sorted"


def test_another_system_sends_feedback_by_address(access: Access, viewer: Access, elsewhere: Access) -> None:
    first = capture_feedback(access, text=WORDS, email=" Anna@Kettle.example", name="Anna")
    again = capture_feedback(access, text="And the shelves too.", email="anna@kettle.example", name="Somebody else")
    assert first.source.person_id == again.source.person_id
    found = inbox_entry(access, again.pk)
    assert (found.row.person, found.email, found.is_proved) == ("Anna", "anna@kettle.example", False)
    unnamed = capture_feedback(access, text="Something else then.", email="ben@kettle.example", channel="hand")
    assert (inbox_entry(access, unnamed.pk).row.person, unnamed.is_proved) == ("ben@kettle.example", True)
    nobody = capture_feedback(access, text="A name alone says little.", name="Anna")
    assert nobody.source.person_id is None
    for wrong in ({"email": "nobody"}, {"email": "x" * 300}, {"email": "c@kettle.example", "name": "x" * 121},
                  {"email": "anna@kettle.example", "person_id": first.source.person_id}):  # fmt: skip
        with pytest.raises(Refused):
            capture_feedback(access, text="More words of hers.", **wrong)
    with pytest.raises(Forbidden):
        capture_feedback(viewer, text=WORDS, email="anna@kettle.example")
    theirs = capture_feedback(elsewhere, text=WORDS, email="anna@kettle.example", name="Another Anna")
    assert theirs.source.person_id != first.source.person_id, "nobody is found across workspaces"


def test_feedback_by_address_on_the_command_line(here: Access) -> None:
    words = ["roadmap", "feedback", WORDS, "--email", "anna@kettle.example", "--name", "Anna"]
    assert Shell()(*words).exit_code == 0
    assert [row.person for row in inbox(here).rows] == ["Anna"]
    refused = Shell()(*words[:4], "nobody")
    assert (refused.exit_code, "not an e-mail address" in refused.output) == (2, True)
