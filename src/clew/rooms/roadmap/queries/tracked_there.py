"""Rows of files that speak of a connected project: by their addresses where they have some, whatever place was typed when they came in."""

from collections.abc import Iterable, Mapping

from django.db.models import Q, QuerySet

from clew.rooms.roadmap.models import TrackedIdea, TrackerConnection
from clew.rooms.roadmap.trackers.github import full_key, home_of
from clew.rooms.roadmap.trackers.github_rest import ADDRESS
from clew.rooms.roadmap.trackers.issues import Issue

MOST_LOOKED_AT = 1_000


def key_there(connection: TrackerConnection, row: TrackedIdea) -> str:
    """What the tracker itself calls it: a file of several repositories names these as well."""
    return row.key.rpartition("#")[2] if connection.kind == "github" else row.key


def names_of(connection: TrackerConnection, issues: Iterable[Issue]) -> dict[str, str]:
    """By each name under which a row may stand, what the tracker calls it."""
    found = {issue.key: issue for issue in issues}
    names = {full_key(issue): key for key, issue in found.items()} if connection.kind == "github" else {}
    return names | {key: key for key in found}


def from_files(connection: TrackerConnection, by_key: Mapping[str, Issue]) -> dict[str, TrackedIdea]:
    """Which of these issues a file brought in, and nobody follows yet."""
    names, found = names_of(connection, by_key.values()), dict[str, TrackedIdea]()
    rows = _loose(connection).filter(key__in=names).select_related("idea__node").order_by("-pk")
    for row in sorted(rows, key=lambda row: (row.place == connection.project, row.place == "")):
        key = names[row.key]
        if _is_of(connection, row, by_key[key].url):
            found[key] = row  # that of the connection's own place last, so it holds
    return found


def unmet(connection: TrackerConnection, limit: int) -> list[TrackedIdea]:
    """Brought in by a file since the connection looked at everything: nothing may change there that would tell of them."""
    rows = _loose(connection).filter(idea__node__archived_at__isnull=True)
    rows = rows.select_related("idea__node").order_by("pk")[:MOST_LOOKED_AT]
    return [row for row in rows if _is_of(connection, row)][:limit]


def stands_there(connection: TrackerConnection, rows: Iterable[TrackedIdea]) -> bool:
    """Whether an idea that has these rows has an issue in this project already."""
    return any(row.shape == connection.kind and _is_of(connection, row) for row in rows)


def _loose(connection: TrackerConnection) -> QuerySet[TrackedIdea]:
    rows = TrackedIdea.objects.filter(shape=connection.kind, synced__isnull=True)
    if connection.kind == "jira":
        return rows.filter(place__in=("", connection.project), key__startswith=f"{connection.project}-")
    return rows.filter(Q(place=connection.project) | Q(url__icontains=f"/{connection.project}/issues/"))


def _is_of(connection: TrackerConnection, row: TrackedIdea, url: str = "") -> bool:
    """`url`: of the issue there, where it is known. On GitHub a number alone says nothing; an address does, and else the place."""
    if connection.kind == "jira":
        return row.place == connection.project or row.key.startswith(f"{connection.project}-")
    here, there = home_of(row.url), home_of(url)
    if not here:
        return row.place == connection.project
    return here == there if there else _may_be(connection, here)


def _may_be(connection: TrackerConnection, home: str) -> bool:
    """What the pages of a server of one's own are called is only known once an issue is seen."""
    project = connection.project.lower()
    return home == project or (connection.address != ADDRESS and home.endswith(f"/{project}"))
