"""A mailbox that customers write to, read over IMAP and TLS. What is read stays there, unread as it was."""

import imaplib
import re
import ssl
from base64 import b64encode
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import date
from typing import Any

from clew.ground.ledger.api import Refused
from clew.rooms.roadmap.mails import MOST_BYTES, key_of_heading

TIMEOUT, MOST, BEGINNING = 30, 500, 1_000_000
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
SIZE, NUMBER = re.compile(rb"RFC822\.SIZE (\d+)", re.IGNORECASE), re.compile(rb"\bUID (\d+)", re.IGNORECASE)
AGAIN = "Run it again: what was read is in the inbox, and each mail comes in once."


class _InTheClear(imaplib.IMAP4):
    """What the server says to be longer than any mail that was asked for is not read."""

    def read(self, size: int) -> bytes:
        if size > MOST_BYTES:
            raise self.abort("the server sends more than was asked for")
        return super().read(size)


class _Sealed(_InTheClear, imaplib.IMAP4_SSL):
    pass


def mails_in(
    host: str, port: int, *, user: str, password: str, folder: str, since: date, starttls: bool = False,
    known: Callable[[Sequence[str]], Collection[str]],
) -> Iterator[bytes | None]:  # fmt: skip
    """The newest `MOST` mails of a folder since a day, the oldest first; of one that is larger than `MOST_BYTES` its beginning.

    None for each whose key is among the `known`: of these only the heading is asked for, since whoever looks every minute finds mostly them.
    """
    box = _opened(host, port, starttls)
    try:
        with _in_words(f"The mailbox does not let {user} in", "Check name and password."):
            _sign_in(box, user, password)
        with _in_words(f"The folder “{folder}” does not open", "Name it by --folder as the server writes it."):
            _ok(box.select(_quoted(_folder(folder)), readonly=True))
        with _in_words("The mails were not read", AGAIN):
            yield from _read(box, since, known)
    finally:
        _closed(box)


def _opened(host: str, port: int, starttls: bool) -> imaplib.IMAP4:
    """Encrypted before anything is said; the server's certificate is checked."""
    trusted, box = ssl.create_default_context(), None
    try:
        if not starttls:
            return _Sealed(host, port, ssl_context=trusted, timeout=TIMEOUT)
        box = _InTheClear(host, port, timeout=TIMEOUT)
        box.starttls(trusted)
    except (OSError, ValueError, imaplib.IMAP4.error) as error:
        if box is not None:
            _closed(box)
        raise _not_opened(host, port, error) from error
    return box


def _not_opened(host: str, port: int, error: Exception) -> Refused:
    if isinstance(error, ssl.SSLCertVerificationError):
        return Refused(
            f"The certificate of {host} is not trusted: {error.verify_message}.",
            remedy="Ask whoever runs the server. SSL_CERT_FILE names a file with an authority of your own.",
        )
    return Refused(
        f"{host} does not answer at port {port}: {_said(error)}",
        remedy="Check server and port; where mail is read at port 143, add --starttls.",
    )


@contextmanager
def _in_words(message: str, remedy: str) -> Iterator[None]:
    try:
        yield
    except (OSError, imaplib.IMAP4.abort) as error:
        raise Refused(f"The connection to the mailbox broke off: {_said(error)}", remedy=AGAIN) from error
    except (ValueError, imaplib.IMAP4.error) as error:
        raise Refused(f"{message}: {_said(error)}", remedy=remedy) from error


def _said(error: Exception) -> str:
    """What the server said, as far as it is text."""
    first = error.args[0] if len(error.args) == 1 else str(error)
    words = first.decode(errors="replace") if isinstance(first, bytes) else str(first)
    return "".join(sign if sign.isprintable() else " " for sign in words[:300]).strip() or "no reason given"


def _sign_in(box: imaplib.IMAP4, user: str, password: str) -> None:
    if not (user + password).isprintable():
        raise ValueError("they hold signs that no mailbox takes, such as a line's end")
    if (user + password).isascii():
        box.login(_quoted(user), password)
    else:
        box.authenticate("PLAIN", lambda _: f"\0{user}\0{password}".encode())


def _read(box: imaplib.IMAP4, since: date, known: Callable[[Sequence[str]], Collection[str]]) -> Iterator[bytes | None]:
    day = f"{since.day}-{MONTHS[since.month - 1]}-{since.year}"
    found = _ok(box.uid("SEARCH", "SINCE", day))
    numbers = sorted({int(number) for line in found if line for number in line.split()})[-MOST:]
    keys = _keys(box, numbers)
    here = known(tuple(keys.values())) if keys else ()
    for number, size in _sizes(box, numbers):
        if keys.get(number) in here:
            yield None
            continue
        part = "" if size <= MOST_BYTES else f"<0.{BEGINNING}>"
        parts = _ok(box.uid("FETCH", str(number), f"(BODY.PEEK[]{part})"))
        yield from (part[1] for part in parts if isinstance(part, tuple))


def _keys(box: imaplib.IMAP4, numbers: list[int]) -> dict[int, str]:
    """Of each mail that names one; a server writes its number before the heading, or after it."""
    if not numbers:
        return {}
    told = _ok(box.uid("FETCH", ",".join(map(str, numbers)), "(UID BODY.PEEK[HEADER.FIELDS (MESSAGE-ID)])"))
    found: dict[int, str] = {}
    for part, after in zip(told, [*told[1:], b""], strict=True):
        if isinstance(part, tuple):
            number = NUMBER.search(part[0]) or (NUMBER.search(after) if isinstance(after, bytes) else None)
            if number and (key := key_of_heading(part[1])):
                found[int(number[1])] = key
    return found


def _sizes(box: imaplib.IMAP4, numbers: list[int]) -> list[tuple[int, int]]:
    """Of each mail that is still there; a server tells of other changes in between."""
    if not numbers:
        return []
    told = _ok(box.uid("FETCH", ",".join(map(str, numbers)), "(UID RFC822.SIZE)"))
    pairs = [(NUMBER.search(line), SIZE.search(line)) for line in told if isinstance(line, bytes)]
    sizes = {int(number[1]): int(size[1]) for number, size in pairs if number and size}
    return [(number, sizes[number]) for number in numbers if number in sizes]


def _folder(name: str) -> str:
    """In the modified UTF-7 of RFC 3501, 5.1.3, in which servers write names that are not ASCII."""

    def written(found: re.Match[str]) -> str:
        if found[0] == "&":
            return "&-"
        return f"&{b64encode(found[0].encode('utf-16-be')).decode().rstrip('=').replace('/', ',')}-"

    return re.sub(r"&|[^\x20-\x7e]+", written, name)


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _closed(box: imaplib.IMAP4) -> None:
    """Also after the connection broke, when nobody hears the farewell."""
    with suppress(OSError, ValueError, imaplib.IMAP4.error):
        box.logout()
    with suppress(OSError, ValueError, AttributeError):
        box.shutdown()


def _ok(answer: tuple[str, list[Any]]) -> list[Any]:
    if answer[0] != "OK":
        raise imaplib.IMAP4.error((answer[1] or [b"refused"])[0])
    return answer[1]
