"""What the run of a connection writes down, part by part: issues that changed, states that were told, issues that were opened."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta

from django.db.models import QuerySet
from django.utils import timezone

from clew.ground.evidence.api import Idea
from clew.ground.ledger.api import NotFound
from clew.ground.workspaces.api import Access, act
from clew.rooms.roadmap.actions.connections import close_clash
from clew.rooms.roadmap.actions.ideas import set_idea_state
from clew.rooms.roadmap.actions.trackers import FOLLOWED, add_tracked, follow, told_of
from clew.rooms.roadmap.kinds import NEW
from clew.rooms.roadmap.models import SyncedIdea, TrackedIdea, TrackerClash, TrackerConnection, TrackerOpening
from clew.rooms.roadmap.queries.sought import AS_NEW
from clew.rooms.roadmap.queries.tracked_there import from_files, names_of
from clew.rooms.roadmap.trackers.agreeing import ALIKE, CLASH, TAKE, UNKNOWN, what_to_do
from clew.rooms.roadmap.trackers.remote import Remote, means, word_of

MOST_FOLLOWED = 10_000
FIRST_WAIT, LONGEST_WAIT = timedelta(minutes=5), timedelta(days=1)


@dataclass(slots=True)
class _Taking:
    """One part of what changed there, on its way in."""

    access: Access
    connection: TrackerConnection
    counts: Counter[str] = field(default_factory=Counter)


@act("take over from a tracker")
def take_over(access: Access, *, tracker_id: int, remotes: Sequence[Remote]) -> Mapping[str, int]:
    """What these issues say now, wherever they are known; new ones where the connection says so. Answers how many of what."""
    connection = TrackerConnection.objects.filter(pk=tracker_id).first()
    if connection is None:
        raise NotFound("No such connection.")
    taking, remotes = _Taking(access, connection), list({remote.issue.key: remote for remote in remotes}.values())
    known = _known(taking, remotes)
    for remote in remotes:
        if remote.issue.key in known:
            _take(taking, remote, known[remote.issue.key])
    _bring_new(taking, [remote for remote in remotes if remote.issue.key not in known])
    return taking.counts


@act("tell a tracker")
def say_told(access: Access, *, synced_id: int, here: str, remote: Remote) -> None:
    """It stands there as it stood here when it was asked."""
    synced = SyncedIdea.objects.select_related("tracked", "connection").get(pk=synced_id)
    _agree(synced, here, word_of(remote, synced.connection.words))
    TrackedIdea.objects.filter(pk=synced_id).update(
        state=remote.issue.state, labels=list(remote.issue.labels), stood=here
    )


def say_untold(synced_id: int, why: str, *, there: str | None = None) -> None:
    """Tried again by itself, more and more seldom. Called inside a transaction; what the program tried is no act of anybody's.

    `there`: where the try itself left it, so that this is not taken for a change that somebody made.
    """
    synced = SyncedIdea.objects.get(pk=synced_id)
    synced.there = synced.there if there is None else there
    wait = min(FIRST_WAIT * 2 ** min(synced.tries, 12), LONGEST_WAIT)
    synced.error, synced.tries, synced.again_at = why[:300], synced.tries + 1, timezone.now() + wait
    synced.save(update_fields=["there", "error", "tries", "again_at"])


def say_unmet(connection: TrackerConnection, row: TrackedIdea, why: str) -> None:
    """A file told of it, and there it is not to be had: asked for again once the idea stands otherwise. Called inside a transaction."""
    say_untold(_meet(connection, row, _state(row.idea)).pk, why)


@act("open an issue in a tracker")
def say_opened(access: Access, *, opening_id: int, remote: Remote) -> None:
    """The idea stands there now."""
    opening = TrackerOpening.objects.select_related("connection").filter(pk=opening_id).first()
    if opening is not None:
        _tie(_Taking(access, opening.connection), remote, opening)


def _known(taking: _Taking, remotes: Sequence[Remote]) -> dict[str, SyncedIdea]:
    """By their keys: followed already, opened from here, or brought in by a file."""
    connection = taking.connection
    names = names_of(connection, [remote.issue for remote in remotes])
    found = {names[row.tracked.key]: row for row in _synced(connection).filter(tracked__key__in=names)}
    marks = {remote.mark: remote for remote in remotes if remote.mark and remote.issue.key not in found}
    for opening in TrackerOpening.objects.filter(connection=connection, mark__in=marks):
        found[marks[opening.mark].issue.key] = _tie(taking, marks[opening.mark], opening)
    by_key = {remote.issue.key: remote.issue for remote in remotes if remote.issue.key not in found}
    for key, row in from_files(connection, by_key).items():
        found[key] = _meet(connection, row, NEW)
    return found


def _synced(connection: TrackerConnection) -> QuerySet[SyncedIdea]:
    """Nobody changes their state between the look at it and what is written down because of it."""
    rows = SyncedIdea.objects.filter(connection=connection).select_related("tracked__idea__node")
    return rows.select_for_update(of=("tracked__idea__node",))


def _meet(connection: TrackerConnection, row: TrackedIdea, here: str) -> SyncedIdea:
    return SyncedIdea.objects.create(
        workspace_id=connection.workspace_id, tracked=row, connection=connection, here=here
    )


def _tie(taking: _Taking, remote: Remote, opening: TrackerOpening) -> SyncedIdea:
    """What it says at its opening is agreed on; where the idea is further, that is told next."""
    connection, words = taking.connection, taking.connection.words
    tracked = TrackedIdea.objects.create(
        workspace_id=connection.workspace_id, idea_id=opening.idea_id, shape=connection.kind, place=connection.project,
        key=remote.issue.key, **told_of(remote.issue),
    )  # fmt: skip
    meant = means(remote, words)
    idea = Idea.objects.select_related("node").get(pk=opening.idea_id)
    now = _state(idea)
    tracked.stood = now if now in meant else next(iter(meant), NEW)
    tracked.save(update_fields=["stood"])
    synced = SyncedIdea.objects.create(
        workspace_id=connection.workspace_id, tracked=tracked, connection=connection, here=tracked.stood,
        there=word_of(remote, words),
    )  # fmt: skip
    opening.delete()
    tracked.idea = idea
    return synced


def _take(taking: _Taking, remote: Remote, synced: SyncedIdea) -> None:
    row = synced.tracked
    if row.idea.node.archived_at is not None:
        return None
    _take_words(taking, remote, row)
    words, now = taking.connection.words, _state(row.idea)
    there, meant = word_of(remote, words), means(remote, words)
    what = what_to_do(now, meant, there, agreed_here=synced.here, agreed_there=synced.there)
    if what == CLASH:
        return _clash(taking, synced, now, there, meant)
    for clash in synced.clashes.filter(settled=""):  # one side went back
        close_clash(taking.access, clash, "alike")
    if what == ALIKE:
        _agree(synced, now, there)
    elif what == UNKNOWN:
        taking.counts["unknown"] += 1
        _agree(synced, now, there)
    elif what == TAKE:
        taking.counts["changed"] += 1
        set_idea_state(taking.access, idea_id=row.idea_id, state=meant[0])
        _agree(synced, meant[0], there)


def _take_words(taking: _Taking, remote: Remote, row: TrackedIdea) -> None:
    """Name and description by the rule that files have: words that were changed here are kept."""
    issue = replace(remote.issue, raw=tuple((str(n), str(v)) for n, v in row.raw) or remote.issue.raw)
    if all(getattr(row, name) == value for name, value in told_of(issue).items()):
        return
    follow(taking.access, issue, row)
    row.save(update_fields=FOLLOWED)


def _clash(taking: _Taking, synced: SyncedIdea, ours: str, theirs: str, meant: Sequence[str]) -> None:
    """Kept as both sides say it; settled at once where the connection has a rule for it."""
    told = (ours, theirs, next(iter(meant), ""))
    clash = synced.clashes.filter(settled="").first()
    if clash is None:
        taking.counts["clashes"] += 1
        clash = TrackerClash(workspace_id=synced.workspace_id, synced=synced)
    if (clash.ours, clash.theirs, clash.means) != told:
        clash.ours, clash.theirs, clash.means = told
        clash.save()
    if taking.connection.wins == "clew":
        close_clash(taking.access, clash, "ours")
        _agree(synced, synced.here, theirs)
    elif taking.connection.wins == "tracker" and meant:
        close_clash(taking.access, clash, "theirs")
        set_idea_state(taking.access, idea_id=synced.tracked.idea_id, state=meant[0])
        _agree(synced, meant[0], theirs)


def _bring_new(taking: _Taking, remotes: Sequence[Remote]) -> None:
    connection, label = taking.connection, taking.connection.label.casefold()
    wanted = [
        remote for remote in remotes
        if connection.brings_new and (not label or label in {one.casefold() for one in remote.issue.labels})
    ]  # fmt: skip
    room = MOST_FOLLOWED - SyncedIdea.objects.filter(connection=connection).count()
    wanted = wanted[: max(room, 0)]
    if not wanted:
        return
    add_tracked(taking.access, connection.kind, connection.project, [remote.issue for remote in wanted])
    keys = [remote.issue.key for remote in wanted]
    rows = TrackedIdea.objects.filter(shape=connection.kind, place=connection.project, key__in=keys)
    tracked = {row.key: row for row in rows.select_related("idea__node")}
    for remote in wanted:
        _begin(taking, remote, tracked[remote.issue.key])
    taking.counts["new"] += len(wanted)


def _begin(taking: _Taking, remote: Remote, row: TrackedIdea) -> None:
    """A new idea stands as its issue does."""
    words = taking.connection.words
    state = next(iter(means(remote, words)), NEW)
    if state != NEW:
        set_idea_state(taking.access, idea_id=row.idea_id, state=state)
        TrackedIdea.objects.filter(pk=row.pk).update(stood=state)
    SyncedIdea.objects.create(
        workspace_id=row.workspace_id, tracked=row, connection=taking.connection, here=state,
        there=word_of(remote, words),
    )  # fmt: skip


def _agree(synced: SyncedIdea, here: str, there: str) -> None:
    if (synced.here, synced.there, synced.error, synced.tries, synced.again_at) == (here, there, "", 0, None):
        return
    synced.here, synced.there, synced.error, synced.tries, synced.again_at = here, there, "", 0, None
    synced.save(update_fields=["here", "there", "error", "tries", "again_at"])
    TrackedIdea.objects.filter(pk=synced.pk).exclude(stood=here).update(stood=here)


def _state(idea: Idea) -> str:
    return NEW if idea.node.state in AS_NEW else str(idea.node.state)
