"""Each act: works, refuses a stranger, refuses whoever is no owner, refuses bad input, leaves its traces."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from pytest_django import Settings
from standardwebhooks import Webhook

from clew.ground.hooks.api import (
    NewSecret,
    add_hook,
    change_hook_secret,
    deliveries,
    edit_hook,
    event_types,
    hook,
    hooks,
    remove_hook,
    replay_delivery,
    replay_failed,
    send_test_event,
    switch_hook_off,
    switch_hook_on,
)
from clew.ground.hooks.models import Delivery, HookKey
from clew.ground.hooks.tests.receiver import Receiver
from clew.ground.ledger.api import Forbidden, LedgerEntry, NotFound, Refused, last_act_id
from clew.ground.thread.api import undo
from clew.ground.workspaces.api import Access, within

pytestmark = pytest.mark.django_db

URL = "https://example.com/hook"
Step = Callable[[], None]
ON_ONE: dict[str, Callable[..., Any]] = {
    "edit": lambda access, pk: edit_hook(access, hook_id=pk, url=URL, events=["need.created"]),
    "secret": lambda access, pk: change_hook_secret(access, hook_id=pk),
    "on": lambda access, pk: switch_hook_on(access, hook_id=pk),
    "off": lambda access, pk: switch_hook_off(access, hook_id=pk),
    "remove": lambda access, pk: remove_hook(access, hook_id=pk),
    "test": lambda access, pk: send_test_event(access, hook_id=pk),
    "again": lambda access, pk: replay_failed(access, hook_id=pk, since=timezone.localdate()),
    "read": hook,
    "deliveries": deliveries,
}


@pytest.fixture
def made(access: Access) -> NewSecret:
    return add_hook(access, url=URL, events=["need.created", "decision.changed"], description="  The  sheet ")


def test_add(access: Access, made: NewSecret) -> None:
    (row,) = hooks(access)
    assert (row.id, row.url, row.description, row.is_on) == (made.id, URL, "The sheet", True)
    assert set(row.events) == {"need.created", "decision.changed"}
    assert made.secret.startswith("whsec_")
    assert made.secret not in repr(row)


def test_the_ledger_knows_of_it_and_not_of_its_secret(access: Access, made: NewSecret) -> None:
    entry = LedgerEntry.objects.filter(table_name="hooks_hook", operation="insert").get()
    assert (entry.act_name, entry.actor_id) == ("add a webhook", access.user_id)
    assert not LedgerEntry.objects.filter(table_name="hooks_key").exists()
    assert made.secret[6:] not in repr(list(LedgerEntry.objects.values_list("after", flat=True)))


@pytest.mark.parametrize(
    ("url", "events", "field"),
    [
        ("http://example.com", ["need.created"], "url"),
        ("https://10.0.0.1", ["need.created"], "url"),
        (URL, [], "events"),
        (URL, ["need.created", "need.exploded"], "events"),
        (URL, ["*"], "events"),
    ],
)
def test_bad_input(access: Access, settings: Settings, url: str, events: list[str], field: str) -> None:
    settings.CLEW_HOOKS_LOOPBACK = False
    with pytest.raises(Refused) as error:
        add_hook(access, url=url, events=events)
    assert error.value.field == field
    assert hooks(access) == []


def test_not_too_many(access: Access, made: NewSecret) -> None:
    for _ in range(19):
        add_hook(access, url=URL, events=["need.created"])
    with pytest.raises(Refused, match="20 webhooks"):
        add_hook(access, url=URL, events=["need.created"])


def test_owners_only(access: Access, editor: Access, viewer: Access, made: NewSecret) -> None:
    for member in (editor, viewer):
        with pytest.raises(Forbidden):
            add_hook(member, url=URL, events=["need.created"])
        with pytest.raises(Forbidden):
            hooks(member)
        for call in ON_ONE.values():
            with pytest.raises(Forbidden):
                call(member, made.id)


@pytest.mark.parametrize("name", ON_ONE)
def test_a_stranger_meets_nothing(elsewhere: Access, made: NewSecret, name: str) -> None:
    with pytest.raises(NotFound):
        ON_ONE[name](elsewhere, made.id)


def test_edit(access: Access, made: NewSecret) -> None:
    edit_hook(access, hook_id=made.id, url=URL + "/2", events=["idea.archived"], description="")
    row = hook(access, made.id)
    assert (row.url, row.events, row.description) == (URL + "/2", ("idea.archived",), "")


def test_a_new_secret_and_the_old_one_sign_for_a_day(
    access: Access, hook: NewSecret, receiver: Receiver, step: Step
) -> None:
    new = change_hook_secret(access, hook_id=hook.id)
    send_test_event(access, hook_id=hook.id)
    step()
    for key in (hook.secret, new.secret):
        assert Webhook(key).verify(receiver.got[0].body, receiver.got[0].headers)
    with within(access):
        HookKey.objects.update(old_until=timezone.now() - timedelta(seconds=1))
    send_test_event(access, hook_id=hook.id)
    step()
    assert " " not in receiver.got[1].headers["webhook-signature"]
    assert Webhook(new.secret).verify(receiver.got[1].body, receiver.got[1].headers)


def test_off_and_on(access: Access, hook: NewSecret, receiver: Receiver, step: Step) -> None:
    send_test_event(access, hook_id=hook.id)
    switch_hook_off(access, hook_id=hook.id)
    (row,) = hooks(access)
    assert (row.is_on, row.why_off, row.waiting) == (False, "Switched off by hand.", 1)
    step()
    assert receiver.got == []
    with pytest.raises(Refused, match="switched off"):
        send_test_event(access, hook_id=hook.id)
    switch_hook_on(access, hook_id=hook.id)
    step()
    assert len(receiver.got) == 1


def test_remove(access: Access, hook: NewSecret) -> None:
    send_test_event(access, hook_id=hook.id)
    remove_hook(access, hook_id=hook.id)
    assert hooks(access) == []
    with within(access):
        assert not Delivery.objects.exists()
        assert not HookKey.objects.exists()


def test_it_is_not_undone(access: Access, made: NewSecret) -> None:
    with pytest.raises(Refused, match="changed on its page"):
        undo(access, act=last_act_id())


def test_one_delivery_again(access: Access, hook: NewSecret, receiver: Receiver, step: Step) -> None:
    send_test_event(access, hook_id=hook.id)
    step()
    (row,) = deliveries(access, hook.id)
    replay_delivery(access, delivery_id=row.id)
    step()
    first, second = receiver.got
    assert first.headers["webhook-id"] == second.headers["webhook-id"] == row.message_id
    assert first.body == second.body


def test_a_delivery_of_others_is_not_sent_again(access: Access, elsewhere: Access, hook: NewSecret) -> None:
    made = send_test_event(access, hook_id=hook.id)
    with pytest.raises(NotFound):
        replay_delivery(elsewhere, delivery_id=made)


def test_all_that_failed_again(access: Access, hook: NewSecret, receiver: Receiver, step: Step) -> None:
    receiver.answers = [500, 500, 200]
    for _ in range(2):
        send_test_event(access, hook_id=hook.id)
    step()
    assert {d.status for d in deliveries(access, hook.id)} == {500}
    tomorrow = timezone.localdate() + timedelta(days=1)
    assert replay_failed(access, hook_id=hook.id, since=tomorrow) == 0
    assert replay_failed(access, hook_id=hook.id, since=timezone.localdate()) == 2
    step()
    assert {d.state for d in deliveries(access, hook.id)} == {"delivered"}
    assert replay_failed(access, hook_id=hook.id, since=timezone.localdate()) == 0


def test_a_period_again_with_what_arrived(access: Access, hook: NewSecret, receiver: Receiver, step: Step) -> None:
    """For whoever answered that it arrived, and lost it."""
    for _ in range(2):
        send_test_event(access, hook_id=hook.id)
    step()
    today = timezone.localdate()
    days = [today + timedelta(days=n) for n in (-2, -1, 0, 1)]
    asked = [(days[2], None), (days[0], days[1]), (days[0], days[2]), (days[2], days[2]), (days[3], days[3])]
    found = []
    for since, until in asked:
        found.append(replay_failed(access, hook_id=hook.id, since=since, until=until, arrived=True))
        step()
    assert found == [2, 0, 2, 2, 0]
    assert len({message.headers["webhook-id"] for message in receiver.got}) == 2
    assert len(receiver.got) == 8
    with pytest.raises(Refused, match="ends before it begins"):
        replay_failed(access, hook_id=hook.id, since=days[1], until=days[0])


def test_too_many_are_not_sent_again(
    access: Access, hook: NewSecret, step: Step, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What waits then would switch the webhook off."""
    for _ in range(2):
        send_test_event(access, hook_id=hook.id)
    step()
    monkeypatch.setattr("clew.ground.hooks.actions.MOST_AGAIN", 1)
    with pytest.raises(Refused, match="more than 1"):
        replay_failed(access, hook_id=hook.id, since=timezone.localdate(), arrived=True)


def test_nothing_is_said_to_be_sent_while_it_is_off(
    access: Access, hook: NewSecret, receiver: Receiver, step: Step
) -> None:
    made = send_test_event(access, hook_id=hook.id)
    step()
    switch_hook_off(access, hook_id=hook.id)
    for again in (
        lambda: replay_delivery(access, delivery_id=made),
        lambda: replay_failed(access, hook_id=hook.id, since=timezone.localdate(), arrived=True),
    ):
        with pytest.raises(Refused, match="switched off"):
            again()
    step()
    assert len(receiver.got) == 1


def test_every_kind_of_record_has_its_events() -> None:
    assert {"need.created", "decision.changed", "source.archived", "idea.restored"} <= set(event_types())
