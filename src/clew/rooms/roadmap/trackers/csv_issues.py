"""Issues of a tracker's CSV, in and out. Headings may repeat, as Jira's do; what has no place here goes out as it came."""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence

from clew.ground.evidence.api import as_written, neutralise
from clew.rooms.roadmap.trackers.columns import CSV_COLUMNS, Columns
from clew.rooms.roadmap.trackers.issues import Issue, TrackerError, checked, one, tidy

Mapped = Mapping[str, str]


def read_csv(text: str, shape: str, mapped: Mapped | None = None) -> list[Issue]:
    """`mapped`: headings chosen by a person, by field (key, title, body, state, labels, owner, url, votes)."""
    rows = _rows(text)
    head = rows[0]
    places = _places(head, CSV_COLUMNS[shape], mapped or {})
    if "title" not in places:
        raise TrackerError("No column is the name.", f"Say which of these is: {', '.join(head)[:300]}.", field="title")
    splits = CSV_COLUMNS[shape].splits
    return checked([_issue(head, row, number, places, splits) for number, row in enumerate(rows[1:], 2)])


def headings(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(_rows(text)[0]))


def write_csv(issues: Sequence[Issue], shape: str) -> Iterator[str]:
    """With the headings they came with, and this shape's where they were not brought in from such a file."""
    columns = CSV_COLUMNS[shape]
    own = [names[0] for names in columns.of().values() if names]
    head = _head(issues, list(dict.fromkeys(own)))
    yield _line(head)
    for issue in issues:
        yield _line(_cells(issue, head, columns))


def is_shape(head: Iterable[str], shape: str) -> bool:
    return CSV_COLUMNS[shape].needs <= {name.strip().lower() for name in head}


def _rows(text: str) -> list[list[str]]:
    reader = csv.reader(io.StringIO(text.removeprefix("\ufeff")), _dialect(text), strict=True)
    try:
        rows = [row for row in reader if any(cell.strip() for cell in row)]
    except csv.Error as error:
        raise TrackerError(f"this is no CSV: {error}", "Export it again as CSV.", row=reader.line_num) from error
    if not rows:
        raise TrackerError("There is nothing in this file.", "Export again, with at least one issue.")
    return rows


def _dialect(text: str) -> type[csv.Dialect]:
    class Found(csv.excel):
        delimiter = max(",;\t", key=text[: text.find("\n") if "\n" in text else len(text)].count)

    return Found


def _places(head: Sequence[str], columns: Columns, mapped: Mapped) -> dict[str, list[int]]:
    """Where each field stands; labels may stand in several columns of one heading."""
    by_name: dict[str, list[int]] = {}
    for at, name in enumerate(head):
        by_name.setdefault(name.strip().lower(), []).append(at)
    found = {}
    for field, names in columns.of().items():
        asked = (mapped[field],) if mapped.get(field) else names
        if places := next((by_name[name.strip().lower()] for name in asked if name.strip().lower() in by_name), None):
            found[field] = places if field == "labels" else places[:1]
    return found


def _issue(head: Sequence[str], row: Sequence[str], number: int, places: Mapping[str, list[int]], splits: str) -> Issue:
    if len(row) > len(head):
        raise TrackerError(
            "it has more cells than the heading.", "Look for a quotation mark that is missing.", row=number
        )
    cells = [*map(as_written, row), *[""] * (len(head) - len(row))]

    def cell(field: str) -> str:
        return cells[places[field][0]].strip() if field in places else ""

    labels = [part.strip() for at in places.get("labels", ()) for part in cells[at].split(splits)]
    votes = cell("votes").replace(",", "").replace(" ", "")
    return one(
        cell("key") or cell("title"), cell("title"), number, body=cell("body"), state=cell("state"),
        labels=tuple(dict.fromkeys(label[:60] for label in labels if label)), owner=cell("owner"), url=cell("url"),
        votes=min(int(votes), 10**9) if votes.isdecimal() and len(votes) < 12 else 0,
        raw=tuple(zip(head, cells, strict=True)),
    )  # fmt: skip


def _head(issues: Sequence[Issue], own: list[str]) -> list[str]:
    """All headings of all, each as often as one of them has it."""
    most: dict[str, int] = {}
    for issue in issues:
        count: dict[str, int] = {}
        for name, _ in issue.raw:
            count[name] = count.get(name, 0) + 1
        for name, n in count.items():
            most[name] = max(most.get(name, 0), n)
    if not most:
        return own
    known = {name.strip().lower() for name in most}
    missing = (
        [name for name in own if name.strip().lower() not in known] if any(not issue.raw for issue in issues) else []
    )
    return [name for name, n in most.items() for _ in range(n)] + missing


def _cells(issue: Issue, head: Sequence[str], columns: Columns) -> list[str]:
    came: dict[str, list[str]] = {}
    for name, value in issue.raw:
        came.setdefault(name, []).append(value)
    today = _today(issue, columns, head, came)
    return [today.pop(name, came[name].pop(0) if came.get(name) else "") for name in head]


def _today(issue: Issue, columns: Columns, head: Sequence[str], came: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """By heading, what changed since it came in; of one that came from nowhere, everything."""
    said = issue.changed()
    if not issue.raw:
        between = columns.splits if columns.splits == " " else f"{columns.splits} "
        said = {
            "key": issue.key, "title": issue.title, "state": issue.state, "body": issue.body, "labels": between.join(issue.labels), "owner": issue.owner,
            "url": issue.url, "votes": str(issue.votes),
        }  # fmt: skip
    places: dict[str, str] = {}
    for field, value in said.items():
        if name := _heading(field, issue, columns, head, came):
            places.setdefault(name, value)
    return places


def _heading(
    field: str, issue: Issue, columns: Columns, head: Sequence[str], came: Mapping[str, Sequence[str]]
) -> str | None:
    """Where it stood: a person may have chosen another column than the usual one, which is then known by what it said."""
    known = {name.strip().lower(): name for name in reversed(head)}
    usual = [known[one.lower()] for one in columns.of()[field] if one.lower() in known]
    before = getattr(issue.came, field, "")
    stood = (name for name in [*usual, *head] if before and came.get(name) and tidy(field, came[name][0]) == before)
    return next(stood, next(iter(usual), None))


def _line(cells: Iterable[str]) -> str:
    out = io.StringIO(newline="")
    csv.writer(out).writerow([neutralise(cell) for cell in cells])
    return out.getvalue()
