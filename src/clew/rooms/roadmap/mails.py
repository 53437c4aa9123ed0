"""Mails that customers write: what they say, without what they quote, and by which key a mail is known again. Pure: no database."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
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
from clew.rooms.roadmap.mail_words import Forwarded, forwarded, without_quotes

# Of a larger mail the beginning is read: words come first, and what is attached is not kept anyway.
MOST_BYTES, MOST_PARTS, MOST_HTML, HEADER_LIMIT = 5_000_000, 50, 200_000, 2_000
FIRST_YEAR = 1980  # no mail is older
# Each may open a part within a part; the parser of the language goes down into them without end.
NESTING, MOST_NESTED = re.compile(rb"boundary|message/", re.IGNORECASE), 200
BLOCKS = {"p", "div", "br", "li", "tr", "table", "hr", "h1", "h2", "h3", "h4", "blockquote", "pre"}
CELLS = {"td", "th"}
# Of one byte for each sign: programs name these wrongly, and whoever reads UTF-8 in such a mail is right.
SIMPLE = re.compile(r"us-ascii|ascii|iso-?8859-?\d+|latin-?\d+|windows-?125\d|cp125\d", re.IGNORECASE)
LATIN = re.compile(r"us-ascii|ascii|iso-?8859-?1|latin-?1", re.IGNORECASE)
SLOW = ("punycode", "idna")  # for names of machines; of a long text they take the square of its length


@dataclass(frozen=True, slots=True)
class CustomerMail:
    """`key`: the hash of its Message-ID, which may hold parts of an address. `forwarded`: the mail that it passes on."""

    key: str
    name: str
    email: str
    subject: str
    text: str
    sent_at: datetime | None
    forwarded: Forwarded | None = None


class _Bounded(Compat32):
    """A header that is longer than people's are is cut before anything looks into it."""

    def header_source_parse(self, sourcelines: list[str]) -> tuple[str, str]:
        name, value = super().header_source_parse(sourcelines)
        return name, value[:HEADER_LIMIT]


def read_mail(raw: bytes) -> CustomerMail:
    """A mail as RFC 5322 writes it. Refused when it was written by a machine, or says nothing."""
    mail = _parsed(raw[:MOST_BYTES].replace(b"\x00", b""))
    if _is_of_machine(mail):
        raise Refused("This mail was written by a machine.", remedy="Only people's words come into the inbox.")
    all_words, subject = _text(mail), _told(mail, "Subject")
    passed_on = _attached(mail) or forwarded(all_words, subject)
    text = f"{passed_on.note}\n\n{passed_on.text}".strip() if passed_on else without_quotes(all_words)
    if not text:
        raise Refused("This mail says nothing.", remedy="Write the words into it.")
    name, address = _writer(mail)
    return CustomerMail(
        _key(mail) or _hashed(sha256(raw[:MOST_BYTES]).hexdigest()), name[:120], address.lower()[:254], subject[:300], text, _sent_at(mail),
        passed_on and replace(passed_on, name=passed_on.name[:120], email=passed_on.email[:254]),
    )  # fmt: skip


def key_of_heading(raw: bytes) -> str:
    """Of a mail of which only the heading is read, the key; none where it names no Message-ID."""
    try:
        return _key(_parsed(raw[: HEADER_LIMIT * 10].replace(b"\x00", b"")))
    except Refused:
        return ""


def _key(mail: Message) -> str:
    named = key_of(_header(mail, "Message-ID"))
    return _hashed(named) if named else ""


def _hashed(name: str) -> str:
    return sha256(name.encode()).hexdigest()


def heading_of(raw: bytes) -> str:
    """By what a person knows a mail again that was left out."""
    try:
        mail = _parsed(raw[: HEADER_LIMIT * 10].replace(b"\x00", b""))
    except Refused:
        return ""
    subject, (name, address) = _told(mail, "Subject")[:80], _writer(mail)
    who = (address or name)[:80]
    return f"“{subject or 'no subject'}”{f' from {who}' if who else ''}"


def _is_of_machine(mail: Message) -> bool:
    """https://www.rfc-editor.org/rfc/rfc3834, and what was there before it."""
    told = {
        name: _header(mail, name).lower() for name in ("Auto-Submitted", "Precedence", "X-Autoreply", "X-Autorespond")
    }
    return (
        told["Auto-Submitted"] not in ("", "no")
        or told["Precedence"] in ("bulk", "list", "junk", "auto_reply")
        or bool(told["X-Autorespond"])
        or told["X-Autoreply"] not in ("", "no")
    )


def _attached(mail: Message) -> Forwarded | None:
    """Where a mail was forwarded as an attachment."""
    if not mail.is_multipart() or mail.get_content_maintype() == "message":
        return None
    whole = [part for _, part in zip(range(MOST_PARTS), mail.walk(), strict=False)]
    inner = next((part for part in whole if part.get_content_type() == "message/rfc822"), None)
    held = inner.get_payload() if inner is not None else None
    if not (isinstance(held, list) and held and isinstance(held[0], Message)):
        return None
    (name, address), words = _writer(held[0]), without_quotes(_text(held[0]))
    within = set(map(id, held[0].walk()))
    note = without_quotes(_said([part for part in whole if id(part) not in within]))
    return Forwarded(note, name, address.lower(), words) if "@" in address and words else None


def _parsed(raw: bytes) -> Message:
    if len(NESTING.findall(raw)) > MOST_NESTED:
        raise Refused("This mail is nested too deep.", remedy="Forward its words alone.")
    mail = message_from_bytes(raw, policy=_Bounded())
    if not mail.keys():
        raise Refused("This is no mail.", remedy="Pipe a whole message, its headers first.")
    return mail


def key_of(message_id: str) -> str:
    return message_id.strip().strip("<>")


class _Html(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.said: list[str] = []
        self.unseen = 0
        self.blockquotes: list[bool] = []  # that are open: whether each quotes a mail
        self.quoted = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.unseen += tag in ("style", "script", "head")
        if tag == "blockquote":
            told = dict(attrs)
            self.blockquotes.append(told.get("type") == "cite" or "gmail_quote" in (told.get("class") or ""))
            self.quoted += self.blockquotes[-1]
        if tag in BLOCKS:
            self._break()
        elif tag in CELLS:
            self.said.append(" ")

    def handle_endtag(self, tag: str) -> None:
        self.unseen -= tag in ("style", "script", "head") and self.unseen > 0
        if tag == "blockquote" and self.blockquotes:
            self.quoted -= self.blockquotes.pop()
            self._break()

    def _break(self) -> None:
        """A new line, marked as plain mails mark what they quote."""
        self.said.append("\n> " if self.quoted else "\n")

    def handle_data(self, data: str) -> None:
        if not self.unseen:
            self.said.append(data.replace("\n", " ") if self.quoted else data)


def _text(mail: Message) -> str:
    """Its plain words; of one that has only HTML, the words in that."""
    return _said([part for _, part in zip(range(MOST_PARTS), mail.walk(), strict=False)])


def _said(whole: Sequence[Message]) -> str:
    parts = list(_parts(whole))
    plain = [text for kind, text in parts if kind == "text/plain"]
    if plain:
        return "\n".join(plain)
    words = _Html()
    for kind, text in parts:
        if kind == "text/html":
            words.feed(text[:MOST_HTML] + "\n")  # never closed: to close what is broken takes the square of its length
    lines = (" ".join(line.split()) for line in "".join(words.said).split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines))


def _parts(whole: Sequence[Message]) -> Iterator[tuple[str, str]]:
    for part in whole:
        if part.get_content_maintype() == "text" and part.get_content_disposition() != "attachment":
            body = part.get_payload(decode=True)
            if isinstance(body, bytes):
                yield part.get_content_type(), _decoded(body, part.get_content_charset() or "utf-8")


def _decoded(body: bytes, charset: str) -> str:
    """Also where the charset is unknown or wrong; some of them make halves of signs, which are left out."""
    words = _in_utf8(body) if SIMPLE.fullmatch(charset) else None
    if words is None:
        words = _by(body, "cp1252" if LATIN.fullmatch(charset) else charset) or _broken(body)
    return words.replace("\x00", "").encode("utf-8", "ignore").decode()


def _in_utf8(body: bytes) -> str | None:
    try:
        return body.decode()
    except UnicodeDecodeError:
        return None


def _by(body: bytes, charset: str) -> str | None:
    """None where there is no such charset, or where it is what programs write without looking."""
    try:
        return None if charset.lower() in ("utf-8", "utf8", *SLOW) else body.decode(charset, "replace")
    except (LookupError, ValueError):
        return None


def _broken(body: bytes) -> str:
    """UTF-8 in which some signs are whole was cut or broken on its way; where none is, it is no UTF-8."""
    is_utf8 = not body.decode("utf-8", "ignore").isascii() or body.isascii()
    return body.decode("utf-8" if is_utf8 else "cp1252", "replace")


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
