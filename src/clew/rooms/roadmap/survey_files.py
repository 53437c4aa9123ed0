"""Answers of a survey as a CSV file, out and in. Holds no database.

One row for each answer. The headings, by method, after `respondent` (any name or number; rows of one respondent belong together) and
`segment` (may be left out):

- kano: idea, functional, dysfunctional (each 1 to 5)
- odi: idea, importance, satisfaction (each 1 to 5, or empty)
- maxdiff: shown (names with | between), best, worst
- pairwise: better, other
- budget, dots: idea, points (a row for each idea that was given some)
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from clew.ground.evidence.api import as_written
from clew.ground.ledger.api import Refused
from clew.rooms.roadmap.sheet_rows import NoRows, numbered_rows, without_controls
from clew.rooms.roadmap.survey_asking import AGAIN, Asking, read_answer

LARGEST_FILE, MOST_ROWS = 5_000_000, 100_000
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "kano": ("idea", "functional", "dysfunctional"),
    "odi": ("idea", "importance", "satisfaction"),
    "maxdiff": ("shown", "best", "worst"),
    "pairwise": ("better", "other"),
    "budget": ("idea", "points"),
    "dots": ("idea", "points"),
}
NAME_LIMIT, SEGMENT_LIMIT = 300, 60


@dataclass(slots=True)
class Person:
    """One respondent of a file: what they are called there, their segment, and their answers by step."""

    name: str
    segment: str
    answers: dict[int, dict[str, Any]]


@dataclass(frozen=True, slots=True)
class _Row:
    number: int
    cells: Mapping[str, str]

    def wrong(self, column: str, message: str, remedy: str) -> Refused:
        return Refused(f"Row {self.number}, {column}: {message}", field="file", remedy=remedy)


def rows_out(method: str, labels: Sequence[str], people: Sequence[Person]) -> Iterator[tuple[str, ...]]:
    """The headings, and a row for each answer."""
    yield ("respondent", "segment", *COLUMNS[method])
    for one in people:
        for step, given in sorted(one.answers.items()):
            for cells in _cells(method, labels, step, given):
                yield (one.name, one.segment, *cells)


def _cells(method: str, labels: Sequence[str], step: int, given: Mapping[str, Any]) -> Iterator[tuple[str, ...]]:
    if method in ("budget", "dots"):
        yield from ((labels[place], str(points)) for place, points in enumerate(given["points"]) if points)
    elif method == "maxdiff":
        yield ("|".join(labels[p] for p in given["shown"]), labels[given["best"]], labels[given["worst"]])
    elif method == "pairwise":
        yield (labels[given["better"]], labels[given["other"]])
    else:
        yield (labels[step], *("" if given[name] is None else str(given[name]) for name in COLUMNS[method][1:]))


def read_people(text: str, asking: Asking, labels: Sequence[str]) -> list[Person]:
    """Whole, or refused with the row and the column that are wrong. `asking`: with any sets; those of the file are taken as they are."""
    people: dict[str, Person] = {}
    places = {" ".join(label.casefold().split()): place for place, label in enumerate(labels)}
    for row in _rows(text, asking.method):
        one = _person(row, people)
        try:
            _take(one, row, asking, places)
        except Refused as error:
            if error.field == "file":
                raise
            remedy = "Correct that row, or leave it out." if error.remedy == AGAIN else error.remedy
            raise row.wrong(error.field or "answer", error.message, remedy) from error
    if asking.method in ("budget", "dots"):
        for one in people.values():
            _whole(one, asking)
    return list(people.values())


def _rows(text: str, method: str) -> Iterator[_Row]:
    if len(text) > LARGEST_FILE:
        raise Refused("The file is larger than 5 MB.", field="file", remedy="Bring it in in parts.")
    try:
        rows = numbered_rows(without_controls(text))
    except NoRows as error:
        raise Refused(f"Row {error.row}: this is no CSV file.", field="file", remedy="Save it as CSV.") from error
    heads = [" ".join(head.casefold().split()) for head in rows[0][1]] if rows else []
    for needed in ("respondent", *COLUMNS[method]):
        if heads.count(needed) != 1:
            told = ", ".join(("respondent", "segment", *COLUMNS[method]))
            raise Refused(f"One column is headed {needed}.", field="file", remedy=f"The headings are: {told}.")
    if len(rows) < 2 or len(rows) > MOST_ROWS:
        raise Refused(
            "There is no answer in it." if len(rows) < 2 else f"These are more than {MOST_ROWS:,} rows.",
            field="file",
            remedy="Look into the file.",
        )
    for number, row in rows[1:]:
        yield _Row(
            number,
            {head: as_written(row[at].strip()) if at < len(row) else "" for at, head in enumerate(heads)},
        )


def _person(row: _Row, people: dict[str, Person]) -> Person:
    name, segment = row.cells["respondent"], row.cells.get("segment", "")
    if not name or len(name) > NAME_LIMIT:
        raise row.wrong("respondent", "this is missing or too long.", "Give each respondent a name or number.")
    if len(segment) > SEGMENT_LIMIT:
        raise row.wrong("segment", f"this is longer than {SEGMENT_LIMIT} characters.", "Shorten it.")
    one = people.setdefault(name, Person(name, segment, {}))
    if one.segment != segment:
        raise row.wrong("segment", f"“{name}” is in another segment above.", "Give each respondent one segment.")
    return one


def _take(one: Person, row: _Row, asking: Asking, places: Mapping[str, int]) -> None:
    if asking.method == "maxdiff":
        shown = tuple(_place(row, "shown", name, places) for name in row.cells["shown"].split("|"))
        if len(shown) < 2 or len(set(shown)) < len(shown):
            raise row.wrong("shown", "these are not different ideas.", "Write their names with | between.")
        given: dict[str, Any] = {name: _place(row, name, row.cells[name], places) for name in ("best", "worst")}
        step = len(one.answers)
        one.answers[step] = read_answer(Asking("maxdiff", asking.ideas, 0, 0, (shown,)), 0, given)
    elif asking.method == "pairwise":
        given = {name: _place(row, name, row.cells[name], places) for name in ("better", "other")}
        taken = [frozenset((pair["better"], pair["other"])) for pair in one.answers.values()]
        one.answers[len(one.answers)] = read_answer(Asking("pairwise", asking.ideas, 1, 0), 0, given, taken)
    else:
        _take_idea(one, row, asking, places)


def _take_idea(one: Person, row: _Row, asking: Asking, places: Mapping[str, int]) -> None:
    place = _place(row, "idea", row.cells["idea"], places)
    names = COLUMNS[asking.method][1:]
    numbers = {name: _number(row, name) for name in names}
    if asking.method in ("budget", "dots"):
        points = one.answers.setdefault(0, {"points": [0] * asking.ideas})["points"]
        if numbers["points"] is None or points[place]:
            raise row.wrong("points", "this is missing or stands there twice.", "Give each idea its points once.")
        points[place] = numbers["points"]
    elif place in one.answers:
        raise row.wrong("idea", f"“{one.name}” answered it above.", "Keep one of the rows.")
    else:
        one.answers[place] = read_answer(asking, place, numbers)


def _whole(one: Person, asking: Asking) -> None:
    try:
        one.answers[0] = read_answer(asking, 0, one.answers[0])
    except Refused as error:
        raise Refused(f"“{one.name}”: {error.message}", field="file", remedy=error.remedy) from error


def _place(row: _Row, column: str, name: str, places: Mapping[str, int]) -> int:
    place = places.get(" ".join(name.casefold().split()))
    if place is None:
        raise row.wrong(
            column, f"no idea is called “{name[:60]}” in this survey.", "Use the names that respondents read."
        )
    return place


def _number(row: _Row, column: str) -> int | None:
    text = row.cells[column]
    if not text:
        return None
    if not text.isdecimal() or len(text) > 6:
        raise row.wrong(column, f"“{text[:20]}” is no whole number.", "Type digits.")
    return int(text)
