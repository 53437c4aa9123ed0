"""One row a sentence: rows that share an id are one piece of feedback."""

from __future__ import annotations

import re
from collections import Counter, OrderedDict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from .cleaning import tidy_line
from .mapping import ColumnFacts, column_facts, guess_mapping
from .problems import MAX_CELL, RowError
from .records import FeedbackRecord, content_hash
from .tables import Row
from .vocabulary import Field, name_score, plain_words

MAX_OPEN = 20_000  # groups kept waiting for more rows
MAX_OPEN_CHARACTERS = 50_000_000
# Columns whose values repeat because one of them has said many things.
_WHO = re.compile(
    r"\b(user|customer|person|author|reviewer|participant|account|company|app|product|category|label|session|kunde|client)\b"
)
_ENDED = re.compile(r"[.!?…:;,)\]\"'”’»。！？-]\Z")


@dataclass(frozen=True, slots=True)
class JoinOffer:
    """Rows seem to belong together. `continued`: the id stands only in the first row of each piece."""

    column: str
    repeating_share: float
    rows_per_id: float
    example: tuple[str, ...]
    continued: bool = False
    reason: str = ""
    same_text: bool = False  # the rows of an id mostly repeat one text: duplicates rather than sentences


def offer_join(header: Sequence[str], sample: Sequence[Row]) -> JoinOffer | None:
    """The column that ties rows together, if there is one: at least a fifth of the rows share its value with another row."""
    sample = [row for row in sample if row.error is None]
    text = guess_mapping(header, sample).columns.get(Field.TEXT)
    if text is None:
        return None
    at_text = header.index(text)
    offers = []
    for place, name in enumerate(header):
        if name != text:
            offers += [
                (_likely(name), offer)
                for offer in (_repeats(header, sample, place, at_text), _continues(header, sample, place, at_text))
                if offer
            ]
    return max(offers, key=lambda pair: (pair[0], pair[1].repeating_share), default=(0.0, None))[1]


def _likely(name: str) -> float:
    return name_score(Field.EXTERNAL_ID, name)


def _is_id(name: str, facts: ColumnFacts) -> bool:
    """By its heading, or by cells such as `gp:AOq7` (but not one that names a person or a product)."""
    if _WHO.search(plain_words(name)) and not plain_words(name).startswith(("review id", "feedback id")):
        return False
    named = name_score(Field.EXTERNAL_ID, name) >= 3 or plain_words(name).endswith(" id")
    return (
        facts.words < 1.5
        and facts.dates < 0.5
        and facts.urls < 0.5
        and (named or (facts.ids >= 0.9 and facts.length >= 6))
    )


def _repeats(header: Sequence[str], sample: Sequence[Row], place: int, at_text: int) -> JoinOffer | None:
    keyed = [(row.values[place].strip(), row.values[at_text].strip()) for row in sample if row.values[place].strip()]
    times = Counter(key for key, _text in keyed)
    if len(times) < 2 or not _is_id(header[place], column_facts([key for key, _text in keyed])):
        return None
    repeating = sum(count for count in times.values() if count > 1) / len(keyed)
    average = len(keyed) / len(times)
    if repeating < 0.2 or average > 40:
        return None
    key = next(key for key, count in times.items() if count > 1)
    example = tuple(text[:200] for other, text in keyed if other == key)[:3]
    reason = f"{repeating:.0%} of the rows share their “{header[place]}” with another row ({average:.1f} rows each)."
    same = len(set(keyed)) - len(times) < (len(keyed) - len(times)) / 2
    if same:
        reason += " They repeat the same text, which is then kept once."
    return JoinOffer(header[place], repeating, average, example, reason=reason, same_text=same)


def _continues(header: Sequence[str], sample: Sequence[Row], place: int, at_text: int) -> JoinOffer | None:
    """The id stands in the first row, the rows below hold nothing but text."""
    bare = [row for row in sample if _only_text(row, at_text)]
    keyed = [row.values[place] for row in sample if row.values[place].strip()]
    if len(keyed) < 2 or not sample[0].values[place].strip() or len(bare) + len(keyed) < len(sample):
        return None
    if len(bare) < len(sample) * 0.2 or not _is_id(header[place], column_facts(keyed)):
        return None
    first = next(at for at, row in enumerate(sample) if _only_text(row, at_text))
    example = tuple(row.values[at_text].strip()[:200] for row in sample[max(0, first - 1) : first + 2])
    reason = f"{len(bare)} rows hold nothing but text and seem to go on with the row above."
    return JoinOffer(header[place], len(bare) / len(sample), len(sample) / len(keyed), example, True, reason)


def _only_text(row: Row, at_text: int) -> bool:
    return all(bool(value.strip()) == (place == at_text) for place, value in enumerate(row.values))


def join_rows(
    records: Iterator[FeedbackRecord | RowError], key: Callable[[FeedbackRecord], str]
) -> Iterator[FeedbackRecord | RowError]:
    """Records with the same key become one, their text in the order of the rows; a blank key stands alone.

    Rows need not be adjacent, but memory is bounded: at most MAX_OPEN pieces wait for more rows, and the one that has waited
    longest is finished first. A row that comes after its piece was finished is an error, never a second piece.
    Results come in the order of their last row.
    """
    waiting: OrderedDict[str | int, list[FeedbackRecord] | RowError] = OrderedDict()
    finished: set[int] = set()
    size = 0
    for record in records:
        size += _take(waiting, finished, record, key)
        while len(waiting) > MAX_OPEN or size > MAX_OPEN_CHARACTERS:
            group, done = waiting.popitem(last=False)
            if isinstance(group, str):
                finished.add(hash(group))
            size -= _size(done)
            yield _finish(done)
    for done in waiting.values():
        yield _finish(done)


def _take(
    waiting: OrderedDict[str | int, list[FeedbackRecord] | RowError],
    finished: set[int],
    record: FeedbackRecord | RowError,
    key: Callable[[FeedbackRecord], str],
) -> int:
    """Puts the record where it belongs; returns the characters that are kept for it."""
    if isinstance(record, RowError):
        waiting[record.row] = record
        return 0
    group: str | int = key(record) or record.rows[0]
    if isinstance(group, str) and hash(group) in finished:
        waiting[record.rows[0]] = _late(record, group)
        return 0
    pieces = waiting.setdefault(group, [])
    if isinstance(pieces, list):
        pieces.append(record)
    waiting.move_to_end(group)
    return len(record.text)


def _size(done: list[FeedbackRecord] | RowError) -> int:
    return 0 if isinstance(done, RowError) else sum(len(piece.text) for piece in done)


def _finish(done: list[FeedbackRecord] | RowError) -> FeedbackRecord | RowError:
    return done if isinstance(done, RowError) else joined(done)


def _late(record: FeedbackRecord, group: str) -> RowError:
    return RowError(
        record.rows[0], "", f"The other rows of “{group[:60]}” stand far above.", "Sort the file by that column."
    )


def joined_feedback(
    found: Iterator[Row],
    to_record: Callable[[Row], FeedbackRecord | RowError],
    place: int,
    *,
    continued: bool,
    skip: int,
) -> Iterator[FeedbackRecord | RowError]:
    keys: dict[int, str] = {}  # row number -> key, only until the record has been grouped

    def records() -> Iterator[FeedbackRecord | RowError]:
        above = ""
        for row in found:
            record = to_record(row)
            if isinstance(record, FeedbackRecord):
                own = tidy_line(row.values[place])
                if not own and continued and sum(map(bool, map(str.strip, row.values))) == 1:
                    own = above
                keys[row.number] = above = own
            yield record

    for item in join_rows(records(), lambda record: keys.pop(record.rows[0], "")):
        if (item.row if isinstance(item, RowError) else item.rows[-1]) > skip:
            yield item


def joined(pieces: Sequence[FeedbackRecord]) -> FeedbackRecord | RowError:
    """The first piece's facts, every piece's words. What later pieces say otherwise is kept in `extra`."""
    first = pieces[0]
    if len(pieces) == 1:
        return first
    text = joined_text([piece.text for piece in pieces])
    if len(text) > MAX_CELL:
        message = f"The {len(pieces)} rows joined here hold more than {MAX_CELL:,} characters."
        return RowError(pieces[-1].rows[-1], "", message, "Choose another column to join by.")
    facts: dict[str, Any] = {name: _first_filled(pieces, name) for name in _FACTS}
    return FeedbackRecord(
        rows=tuple([number for piece in pieces for number in piece.rows]),
        text=text,
        extra=_merged_extra(pieces, facts),
        content_hash=content_hash(text, facts["person_email"], facts["person_name"], facts["external_id"]),
        **facts,
    )


def _first_filled(pieces: Sequence[FeedbackRecord], name: str) -> object:
    value = None
    for piece in pieces:
        value = getattr(piece, name)
        if value not in ("", None):
            break
    return value


_FACTS = (
    "title",
    "said_on",
    "person_name",
    "person_email",
    "account",
    "channel",
    "rating",
    "external_id",
    "url",
    "language",
    "segment",
)


def _merged_extra(pieces: Sequence[FeedbackRecord], facts: dict[str, object]) -> dict[str, str]:
    values: dict[str, dict[str, None]] = {}
    for piece in pieces:
        for name, value in piece.extra.items():
            values.setdefault(name, {})[value] = None
        for name, kept in facts.items():
            other = getattr(piece, name)
            if other not in ("", None, kept):
                values.setdefault(f"{name} (other rows)", {})[str(other)] = None
    return {name: " | ".join(several) for name, several in values.items()}


def joined_text(pieces: Sequence[str]) -> str:
    """One paragraph in the order given. A piece said twice in a row is said once.

    No character is invented: where a sentence ends without a mark and the next begins anew, a line break parts them.
    """
    text = ""
    previous = None
    for piece in pieces:
        if piece == previous:
            continue
        if text:
            runs_on = bool(_ENDED.match(text[-1])) or piece[0].islower()
            text += " " if runs_on else "\n"
        text += piece
        previous = piece
    return text
