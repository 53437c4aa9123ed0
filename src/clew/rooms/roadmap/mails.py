"""Mails that customers write: what they say, without what they quote, and by which key a mail is known again. Pure: no database."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import parseaddr, parsedate_to_datetime
from hashlib import sha256
from html.parser import HTMLParser

from clew.ground.ledger.api import Refused

MOST_BYTES, MOST_PARTS = 5_000_000, 50
# Where a mail program begins to quote what was answered.
QUOTES = re.compile(
    r"^(On .{5,200} wrote:|Am .{5,200} schrieb.*:|Le .{5,200} a écrit.*:|-{2,} ?Original Message ?-{2,}|_{10,})\s*$"
)
BLOCKS = {"p", "div", "br", "li", "tr", "h1", "h2", "h3", "blockquote"}


@dataclass(frozen=True, slots=True)
class CustomerMail:
    """`key`: the hash of its Message-ID, which may hold parts of an address."""

    key: str
    name: str
    email: str
    subject: str
    text: str
    sent_at: datetime | None


def read_mail(raw: bytes) -> CustomerMail:
    """A mail as RFC 5322 writes it. Refused when it is too large, was written by a machine, or says nothing."""
    if len(raw) > MOST_BYTES:
        raise Refused("This mail is larger than 5 MB.", remedy="Forward it without its attachments.")
    mail = message_from_bytes(raw, policy=policy.default)
    if not isinstance(mail, EmailMessage) or not mail.keys():
        raise Refused("This is no mail.", remedy="Pipe a whole message, its headers first.")
    if _header(mail, "Auto-Submitted").lower() not in ("", "no") or _header(mail, "Precedence").lower() in (
        "bulk",
        "list",
        "junk",
    ):
        raise Refused("This mail was written by a machine.", remedy="Only people's words come into the inbox.")
    name, address = parseaddr(_header(mail, "From"))
    text = without_quotes(_text(mail))
    if not text:
        raise Refused("This mail says nothing.", remedy="Write the words into it.")
    key = sha256((key_of(_header(mail, "Message-ID")) or sha256(raw).hexdigest()).encode()).hexdigest()
    return CustomerMail(key, name[:120], address.lower()[:254], _header(mail, "Subject")[:300], text, _sent_at(mail))


def key_of(message_id: str) -> str:
    return message_id.strip().strip("<>")


def without_quotes(text: str) -> str:
    """Until a signature or a quotation of the mail that is answered begins; lines that are quoted go too."""
    kept: list[str] = []
    for line in text.replace("\r\n", "\n").split("\n"):
        if line in ("-- ", "--") or QUOTES.match(line.strip()):
            break
        if not line.lstrip().startswith(">"):
            kept.append(line.rstrip())
    return "\n".join(kept).strip()


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.said: list[str] = []
        self.unseen = 0

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.unseen += tag in ("style", "script", "head")
        if tag in BLOCKS:
            self.said.append("\n")

    def handle_endtag(self, tag: str) -> None:
        self.unseen -= tag in ("style", "script", "head") and self.unseen > 0

    def handle_data(self, data: str) -> None:
        if not self.unseen:
            self.said.append(data)


def _text(mail: EmailMessage) -> str:
    """Its plain words; of one that has only HTML, the words in that."""
    parts = list(_parts(mail))
    plain = [text for kind, text in parts if kind == "text/plain"]
    if plain:
        return "\n".join(plain)
    words = _Words()
    for kind, text in parts:
        if kind == "text/html":
            words.feed(text)
    return re.sub(r"\n\s*\n+", "\n\n", "".join(words.said))


def _parts(mail: EmailMessage) -> Iterator[tuple[str, str]]:
    for at, part in enumerate(mail.walk()):
        if at >= MOST_PARTS:
            return
        if part.get_content_maintype() == "text" and part.get_content_disposition() != "attachment":
            body = part.get_payload(decode=True)
            if isinstance(body, bytes):
                yield part.get_content_type(), _decoded(body, part.get_content_charset() or "utf-8")


def _decoded(body: bytes, charset: str) -> str:
    try:
        return body.decode(charset, "replace").replace("\x00", "")
    except LookupError:
        return body.decode("utf-8", "replace").replace("\x00", "")


def _header(mail: EmailMessage, name: str) -> str:
    """In one line, and only what can be written as text; what is broken is as good as none."""
    try:
        return " ".join(str(mail.get(name, "")).encode("utf-8", "ignore").decode().replace("\x00", "").split())
    except (ValueError, IndexError, AttributeError, TypeError):
        return ""


def _sent_at(mail: EmailMessage) -> datetime | None:
    try:
        at = parsedate_to_datetime(_header(mail, "Date"))
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return at if at.tzinfo else at.replace(tzinfo=UTC)
