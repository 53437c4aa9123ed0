"""What any tracker's file says of one issue, post or card."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

MOST_ISSUES, LARGEST_FILE = 5_000, 20_000_000
MOST = {"key": 200, "title": 300, "body": 10_000, "state": 60, "owner": 200, "url": 500}


class TrackerError(ValueError):
    """What is wrong with the file, in which row (counted from 1, the heading is row 1), and what helps."""

    def __init__(self, message: str, remedy: str, *, row: int = 0, field: str = "") -> None:
        super().__init__(f"Row {row}: {message}" if row else message)
        self.row, self.field, self.remedy = row, field, remedy


@dataclass(frozen=True, slots=True)
class Issue:
    """`raw`: all that the file says of it, by name and in its order, as text, or as JSON for a JSON file; so it goes out as it came.

    `came`: how the file had it, where it is told otherwise today.
    """

    key: str
    title: str
    body: str = ""
    state: str = ""
    labels: tuple[str, ...] = ()
    owner: str = ""
    url: str = ""
    votes: int = 0
    raw: tuple[tuple[str, str], ...] = ()
    came: "Issue | None" = None

    def told(self, *, title: str, body: str | None = None, state: str = "") -> "Issue":
        """As it is called, described and stands today."""
        body = self.body if body is None else body
        return replace(self, title=title, body=body, state=state or self.state, came=self.came or self)

    def changed(self) -> dict[str, str]:
        """What is told otherwise than the file had it."""
        before = self.came or self
        now = {"title": self.title, "body": self.body, "state": self.state}
        return {field: value for field, value in now.items() if value != getattr(before, field)}


def checked(issues: Sequence[Issue]) -> list[Issue]:
    """Raises TrackerError when there are none, too many, or two of one key."""
    if not issues:
        raise TrackerError("There is nothing in this file.", "Export again, with at least one issue.")
    if len(issues) > MOST_ISSUES:
        raise TrackerError(
            f"These are {len(issues):,} issues; {MOST_ISSUES:,} are taken at a time.", "Export fewer, by a filter."
        )
    seen: dict[str, int] = {}
    for row, issue in enumerate(issues, 2):
        if issue.key in seen:
            raise TrackerError(
                f"“{issue.key[:60]}” stands in row {seen[issue.key]} already.",
                "Say which column is the number by which the tracker knows it, or take one of them out."
                if issue.key == tidy("key", issue.title)
                else "Take one of them out.",
                row=row,
                field="key",
            )
        seen[issue.key] = row
    return list(issues)


def one(key: str, title: str, row: int, **more: object) -> Issue:
    """Cut to what a record holds; the whole text stays in `raw`. Raises TrackerError when it has no name or no key."""
    if not title.strip():
        raise TrackerError("The name is missing.", "Give it one, or take the row out.", row=row, field="title")
    if not key.strip():
        raise TrackerError("What the tracker calls it is missing.", "Export with its number.", row=row, field="key")
    made = Issue(tidy("key", key), tidy("title", title), **more)  # type: ignore[arg-type]
    body, state, owner, url = (tidy(name, getattr(made, name)) for name in ("body", "state", "owner", "url"))
    return replace(made, body=body, state=state, owner=owner, url=url)


def clean(text: str) -> str:
    """Without what a database does not hold: NUL, and halves of characters."""
    return text.replace("\x00", "").encode("utf-8", "replace").decode()


def tidy(field: str, text: str) -> str:
    """As a record holds it."""
    text = clean(text)
    text = text.replace("\r\n", "\n").strip() if field == "body" else " ".join(text.split())
    return text[: MOST[field]]
