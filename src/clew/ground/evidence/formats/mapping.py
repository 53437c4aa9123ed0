"""Which column is what: guessed from headings and content, corrected by a person, checked before use."""

from __future__ import annotations

import re
from collections.abc import Mapping as Columns
from collections.abc import Sequence
from dataclasses import dataclass, field
from statistics import mean

from .dates import DateOrder, guess_date_order, parse_date
from .problems import ERROR_COLUMNS
from .tables import Row
from .vocabulary import Field, name_score

_EMAIL = re.compile(r"[^@\s,;<>]+@[^@\s,;<>]+\.[^@\s,;<>]+\Z")
_URL = re.compile(r"https?://\S+\Z", re.IGNORECASE)
_RATING = re.compile(
    r"\d{1,2}(?:[.,]\d{1,2})?(?:\s*(?:/|out of)\s*\d{1,3})?(?:\s*stars?)?\Z|[★⭐☆]{1,10}\Z", re.IGNORECASE
)
_ID = re.compile(r"(?=.*\d)[\w:./#-]{1,200}\Z")
_LANGUAGE = re.compile(r"[a-z]{2}(?:[-_][A-Za-z]{2,4})?\Z")


@dataclass(frozen=True, slots=True)
class Guess:
    field: Field
    column: str
    reason: str


@dataclass(frozen=True, slots=True)
class Mapping:
    """`columns` says which column fills a field; columns not named go to `extra`, except those in `ignored`."""

    columns: Columns[Field, str]
    date_order: DateOrder = "dmy"
    ignored: frozenset[str] = frozenset()
    guesses: tuple[Guess, ...] = ()
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ColumnFacts:
    """What a sample of one column's cells is like. Shares are of the cells that are not blank."""

    filled: int
    dates: float = 0.0
    emails: float = 0.0
    urls: float = 0.0
    ratings: float = 0.0
    ids: float = 0.0
    languages: float = 0.0
    distinct: float = 0.0
    length: float = 0.0
    words: float = 0.0
    values: tuple[str, ...] = field(default=(), repr=False)


def column_facts(values: Sequence[str]) -> ColumnFacts:
    filled = tuple(value.strip()[:2000] for value in values if value.strip())
    if not filled:
        return ColumnFacts(0)

    def share(pattern: re.Pattern[str]) -> float:
        return mean(bool(pattern.match(value)) for value in filled)

    return ColumnFacts(
        filled=len(filled),
        dates=mean(parse_date(value) is not None or parse_date(value, "mdy") is not None for value in filled),
        emails=share(_EMAIL),
        urls=share(_URL),
        ratings=share(_RATING),
        ids=share(_ID),
        languages=share(_LANGUAGE),
        distinct=len(set(filled)) / len(filled),
        length=mean(map(len, filled)),
        words=mean(len(value.split()) for value in filled),
        values=filled,
    )


def guess_mapping(header: Sequence[str], sample: Sequence[Row]) -> Mapping:
    """The most plausible use of the columns, each with its reason; the best pairs of field and column go first."""
    sample = [row for row in sample if row.error is None]
    own = ERROR_COLUMNS if tuple(header[: len(ERROR_COLUMNS)]) == ERROR_COLUMNS else ()
    facts = {name: column_facts([row.values[place] for row in sample]) for place, name in enumerate(header)}
    scored = sorted(
        (
            (*_score(kind, name, facts[name]), kind, -place, name)
            for place, name in enumerate(header)
            for kind in Field
            if name not in own
        ),
        key=lambda pair: (pair[0], pair[3]),
        reverse=True,
    )
    columns: dict[Field, str] = {}
    guesses = []
    for score, reason, kind, _place, name in scored:
        if score > 0.5 and kind not in columns and name not in columns.values():
            columns[kind] = name
            guesses.append(Guess(kind, name, reason))
    return _dated(columns, facts, tuple(guesses), frozenset(own))


def _dated(
    columns: dict[Field, str], facts: dict[str, ColumnFacts], guesses: tuple[Guess, ...], ignored: frozenset[str]
) -> Mapping:
    warnings = [] if Field.TEXT in columns else ["No column looks like the text of the feedback; choose it yourself."]
    order = guess_date_order(facts[columns[Field.SAID_ON]].values if Field.SAID_ON in columns else ())
    if order.ambiguous:
        warnings.append(f"{order.reason} Check the column “{columns[Field.SAID_ON]}”.")
    return Mapping(columns, order.order, ignored, guesses=guesses, warnings=tuple(warnings))


def _score(kind: Field, name: str, facts: ColumnFacts) -> tuple[float, str]:
    """(score, reason). The heading counts most; content that contradicts it rules it out."""
    named = name_score(kind, name)
    content, reason, excluded = _content(kind, facts)
    if excluded:
        return 0.0, ""
    if named:
        return named + content, f"The heading is “{name}”" + (f" and {reason}." if content else ".")
    return content, f"No heading says so, but {reason}." if content else ""


def _content(kind: Field, facts: ColumnFacts) -> tuple[float, str, bool]:
    """(points, what was seen, whether the content rules the field out)."""
    if facts.filled == 0:
        return 0.0, "", kind is not Field.TEXT
    if kind is Field.TEXT:
        return _prose(facts)
    if kind is Field.SAID_ON:
        return (2.0 if facts.dates >= 0.8 else 0.0), "its cells are dates", facts.dates < 0.5
    if kind is Field.PERSON_EMAIL:
        return (4.0 if facts.emails >= 0.8 else 0.0), "its cells are e-mail addresses", facts.emails < 0.5
    if kind is Field.URL:
        return (1.5 if facts.urls >= 0.8 else 0.0), "its cells are web addresses", facts.urls < 0.5
    if kind is Field.RATING:
        return _stars(facts)
    if kind is Field.EXTERNAL_ID:
        return _identity(facts)
    if kind is Field.LANGUAGE:
        return 0.0, "", facts.languages < 0.5 and facts.length > 20
    wrong = (
        facts.emails >= 0.5 or facts.dates >= 0.8 or facts.urls >= 0.8 or (kind is not Field.TITLE and facts.words > 8)
    )
    return 0.0, "", wrong or (kind is Field.TITLE and facts.length < 2)


def _prose(facts: ColumnFacts) -> tuple[float, str, bool]:
    no_prose = max(facts.dates, facts.emails, facts.urls) >= 0.8 or (facts.ratings >= 0.8 and facts.distinct < 0.9)
    points = min(3.0, facts.words / 5) if facts.words >= 3 and facts.distinct > 0.2 else 0.0
    return points, f"its cells are the longest prose ({facts.words:.0f} words on average)", no_prose


def _stars(facts: ColumnFacts) -> tuple[float, str, bool]:
    few = len(set(facts.values)) <= 11
    whole = all(value in {"1", "2", "3", "4", "5"} for value in facts.values)
    points = 1.2 if whole and few and facts.filled >= 5 and len(set(facts.values)) >= 3 else 0.0
    return points, "its cells are numbers from 1 to 5", facts.ratings < 0.5


def _identity(facts: ColumnFacts) -> tuple[float, str, bool]:
    """Ids may repeat (one row a sentence), but a column with a single value names the product, not the feedback."""
    constant = facts.filled >= 5 and len(set(facts.values)) == 1
    looks = facts.ids >= 0.9 and facts.distinct >= 0.95 and facts.filled >= 5 and facts.length >= 4
    points = 0.8 if looks and facts.dates < 0.5 and facts.urls < 0.5 else 0.0
    return points, "its cells look like ids", constant or facts.words > 3 or facts.emails >= 0.5


def check_mapping(mapping: Mapping, header: Sequence[str]) -> list[str]:
    """Problems in plain words; an empty list when the mapping can be used."""
    problems = []
    if not mapping.columns.get(Field.TEXT):
        problems.append("Choose the column that holds the text of the feedback.")
    used: dict[str, Field] = {}
    for kind, name in mapping.columns.items():
        if name not in header:
            problems.append(f"There is no column “{name}” (chosen for {kind.value.replace('_', ' ')}).")
        elif name in used:
            problems.append(
                f"“{name}” is used twice: for {used[name].value.replace('_', ' ')} and for {kind.value.replace('_', ' ')}."
            )
        used.setdefault(name, kind)
    problems += [
        f"There is no column “{name}” (to be left out)." for name in sorted(mapping.ignored) if name not in header
    ]
    return problems
