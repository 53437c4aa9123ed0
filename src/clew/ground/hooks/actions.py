"""Acts on hooks. Only owners: a hook tells others outside what goes on in the workspace."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from secrets import token_hex

from django.utils import timezone

from clew.ground.hooks.addresses import check_url
from clew.ground.hooks.events import TEST, Event, checked
from clew.ground.hooks.models import Delivery, Hook, HookKey
from clew.ground.hooks.sharing import begin_here, newest_entry
from clew.ground.hooks.signing import new_secret
from clew.ground.ledger.api import NotFound, Refused
from clew.ground.workspaces.api import Access, Role, act

MOST_HOOKS = 20
MOST_AGAIN = 5_000  # so that what waits does not switch the webhook off
BOTH_SIGN = timedelta(days=1)
BY_HAND = "Switched off by hand."


@dataclass(frozen=True, slots=True)
class NewSecret:
    """`secret` signs the deliveries of this hook; it is shown once."""

    id: int
    secret: str


@act("add a webhook", role=Role.OWNER)
def add_hook(access: Access, *, url: str, events: Sequence[str], description: str = "") -> NewSecret:
    """From now on this address is told of these events."""
    address, wanted = check_url(url), checked(events)
    if Hook.objects.count() >= MOST_HOOKS:
        raise Refused(f"There are {MOST_HOOKS} webhooks already.", field="url", remedy="Remove one first.")
    begin_here()
    made = Hook.objects.create(
        workspace_id=access.workspace_id,
        url=address,
        events=wanted,
        description=_line(description),
        created_by_id=access.user_id,
        told_after=newest_entry(),
    )
    secret = new_secret()
    HookKey.objects.create(workspace_id=access.workspace_id, hook=made, secret=secret)
    return NewSecret(made.pk, secret)


@act("change a webhook", role=Role.OWNER)
def edit_hook(access: Access, *, hook_id: int, url: str, events: Sequence[str], description: str = "") -> None:
    """What waits is sent to the new address."""
    hook = _get(hook_id)
    hook.url, hook.events, hook.description = check_url(url), checked(events), _line(description)
    hook.save(update_fields=["url", "events", "description"])


@act("change the secret of a webhook", role=Role.OWNER)
def change_hook_secret(access: Access, *, hook_id: int) -> NewSecret:
    """A new secret; the old one signs beside it for a day."""
    _get(hook_id)
    key = HookKey.objects.select_for_update().get(pk=hook_id)
    key.secret, key.old_secret, key.old_until = new_secret(), key.secret, timezone.now() + BOTH_SIGN
    key.save(update_fields=["secret", "old_secret", "old_until"])
    return NewSecret(hook_id, key.secret)


@act("switch a webhook on", role=Role.OWNER)
def switch_hook_on(access: Access, *, hook_id: int) -> None:
    """What waited meanwhile is sent; what happened meanwhile is not told."""
    hook = _get(hook_id)
    begin_here()
    HookKey.objects.filter(pk=hook_id).update(failing_since=None)
    if not hook.is_on:
        hook.is_on, hook.why_off, hook.told_after = True, "", newest_entry()
        hook.save(update_fields=["is_on", "why_off", "told_after"])


@act("switch a webhook off", role=Role.OWNER)
def switch_hook_off(access: Access, *, hook_id: int) -> None:
    """What waits stays and is sent when it is switched on again."""
    hook = _get(hook_id)
    if hook.is_on:
        hook.is_on, hook.why_off = False, BY_HAND
        hook.save(update_fields=["is_on", "why_off"])


@act("remove a webhook", role=Role.OWNER)
def remove_hook(access: Access, *, hook_id: int) -> None:
    """With its secret and its deliveries."""
    _get(hook_id).delete()


@act("send a test event", role=Role.OWNER)
def send_test_event(access: Access, *, hook_id: int) -> int:
    """An event that says nothing happened; answers with the delivery's number."""
    hook, now = _get(hook_id), timezone.now()
    _is_on(hook)
    event = Event(f"evt_test_{token_hex(8)}", TEST, now, {"workspace": access.slug}, frozenset())
    return int(_deliver(access, hook, event, now).pk)


@act("send a delivery again", role=Role.OWNER)
def replay_delivery(access: Access, *, delivery_id: int) -> None:
    """The same message under the same number, however it fared before."""
    found = Delivery.objects.select_related("hook").filter(pk=delivery_id).first()
    if found is None:
        raise NotFound("No such delivery.")
    _is_on(found.hook)
    Delivery.objects.filter(pk=delivery_id).update(state="waiting", attempts=0, due_at=timezone.now(), error="")


@act("send failed deliveries again", role=Role.OWNER)
def replay_failed(
    access: Access, *, hook_id: int, since: date, until: date | None = None, arrived: bool = False
) -> int:
    """All from this day on, until another, that failed or still wait for another try; with `arrived` also what arrived. Answers how many."""
    _is_on(_get(hook_id))
    if until is not None and until < since:
        raise Refused("The period ends before it begins.", field="until", remedy="Choose a later day.")
    found = Delivery.objects.filter(hook=hook_id, created_at__gte=_begin(since), attempts__gt=0)
    if until is not None and until < date.max:
        found = found.filter(created_at__lt=_begin(until + timedelta(days=1)))
    found = found if arrived else found.exclude(state="delivered")
    if found.count() > MOST_AGAIN:
        raise Refused(f"These are more than {MOST_AGAIN:,}.", field="since", remedy="Choose a shorter period.")
    return found.update(state="waiting", attempts=0, due_at=timezone.now(), error="")


def _begin(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def _is_on(hook: Hook) -> None:
    if not hook.is_on:
        raise Refused("This webhook is switched off.", remedy="Switch it on first.")


def _deliver(access: Access, hook: Hook, event: Event, now: datetime) -> Delivery:
    return Delivery.objects.create(
        workspace_id=access.workspace_id, hook=hook, message_id=event.message_id, type=event.type, body=event.body(),
        due_at=now, created_at=now,
    )  # fmt: skip


def _get(hook_id: int) -> Hook:
    found = Hook.objects.filter(pk=hook_id).first()
    if found is None:
        raise NotFound("No such webhook.")
    return found


def _line(text: str) -> str:
    return " ".join(text.replace("\x00", " ").split())[:200]
