"""A mailbox that customers write to, read over IMAP and TLS. What is read stays there, unread as it was."""

import imaplib
import re
import ssl
from collections.abc import Iterator
from datetime import date
from typing import Any

from clew.ground.ledger.api import Refused
from clew.rooms.roadmap.mails import MOST_BYTES

TIMEOUT, MOST = 30, 500
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
SIZE = re.compile(rb"RFC822\.SIZE (\d+)")


def mails_in(
    host: str, port: int, *, user: str, password: str, folder: str, since: date, starttls: bool = False
) -> Iterator[bytes]:
    """The newest `MOST` mails of a folder since a day, the oldest first; those that are too large are left out."""
    try:
        box = _opened(host, port, starttls)
        try:
            box.login(user, password)
            yield from _read(box, folder, since)
        finally:
            box.logout()
    except (OSError, imaplib.IMAP4.error) as error:
        raise Refused(
            f"The mailbox was not read: {error}", remedy="Check server, name, password and folder."
        ) from error


def _opened(host: str, port: int, starttls: bool) -> imaplib.IMAP4:
    """Encrypted before anything is said; the server's certificate is checked."""
    trusted = ssl.create_default_context()
    if not starttls:
        return imaplib.IMAP4_SSL(host, port, ssl_context=trusted, timeout=TIMEOUT)
    box = imaplib.IMAP4(host, port, timeout=TIMEOUT)
    box.starttls(trusted)
    return box


def _read(box: imaplib.IMAP4, folder: str, since: date) -> Iterator[bytes]:
    quoted = folder.replace("\\", "\\\\").replace('"', '\\"')
    _ok(box.select(f'"{quoted}"', readonly=True))
    day = f"{since.day}-{MONTHS[since.month - 1]}-{since.year}"
    found = _ok(box.uid("SEARCH", "SINCE", day))
    numbers = (found[0] or b"").split()[-MOST:]
    for number in numbers:
        told = _ok(box.uid("FETCH", number.decode(), "(RFC822.SIZE)"))
        size = SIZE.search(told[0] if isinstance(told[0], bytes) else b"")
        if size and int(size[1]) <= MOST_BYTES:
            parts = _ok(box.uid("FETCH", number.decode(), "(BODY.PEEK[])"))
            yield from (part[1] for part in parts if isinstance(part, tuple))


def _ok(answer: tuple[str, list[Any]]) -> list[Any]:
    if answer[0] != "OK":
        raise imaplib.IMAP4.error((answer[1] or [b"refused"])[0])
    return answer[1]
