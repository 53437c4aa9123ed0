"""A connected tracker is followed: what changed there comes here, what changed here is told there. By hand it is a run; by itself it is done
every few minutes by one of the servers.

Each part is asked for outside any transaction, and written down in one together with how far it got. Killed between, it is asked for again, and
what is there already is recognised: a state by itself, a new issue by the mark in its text.
"""

import logging
import os
import secrets
import socket
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django_scopes import scopes_disabled

from clew.ground.ledger.api import NotFound, Refused
from clew.ground.workspaces.api import Access, Role, shown_titles, within
from clew.rooms.roadmap.actions.following import say_opened, say_told, say_unmet, say_untold, take_over
from clew.rooms.roadmap.models import SyncedIdea, TrackerConnection, TrackerKey, TrackerOpening
from clew.rooms.roadmap.queries.connections import differing
from clew.rooms.roadmap.queries.tracked_there import key_there, unmet
from clew.rooms.roadmap.trackers.agreeing import ALIKE, TELL, what_to_do
from clew.rooms.roadmap.trackers.remote import Remote, States, Tracker, Trouble, labels_of, means, word_of
from clew.rooms.roadmap.trackers.speaking import tracker_at
from clew.rooms.roadmap.trackers.times import written
from clew.rooms.roadmap.trackers.wire import LATER

EVERY, HELD = timedelta(minutes=3), timedelta(minutes=3)
SHORTEST_WAIT, LONGEST_WAIT = timedelta(minutes=1), timedelta(hours=6)
MOST_PAGES, MOST_TOLD, MOST_OPENED, MOST_MET, KEPT_ROUNDS = 500, 500, 50, 100, 10
AT_ONCE_SECONDS, LOOKS_BACK = 20.0, timedelta(minutes=5)
SETTLES = timedelta(minutes=1)  # a tracker may find what is new only a moment later
OF_ONE = (301, 403, 404, 410)  # said of one issue: it is gone, elsewhere, or not for us
ELSEWHERE = "Change it there by hand, or move it back."
COUNTED = ("new", "changed", "told", "clashes", "unknown")
Chunk = Callable[[], None]
Keep = Callable[[Chunk, str], None]
log = logging.getLogger(__name__)


class Busy(Exception):
    """Another process is at this connection."""


class Enough(Exception):
    """What is done by itself lets others have their turn; it goes on soon."""


class Following:
    """One time at one connection. `keep` writes a part down, and may raise to stop."""

    def __init__(self, access: Access, connection: TrackerConnection, tracker: Tracker, keep: Keep) -> None:
        self.access, self.connection, self.tracker, self.keep = access, connection, tracker, keep
        self.counts: Counter[str] = Counter()

    def all(self) -> None:
        self.pull()
        self.meet()
        self.tell()
        self.open()

    def pull(self) -> None:
        """Page by page; where it stopped it goes on."""
        for _ in range(MOST_PAGES):
            cursor = dict(self.connection.key.cursor)
            try:
                page = self.tracker.changed(cursor)
            except Trouble as trouble:
                if trouble.status == 400 and cursor.get(
                    "token"
                ):  # a place in an answer is remembered there for some days only
                    TrackerKey.objects.filter(pk=self.connection.pk).update(cursor={"since": cursor.get("since", "")})
                raise
            self._take(page.remotes, dict(page.cursor), f"{len(page.remotes)} issues looked at")
            if not page.more:
                return

    def meet(self) -> None:
        """What a file brought in after all was looked at is asked for one by one: it may not change there for long."""
        for row in unmet(self.connection, MOST_MET):
            key = key_there(self.connection, row)
            try:
                remote = self._one(key)
            except Trouble as trouble:
                if not _is_of_one(trouble):
                    raise
                why = f"{trouble.message} {trouble.remedy}"
                self.keep(partial(say_unmet, self.connection, row, why), f"{key} is not there")
            else:
                self._take([remote], self.connection.key.cursor, f"{key} taken over")

    def tell(self) -> None:
        now = timezone.now()
        due = differing().filter(Q(again_at__isnull=True) | Q(again_at__lte=now), connection=self.connection)
        for pk in list(due.order_by("pk").values_list("pk", flat=True)[:MOST_TOLD]):
            synced = due.filter(pk=pk).select_related("tracked").first()
            if synced is not None:
                self._tell(synced, synced.now, self._words())  # type: ignore[attr-defined]  # by `differing`

    def open(self) -> None:
        """Each once: after a try without an answer it waits until the tracker would find it, and looks for it first."""
        unsure = Q(tried_at__isnull=True) | Q(tried_at__lt=timezone.now() - SETTLES)
        found = TrackerOpening.objects.filter(unsure, connection=self.connection, error="")
        for opening in list(found.select_related("idea__node").order_by("pk")[:MOST_OPENED]):
            self._open(opening)

    def _open(self, opening: TrackerOpening) -> None:
        try:
            remote = self._found_again(opening) or self._opened(opening)
        except Trouble as trouble:
            if not trouble.of_one:
                raise
            why = f"{trouble.message} {trouble.remedy}"[:300]
            return self.keep(lambda: _not_opened(opening.pk, why), "One could not be opened")
        self._write(
            lambda: say_opened(self.access, opening_id=opening.pk, remote=remote),
            f"{remote.issue.key} opened",
            Counter(told=1),
        )

    def _take(self, remotes: Sequence[Remote], cursor: dict[str, Any], step: str) -> None:
        counts: Counter[str] = Counter()

        def part() -> None:
            counts.clear()  # a part may be done again
            if remotes:
                counts.update(take_over(self.access, tracker_id=self.connection.pk, remotes=remotes))
            TrackerKey.objects.filter(pk=self.connection.pk).update(cursor=cursor)

        self._write(part, step, counts)
        self.connection.key.cursor = cursor

    def _write(self, part: Chunk, step: str, counts: Counter[str]) -> None:
        """Counted once it is written down, also where it stops right after."""
        try:
            self.keep(part, step)
        except Enough:
            self.counts.update(counts)
            raise
        self.counts.update(counts)

    def _words(self) -> States:
        """As they are at this moment; where it was paused meanwhile, nothing more is told."""
        found = TrackerConnection.objects.filter(pk=self.connection.pk, is_on=True).first()
        if found is None:
            raise Busy
        return found.words

    def _tell(self, synced: SyncedIdea, here: str, words: States) -> None:
        """What it says now is looked at first: it may have changed at this very moment, or be told already."""
        key = key_there(self.connection, synced.tracked)
        try:
            remote = self._one(key)
            there, meant = word_of(remote, words), means(remote, words)
            what = what_to_do(here, meant, there, agreed_here=synced.here, agreed_there=synced.there)
            is_moved = what == TELL and bool(words.get(here))  # what is called nothing there is not told
            if is_moved:
                remote = self.tracker.move(remote, words[here], labels_of(words))
        except Trouble as trouble:
            if not _is_of_one(trouble):
                raise
            why = f"{trouble.message} {ELSEWHERE if trouble.status == 301 else trouble.remedy}"
            return self.keep(lambda: say_untold(synced.pk, why), f"{key} could not be told")
        if is_moved and here not in means(remote, words):
            stands = word_of(remote, words)
            self.keep(lambda: say_untold(synced.pk, _in_vain(stands), there=stands), f"{key} could not be told")
        elif what in (TELL, ALIKE):
            self._write(
                lambda: say_told(self.access, synced_id=synced.pk, here=here, remote=remote),
                f"{key} told",
                Counter(told=int(is_moved)),
            )
        else:
            self._take([remote], self.connection.key.cursor, f"{key} taken over")

    def _one(self, key: str) -> Remote:
        remote = self.tracker.one(key)
        if remote.issue.key != key:
            raise Trouble(f"It was moved there, to {remote.issue.key}.", ELSEWHERE, of_one=True)
        return remote

    def _found_again(self, opening: TrackerOpening) -> Remote | None:
        """After a try of which no answer is known: the issue that bears its mark, if it was opened."""
        if opening.tried_at is None:
            return None
        cursor: Any = {"since": written(opening.tried_at - LOOKS_BACK)}
        for _ in range(MOST_PAGES):
            self.keep(lambda: None, "Looking for an issue")  # it is held longer, and others have their turn
            page = self.tracker.changed(cursor)
            found = next((remote for remote in page.remotes if remote.mark == opening.mark), None)
            if found is not None or not page.more:
                return found
            cursor = page.cursor
        raise Trouble("Too much changed there to find an issue that may be open already.", LATER)

    def _opened(self, opening: TrackerOpening) -> Remote:
        """That it is tried is written down before it is."""
        title = opening.idea.node.title
        if shown_titles(self.access, {opening.idea_id: title}, outside=True)[opening.idea_id] != title:
            raise Trouble("The name of this idea may not go outside.", "Its customer has not agreed.", of_one=True)
        self.keep(lambda: _trying(opening.pk), "Opening an issue")
        return self.tracker.open(title, opening.idea.detail, opening.mark)


def _is_of_one(trouble: Trouble) -> bool:
    """Where it says when it may be asked again, it means all that is asked."""
    return trouble.of_one or (trouble.status in OF_ONE and trouble.again_at is None)


def _in_vain(stands: str) -> str:
    return f"It was told, and stands at “{stands[:100]}” all the same. Look at what the token may do there."


def _trying(opening_id: int) -> None:
    wanted = TrackerOpening.objects.filter(pk=opening_id, idea__node__archived_at__isnull=True)
    if not wanted.update(tried_at=timezone.now()):
        raise Trouble("It is wanted no more.", "Bring the idea back from the archive.", of_one=True)


def _not_opened(opening_id: int, why: str) -> None:
    """It was refused, so it is not there."""
    TrackerOpening.objects.filter(pk=opening_id).update(tried_at=None, error=why)


def follow_due(now: datetime | None = None) -> int:
    """Called every few seconds by each server. Answers how many connections were followed: one at most, so that letters go out as well."""
    now = now or timezone.now()
    with scopes_disabled():
        free = Q(held_until__isnull=True) | Q(held_until__lt=now)
        due = TrackerKey.objects.filter(free, connection__is_on=True, due_at__lte=now).order_by("due_at", "pk")
        key = due.select_related("workspace").first()
    if key is None:
        return 0
    house = Access(None, key.workspace_id, key.workspace.slug, Role.EDITOR)
    until = time.monotonic() + AT_ONCE_SECONDS

    def keep(chunk: Chunk, step: str) -> None:
        with transaction.atomic():
            chunk()
        if time.monotonic() > until:
            raise Enough

    try:
        follow_now(house, key.pk, keep)
    except (Busy, Enough, NotFound, Refused):
        return 0
    except (
        Exception
    ):  # what is wrong with one connection must not be tried every few seconds, nor keep letters from going out
        log.exception("A tracker was not followed")
        with within(house):
            _note(key.pk, Counter(), Trouble("Something went wrong on our side.", LATER))
        return 0
    return 1


def follow_now(access: Access, tracker_id: int, keep: Keep, *, name: str = "") -> Counter[str]:
    """Follow one connection from where it stands; under a `name`, whoever was killed under it is followed at once. Raises `Busy`, what `keep` raises, and `Refused` where the tracker does not do its part."""
    with within(access), _holding(tracker_id, name or _of_process()) as hold:
        connection = TrackerConnection.objects.select_related("key").filter(pk=tracker_id, is_on=True).first()
        if connection is None:
            raise NotFound("No such connection, or it is paused.")

        def held(chunk: Chunk, step: str) -> None:
            def together() -> None:
                hold()
                chunk()

            keep(together, step)

        following = Following(access, connection, tracker_at(connection), held)
        try:
            following.all()
        except Trouble as trouble:
            _note(tracker_id, following.counts, trouble)
            raise Refused(trouble.message, field="token", remedy=trouble.remedy) from trouble
        except (Refused, NotFound) as error:  # of what was to be written down here
            _note(tracker_id, following.counts, Trouble(str(error), LATER))
            raise
        except Enough:
            _note(tracker_id, following.counts, None, wait=timedelta())
            raise
        _note(tracker_id, following.counts, None)
        return following.counts


def _of_process() -> str:
    return f"{socket.gethostname()[:16]}-{os.getpid()}-{secrets.token_hex(4)}"[:40]


@contextmanager
def _holding(tracker_id: int, name: str) -> Iterator[Callable[[], None]]:
    """Only one process is at a connection. What is given renews that, inside the transaction of a part, and raises where it was lost or paused."""
    now = timezone.now()
    free = Q(held_until__isnull=True) | Q(held_until__lt=now) | Q(held_by=name)
    own = TrackerKey.objects.filter(pk=tracker_id)
    if not own.filter(free).update(held_by=name, held_until=now + HELD):
        raise Busy

    def hold() -> None:
        if not own.filter(held_by=name, connection__is_on=True).update(held_until=timezone.now() + HELD):
            raise Busy

    try:
        yield hold
    finally:
        own.filter(held_by=name).update(held_by="", held_until=None)


def _note(tracker_id: int, counts: Counter[str], trouble: Trouble | None, *, wait: timedelta = EVERY) -> None:
    """How it went, and when it is asked again: after trouble more and more seldom, or when the tracker said."""
    key, now = TrackerKey.objects.filter(pk=tracker_id).first(), timezone.now()
    if key is None:  # removed meanwhile
        return
    key.failures = key.failures + 1 if trouble else 0
    key.looked_at, key.due_at = now, now + wait
    if trouble:
        seldom = now + min(EVERY * 2 ** min(key.failures - 1, 10), LONGEST_WAIT)
        key.due_at = max(trouble.again_at, now + SHORTEST_WAIT) if trouble.again_at else seldom
    error = trouble.message if trouble else ""
    if any(counts.values()) or error != key.error:
        told = {"at": now.isoformat(), "error": error, **{name: counts[name] for name in COUNTED}}
        key.rounds = [told, *key.rounds][:KEPT_ROUNDS]
    key.error, key.remedy = error, trouble.remedy if trouble else ""
    key.save(update_fields=["failures", "looked_at", "due_at", "error", "remedy", "rounds"])
    if trouble:
        log.info("A tracker did not do its part: %s", trouble.message)
