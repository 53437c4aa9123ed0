"""Whose words a mail holds and which they are, as programs of many makers write it."""

from email.message import EmailMessage

import pytest
from tests.people import SignedIn

from clew.ground.thread.api import comments
from clew.ground.workspaces.api import Access, members
from clew.rooms.roadmap.actions.mailed import take_in_mail
from clew.rooms.roadmap.mail_words import Forwarded, forwarded, without_quotes
from clew.rooms.roadmap.mails import read_mail
from clew.rooms.roadmap.queries.feedback import inbox_entry

HEADING = "From: Larder <l@larder.example>\nSent: Monday, November 23, 2026 10:00 AM\nTo: Kim <kim@k.example>\nSubject: An answer\n\n"
GMAIL = "---------- Forwarded message ---------\nFrom: Fay Customer <Fay@f.example>\nDate: Wed, Nov 25, 2026\nSubject: Scanner\nTo: Pat <p@l.example>\n\n\nIt reads twice.\n\n-- \nFay\n"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Still broken.\n\nOn Mon, Nov 23, 2026 at 10:00 AM Larder Support Team <\nl@larder.example> wrote:\n\n> Hello\n", "Still broken."),
        ("Immer noch.\n\nAm Mo., 23. Nov. 2026 um 10:00 Uhr schrieb Larder <\nl@larder.example>:\n\n> Hallo\n", "Immer noch."),
        (f"Works, but slowly.\n\n{HEADING}Thanks. It works now.\n", "Works, but slowly."),
        (f"Works.\n\n-----Original Message-----\n{HEADING}Thanks.\n", "Works."),
        (f"Works.\n\n________________________________\n{HEADING}Thanks.\n", "Works."),
        ("With one hand, please.\n\nSent from my iPhone\n", "With one hand, please."),
        ("Bitte einhändig.\n\nVon meinem iPhone gesendet\n", "Bitte einhändig."),
        ("On Mon, Nov 23, 2026 Larder <l@larder.example> wrote:\n> Which shelf?\n\nThe upper one.\n", "The upper one."),
        ("On Mondays I count.\nFrom: the cellar I carry it up.\nTo: nobody.\n", "On Mondays I count.\nFrom: the cellar I carry it up.\nTo: nobody."),
        ("Hello.\n\nSent from my iPhone\n\n> Hi\n", "Hello."),
        ("Hello.\nSent from my desk it takes an hour.\nFrom yours two.", "Hello.\nSent from my desk it takes an hour.\nFrom yours two."),
    ],
)  # fmt: skip
def test_what_is_quoted_and_signed_goes(text: str, words: str) -> None:
    assert without_quotes(text) == words
    assert without_quotes(text.replace("\n", "\r\n")) == words


@pytest.mark.parametrize(
    ("text", "subject", "found"),
    [
        (f"FYI\n\n{GMAIL}", "Fwd: Scanner", Forwarded("FYI", "Fay Customer", "fay@f.example", "It reads twice.")),
        (f"Begin forwarded message:\n\n> {HEADING.strip()}\n> \n> Words\n".replace("\nSent", "\n> Sent").replace("\nTo", "\n> To").replace("\nSubject", "\n> Subject"),
         "Fwd: An answer", Forwarded("", "Larder", "l@larder.example", "Words")),
        (f"{HEADING}Words\n", "FW: An answer", Forwarded("", "Larder", "l@larder.example", "Words")),
        (f"\n-----Original Message-----\n{HEADING}Words\n", "WG: An answer", Forwarded("", "Larder", "l@larder.example", "Words")),
        ("-------- Weitergeleitete Nachricht --------\nBetreff: \tWaage\nDatum: \tMo\nVon: \tGerd <g@g.example>\nAn: \tPat\n\nSie wiegt falsch.\n",
         "Fwd: Waage", Forwarded("", "Gerd", "g@g.example", "Sie wiegt falsch.")),
        (f"Works.\n\n{HEADING}Thanks.\n", "RE: An answer", None),
        ("---------- Forwarded message ---------\nIt says nothing of whom.\n", "Fwd: x", None),
        ("From: nobody\nDate: x\nTo: y\n\nWords", "Fwd: x", Forwarded("", "nobody", "", "Words")),
    ],
)  # fmt: skip
def test_who_wrote_what_was_forwarded(text: str, subject: str, found: Forwarded | None) -> None:
    assert forwarded(text, subject) == found


def of(sender: str, text: str, **more: str) -> EmailMessage:
    mail = EmailMessage()
    mail["From"], mail["Subject"], mail["Message-ID"] = sender, more.get("subject", "Fwd: Scanner"), "<1@here>"
    mail.set_content(text)
    return mail


def test_what_a_member_forwards_are_the_customers_words(access: Access, browser_of: type[SignedIn]) -> None:
    me = members(access)[0]
    made, _ = take_in_mail(
        access, mail=read_mail(bytes(of(f"Alice <{me.email.upper()}>", f"From the call\n\n{GMAIL}")))
    )
    found = inbox_entry(access, made.pk)
    assert (found.text, found.row.person, found.email) == ("It reads twice.", "Fay Customer", "fay@f.example")
    assert (found.row.title, found.is_proved) == ("Scanner", False)
    assert [one.text for one in comments(access, made.pk)] == [f"Forwarded by Alice <{me.email}>.\n\nFrom the call"]
    browser = browser_of(access)
    assert "From the call" in browser.get(browser.path(f"roadmap/inbox/{made.pk}")).content.decode()


def test_what_a_stranger_forwards_is_theirs(access: Access) -> None:
    made, _ = take_in_mail(access, mail=read_mail(bytes(of("Stranger <s@s.example>", f"Look\n\n{GMAIL}"))))
    found = inbox_entry(access, made.pk)
    assert (found.row.person, found.row.title, found.text) == ("Stranger", "Fwd: Scanner", "Look\n\nIt reads twice.")
    assert not comments(access, made.pk)


def test_a_mail_that_is_attached(access: Access) -> None:
    me = members(access)[0]
    mail, inner = of(f"Alice <{me.email}>", "See the mail."), of("Tom Inner <tom@t.example>", "It weighs wrongly.")
    mail.add_attachment(inner)
    made, _ = take_in_mail(access, mail=read_mail(bytes(mail)))
    found = inbox_entry(access, made.pk)
    assert (found.text, found.email) == ("It weighs wrongly.", "tom@t.example")
    assert "See the mail." in comments(access, made.pk)[0].text


@pytest.mark.parametrize(
    ("said", "body", "words"),
    [
        ("utf-8", "Grüße".encode("latin-1"), "Grüße"), ("iso-8859-1", "Grüße “hier”".encode(), "Grüße “hier”"),
        ("iso-8859-1", "“hier” für".encode("cp1252"), "“hier” für"), ("us-ascii", "für".encode("cp1252"), "für"),
        ("iso-8859-2", "żółw".encode("iso-8859-2"), "żółw"), ("iso-2022-jp", "日本".encode("iso-2022-jp"), "日本"),
        ("gb18030", "联通 很好".encode("gb18030"), "联通 很好"), ("utf-8", "Grüße für alle".encode()[:-1] + b"\xff", "Grüße für all�"),
        ("none-such", "für".encode(), "für"), ("punycode", b"ab-cd", "ab-cd"),
    ],
)  # fmt: skip
def test_a_charset_that_is_said_wrongly(said: str, body: bytes, words: str) -> None:
    raw = b"From: a@b.example\r\nContent-Type: text/plain; charset=" + said.encode() + b"\r\n\r\n" + body
    assert read_mail(raw).text == words


def test_cells_of_a_table_stand_apart() -> None:
    raw = b"From: a@b.example\r\nContent-Type: text/html\r\n\r\n<table><tr><td>Hello</td><td>there</td></tr></table><p>You</p>"
    assert read_mail(raw).text == "Hello there\nYou"


def in_html(body: str, subject: str = "Re: Prices") -> bytes:
    return f"From: a@b.example\r\nSubject: {subject}\r\nContent-Type: text/html\r\n\r\n{body}".encode()


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ('<p>The prices are old.</p><blockquote type="cite"><p>Op maandag schreef Larder:</p>\nWhich\nones?</blockquote>', "The prices are old."),
        ('<blockquote type="cite">Which?<blockquote type="cite">All</blockquote>Really?</blockquote><p>Those of fish.</p>', "Those of fish."),
        ('<p>Old.</p><blockquote class="gmail_quote" style="x">Hello</blockquote></blockquote>', "Old."),
        ("<p>A sign says:</p><blockquote>Back at ten</blockquote>and they come at noon", "A sign says:\n\nBack at ten\nand they come at noon"),
    ],
)  # fmt: skip
def test_what_html_alone_quotes_goes(body: str, words: str) -> None:
    assert read_mail(in_html(body)).text.replace("\n\n", "\n") == words.replace("\n\n", "\n")


def test_what_apple_forwards_in_html_alone(access: Access) -> None:
    heading = "".join(f"<div>{line}</div>" for line in HEADING.replace("<", "&lt;").strip().split("\n"))
    told = f'FYI<blockquote type="cite"><div>Begin forwarded message:</div><br>{heading}<br><div>It weighs wrongly.</div></blockquote>'
    found = read_mail(in_html(told, "Fwd: An answer"))
    assert found.forwarded == Forwarded("FYI", "Larder", "l@larder.example", "It weighs wrongly.")
    assert (read_mail(in_html(told)).forwarded, read_mail(in_html(told)).text) == (None, "FYI"), "an answer to it"
