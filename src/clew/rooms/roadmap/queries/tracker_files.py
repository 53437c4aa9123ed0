"""The file that goes out: ideas in the shape of a tracker, as they are called and stand today."""

from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress

from django.db.models import QuerySet

from clew.ground.doors.api import Outgoing
from clew.ground.evidence.api import Idea
from clew.ground.files.api import path_of
from clew.ground.ledger.api import Refused
from clew.ground.workspaces.api import Access, read, shown_titles
from clew.rooms.roadmap.kinds import NEW
from clew.rooms.roadmap.models import TrackedFile, TrackedIdea
from clew.rooms.roadmap.queries.sought import AS_NEW
from clew.rooms.roadmap.queries.tracker_known import born_key
from clew.rooms.roadmap.trackers import SHAPES, Issue, TrackerError, read_file, written
from clew.rooms.roadmap.trackers.words import word_for

MOST = 10_000
THERE, OURS, ALL = "there", "ours", "all"
WHICH: Mapping[str, str] = {
    THERE: "Those that came from there", OURS: "Also those that began here", ALL: "All, as new where they came from elsewhere",
}  # fmt: skip


def download_ideas(access: Access, *, shape: str = "generic", place: str | None = None, which: str = THERE) -> Outgoing:
    """Ideas in the shape of a tracker's file, with what changed since: those that came from there (`there`; all, where none did), with those that began here (`ours`), or `all`."""
    if shape not in SHAPES:
        raise Refused("There is no such shape.", field="shape", remedy=f"One of: {', '.join(SHAPES)}.")
    if which not in WHICH:
        raise Refused("There is no such choice of ideas.", field="which", remedy=f"One of: {', '.join(WHICH)}.")
    issues, files = _issues_out(access, shape, place, which), _files_of(access, shape, place)
    ending = "json" if shape in ("github", "trello") else "csv"
    kind = "application/json" if ending == "json" else "text/csv; charset=utf-8"
    return Outgoing(f"ideas-{shape}.{ending}", kind, "".join(written(issues, shape, files)).encode())


@read
def _issues_out(access: Access, shape: str, place: str | None, which: str) -> list[Issue]:
    there = TrackedIdea.objects.filter(shape=shape)
    there = there if place is None else there.filter(place=place)
    rows = list(there.filter(idea__node__archived_at__isnull=True).select_related("idea__node").order_by("pk")[:MOST])
    ideas = list(_others(there, which, none=not rows).select_related("node").order_by("pk")[: MOST - len(rows)])
    named = {idea.pk: idea.node.title for idea in [*(row.idea for row in rows), *ideas]}
    titles, seen = shown_titles(access, named), {row.state for row in rows}
    came = [_as_issue(row, titles[row.idea_id], seen) for row in rows]
    return came + [
        Issue(born_key(one), titles[one.pk], one.detail, word_for(shape, _state(one), seen)) for one in ideas
    ]


def _others(there: QuerySet[TrackedIdea], which: str, *, none: bool) -> QuerySet[Idea]:
    """Those that never came from there."""
    ideas = Idea.objects.filter(node__archived_at__isnull=True)
    if which == OURS:
        return ideas.exclude(pk__in=TrackedIdea.objects.values("idea"))
    return ideas.exclude(pk__in=there.values("idea")) if which == ALL or none else ideas.none()


def _as_issue(row: TrackedIdea, title: str, seen: Collection[str]) -> Issue:
    """In the tracker's own word, unless it moved on here since."""
    raw = tuple((str(name), str(value)) for name, value in row.raw)
    came = Issue(row.key, row.title, row.body, row.state, tuple(row.labels), row.owner, row.url, row.votes, raw)
    now, before = _state(row.idea), NEW if row.stood in AS_NEW else row.stood
    state = "" if now == before else word_for(row.shape, now, seen)
    return came.told(title=title, body=row.idea.detail, state=state)


def _state(idea: Idea) -> str:
    return NEW if idea.node.state in AS_NEW else str(idea.node.state)


@read
def _files_of(access: Access, shape: str, place: str | None) -> Sequence[str]:
    """Those that were brought in last, where more stands in them than ideas."""
    kept = TrackedFile.objects.filter(shape=shape).order_by("pk")
    texts = []
    for one in kept if place is None else kept.filter(place=place):
        with suppress(OSError, TrackerError):
            texts.append(read_file(path_of(access, file_id=one.file_id)))
    return texts
