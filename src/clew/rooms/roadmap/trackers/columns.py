"""Which column of a tracker's CSV says what. The first name of each is the one that is written."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Columns:
    """`needs`: headings by which the file is told from others, in each way it is written; `splits`: what stands between labels in one cell.

    `also`: headings that are written although nothing stands below them, so that the file is known again.
    """

    label: str
    needs: tuple[frozenset[str], ...]
    key: tuple[str, ...]
    title: tuple[str, ...]
    body: tuple[str, ...] = ()
    state: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    owner: tuple[str, ...] = ()
    url: tuple[str, ...] = ()
    votes: tuple[str, ...] = ()
    splits: str = ","
    also: tuple[str, ...] = ()

    def of(self) -> Mapping[str, tuple[str, ...]]:
        names = ("key", "title", "body", "state", "labels", "owner", "url", "votes")
        return {name: getattr(self, name) for name in names}


def _told_by(*ways: str) -> tuple[frozenset[str], ...]:
    return tuple(frozenset(way.split("+")) for way in ways)


CSV_COLUMNS: Mapping[str, Columns] = {
    "jira": Columns(
        "Jira CSV", _told_by("issue key+summary"), ("Issue key",), ("Summary",), ("Description",), ("Status",),
        ("Labels",), ("Assignee",), (), ("Votes",), splits=" ",
    ),
    "gitlab": Columns(
        "GitLab CSV", _told_by("issue id+title+state"), ("Issue ID",), ("Title",), ("Description",), ("State",),
        ("Labels",), ("Assignee Username", "Assignee"), ("URL",), (),
    ),
    "linear": Columns(
        "Linear CSV", _told_by("id+title+team+status"), ("ID",), ("Title",), ("Description",), ("Status",),
        ("Labels",), ("Assignee",), (), (), also=("Team",),
    ),
    "productboard": Columns(
        "Productboard CSV",
        _told_by("feature name", "name+productboard url", "name+productboard link", "name+user impact score", "name+customer importance score"),
        ("Feature ID", "Productboard ID", "Feature UUID", "UUID", "ID"), ("Feature name", "Name"),
        ("Feature description", "Description"), ("Status", "Feature status", "Status name"), ("Tags", "Feature tags"),
        ("Owner", "Feature owner", "Owner email", "Owner name"),
        ("Feature URL", "Productboard URL", "Productboard link", "URL", "Link"),
        ("Votes", "User impact score", "Customer importance score"),
    ),
    "canny": Columns(
        "Canny CSV", _told_by("title+details", "post title+post details", "post title+post url"), ("ID", "Post ID"),
        ("Title", "Post title"), ("Details", "Post details", "Description"), ("Status", "Post status"),
        ("Tags", "Post tags", "Category", "Post category"),
        ("Owner", "Owner name", "Owner email", "Post owner", "Post owner name", "Post owner email"),
        ("URL", "Post URL", "Link", "Post link"), ("Votes", "Score", "Vote count", "Post votes", "Post score"),
    ),
    "generic": Columns(
        "Any CSV", _told_by(""), ("Key", "ID", "Number", "Issue"),
        ("Title", "Name", "Summary", "Idea", "Feature", "Post title"),
        ("Description", "Details", "Body", "Text"), ("Status", "State"),
        ("Labels", "Tags", "Category"), ("Owner", "Assignee", "Owner email"), ("URL", "Link"), ("Votes",),
    ),
}  # fmt: skip
