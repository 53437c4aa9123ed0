"""Which ideas a tracker's file speaks of: by their keys, by what else they were known by before, and those that began here and went out."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC
from hashlib import sha256
from typing import TypeVar

from django.db.models import Q

from clew.ground.evidence.api import Idea
from clew.rooms.roadmap.models import TrackedIdea
from clew.rooms.roadmap.trackers import Issue
from clew.rooms.roadmap.trackers.github import full_key, home_of
from clew.rooms.roadmap.trackers.issues import tidy

NEW, CHANGED, SAME = "new", "changed", "same"
PIECES = 500
T = TypeVar("T")
_BORN = re.compile(r"clew-(\d{1,18})-[0-9a-f]{8}")


@dataclass(frozen=True, slots=True)
class Known:
    """`issue`: under the key by which it is kept. `row`: not saved yet where it began here and changed outside."""

    issue: Issue
    row: TrackedIdea | None
    said: str


def born_key(idea: Idea) -> str:
    """Of an idea that began here, by which it is known when it comes back; in another workspace the same number is another idea."""
    made = sha256(idea.node.created_at.astimezone(UTC).isoformat(timespec="microseconds").encode()).hexdigest()[:8]
    return f"clew-{idea.pk}-{made}"


def known_issues(shape: str, place: str, issues: Sequence[Issue]) -> list[Known]:
    """Each issue of a file with what is known of it. Called inside an act or a query."""
    names = {issue.key: _names(shape, issue) for issue in issues}
    wanted = [name for some in names.values() for name in some]
    rows = _followed(shape, place, wanted) | _rows(shape, place, wanted)
    found = _matched(shape, issues, names, rows)
    born = _born(shape, place, [key for key in names if key not in found])
    return [_known(shape, issue, found.get(issue.key), born.get(issue.key), rows) for issue in issues]


def _known(
    shape: str, issue: Issue, row: TrackedIdea | None, born: TrackedIdea | None, rows: Mapping[str, TrackedIdea]
) -> Known:
    if row is not None:
        said = SAME if _filled(issue.raw) == _filled(row.raw) else CHANGED
        return Known(replace(issue, key=row.key), row, said)
    if born is not None:
        return Known(issue, born, SAME if born.pk or _went_out_so(issue, born) else CHANGED)
    free = full_key(issue) if shape == "github" and issue.key in rows else issue.key
    return Known(replace(issue, key=free), None, NEW)


def _filled(raw: Sequence[Sequence[str]]) -> list[list[str]]:
    """A column in which nothing stands says nothing; one is added for what began here."""
    return [list(pair) for pair in raw if pair[1]]


def _went_out_so(issue: Issue, born: TrackedIdea) -> bool:
    """How far it is comes from here, in the words of there."""
    said = (tidy("title", born.title), tidy("body", born.body), (), "", "", 0)
    return (issue.title, issue.body, issue.labels, issue.owner, issue.url, issue.votes) == said


def _names(shape: str, issue: Issue) -> tuple[str, ...]:
    """Its key, and those it may have had in another file: with the repository or without it, by its address or its name."""
    if shape == "github":
        number = issue.key.rpartition("#")[2]
        return tuple(dict.fromkeys([issue.key, full_key(replace(issue, key=number)), number]))
    title, url = tidy("key", issue.title), tidy("key", issue.url)
    other = {title: url, url: title}.get(issue.key, "")
    return (issue.key, other) if other else (issue.key,)


def _matched(
    shape: str, issues: Sequence[Issue], names: Mapping[str, Sequence[str]], rows: Mapping[str, TrackedIdea]
) -> dict[str, TrackedIdea]:
    """No row is taken by two; whoever has its very key comes first."""
    found: dict[str, TrackedIdea] = {}
    taken: set[int] = set()
    for first in (True, False):
        for issue in issues:
            for name in names[issue.key][:1] if first else names[issue.key][1:]:
                row = rows.get(name)
                if row and issue.key not in found and row.pk not in taken and _fits(shape, issue, row, first):
                    found[issue.key] = row
                    taken.add(row.pk)
    return found


def _fits(shape: str, issue: Issue, row: TrackedIdea, is_key: bool) -> bool:
    if shape == "github":
        here, there = home_of(row.url), home_of(issue.url)
        return here == there or not here or not there
    return is_key or not row.url or not issue.url or row.url == issue.url


def _rows(shape: str, place: str, keys: Sequence[str]) -> dict[str, TrackedIdea]:
    found: dict[str, TrackedIdea] = {}
    for some in _pieces(keys):
        rows = TrackedIdea.objects.filter(shape=shape, place=place, key__in=some).select_related("idea__node")
        found |= {row.key: row for row in rows}
    return found


def _followed(shape: str, place: str, keys: Sequence[str]) -> dict[str, TrackedIdea]:
    """What a connection brought in or follows stands under its repository, whatever place a file is said to be of: its address says which issue it is."""
    found: dict[str, TrackedIdea] = {}
    for some in _pieces(keys if shape == "github" else ()):
        rows = TrackedIdea.objects.filter(shape=shape, key__in=some).exclude(place=place)
        for row in rows.filter(Q(synced__isnull=False) | Q(place__contains="/")).select_related("idea__node", "synced"):
            home = home_of(row.url)
            if home and (hasattr(row, "synced") or f"/{home}".endswith(f"/{row.place.lower()}")):
                found[f"{home}#{row.key.rpartition('#')[2]}"] = row
    return found


def _born(shape: str, place: str, keys: Sequence[str]) -> dict[str, TrackedIdea]:
    """By key, what went out of an idea; or where it stands in this place by now, under the key that it got there."""
    ids = [int(found[1]) for found in map(_BORN.fullmatch, keys) if found]
    made: dict[str, TrackedIdea] = {}
    for some in _pieces(ids):
        ideas = {idea.pk: idea for idea in Idea.objects.filter(pk__in=some).select_related("node")}
        there = {row.idea_id: row for row in TrackedIdea.objects.filter(shape=shape, place=place, idea__in=some)}
        made |= {born_key(one): there.get(pk) or _as_it_is(one, shape, place) for pk, one in ideas.items()}
    return {key: made[key] for key in keys if key in made}


def _as_it_is(idea: Idea, shape: str, place: str) -> TrackedIdea:
    return TrackedIdea(
        workspace_id=idea.workspace_id, idea=idea, shape=shape, place=place, key=born_key(idea),
        title=idea.node.title, body=idea.detail, stood=idea.node.state,
    )  # fmt: skip


def _pieces(of: Sequence[T]) -> Iterator[Sequence[T]]:
    return (of[at : at + PIECES] for at in range(0, len(of), PIECES))
