"""Mails that customers write: what they say, without what they quote, and by which key a mail is known again. Pure: no database."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes
from email.errors import MessageError
from email.header import decode_header, make_header
from email.message import Message
from email.policy import Compat32
from email.utils import parseaddr, parsedate_to_datetime
from hashlib import sha256
from html.parser import HTMLParser

from clew.ground.ledger.api import Refused

MOST_BYTES, MOST_PARTS, MOST_HTML, HEADER_LIMIT = 5_000_000, 50, 200_000, 2_000
FIRST_YEAR = 1980  # no mail is older
# Each may open a part within a part; the parser of the language goes down into them without end.
NESTING, MOST_NESTED = re.compile(rb"boundary|message/", re.IGNORECASE), 200
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


class _Bounded(Compat32):
    """A header that is longer than people's are is cut before anything looks into it."""

    def header_source_parse(self, sourcelines: list[str]) -> tuple[str, str]:
        name, value = super().header_source_parse(sourcelines)
        return name, value[:HEADER_LIMIT]


def read_mail(raw: bytes) -> CustomerMail:
    """A mail as RFC 5322 writes it. Refused when it is too large, was written by a machine, or says nothing."""
    if len(raw) > MOST_BYTES:
        raise too_large()
    mail = _parsed(raw.replace(b"\x00", b""))
    if _header(mail, "Auto-Submitted").lower() not in ("", "no") or _header(mail, "Precedence").lower() in (
        "bulk",
        "list",
        "junk",
    ):
        raise Refused("This mail was written by a machine.", remedy="Only people's words come into the inbox.")
    text = without_quotes(_text(mail))
    if not text:
        raise Refused("This mail says nothing.", remedy="Write the words into it.")
    name, address = _writer(mail)
    key = sha256((key_of(_header(mail, "Message-ID")) or sha256(raw).hexdigest()).encode()).hexdigest()
    return CustomerMail(key, name[:120], address.lower()[:254], _told(mail, "Subject")[:300], text, _sent_at(mail))


def too_large() -> Refused:
    return Refused(
        f"This mail is larger than {MOST_BYTES // 1_000_000} MB.", remedy="Forward it without its attachments."
    )


def _parsed(raw: bytes) -> Message:
    if len(NESTING.findall(raw)) > MOST_NESTED:
        raise Refused("This mail is nested too deep.", remedy="Forward its words alone.")
    mail = message_from_bytes(raw, policy=_Bounded())
    if not mail.keys():
        raise Refused("This is no mail.", remedy="Pipe a whole message, its headers first.")
    return mail


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


class _Html(HTMLParser):
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


def _text(mail: Message) -> str:
    """Its plain words; of one that has only HTML, the words in that."""
    parts = list(_parts(mail))
    plain = [text for kind, text in parts if kind == "text/plain"]
    if plain:
        return "\n".join(plain)
    words = _Html()
    for kind, text in parts:
        if kind == "text/html":
            words.feed(text[:MOST_HTML] + "\n")  # never closed: to close what is broken takes the square of its length
    return re.sub(r"\n\s*\n+", "\n\n", "".join(words.said))


def _parts(mail: Message) -> Iterator[tuple[str, str]]:
    for at, part in enumerate(mail.walk()):
        if at >= MOST_PARTS:
            return
        if part.get_content_maintype() == "text" and part.get_content_disposition() != "attachment":
            body = part.get_payload(decode=True)
            if isinstance(body, bytes):
                yield part.get_content_type(), _decoded(body, part.get_content_charset() or "utf-8")


def _decoded(body: bytes, charset: str) -> str:
    """Also where the charset is unknown or wrong; some of them make halves of signs, which are left out."""
    try:
        words = body.decode(charset, "replace")
    except (LookupError, ValueError):
        words = body.decode("utf-8", "replace")
    return words.replace("\x00", "").encode("utf-8", "ignore").decode()


def _writer(mail: Message) -> tuple[str, str]:
    """The address is taken before the name is decoded, which may itself look like an address."""
    try:
        name, address = parseaddr(_header(mail, "From"))
    except (RecursionError, ValueError, IndexError):
        return "", ""
    return _words(name), address


def _told(mail: Message, name: str) -> str:
    return _words(_header(mail, name))


def _words(header: str) -> str:
    """What stands in a header's code for signs that are not ASCII; code that is broken stays as it is."""
    try:
        words = str(make_header(decode_header(header)))
    except (MessageError, LookupError, ValueError):
        words = header
    return " ".join(words.replace("\x00", "").encode("utf-8", "ignore").decode().split())


def _header(mail: Message, name: str) -> str:
    """In one line, as it was sent; bytes that are not UTF-8 are replaced."""
    raw = next((str(value) for key, value in mail.raw_items() if key.lower() == name.lower()), "")
    return " ".join(raw.encode("utf-8", "surrogateescape").decode("utf-8", "replace").split())


def _sent_at(mail: Message) -> datetime | None:
    try:
        at = parsedate_to_datetime(_header(mail, "Date"))
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    if at.year < FIRST_YEAR:
        return None
    return at if at.tzinfo else at.replace(tzinfo=UTC)
