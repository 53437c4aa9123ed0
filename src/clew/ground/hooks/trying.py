"""One try of one delivery, and what follows from it: the next try, the end of them, or the end of the hook."""

import logging
import time
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.mail import send_mail
from django.db import transaction
from django.utils import timezone

from clew.ground.hooks.models import Delivery, Hook, HookKey
from clew.ground.hooks.posting import Answered, post
from clew.ground.hooks.signing import headers
from clew.ground.ledger.api import acting
from clew.ground.workspaces.api import Access, Role, members

GONE = 410
WAITS = tuple(
    timedelta(seconds=s) for s in (5, 5 * 60, 30 * 60, 2 * 3600, 5 * 3600, 10 * 3600, 14 * 3600, 20 * 3600, 24 * 3600)
)
SPREAD = 0.2  # up to so much longer, so that what failed together does not come again together
PATIENCE = timedelta(days=5)
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Message:
    """A delivery as it is to be sent now."""

    delivery_id: int
    hook_id: int
    attempts: int
    url: str
    message_id: str
    body: str
    keys: tuple[str, ...]


def message_of(delivery_id: int) -> Message | None:
    """None when it is not to be sent any more."""
    d = Delivery.objects.select_related("hook__key").filter(pk=delivery_id, state="waiting", hook__is_on=True).first()
    if d is None:
        return None
    return Message(d.pk, d.hook_id, d.attempts, d.hook.url, d.message_id, d.body, _keys(d.hook.key, timezone.now()))


def send(message: Message) -> Answered:
    """Outside any transaction; signed at this moment."""
    return post(message.url, message.body, headers(message.message_id, int(time.time()), message.body, message.keys))


def write_down(message: Message, posted: Answered, *, chance: float) -> None:
    """What came of it. `chance` from 0 to 1 spreads the next try."""
    now, attempts = timezone.now(), message.attempts + 1
    wait = next_try(attempts, chance)
    state = "delivered" if posted.arrived else "waiting" if wait is not None else "failed"
    with transaction.atomic():
        Delivery.objects.filter(pk=message.delivery_id).update(
            state=state, attempts=attempts, tried_at=now, due_at=now + (wait or timedelta()), status=posted.status,
            answer=posted.text[:1000], error=posted.error[:200],
        )  # fmt: skip
        if posted.arrived:
            HookKey.objects.filter(pk=message.hook_id, failing_since__isnull=False).update(failing_since=None)
        elif posted.status == GONE:
            switch_off(message.hook_id, "The address answered that it is gone (410).")
        else:
            _note_failure(message.hook_id, now)


def next_try(attempts: int, chance: float) -> timedelta | None:
    """How long to wait after so many tries; None when there were enough: three days of them."""
    return WAITS[attempts - 1] * (1 + SPREAD * chance) if attempts <= len(WAITS) else None


def switch_off(hook_id: int, why: str) -> None:
    """The house itself stops telling an address, and tells the owners instead. Inside a transaction."""
    hook = Hook.objects.select_related("workspace").get(pk=hook_id)
    if not hook.is_on:
        return
    with acting("switch a webhook off", actor_id=None):
        hook.is_on, hook.why_off = False, why
        hook.save(update_fields=["is_on", "why_off"])
    transaction.on_commit(lambda: _tell_owners(hook, why))


def _keys(key: HookKey, now: datetime) -> tuple[str, ...]:
    is_old_good = key.old_until is not None and key.old_until > now
    return (key.secret, key.old_secret) if is_old_good else (key.secret,)


def _note_failure(hook_id: int, now: datetime) -> None:
    HookKey.objects.filter(pk=hook_id, failing_since__isnull=True).update(failing_since=now)
    if HookKey.objects.filter(pk=hook_id, failing_since__lt=now - PATIENCE).exists():
        switch_off(hook_id, "Nothing arrived there for five days.")


def _tell_owners(hook: Hook, why: str) -> None:
    """The page says so as well, so a mail that does not go out is no more than a pity."""
    house = Access(None, hook.workspace_id, hook.workspace.slug, Role.OWNER)
    owners = [m.email for m in members(house) if m.role is Role.OWNER]
    text = (
        f"Clew no longer tells {hook.url} what happens in “{hook.workspace.name}”. {why}\n\n"
        "What waits for it is kept. Under Members and settings, Webhooks, you can switch it on again."
    )
    try:
        send_mail("Clew: a webhook was switched off", text, None, owners)
    except OSError as error:
        log.warning("Owners could not be told that a webhook was switched off: %s", error)
