"""Which column of a tracker's CSV says what. The first name of each is the one that is written."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Columns:
    """`needs`: headings by which the file is told from others; `splits`: what stands between labels in one cell."""

    label: str
    needs: frozenset[str]
    key: tuple[str, ...]
    title: tuple[str, ...]
    body: tuple[str, ...] = ()
    state: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    owner: tuple[str, ...] = ()
    url: tuple[str, ...] = ()
    votes: tuple[str, ...] = ()
    splits: str = ","

    def of(self) -> Mapping[str, tuple[str, ...]]:
        names = ("key", "title", "body", "state", "labels", "owner", "url", "votes")
        return {name: getattr(self, name) for name in names}


CSV_COLUMNS: Mapping[str, Columns] = {
    "jira": Columns(
        "Jira CSV", frozenset({"issue key", "summary"}), ("Issue key",), ("Summary",), ("Description",), ("Status",),
        ("Labels",), ("Assignee",), (), ("Votes",), splits=" ",
    ),
    "gitlab": Columns(
        "GitLab CSV", frozenset({"issue id", "title", "state"}), ("Issue ID",), ("Title",), ("Description",), ("State",),
        ("Labels",), ("Assignee Username", "Assignee"), ("URL",), (),
    ),
    "linear": Columns(
        "Linear CSV", frozenset({"id", "title", "team", "status"}), ("ID",), ("Title",), ("Description",), ("Status",),
        ("Labels",), ("Assignee",), (), (),
    ),
    "productboard": Columns(
        "Productboard CSV", frozenset({"feature name"}), ("Feature ID", "ID", "UUID", "Feature name"), ("Feature name",),
        ("Feature description", "Description"), ("Status", "Feature status"), ("Tags",), ("Owner",),
        ("Feature URL", "URL", "Link"), ("Votes", "User impact score"),
    ),
    "canny": Columns(
        "Canny CSV", frozenset({"title", "details"}), ("ID", "Post ID", "URL", "Title"), ("Title",), ("Details",),
        ("Status",), ("Tags", "Category"), ("Owner", "Owner name"), ("URL",), ("Votes", "Score", "Vote count"),
    ),
    "generic": Columns(
        "Any CSV", frozenset(), ("Key", "ID", "Number", "Issue", "Title", "Name", "Idea"),
        ("Title", "Name", "Summary", "Idea", "Feature"), ("Description", "Details", "Body", "Text"), ("Status", "State"),
        ("Labels", "Tags", "Category"), ("Owner", "Assignee"), ("URL", "Link"), ("Votes",),
    ),
}  # fmt: skip
