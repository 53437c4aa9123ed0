"""From rows to pieces of feedback."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from itertools import islice
from pathlib import Path

from .cleaning import tidy_line, tidy_text, unescaped
from .dates import DateOrder, parse_date
from .mapping import Mapping, check_mapping
from .problems import FormatError, RowError
from .sniff import FileShape
from .tables import Blanks, Row, rows
from .vocabulary import Field

_NOTHING = frozenset({"", "-", "--", "n/a", "na", "none", "null", "nan", "nil", "unknown", "#n/a", "."})
_NUMBER = re.compile(
    r"(\d{1,3}(?:[.,]\d{1,3})?)(?:\s*(?:/|out of|von|sur|de)\s*\d{1,3})?(?:\s*[a-z★⭐]+)?\Z", re.IGNORECASE
)
_EMAIL = re.compile(r"(?:mailto:)?(?:.{0,100}<)?([^@\s<>,;]{1,64}@[^@\s<>,;]+\.[^@\s<>,;.]{2,})>?\Z", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class FeedbackRecord:
    """One piece of feedback. `rows` are the spreadsheet rows it came from."""

    rows: tuple[int, ...]
    text: str
    title: str = ""
    said_on: date | None = None
    person_name: str = ""
    person_email: str = ""
    account: str = ""
    channel: str = ""
    rating: float | None = None
    external_id: str = ""
    url: str = ""
    language: str = ""
    segment: str = ""
    extra: dict[str, str] = field(default_factory=dict)
    content_hash: str = ""


@dataclass(slots=True)
class ReadCounts:
    """Filled while a file is read."""

    rows: int = 0
    records: int = 0
    errors: int = 0
    last_row: int = 0
    blanks: Blanks = field(default_factory=Blanks)


def content_hash(text: str, person_email: str, person_name: str, external_id: str) -> str:
    """Whether two records are the same piece of feedback.

    The words and who said them, or the id the source gave: two people who both write "Great app" are two pieces of feedback,
    one review in two exports is one. Date, rating and the rest stay out, for they are corrected later or formatted anew.
    """
    person = (person_email or person_name).casefold()
    return sha256("\x1f".join((text, person, external_id)).encode()).hexdigest()


def read_feedback(
    path: Path,
    shape: FileShape,
    mapping: Mapping,
    *,
    join: str | None = None,
    continued: bool = False,
    skip: int = 0,
    most: int | None = None,
    counts: ReadCounts | None = None,
) -> Iterator[FeedbackRecord | RowError]:
    """Every row that holds something comes out: in a record, or as the reason why not.

    `join` names the column whose repeated values tie rows together; `continued`: a row that holds only text goes on with the
    row above. `most` rows are read at most, for a preview. Results come in the order of their (last) row, so that `skip`, the last row already dealt with, resumes exactly.
    """
    problems = check_mapping(mapping, shape.header)
    if join is not None and join not in shape.header:
        problems.append(f"There is no column “{join}” to join by.")
    if problems:
        raise FormatError(" ".join(problems), "Correct the choice of columns.")
    counts = counts or ReadCounts()
    return _counted(_read(Path(path), shape, mapping, join, continued, skip, most, counts.blanks), counts)


def _read(
    path: Path,
    shape: FileShape,
    mapping: Mapping,
    join: str | None,
    continued: bool,
    skip: int,
    most: int | None,
    blanks: Blanks,
) -> Iterator[FeedbackRecord | RowError]:
    to_record = _record_maker(shape.header, mapping)
    if join is None:
        return map(to_record, islice(rows(path, shape, skip=skip, blanks=blanks), most))
    from .joining import joined_feedback

    place = shape.header.index(join)
    return joined_feedback(
        islice(rows(path, shape, blanks=blanks), most), to_record, place, continued=continued, skip=skip
    )


def _counted(found: Iterator[FeedbackRecord | RowError], counts: ReadCounts) -> Iterator[FeedbackRecord | RowError]:
    for item in found:
        if isinstance(item, RowError):
            counts.errors += 1
            counts.rows += 1
            counts.last_row = item.row
        else:
            counts.records += 1
            counts.rows += len(item.rows)
            counts.last_row = item.rows[-1]
        yield item


class _Bad(Exception):
    def __init__(self, field: Field, message: str, remedy: str) -> None:
        super().__init__(message)
        self.field = field
        self.remedy = remedy


def _record_maker(header: Sequence[str], mapping: Mapping) -> Callable[[Row], FeedbackRecord | RowError]:
    """Everything that is the same for all rows is decided once, here."""
    place = {kind: header.index(name) for kind, name in mapping.columns.items()}
    used = set(place.values())
    rest = [(at, name) for at, name in enumerate(header) if at not in used and name not in mapping.ignored]
    at_text = place[Field.TEXT]
    at_date, at_email, at_rating = place.get(Field.SAID_ON), place.get(Field.PERSON_EMAIL), place.get(Field.RATING)
    lines = [place.get(kind) for kind in _LINES]
    order = mapping.date_order

    def to_record(row: Row) -> FeedbackRecord | RowError:
        number, values, error = row
        if error is not None:
            return error
        try:
            text = tidy_text(unescaped(values[at_text]))
            if not text:
                raise _Bad(Field.TEXT, "The row holds no text.", "Fill in the text, or leave the row out.")
            said_on = _date(values[at_date], order) if at_date is not None else None
            email = _email(values[at_email]) if at_email is not None else ""
            rating = _rating(values[at_rating]) if at_rating is not None else None
        except _Bad as bad:
            return RowError(number, mapping.columns[bad.field], str(bad), bad.remedy)
        title, person, account, channel, external_id, url, language, segment = [
            "" if at is None else tidy_line(unescaped(values[at])) for at in lines
        ]
        extra = {name: value for at, name in rest if values[at] and (value := tidy_text(unescaped(values[at])))}
        key = content_hash(text, email, person, external_id)
        return FeedbackRecord(
            (number,),
            text,
            title,
            said_on,
            person,
            email,
            account,
            channel,
            rating,
            external_id,
            url,
            language,
            segment,
            extra,
            key,
        )

    return to_record


_LINES = (
    Field.TITLE,
    Field.PERSON_NAME,
    Field.ACCOUNT,
    Field.CHANNEL,
    Field.EXTERNAL_ID,
    Field.URL,
    Field.LANGUAGE,
    Field.SEGMENT,
)


def _date(value: str, order: DateOrder) -> date | None:
    found = parse_date(value, order)
    if found is None and value.strip().casefold() not in _NOTHING:
        raise _Bad(
            Field.SAID_ON,
            f"“{tidy_line(value[:60])}” cannot be read as a date.",
            "Write it as 2024-05-31, or leave it blank.",
        )
    return found


def _email(value: str) -> str:
    value = value.strip()
    if value.casefold() in _NOTHING:
        return ""
    found = _EMAIL.match(value[:400])
    if not found:
        raise _Bad(
            Field.PERSON_EMAIL, f"“{tidy_line(value[:60])}” is no e-mail address.", "Correct it, or leave it blank."
        )
    return tidy_line(found[1]).lower()


def _rating(value: str) -> float | None:
    value = value.strip()
    if value.casefold() in _NOTHING:
        return None
    if not value.strip("★⭐☆"):
        return float(value.count("★") + value.count("⭐"))
    found = _NUMBER.match(value)
    if not found or not value.isascii():
        raise _Bad(
            Field.RATING, f"“{tidy_line(value[:60])}” cannot be read as a rating.", "Write a number, or leave it blank."
        )
    return float(found[1].replace(",", "."))
