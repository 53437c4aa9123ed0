"""Where mail goes: to the server that CLEW_SMTP_URL names, else into files in the data folder. Knows nothing of Django."""

import heapq
import os
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import Message
from email.utils import parsedate_to_datetime
from pathlib import Path
from urllib.parse import unquote, urlsplit

BETWEEN = b"-" * 79  # what Django writes after each mail of a file
MOST_READ = 200_000
PORTS = {"smtp": 587, "smtps": 465}
SHAPE = "Write it as smtp://name:password@host:587, smtps://name:password@host:465, or smtp://host:25?tls=no."


@dataclass(frozen=True, slots=True)
class Server:
    host: str
    port: int
    user: str
    password: str
    starttls: bool
    tls: bool


@dataclass(frozen=True, slots=True)
class Kept:
    """A mail that was written to a file instead of being sent. `calendar`: the entry it carries, if it does."""

    subject: str
    to: str
    sent: datetime | None
    text: str
    calendar: str = ""


def server_of(url: str) -> Server:
    """Encrypted unless it is said otherwise, which is for a server on the same machine."""
    parts = urlsplit(url)
    try:
        port = parts.port
    except ValueError as error:
        raise ValueError(SHAPE) from error
    if parts.scheme not in PORTS or not parts.hostname or parts.query not in ("", "tls=no"):
        raise ValueError(SHAPE)
    is_plain = parts.query == "tls=no"
    return Server(
        parts.hostname,
        port or PORTS[parts.scheme],
        unquote(parts.username or ""),
        unquote(parts.password or ""),
        starttls=parts.scheme == "smtp" and not is_plain,
        tls=parts.scheme == "smtps",
    )


def kept(folder: Path, most: int = 50) -> list[Kept]:
    """The newest mails of the outbox, the newest first."""
    if not folder.is_dir():
        return []
    newest = heapq.nlargest(most, (f for f in os.scandir(folder) if f.is_file()), key=lambda f: f.stat().st_mtime_ns)
    return [mail for file in newest for mail in _mails(Path(file.path))][:most]


def _mails(file: Path) -> list[Kept]:
    with file.open("rb") as opened:
        raw = opened.read(MOST_READ)
    return [_read(part.strip()) for part in reversed(raw.split(BETWEEN)) if part.strip()]


def _read(raw: bytes) -> Kept:
    mail = message_from_bytes(raw, policy=policy.default)
    body = mail.get_body(("plain",))
    text = body.get_content() if body is not None else ""
    calendars = (part.get_content() for part in mail.walk() if part.get_content_type() == "text/calendar")
    return Kept(str(mail["Subject"] or ""), str(mail["To"] or ""), _sent(mail), text, next(calendars, ""))


def _sent(mail: Message) -> datetime | None:
    """A mail that tells no zone, tells the time of UTC."""
    try:
        at = parsedate_to_datetime(str(mail["Date"]))
    except (ValueError, TypeError):
        return None
    return at if at.tzinfo else at.replace(tzinfo=UTC)
