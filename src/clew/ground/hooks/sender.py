"""The sender: follows the ledger, lays down deliveries, and sends those that are due. One thread in each server, one of them at work.

A delivery is laid down in the transaction that moves the position, so each event becomes one delivery. It is sent at least once: killed
between the answer and writing it down, it is sent again under the same number.
"""

import logging
import os
import random
import secrets
import socket
import threading
import time
from collections import defaultdict
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

from django.db import DatabaseError, connection, transaction
from django.db.models import Count
from django.utils import timezone
from django_scopes import scopes_disabled

from clew.ground.hooks import sharing
from clew.ground.hooks.events import events_of
from clew.ground.hooks.models import Delivery, Hook
from clew.ground.hooks.trying import message_of, send, switch_off, write_down
from clew.ground.ledger.api import Entry, Follower

LOOK_EVERY, LOOK_IDLE, LOOK_AFTER_ERROR = 0.25, 2.0, 5.0
RENEW_EVERY, NOTE_EVERY, TIDY_EVERY = 5.0, 10.0, 3600.0
AT_ONCE, OF_ONE = 8, 2
MOST_WAITING = 10_000
KEPT = timedelta(days=30)
STOP_SECONDS = 20.0
TOO_MANY = "More than 10,000 deliveries waited."
log = logging.getLogger(__name__)


class Sending:
    def __init__(self) -> None:
        self.name = f"{socket.gethostname()[:16]}-{os.getpid()}-{secrets.token_hex(4)}"[:40]
        self._stopping = threading.Event()
        self._pool = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="clew-hook")
        self._busy: dict[int, int] = {}  # deliveries that are being sent, and their hooks
        self._follower: Follower | None = None
        self._renewed = self._noted = self._tidied = float("-inf")
        self._thread = threading.Thread(target=self._live, name="clew-hooks", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._stopping.set()
        self._thread.join(STOP_SECONDS)
        self._pool.shutdown(wait=True, cancel_futures=True)

    def _live(self) -> None:
        """When the database is away it waits, and goes on from the position that is written down."""
        while not self._stopping.is_set():
            try:
                with scopes_disabled():
                    rest = self.step()
            except DatabaseError as error:
                log.warning("Webhooks wait for a moment: %s", error)
                self._give_up()
                rest = LOOK_AFTER_ERROR
            except Exception:  # one thing that cannot be told must not end all telling
                log.exception("Webhooks wait for a moment")
                self._give_up()
                rest = LOOK_AFTER_ERROR
            self._stopping.wait(rest)
        with scopes_disabled():
            self._end()

    def step(self) -> float:
        """One look; answers how long to rest."""
        if not Hook.objects.filter(is_on=True).exists():
            self._rest_from_following()
            return LOOK_IDLE
        if not self._hold():
            return LOOK_IDLE
        self._follow()
        self._send_due()
        self._tidy()
        return LOOK_EVERY

    def wait_until_sent(self) -> None:
        """All that was begun has been written down."""
        while self._busy:
            time.sleep(0.005)

    def _hold(self) -> bool:
        now = time.monotonic()
        if now < self._renewed + RENEW_EVERY:
            return True
        if not sharing.hold(self.name):
            self._follower = None
            return False
        self._renewed = now
        return True

    def _follow(self) -> None:
        if self._follower is None:
            self._follower = Follower(sharing.position(self.name))
            sharing.reached(self.name, self._follower.position)
        before = self._follower.position
        entries = self._follower.news()
        if self._follower.position == before and not entries:
            return
        with transaction.atomic():
            made = self._lay_down(entries)
            is_due = made or time.monotonic() > self._noted + NOTE_EVERY
            if is_due and not sharing.reached(self.name, self._follower.position):
                self._renewed, self._follower = float("-inf"), None  # another process has taken over
                transaction.set_rollback(True)
                return
        if is_due:
            self._noted = time.monotonic()

    def _lay_down(self, entries: Sequence[Entry]) -> int:
        ids: dict[int, list[int]] = defaultdict(list)
        for entry in entries:
            if entry.workspace_id is not None:
                ids[entry.workspace_id].append(entry.id)
        listening: dict[int, list[Hook]] = defaultdict(list)
        for hook in Hook.objects.filter(is_on=True, workspace__in=ids).select_related("workspace"):
            listening[hook.workspace_id].append(hook)
        return sum(_lay_down(hooks, ids[workspace_id]) for workspace_id, hooks in listening.items())

    def _send_due(self) -> None:
        """A few of each hook at once, so that a slow one does not keep the others waiting."""
        free = AT_ONCE - len(self._busy)
        if free <= 0 or self._stopping.is_set():
            return
        full = [hook for hook, count in _counted(self._busy.values()).items() if count >= OF_ONE]
        due = Delivery.objects.filter(state="waiting", due_at__lte=timezone.now(), hook__is_on=True)
        rows = due.exclude(pk__in=list(self._busy)).exclude(hook__in=full).order_by("due_at", "pk")
        for pk, hook in rows.values_list("pk", "hook_id")[: free * 4]:
            if len(self._busy) < AT_ONCE and _counted(self._busy.values()).get(hook, 0) < OF_ONE:
                self._busy[pk] = hook
                self._pool.submit(self._send, pk)

    def _send(self, pk: int) -> None:
        try:
            with scopes_disabled():
                message = message_of(pk)
                connection.close()  # not held while an address far away takes its time
                if message is not None:
                    posted = send(message)
                    write_down(message, posted, chance=random.random())  # noqa: S311 - spreads the tries, keeps no secret
        except Exception:
            log.exception("A webhook's delivery was not written down")
        finally:
            connection.close()
            self._busy.pop(pk, None)

    def _rest_from_following(self) -> None:
        """Nobody is to be told: the position is forgotten, unless a hook was made at this very moment."""
        if self._follower is None:
            return
        with transaction.atomic():
            if sharing.reached(self.name, None) and Hook.objects.filter(is_on=True).exists():
                transaction.set_rollback(True)
                return
        self._give_up()

    def _tidy(self) -> None:
        """Old deliveries go."""
        if time.monotonic() < self._tidied + TIDY_EVERY:
            return
        self._tidied = time.monotonic()
        Delivery.objects.filter(created_at__lt=timezone.now() - KEPT).delete()

    def _give_up(self) -> None:
        self._follower, self._renewed = None, float("-inf")
        connection.close()

    def _end(self) -> None:
        try:
            if self._follower is not None:
                sharing.reached(self.name, self._follower.position)
            sharing.let_go(self.name)
        except DatabaseError as error:
            log.warning("Webhooks could not write down where they stopped: %s", error)
        connection.close()


def _lay_down(hooks: Sequence[Hook], entry_ids: Sequence[int]) -> int:
    """Deliveries of what each hook wants, of what happened since it listens."""
    workspace, now = hooks[0].workspace, timezone.now()
    rows = [
        Delivery(
            workspace_id=workspace.pk, hook=hook, message_id=event.message_id, type=event.type, body=event.body(),
            due_at=now, created_at=now,
        )
        for event in events_of(workspace.pk, workspace.slug, entry_ids)
        for hook in hooks
        if event.types & set(hook.events) and event.entry > hook.told_after
    ]  # fmt: skip
    Delivery.objects.bulk_create(rows, 500, ignore_conflicts=True)
    if rows:
        _not_too_many(hooks)
    return len(rows)


def _not_too_many(hooks: Sequence[Hook]) -> None:
    waiting = Delivery.objects.filter(hook__in=hooks, state="waiting").values("hook").annotate(count=Count("pk"))
    for row in waiting:
        if row["count"] > MOST_WAITING:
            switch_off(row["hook"], TOO_MANY)


def _counted(hooks: Iterable[int]) -> dict[int, int]:
    found: dict[int, int] = defaultdict(int)
    for hook in list(hooks):
        found[hook] += 1
    return found


_sending: Sending | None = None


def begin_sending() -> None:
    """Called when the server starts."""
    global _sending
    _sending = Sending()
    _sending.start()


def stop_sending() -> None:
    global _sending
    if _sending is not None:
        _sending.stop()
        _sending = None
