"""Mail: what the address of a server means, the outbox and who may look into it, a true conversation with a mail server."""

import socket
import threading
from collections.abc import Iterator
from datetime import UTC
from io import BufferedRWPair
from pathlib import Path

import pytest
from click.testing import CliRunner
from django.core.mail import EmailMessage
from pytest_django import Settings
from tests.people import SignedIn

from clew.front.cli.doctor import _mail
from clew.front.cli.mailing import mail_test
from clew.front.mail import Server, kept, server_of
from clew.ground.workspaces.api import Access

FILES = "django.core.mail.backends.filebased.EmailBackend"


@pytest.mark.parametrize(
    ("url", "server"),
    [
        ("smtp://ada:a%40b@mail.example:2525", Server("mail.example", 2525, "ada", "a@b", starttls=True, tls=False)),
        ("smtp://mail.example", Server("mail.example", 587, "", "", starttls=True, tls=False)),
        ("smtps://ada:x@mail.example", Server("mail.example", 465, "ada", "x", starttls=False, tls=True)),
        ("smtp://localhost:25?tls=no", Server("localhost", 25, "", "", starttls=False, tls=False)),
    ],
)
def test_the_address_of_a_mail_server(url: str, server: Server) -> None:
    assert server_of(url) == server


@pytest.mark.parametrize("url", ["mail.example", "http://mail.example", "smtp://", "smtp://a:b@c:port", "smtp://c?x=1"])
def test_what_is_no_address_is_refused_and_says_how(url: str) -> None:
    with pytest.raises(ValueError, match="smtps://name:password"):
        server_of(url)


@pytest.fixture
def outbox(settings: Settings, tmp_path: Path) -> Path:
    settings.EMAIL_BACKEND, settings.EMAIL_FILE_PATH, settings.MAIL_SERVER = FILES, tmp_path / "outbox", None
    return tmp_path / "outbox"


def test_the_outbox_holds_the_newest_first(outbox: Path) -> None:
    assert kept(outbox) == []
    for subject in ("First", "Grüße"):
        EmailMessage(subject, f"{subject}: hello\n" + "-" * 79 + "\n", to=["ada@example.org"]).send()
    assert {mail.subject for mail in kept(outbox)} >= {"First", "Grüße"}
    assert kept(outbox)[-1].to in ("ada@example.org", "")
    assert len(kept(outbox, most=1)) == 1


def test_when_a_mail_was_written(outbox: Path) -> None:
    outbox.mkdir()
    for name, date in (
        ("a", "Fri, 27 Nov 2026 10:00:00 +0100"),
        ("b", "Fri, 27 Nov 2026 10:00:00 -0000"),
        ("c", "someday"),
    ):
        (outbox / f"{name}.log").write_text(f"Subject: {name}\nDate: {date}\n\nWords\n")
    told = {one.subject: one.sent and one.sent.astimezone(UTC).hour for one in kept(outbox)}
    assert told == {"a": 9, "b": 10, "c": None}


@pytest.mark.django_db
def test_the_owner_reads_it_in_local_mode_alone(
    access: Access, editor: Access, elsewhere: Access, outbox: Path, settings: Settings
) -> None:
    browser = SignedIn(access)
    assert b"No mail was written" in browser.get(browser.path("settings/outbox")).content
    EmailMessage("Hello <b>", "<script>alert(1)</script>", to=["ada@example.org"]).send()
    page = browser.get(browser.path("settings/outbox")).content
    assert (b"Hello &lt;b&gt;" in page, b"<script>alert" in page) == (True, False)
    assert SignedIn(editor).get(browser.path("settings/outbox")).status_code == 403
    assert SignedIn(elsewhere).get(browser.path("settings/outbox")).status_code == 404
    settings.LOCAL = False
    assert browser.get(browser.path("settings/outbox")).status_code == 404


def test_the_command_writes_to_the_outbox(outbox: Path) -> None:
    ended = CliRunner().invoke(mail_test, ["ada@example.org"])
    assert (ended.exit_code, "no mail server is set" in ended.output) == (0, True)
    assert [mail.to for mail in kept(outbox)] == ["ada@example.org"]
    assert CliRunner().invoke(mail_test, ["nobody"]).exit_code == 2
    assert _mail()[1]


class Listener:
    """A mail server of a few lines: says yes to everything and remembers the letter."""

    def __init__(self) -> None:
        self.heard: list[str] = []
        self.door = socket.create_server(("127.0.0.1", 0))
        self.port = self.door.getsockname()[1]
        self.thread = threading.Thread(target=self._serve, daemon=True)
        self.thread.start()

    def _serve(self) -> None:
        while True:
            try:
                line, _ = self.door.accept()
            except OSError:
                return
            with line, line.makefile("rwb") as talk:
                self._talk(talk)

    def _talk(self, talk: BufferedRWPair) -> None:
        def say(words: bytes) -> None:
            talk.write(words + b"\r\n")
            talk.flush()

        say(b"220 here")
        in_letter = False
        for raw in talk:
            word = raw.decode().strip()
            self.heard.append(word)
            if in_letter:
                in_letter = word != "."
                if not in_letter:
                    say(b"250 taken")
            elif word.upper() == "DATA":
                in_letter = True
                say(b"354 go on")
            elif word.upper() == "QUIT":
                say(b"221 bye")
                return
            else:
                say(b"250 yes")


@pytest.fixture
def listener(settings: Settings) -> Iterator[Listener]:
    made = Listener()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.MAIL_SERVER = server_of(f"smtp://127.0.0.1:{made.port}?tls=no")
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", made.port
    yield made
    made.door.close()


def test_a_mail_server_takes_it(listener: Listener) -> None:
    assert _mail()[1:] == (True, f"127.0.0.1:{listener.port} takes it, from Clew <clew@localhost>")
    ended = CliRunner().invoke(mail_test, ["ada@example.org"])
    assert (ended.exit_code, ended.output) == (0, "Sent by 127.0.0.1.\n")
    assert "Subject: Clew: a test" in listener.heard
    assert "To: ada@example.org" in listener.heard


def test_when_it_is_away_it_is_said(listener: Listener, settings: Settings) -> None:
    settings.EMAIL_PORT = 9
    assert not _mail()[1]
    ended = CliRunner().invoke(mail_test, ["ada@example.org"])
    assert (ended.exit_code, "could not be sent" in ended.stderr) == (2, True)
