"""`clew roadmap mailbox` with a server that speaks IMAP over TLS, and mails as strangers send them."""

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import process_time
from typing import Any

import pytest
from click.testing import Result
from tests.shell import Shell

from clew.ground.ledger.api import Refused
from clew.ground.workspaces.api import Access
from clew.rooms.roadmap.mails import CustomerMail, read_mail
from clew.rooms.roadmap.queries.feedback import inbox, inbox_entry
from clew.rooms.roadmap.tests.mail_server import PASSWORD, USER, Mail, MailServer, certificate, serving

LARGE = 30_000_000


def mail(number: int, text: bytes = b"I count the shelves twice", head: bytes = b"") -> bytes:
    return (
        b"From: Anna Keller <anna@kettle.example>\r\nSubject: Counting %d\r\nMessage-ID: <m%d@kettle.example>\r\n" % (number, number)
        + head + b"\r\n" + text + b" %d\r\n" % number
    )  # fmt: skip


@pytest.fixture(scope="module")
def pem(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return certificate(tmp_path_factory.mktemp("mail"))


@pytest.fixture
def trusted(pem: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(pem))


@pytest.fixture
def here(here: Access, trusted: None) -> Access:
    return here


@pytest.fixture
def server(pem: Path) -> Iterator[MailServer]:
    with serving(MailServer([Mail(mail(n)) for n in range(3)]), pem) as served:
        yield served


def read(server: MailServer, *more: str, password: str | None = None, host: str = "127.0.0.1") -> Result:
    known = {"CLEW_IMAP_PASSWORD": server.password if password is None else password}
    return Shell("roadmap", "mailbox")(host, "--port", server.port, "--user", USER, *more, env=known)


def told(server: MailServer, *more: str) -> Any:
    done = read(server, "--json", *more)
    assert done.exit_code == 0, done.output
    return json.loads(done.stdout)


def test_mails_come_in_once_and_stay_as_they_were(here: Access, server: MailServer) -> None:
    assert told(server) == {"new": 3, "known": 0, "left_out": 0}
    server.mails.append(Mail(mail(3)))
    assert read(server).output == "1 came in, 3 were here, 0 were left out.\n"
    titles = [row.title for row in inbox(here).rows]
    assert titles == [f"Counting {n}" for n in (3, 2, 1, 0)], "the oldest came in first"
    assert not any(one.seen for one in server.mails)
    assert inbox_entry(here, inbox(here).rows[0].id).email == "anna@kettle.example"


@pytest.mark.parametrize("number_last", [False, True])
def test_a_mail_that_is_here_is_not_sent_again(here: Access, server: MailServer, number_last: bool) -> None:
    server.number_last = number_last
    server.mails.append(Mail(mail(3).replace(b"Message-ID", b"X-Nothing")))
    assert told(server)["new"] == 4
    server.said.clear()
    assert told(server) == {"new": 0, "known": 4, "left_out": 0}
    asked = [line for line in server.said if b"PEEK[]" in line]
    assert len(asked) == 1, "what names no Message-ID is known again by all of it"


def test_only_mails_since_a_day_are_asked_for(here: Access, server: MailServer) -> None:
    long_ago = datetime.now(UTC).date() - timedelta(days=40)
    server.mails[0].arrived = long_ago
    assert told(server)["new"] == 2
    assert told(server, "--since", str(long_ago)) == {"new": 1, "known": 2, "left_out": 0}


def test_by_starttls_nothing_is_said_in_the_clear(here: Access, pem: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with serving(MailServer([Mail(mail(1))]), pem, starttls=True) as served:
        assert told(served, "--starttls")["new"] == 1
        lines = b"".join(served.said)
        assert lines.index(b"STARTTLS") < lines.index(b"LOGIN")
    monkeypatch.setattr("clew.rooms.roadmap.mailbox.TIMEOUT", 0.3)
    with serving(MailServer([Mail(mail(1))]), pem) as served:
        assert "does not answer" in read(served, "--starttls").stderr


def test_names_that_are_not_ascii(here: Access, pem: Path) -> None:
    odd = MailServer([Mail(mail(1))], folder="Kunden &- W&APw-nsche", password="pässwört")
    with serving(odd, pem) as served:
        assert told(served, "--folder", "Kunden & Wünsche")["new"] == 1
        assert "ord is wrong" in read(served, password="pässwort").stderr


def test_what_goes_wrong_is_said_in_words(here: Access, server: MailServer, monkeypatch: pytest.MonkeyPatch) -> None:
    wrong = {
        "does not let feedback@example.org in: [AUTHENTICATIONFAILED] Name or password is wrong": read(server, password="x"),
        "signs that no mailbox takes": read(server, password="x\r\nA1 DELETE INBOX"),
        "The folder “Other” does not open: [NONEXISTENT] No such folder": read(server, "--folder", "Other"),
        "CLEW_IMAP_PASSWORD": read(server, password=""),
        "127.0.0.1 does not answer at port 1": read(MailServer(port=1)),
        "does not answer": read(server, host="." * 70),
    }  # fmt: skip
    for words, done in wrong.items():
        assert (done.exit_code, words in done.stderr) == (2, True), done.output
    monkeypatch.delenv("SSL_CERT_FILE")
    untrusted = read(server)
    assert (untrusted.exit_code, "not trusted" in untrusted.stderr) == (2, True)
    assert not any(PASSWORD in done.output for done in (*wrong.values(), untrusted))
    assert inbox(here).rows == ()


@pytest.mark.parametrize("trouble", ["drops", "lies", "silent"])
def test_what_was_read_before_the_connection_broke_is_kept(
    here: Access, server: MailServer, trouble: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("clew.rooms.roadmap.mailbox.TIMEOUT", 0.3)
    server.trouble = trouble
    done = read(server)
    assert (done.exit_code, "broke off" in done.stderr, "Run it again" in done.stderr) == (2, True, True), done.output
    assert len(inbox(here).rows) == 1
    server.trouble = ""
    assert told(server) == {"new": 2, "known": 1, "left_out": 0}


def test_a_server_that_speaks_something_else(here: Access, server: MailServer) -> None:
    server.trouble = "no IMAP"
    assert "does not answer at port" in read(server).stderr


def test_odd_mails_are_told_and_the_others_come_in(here: Access, server: MailServer) -> None:
    server.mails = [
        Mail(mail(0)), Mail(b""), Mail(mail(1, head=b"Auto-Submitted: auto-replied\r\n")), Mail(mail(2, b"NUL \x00 in it")),
        Mail(mail(4, b"\r\n> ")), Mail(mail(3)),
    ]  # fmt: skip
    done = read(server)
    assert done.stdout == "3 came in, 0 were here, 3 were left out.\n"
    assert done.stderr.splitlines() == [
        "Left out one: This is no mail.",
        "Left out “Counting 1” from anna@kettle.example: This mail was written by a machine.",
        "Left out “Counting 4” from anna@kettle.example: This mail says nothing.",
    ]


def test_of_a_large_mail_the_words_come_in(here: Access, server: MailServer) -> None:
    """And what is attached is not even fetched."""
    parts = b"Content-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\n\r\nThe button is cut off.\r\n--x\r\nContent-Type: image/png\r\n\r\n"
    server.mails = [Mail(mail(0).partition(b"\r\n\r\n")[0] + b"\r\n" + parts + b"\x89PNG" * 500_000, size=LARGE)]
    assert told(server) == {"new": 1, "known": 0, "left_out": 0}
    assert told(server) == {"new": 0, "known": 1, "left_out": 0}
    assert inbox_entry(here, inbox(here).rows[0].id).text == "The button is cut off."
    assert any(b"UID FETCH 10 (BODY.PEEK[]<0.1000000>)" in line for line in server.said)


def nested(depth: int) -> bytes:
    lines = [b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (n, n) for n in range(depth)]
    return b"From: a@b.example\r\n" + b"".join(lines) + b"Content-Type: text/plain\r\n\r\nHello there\r\n"


HOSTILE = {
    "no charset": mail(0, "Grüße aus Köln".encode(), b"Content-Type: text/plain\r\n"),
    "latin said to be UTF-8": mail(0, "Grüße aus Köln".encode("latin-1"), b"Content-Type: text/plain; charset=utf-8\r\n"),
    "a charset with NUL": mail(0, b"Hello there", b"Content-Type: text/plain; charset=\"a\x00b\"\r\n"),
    "a charset of another trade": mail(0, b"Hello there", b"Content-Type: text/plain; charset=undefined\r\n"),
    "a charset for names of machines": mail(0, b"ab-" + b"a9z" * 500_000, b"Content-Type: text/plain; charset=punycode\r\n"),
    "many headings": mail(0, b"From: a\r\nTo: b\r\nSubject: c\r\n" * 100_000),
    "many lines that begin alike": mail(0, b"On " * 20 + b"\r\n" + b"On a\r\n" * 300_000),
    "half signs": mail(0, b"Hello +2AA- there", b"Content-Type: text/plain; charset=utf-7\r\n"),
    "escaped half signs": mail(0, b"Hello \\ud800 there", b"Content-Type: text/plain; charset=unicode_escape\r\n"),
    "nested a little": nested(5),
    "nested deep": nested(3_000),
    "mails in mails": b"From: a@b.example\r\n" + b"Content-Type: message/rfc822\r\n\r\n" * 3_000 + b"Hello there",
    "a heading without end": mail(0, head=b"Content-Type: text/plain" + b"; a" * 1_000_000 + b"\r\n"),
    "brackets in the sender": b"From: " + b"(" * 1_000_000 + b"\r\nSubject: x\r\n\r\nHello there",
    "a subject of many codes": mail(0, head=b"Subject: " + b"=?utf-8?q?a?= " * 100_000 + b"\r\n"),
    "a subject of no code": b"Subject: =?nope?q?=FF?= =?utf-8?b?!!!?=\r\nFrom: =?x?\r\n\r\nHello there",
    "bytes in the sender": "From: Jürgen <j@köln.example>\r\nSubject: Größe\r\n\r\nHello there".encode("latin-1"),
    "a date that never was": mail(0, head=b"Date: Mon, 99 Foo 0000 99:99:99 +9999\r\n"),
    "a date before mail": mail(0, head=b"Date: Mon, 01 Jan 0100 00:00:00 +1400\r\n"),
    "HTML of open brackets": mail(0, b"Hello <b>there</b> " + b"<" * 2_000_000, b"Content-Type: text/html\r\n"),
    "HTML of open comments": mail(0, b"Hello there " + b"<!--a" * 400_000, b"Content-Type: text/html\r\n"),
    "HTML of open tags": mail(0, b"Hello there " + b"<a b" * 500_000, b"Content-Type: text/html\r\n"),
    "HTML of a tag that ends late": mail(0, b"Hello there " + b"<a b" * 500_000 + b">", b"Content-Type: text/html\r\n"),
    "HTML of a tag of many words": mail(0, b"Hello there <a" + b" b" * 90_000 + b">", b"Content-Type: text/html\r\n"),
    "base64 of no length": mail(0, b"SGVsbG8gdGhlcmU", b"Content-Type: text/plain\r\nContent-Transfer-Encoding: base64\r\n"),
    "a boundary that never comes": mail(0, head=b"Content-Type: multipart/mixed; boundary=x\r\n"),
    "only an attachment": mail(0, head=b"Content-Disposition: attachment\r\n"),
    "many lines": mail(0, b"\n" * 300_000),
}  # fmt: skip


@pytest.mark.parametrize("raw", HOSTILE.values(), ids=HOSTILE)
def test_no_mail_breaks_the_reading(raw: bytes) -> None:
    began = process_time()
    try:
        found: CustomerMail | None = read_mail(raw)
    except Refused:
        found = None
    assert process_time() - began < 5, "no mail takes the square of its length"
    if found:
        words = found.text + found.name + found.email + found.subject
        words.encode()
        assert "\x00" not in words


def test_what_can_be_read_of_odd_mails_is_read() -> None:
    assert read_mail(HOSTILE["no charset"]).text == "Grüße aus Köln 0"
    assert read_mail(HOSTILE["nested a little"]).text == "Hello there"
    assert re.sub("�", "", read_mail(HOSTILE["bytes in the sender"]).subject) == "Gre"
    coded = read_mail(
        b"From: =?utf-8?q?J=C3=BCrgen_=3Cx=40evil.example=3E?= <j@k.example>\r\nSubject: =?latin-1?q?Gr=F6=DFe?=\r\n\r\nHello there"
    )
    assert (coded.name, coded.email, coded.subject) == ("Jürgen <x@evil.example>", "j@k.example", "Größe")
    with_picture = b"Content-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\n\r\nHello there\r\n--x\r\nContent-Type: image/png\r\n\r\n"
    assert read_mail(b"From: a@b.example\r\n" + with_picture + b"\x89PNG" * 1_000_000).text == "Hello there"
