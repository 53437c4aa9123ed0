"""Issues of a tracker's CSV, in and out. Headings may repeat, as Jira's do; what has no place here goes out as it came."""

import csv
import io
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from clew.ground.evidence.api import as_written, neutralise
from clew.rooms.roadmap.sheet_rows import NoRows, Row, numbered_rows
from clew.rooms.roadmap.trackers.columns import CSV_COLUMNS, Columns
from clew.rooms.roadmap.trackers.issues import MOST, Issue, TrackerError, checked, one, tidy

Mapped = Mapping[str, str]


def read_csv(text: str, shape: str, mapped: Mapped | None = None) -> list[Issue]:
    """`mapped`: headings chosen by a person, by field (key, title, body, state, labels, owner, url, votes)."""
    rows = _rows(text)
    head = rows[0][1]
    places = _places(head, CSV_COLUMNS[shape], mapped or {})
    if "title" not in places:
        raise TrackerError("No column is the name.", f"Say which of these is: {', '.join(head)[:300]}.", field="title")
    places["instead"] = _instead([row for _, row in rows[1:]], places)
    splits = CSV_COLUMNS[shape].splits
    return checked([_issue(head, row, number, places, splits) for number, row in rows[1:]])


def headings(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(_rows(text)[0][1]))


def write_csv(issues: Sequence[Issue], shape: str) -> Iterator[str]:
    """With the headings they came with, and this shape's where they were not brought in from such a file."""
    columns = CSV_COLUMNS[shape]
    came = _came(issues)
    stands = _stands(issues, columns, came)
    head = came + _missing(issues, columns, came, stands)
    stands = {**{field: names[0] for field, names in columns.of().items() if names}, **stands}
    yield _line(head)
    for issue in issues:
        yield _line(_cells(issue, head, stands, columns))


def is_shape(head: Iterable[str], shape: str) -> bool:
    names = {name.strip().lower() for name in head} | {""}
    return any(way <= names for way in CSV_COLUMNS[shape].needs)


def _rows(text: str) -> list[Row]:
    try:
        rows = numbered_rows(text)
    except NoRows as error:
        raise TrackerError(f"this is no CSV: {error.reason}", "Export it again as CSV.", row=error.row) from error
    if not rows:
        raise TrackerError("There is nothing in this file.", "Export again, with at least one issue.")
    return rows


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
        cell("key") or cell("instead"), cell("title"), number, body=cell("body"), state=cell("state"),
        labels=tuple(dict.fromkeys(label[:60] for label in labels if label)), owner=cell("owner"), url=cell("url"),
        votes=min(int(votes), 10**9) if votes.isdecimal() and len(votes) < 12 else 0,
        raw=tuple(zip(head, cells, strict=True)),
    )  # fmt: skip


def _instead(rows: Sequence[Sequence[str]], places: Mapping[str, list[int]]) -> list[int]:
    """By what a row without a number is known: its address, where each has one of its own, else its name."""
    key, url = (places.get(field, [-1])[0] for field in ("key", "url"))
    found = [_at(row, url) for row in rows if not _at(row, key)]
    tells = all("://" in one and len(one) <= MOST["key"] for one in found) and len(set(found)) == len(found)
    return places["url"] if tells and url >= 0 else places["title"]


def _at(row: Sequence[str], place: int) -> str:
    return row[place].strip() if 0 <= place < len(row) else ""


def _came(issues: Sequence[Issue]) -> list[str]:
    """All headings of all, each as often as one of them has it."""
    most: dict[str, int] = {}
    for issue in issues:
        for name, n in Counter(name for name, _ in issue.raw).items():
            most[name] = max(most.get(name, 0), n)
    return [name for name, n in most.items() for _ in range(n)]


def _stands(issues: Sequence[Issue], columns: Columns, came: Sequence[str]) -> dict[str, str]:
    """In which column each field came: a person may have chosen another than the usual one, which is then known by what it said."""
    known = {name.strip().lower(): name for name in reversed(came)}
    rows = [(issue.came or issue, dict(reversed(issue.raw))) for issue in issues if issue.raw]
    found = {}
    for field, names in columns.of().items():
        usual = [known[one.lower()] for one in names if one.lower() in known]
        said = next((name for name in dict.fromkeys([*usual, *came]) if _says(rows, field, name)), None)
        if name := said or next(iter(usual), None):
            found[field] = name
    if found.get("key") in (found.get("title"), found.get("url")):
        found.pop("key", None)
    return found


def _says(rows: Sequence[tuple[Issue, Mapping[str, str]]], field: str, name: str) -> bool:
    """Whether this column says of each what it is known for, and of one at least anything."""
    if field not in MOST or not any(getattr(issue, field) for issue, _ in rows):
        return False
    return all(tidy(field, cells.get(name, "")) == getattr(issue, field) for issue, cells in rows)


def _missing(issues: Sequence[Issue], columns: Columns, came: Sequence[str], stands: Mapping[str, str]) -> list[str]:
    """Headings for what was never in such a file, and for what it never said; nothing stands in two columns."""
    fresh = any(not issue.raw for issue in issues)
    wanted = (
        set(columns.of())
        if not came
        else {field for issue in issues for field, value in _said(issue, columns).items() if value}
    )
    own = [names[0] for field, names in columns.of().items() if names and field in wanted - set(stands)]
    own += columns.also if fresh else ()
    known = {name.strip().lower() for name in came}
    return [name for name in dict.fromkeys(own) if name.strip().lower() not in known]


def _cells(issue: Issue, head: Sequence[str], stands: Mapping[str, str], columns: Columns) -> list[str]:
    came: dict[str, list[str]] = {}
    for name, value in issue.raw:
        came.setdefault(name, []).append(value)
    said = _said(issue, columns)
    today: dict[str, str] = {}
    for field, value in said.items():
        if field in stands:
            today.setdefault(_heading(field, issue, stands, columns, came), value)
    return [today.pop(name, came[name].pop(0) if came.get(name) else "") for name in head]


def _said(issue: Issue, columns: Columns) -> dict[str, str]:
    """What changed since it came; of one that came in no file, all."""
    if issue.raw:
        return issue.changed() | _heard_since(issue)
    between = columns.splits if columns.splits == " " else f"{columns.splits} "
    return {
        "key": issue.key, "title": issue.title, "state": issue.state, "body": issue.body, "labels": between.join(issue.labels),
        "owner": issue.owner, "url": issue.url, "votes": str(issue.votes or ""),
    }  # fmt: skip


def _heard_since(issue: Issue) -> dict[str, str]:
    """What the tracker itself told after the file: no column says it."""
    told = {field: getattr(issue.came or issue, field) for field in ("title", "body", "state")}
    said = {field: {tidy(field, cell) for _, cell in issue.raw} for field, value in told.items() if value}
    return {field: getattr(issue, field) for field in said if told[field] not in said[field]}


def _heading(
    field: str, issue: Issue, stands: Mapping[str, str], columns: Columns, came: Mapping[str, Sequence[str]]
) -> str:
    """Of one that came in another file than most, the column that said it."""
    before = getattr(issue.came, field, "")
    if not before or tidy(field, next(iter(came.get(stands[field], [""])), "")) == before:
        return stands[field]
    usual = [name for name in came if name.strip().lower() in {one.lower() for one in columns.of()[field]}]
    return next((name for name in [*usual, *came] if tidy(field, came[name][0]) == before), stands[field])


def _line(cells: Iterable[str]) -> str:
    out = io.StringIO(newline="")
    csv.writer(out).writerow([neutralise(cell) for cell in cells])
    return out.getvalue()
