"""The words of a mail: without what it quotes and its signature, and, where it was forwarded, whose they are. Pure: no database."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from email.utils import parseaddr

ORIGINAL = r"Original Message|Ursprüngliche Nachricht|Message d'origine|Mensaje original"
FORWARDED = r"Forwarded message|Weitergeleitete Nachricht|Message transféré|Mensaje reenviado"
# Where a mail program begins to quote what was answered; it may break the line in two or three.
ATTRIBUTION = re.compile(r"(On .{5,200} wrote:|Am .{5,200} schrieb.{0,80}:|Le .{5,200} a écrit.{0,3}:)\s*")
FIRST_WORD = ("On ", "Am ", "Le ")
MARKED = re.compile(rf"-{{2,}} ?({ORIGINAL}) ?-{{2,}}|_{{10,}}", re.IGNORECASE)
FORWARD = re.compile(
    rf"-{{2,}} ?({FORWARDED}) ?-{{2,}}|Begin forwarded message:|Anfang der weitergeleiteten Nachricht:", re.IGNORECASE
)
FORWARD_SUBJECT = re.compile(r"(fwd?|wg|tr|rv)\s*:", re.IGNORECASE)
# The heading of a mail as programs write it into the next one.
FROM = re.compile(r"\*?(From|Von|De):\*? ?(.{1,300})", re.IGNORECASE)
FIELD = re.compile(
    r"\*?(From|Von|De|Sent|Date|Gesendet|Datum|Envoyé|Enviado|To|An|À|Para|Cc|Kopie|Subject|Betreff|Objet|Asunto|Reply-To)\s?:\*?(\s|$)",
    re.IGNORECASE,
)
PHONE = re.compile(
    r"Sent from (my|Mail|Outlook|Yahoo|Proton).{0,60}|Get Outlook for .{1,30}|Von mein\w{1,3} .{1,40} gesendet|Envoyé de mon .{1,40}"
    r"|Enviado desde mi .{1,40}",
    re.IGNORECASE,
)
LINES_TOGETHER, MOST_FIELDS, LEAST_FIELDS, LONGEST, MOST_TEXT = 3, 12, 3, 300, 200_000


@dataclass(frozen=True, slots=True)
class Forwarded:
    """`note`: what whoever forwarded it wrote above. `name`, `email`: of whoever wrote the `text`."""

    note: str
    name: str
    email: str
    text: str


def without_quotes(text: str) -> str:
    """Until a signature or a quotation of the mail that is answered begins; lines that are quoted go too. Who answers below what is quoted is heard."""
    kept: list[str] = []
    lines, at, said = _lines(text), 0, False
    while at < len(lines) and not _signs(lines, at, said):
        quoting = _quotation(lines, at)
        if quoting and said:
            break
        if not quoting and not lines[at].lstrip().startswith(">"):
            kept.append(lines[at].rstrip())
            said = said or bool(kept[-1])
        at += quoting or 1
    return "\n".join(kept).strip()


def forwarded(text: str, subject: str) -> Forwarded | None:
    """None where it was not forwarded, or where nothing says who wrote it."""
    lines = _lines(text)
    at = next((n for n in range(len(lines)) if _forwards(lines, n, subject)), None)
    if at is None:
        return None
    is_marked = _marks_forward(lines[at], subject)
    below = [re.sub(r"^> ?", "", line) for line in lines[at + 1 :]] if is_marked else lines[at:]
    begins = next((n for n in range(len(below[:MOST_FIELDS])) if _fields(below, n, FIELD)), None)
    if begins is None:
        return None
    ends = begins + _fields(below, begins, FIELD)
    name, address = _sender(below[begins:ends])
    words = without_quotes("\n".join(below[ends:]))
    return Forwarded(without_quotes("\n".join(lines[:at])), name, address, words) if name + address and words else None


def _lines(text: str) -> list[str]:
    return text[:MOST_TEXT].replace("\r\n", "\n").split("\n")


def _signs(lines: Sequence[str], at: int, said: bool) -> bool:
    """What a phone adds is its signature where no more words follow."""
    if lines[at] in ("-- ", "--"):
        return True
    if not (said and _is(PHONE, lines[at])):
        return False
    after = next((n for n in range(at + 1, len(lines)) if lines[n].strip()), None)
    return after is None or _quotation(lines, after) > 0 or lines[after].lstrip().startswith(">")


def _quotation(lines: Sequence[str], at: int) -> int:
    """How many lines begin a quotation here; none, if it is none."""
    if _is(MARKED, lines[at]):
        return 1
    if lines[at].lstrip().startswith(FIRST_WORD):
        for n in range(1, LINES_TOGETHER + 1):
            if ATTRIBUTION.fullmatch(" ".join(line.strip()[:LONGEST] for line in lines[at : at + n])):
                return n
    return _fields(lines, at)


def _forwards(lines: Sequence[str], at: int, subject: str) -> bool:
    if _marks_forward(lines[at], subject):
        return True
    return bool(FORWARD_SUBJECT.match(subject)) and (_is(MARKED, lines[at]) or _fields(lines, at) > 0)


def _marks_forward(line: str, subject: str) -> bool:
    """Apple's Mail quotes that line too; of a mail that is answered, another's forwarding may be quoted."""
    return _is(FORWARD, line) or (bool(FORWARD_SUBJECT.match(subject)) and _is(FORWARD, line.removeprefix("> ")))


def _fields(lines: Sequence[str], at: int, first: re.Pattern[str] = FROM) -> int:
    """How many lines of a mail's heading stand here: at least three fields, so that no sentence is taken for it."""
    if not first.match(lines[at].strip()[:LONGEST]):
        return 0
    n, named = at, 0
    while n < min(len(lines), at + MOST_FIELDS) and lines[n].strip():
        named += FIELD.match(lines[n].strip()[:LONGEST]) is not None
        n += 1
    return n - at if named >= LEAST_FIELDS else 0


def _sender(heading: Sequence[str]) -> tuple[str, str]:
    found = next(filter(None, (FROM.fullmatch(line.strip()[:LONGEST]) for line in heading)), None)
    told = re.sub(r"\[?mailto:[^\]>]*\]?", "", found[2]) if found else ""
    told = told.replace("*", "").strip()
    name, address = parseaddr(told)
    return (name, address.lower()) if "@" in address else (told, "")


def _is(shape: re.Pattern[str], line: str) -> bool:
    return shape.fullmatch(line.strip()[:LONGEST]) is not None
