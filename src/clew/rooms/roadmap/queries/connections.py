"""Trackers that are followed: their connections, how they fare, and where both sides changed the same."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Case, CharField, Count, Exists, F, OuterRef, Q, QuerySet, Value, When

from clew.ground.evidence.api import Idea
from clew.ground.ledger.api import NotFound, Refused
from clew.ground.workspaces.api import Access, Role, names_of, read, shown_titles, within
from clew.rooms.roadmap.kinds import NEW
from clew.rooms.roadmap.models import (
    SyncedIdea,
    TrackedIdea,
    TrackerClash,
    TrackerConnection,
    TrackerKey,
    TrackerOpening,
)
from clew.rooms.roadmap.queries.sought import AS_NEW
from clew.rooms.roadmap.queries.tracked_there import stands_there
from clew.rooms.roadmap.trackers.remote import Trouble
from clew.rooms.roadmap.trackers.speaking import tracker_at

MOST_SHOWN, MOST_CONNECTIONS = 50, 20
NO_TOKEN = ("There is no token for it.", "Type it in: a token is in no backup and no export.")


@dataclass(frozen=True, slots=True)
class TrackerRound:
    """What one time brought: `new` ideas, `changed` ones, states `told` there, `clashes`, statuses that mean nothing here (`unknown`)."""

    at: datetime
    new: int
    changed: int
    told: int
    clashes: int
    unknown: int
    error: str


@dataclass(frozen=True, slots=True)
class TrackerRow:
    """`error` and `remedy`: why it was not asked the last time. `again_at`: when it is asked next. `waiting`: changes to be told there."""

    id: int
    kind: str
    kind_label: str
    address: str
    project: str
    account: str
    brings_new: bool
    label: str
    wins: str
    states: Mapping[str, tuple[str, ...]]
    is_on: bool
    why_off: str
    has_token: bool
    error: str
    remedy: str
    looked_at: datetime | None
    again_at: datetime | None
    ideas: int
    waiting: int
    open_clashes: int
    rounds: tuple[TrackerRound, ...]


@dataclass(frozen=True, slots=True)
class ClashRow:
    """`theirs`: in the tracker's words, which mean the state `means` here. `settled`: whose holds; empty while nobody said so."""

    id: int
    idea_id: int
    title: str
    tracker_id: int
    tracker: str
    key: str
    ours: str
    theirs: str
    means: str
    found_at: datetime
    settled: str
    settled_by: str


@dataclass(frozen=True, slots=True)
class UntoldRow:
    """An idea whose state could not be told there, or that could not be made an issue, and why."""

    idea_id: int
    title: str
    key: str
    error: str


@dataclass(frozen=True, slots=True)
class FollowedIdea:
    """How an idea stands in the trackers that are followed: `key` is empty while the issue is still to be opened."""

    tracker_id: int
    tracker: str
    key: str
    error: str
    clash: ClashRow | None


@read
def tracker_connections(access: Access) -> tuple[TrackerRow, ...]:
    """All of the workspace."""
    return _rows(_connections().order_by("pk")[:MOST_CONNECTIONS])


@read
def tracker_connection(access: Access, tracker_id: int) -> TrackerRow:
    found = _rows(_connections().filter(pk=tracker_id))
    if not found:
        raise NotFound("No such connection.")
    return found[0]


@read
def test_tracker(access: Access, tracker_id: int) -> str:
    """Asks the tracker for the project, and whether its issues may be changed; answers what it is called there. For owners."""
    row = tracker_connection(access, tracker_id)
    access.require(Role.OWNER)
    if not row.has_token:
        raise Refused(row.error, field="token", remedy=row.remedy)
    try:
        return tracker_at(TrackerConnection.objects.select_related("key").get(pk=tracker_id)).check()
    except Trouble as trouble:
        raise Refused(trouble.message, field="token", remedy=trouble.remedy) from trouble


@read
def tracker_clashes(
    access: Access, tracker_id: int, *, open_only: bool = True, limit: int = 25
) -> tuple[ClashRow, ...]:
    """Where the state was changed here and there, the newest first; with those that are settled, how."""
    tracker_connection(access, tracker_id)
    rows = TrackerClash.objects.filter(synced__connection=tracker_id, **({"settled": ""} if open_only else {}))
    return _clashes(access, rows.order_by("-pk")[: min(limit, MOST_SHOWN)])


@read
def untold_ideas(access: Access, tracker_id: int) -> tuple[UntoldRow, ...]:
    """What could not be told there, and is tried again."""
    tracker_connection(access, tracker_id)
    rows = [
        (row.tracked.idea_id, row.tracked.key, row.error)
        for row in differing().filter(connection=tracker_id).exclude(error="").select_related("tracked")[:MOST_SHOWN]
    ]
    opening = TrackerOpening.objects.filter(connection=tracker_id).exclude(error="")[:MOST_SHOWN]
    rows += [(one.idea_id, "", one.error) for one in opening]
    titles = _titles(access, {idea for idea, _, _ in rows})
    return tuple(UntoldRow(idea, titles.get(idea, ""), key, error) for idea, key, error in rows)


@read
def followed(access: Access, idea_id: int) -> tuple[FollowedIdea, ...]:
    """Where an idea's state is kept alike with a tracker's."""
    if not Idea.objects.filter(pk=idea_id).exists():
        raise NotFound("No such idea.")
    rows = SyncedIdea.objects.filter(tracked__idea=idea_id).annotate(now=here_now())
    open_ones = TrackerClash.objects.filter(synced__tracked__idea=idea_id, settled="")[:MOST_SHOWN]
    clashes = {one.tracker_id: one for one in _clashes(access, open_ones)}
    found = [
        FollowedIdea(
            row.connection_id, _name(row.connection), row.tracked.key, "" if row.now == row.here else row.error,
            clashes.get(row.connection_id),
        )
        for row in rows.select_related("tracked", "connection")[:MOST_SHOWN]
    ]  # fmt: skip
    waiting = TrackerOpening.objects.filter(idea=idea_id).select_related("connection")[:MOST_SHOWN]
    return (*found, *(FollowedIdea(o.connection_id, _name(o.connection), "", o.error, None) for o in waiting))


def places_to_open(access: Access, idea_id: int) -> list[tuple[int, str]]:
    """Connections in which an issue can be opened for it, or tried again after a refusal."""
    with within(access):
        standing = SyncedIdea.objects.filter(tracked__idea=idea_id, connection=OuterRef("pk"))
        waiting = TrackerOpening.objects.filter(idea=idea_id, connection=OuterRef("pk"), error="")
        rows = TrackerConnection.objects.filter(~Exists(standing), ~Exists(waiting), key__isnull=False)
        known = list(TrackedIdea.objects.filter(idea=idea_id)[:MOST_SHOWN])
        found = [row for row in rows.order_by("pk")[:MOST_CONNECTIONS] if not stands_there(row, known)]
        return [(row.pk, _name(row)) for row in found]


def here_now(path: str = "tracked__idea__node__state") -> Case:
    """The state of an idea, where what was never said counts as new."""
    return Case(When(**{f"{path}__in": AS_NEW}, then=Value(NEW)), default=F(path), output_field=CharField())


def differing() -> QuerySet[SyncedIdea]:
    """Ideas that are no more as was agreed, and about which nobody has to decide first."""
    rows = SyncedIdea.objects.filter(tracked__idea__node__archived_at__isnull=True)
    undecided = TrackerClash.objects.filter(synced=OuterRef("pk"), settled="")
    return rows.annotate(now=here_now()).exclude(now=F("here")).filter(~Exists(undecided))


def _connections() -> QuerySet[TrackerConnection]:
    clash = Count("ideas__clashes", filter=Q(ideas__clashes__settled=""), distinct=True)
    rows = TrackerConnection.objects.select_related("key")
    return rows.annotate(count=Count("ideas", distinct=True), clashes=clash)


def _rows(found: QuerySet[TrackerConnection]) -> tuple[TrackerRow, ...]:
    rows = list(found)
    ids = [row.pk for row in rows]
    waiting: Counter[int] = Counter()
    for asked in (differing(), TrackerOpening.objects.all()):
        counts = asked.filter(connection__in=ids).order_by().values_list("connection").annotate(n=Count("pk"))
        waiting.update(dict(counts))
    return tuple(_row(row, waiting[row.pk]) for row in rows)


def _row(c: TrackerConnection, waiting: int) -> TrackerRow:
    key: TrackerKey | None = getattr(c, "key", None)
    error, remedy = (key.error, key.remedy) if key else NO_TOKEN
    return TrackerRow(
        id=c.pk, kind=c.kind, kind_label=c.get_kind_display(), address=c.address, project=c.project, account=c.account,
        brings_new=c.brings_new, label=c.label, wins=c.wins,
        states=c.words, is_on=c.is_on, why_off=c.why_off,
        has_token=key is not None, error=error, remedy=remedy, looked_at=key.looked_at if key else None,
        again_at=key.due_at if key and c.is_on else None,
        ideas=c.count, waiting=waiting, open_clashes=c.clashes,  # type: ignore[attr-defined]  # counted by `_connections`
        rounds=tuple(map(_round, key.rounds)) if key else (),
    )  # fmt: skip


def _round(told: Mapping[str, Any]) -> TrackerRound:
    return TrackerRound(**{**told, "at": datetime.fromisoformat(told["at"])})


def _clashes(access: Access, rows: QuerySet[TrackerClash]) -> tuple[ClashRow, ...]:
    found = list(rows.select_related("synced__tracked", "synced__connection"))
    titles, names = (
        _titles(access, {row.synced.tracked.idea_id for row in found}),
        names_of({row.settled_by_id for row in found if row.settled_by_id}),
    )
    return tuple(
        ClashRow(
            row.pk, row.synced.tracked.idea_id, titles.get(row.synced.tracked.idea_id, ""), row.synced.connection_id,
            _name(row.synced.connection), row.synced.tracked.key, row.ours, row.theirs, row.means, row.found_at,
            row.settled, names.get(row.settled_by_id or 0, ""),
        )
        for row in found
    )  # fmt: skip


def _titles(access: Access, ideas: set[int]) -> dict[int, str]:
    rows = Idea.objects.filter(pk__in=ideas).values_list("pk", "node__title")
    return shown_titles(access, dict(rows))


def _name(connection: TrackerConnection) -> str:
    return f"{connection.get_kind_display()}, {connection.project}"
