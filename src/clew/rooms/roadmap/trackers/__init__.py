"""Files of issue trackers and idea portals: which there are, and what each says."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from clew.rooms.roadmap.trackers.columns import CSV_COLUMNS
from clew.rooms.roadmap.trackers.csv_issues import headings, is_shape, read_csv, write_csv
from clew.rooms.roadmap.trackers.github import read_github, write_github
from clew.rooms.roadmap.trackers.issues import LARGEST_FILE, MOST_ISSUES, Issue, TrackerError
from clew.rooms.roadmap.trackers.json_issues import parsed
from clew.rooms.roadmap.trackers.trello import read_trello
from clew.rooms.roadmap.trackers.trello_out import write_trello

__all__ = [
    "FIELDS", "LARGEST_FILE", "MOST_ISSUES", "SHAPES", "Issue", "TrackerError", "guessed", "headings", "read", "read_file", "written",
]  # fmt: skip
JSON_SHAPES = {"github": "GitHub issues JSON", "trello": "Trello board JSON"}
SHAPES: Mapping[str, str] = {**{name: one.label for name, one in CSV_COLUMNS.items()}, **JSON_SHAPES}
FIELDS = ("key", "title", "body", "state", "labels", "owner", "url", "votes")


def read_file(path: Path) -> str:
    """Its text, in whichever encoding."""
    data = path.read_bytes()
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        from charset_normalizer import from_bytes  # heavy

        found = from_bytes(data).best()
        if found is None:
            raise TrackerError("This is no text.", "Export it again as CSV or JSON, in UTF-8.") from None
        return str(found)


def guessed(text: str) -> str:
    """The shape of a file, by its headings."""
    if text.lstrip("\ufeff \r\n\t")[:1] in ("{", "["):
        found = parsed(text)
        return "trello" if isinstance(found, dict) and "cards" in found else "github"
    return next(name for name in CSV_COLUMNS if is_shape(headings(text), name))


def read(text: str, shape: str, mapped: Mapping[str, str] | None = None) -> list[Issue]:
    """Raises TrackerError, which names the row, the field and the remedy."""
    if shape == "github":
        return read_github(text)
    return read_trello(text) if shape == "trello" else read_csv(text, shape, mapped)


def written(issues: Sequence[Issue], shape: str, files: Sequence[str] = ()) -> Iterator[str]:
    """The file, piece by piece. `files`: those in which they came last."""
    if shape == "github":
        return write_github(issues)
    return write_trello(issues, files) if shape == "trello" else write_csv(issues, shape)
