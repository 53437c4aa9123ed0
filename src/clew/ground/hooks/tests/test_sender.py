"""From the ledger to the address: what is told, how often it is tried, and when it ends."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail
from django.utils import timezone
from django_scopes import scopes_disabled
from standardwebhooks import Webhook

from clew.ground.evidence.api import NEED, SUPPORTS, add_need, add_source, mark
from clew.ground.hooks import sender as sending
from clew.ground.hooks import sharing, trying
from clew.ground.hooks.api import (
    NewSecret,
    add_hook,
    deliveries,
    hooks,
    send_test_event,
    switch_hook_off,
    switch_hook_on,
)
from clew.ground.hooks.models import Delivery, Hook, HookKey, Sender
from clew.ground.hooks.sender import Sending
from clew.ground.hooks.tests.receiver import Receiver
from clew.ground.ledger.api import LedgerEntry
from clew.ground.thread.api import NewNode, add_nodes, archive, comment, link, rename, restore
from clew.ground.workspaces.api import Access, act, within

pytestmark = pytest.mark.django_db

Step = Callable[[], None]


def told(receiver: Receiver) -> list[tuple[str, int]]:
    """Type and record of each message, in the order of the acts."""
    bodies = [json.loads(got.body) for got in receiver.got]
    return sorted(((b["type"], b["data"].get("id", 0)) for b in bodies), key=lambda one: (one[1], one[0]))


def later(access: Access, **ago: float) -> None:
    """As if all that waits had become due."""
    with within(access):
        Delivery.objects.filter(state="waiting").update(due_at=timezone.now() - timedelta(seconds=1))


def test_a_thin_message_that_can_be_checked(access: Access, hook: NewSecret, receiver: Receiver, step: Step) -> None:
    step()
    need = add_need(access, title="Secret words of a customer", detail="More of them").pk
    step()
    (got,) = receiver.got
    message = Webhook(hook.secret).verify(got.body, got.headers)
    assert message["type"] == "need.created"
    assert message["data"] == {
        "workspace": access.slug,
        "act": "add a need",
        "id": need,
        "kind": "need",
        "href": f"/w/{access.slug}/n/{need}",
    }
    assert abs(datetime.fromisoformat(message["timestamp"]) - datetime.now(UTC)) < timedelta(minutes=1)
    assert "words" not in got.body
    (row,) = deliveries(access, hook.id)
    assert (row.state, row.attempts, row.status, row.answer) == ("delivered", 1, 200, "thanks")
    assert row.record is not None
    assert (row.record.id, row.record.title, row.count) == (need, "Secret words of a customer", None)


def test_what_happened_to_a_record(access: Access, hook: NewSecret, receiver: Receiver, step: Step) -> None:
    step()
    need = add_need(access, title="Count quickly").pk
    rename(access, node_id=need, title="Count")
    comment(access, node_id=need, text="Why?")
    archive(access, node_ids=[need])
    restore(access, node_ids=[need])
    for _ in range(3):
        step()
    assert sorted(kind for kind, _ in told(receiver)) == sorted(
        ["need.created", "need.changed", "need.changed", "need.archived", "need.restored"]
    )


def test_a_tie_changes_both_ends(access: Access, hook: NewSecret, receiver: Receiver, step: Step) -> None:
    needs = [add_need(access, title=title).pk for title in ("One", "Two")]
    step()
    receiver.got.clear()
    link(access, upstream=needs[0], verb="under", downstream=needs[1])
    step()
    assert {(kind, pk) for kind, pk in told(receiver)} == {("need.changed", needs[0]), ("need.changed", needs[1])}


def test_only_what_was_chosen(access: Access, receiver: Receiver, step: Step) -> None:
    add_hook(access, url=receiver.url, events=["need.archived"])
    need = add_need(access, title="Count").pk
    add_source(access, text="We count by hand")
    archive(access, node_ids=[need])
    step()
    assert told(receiver) == [("need.archived", need)]


def test_another_workspace_is_not_told(
    access: Access, elsewhere: Access, hook: NewSecret, receiver: Receiver, step: Step
) -> None:
    add_need(elsewhere, title="Theirs")
    step()
    assert receiver.got == []
    with scopes_disabled():
        assert not Delivery.objects.exists()


def test_from_the_making_of_the_hook_on(access: Access, receiver: Receiver, step: Step) -> None:
    add_need(access, title="Before")
    add_hook(access, url=receiver.url, events=["need.created"])
    after = add_need(access, title="After").pk
    step()
    assert told(receiver) == [("need.created", after)]


def test_what_happens_while_it_is_off_is_not_told(
    access: Access, hook: NewSecret, receiver: Receiver, step: Step
) -> None:
    step()
    switch_hook_off(access, hook_id=hook.id)
    add_need(access, title="Meanwhile")
    switch_hook_on(access, hook_id=hook.id)
    after = add_need(access, title="After").pk
    step()
    assert told(receiver) == [("need.created", after)]


def test_an_act_on_very_many_is_one_event(access: Access, hook: NewSecret, receiver: Receiver, step: Step) -> None:
    @act("bring in")
    def bring_in(access: Access) -> None:
        add_nodes(access, [NewNode(NEED, f"Need {n}") for n in range(150)])

    step()
    bring_in(access)
    step()
    (got,) = receiver.got
    message = json.loads(got.body)
    assert message["type"] == "records.changed"
    assert (message["data"]["count"], message["data"]["kinds"]) == (150, {"need": 150})
    (row,) = deliveries(access, hook.id)
    assert (row.record, row.count) == (None, 150)


def test_each_event_becomes_one_delivery(access: Access, hook: NewSecret, receiver: Receiver, step: Step) -> None:
    """Also when a sender dies before it has written down how far it was, and another begins from the older position."""
    with scopes_disabled():
        before = Sender.objects.get().position
    add_need(access, title="Count")
    step()
    with scopes_disabled():
        Sender.objects.update(position=before, held_until=None)
        another = Sending()
        another._pool.shutdown()
        another._pool = _Never()  # type: ignore[assignment]
        another.step()
    assert len(deliveries(access, hook.id)) == 1


class _Never:
    """Takes work and is killed before it begins."""

    def submit(self, *_: object) -> None:
        pass


def test_killed_before_it_was_sent(access: Access, hook: NewSecret, receiver: Receiver, step: Step) -> None:
    add_need(access, title="Count")
    with scopes_disabled():
        dead = Sending()
        dead._pool.shutdown()
        dead._pool = _Never()  # type: ignore[assignment]
        dead.step()
        assert receiver.got == []
        Sender.objects.update(held_until=timezone.now() - timedelta(seconds=1))
    step()
    assert len(receiver.got) == 1


def test_one_sends_and_the_other_waits(access: Access, hook: NewSecret, receiver: Receiver) -> None:
    with scopes_disabled():
        assert sharing.hold("one")
        assert not sharing.hold("another")
        assert sharing.hold("one")
        other = Sending()
        assert other.step() == sending.LOOK_IDLE
        assert not sharing.reached("another", None)
        Sender.objects.update(held_until=timezone.now() - timedelta(seconds=1))
        assert sharing.hold("another")
        assert not sharing.reached("one", None)
        sharing.let_go("another")
        assert sharing.hold("one")
        other._pool.shutdown()


def test_a_restored_house_has_hooks_and_no_position(
    access: Access, hook: NewSecret, receiver: Receiver, step: Step
) -> None:
    with scopes_disabled():
        Sender.objects.all().delete()
    add_need(access, title="Before")
    step()
    after = add_need(access, title="After").pk
    step()
    assert told(receiver) == [("need.created", after)]


def test_tried_again_later_and_later(access: Access, hook: NewSecret, receiver: Receiver, step: Step) -> None:
    receiver.answers = [500]
    send_test_event(access, hook_id=hook.id)
    for attempts in range(1, len(trying.WAITS) + 1):
        step()
        (row,) = deliveries(access, hook.id)
        assert (row.state, row.attempts, row.status) == ("waiting", attempts, 500)
        assert row.tried_at is not None
        wait = trying.WAITS[attempts - 1]
        assert wait <= row.due_at - row.tried_at <= wait * (1 + trying.SPREAD)
        step()
        assert len(receiver.got) == attempts
        later(access)
    step()
    assert deliveries(access, hook.id)[0].state == "failed"
    later(access)
    step()
    assert len(receiver.got) == len(trying.WAITS) + 1
    assert len({got.headers["webhook-id"] for got in receiver.got}) == 1
    assert hooks(access)[0].failed == 1


def test_all_tries_take_about_three_days() -> None:
    assert timedelta(days=3) < sum(trying.WAITS, timedelta()) < timedelta(days=4)
    assert list(trying.WAITS) == sorted(trying.WAITS)
    assert trying.next_try(len(trying.WAITS) + 1, 0.5) is None


def test_gone_ends_it_at_once(access: Access, hook: NewSecret, receiver: Receiver, step: Step) -> None:
    receiver.answers = [410]
    send_test_event(access, hook_id=hook.id)
    step()
    (row,) = hooks(access)
    assert (row.is_on, row.why_off) == (False, "The address answered that it is gone (410).")
    add_need(access, title="Nobody is told")
    step()
    assert len(receiver.got) == 1


def test_owners_are_told_that_it_ended(
    access: Access, hook: NewSecret, django_capture_on_commit_callbacks: Callable[..., object]
) -> None:
    with django_capture_on_commit_callbacks(execute=True), scopes_disabled():  # type: ignore[attr-defined]
        trying.switch_off(hook.id, "Nothing arrived there for five days.")
        trying.switch_off(hook.id, "Nothing arrived there for five days.")
    (letter,) = mail.outbox
    assert letter.to == ["alice@example.org"]
    assert "five days" in letter.body
    entry = LedgerEntry.objects.filter(table_name="hooks_hook").order_by("-pk").first()
    assert entry is not None
    assert (entry.act_name, entry.actor_id) == ("switch a webhook off", None)
    assert "five days" in str(entry.after)


def test_many_days_of_failure_end_it(access: Access, hook: NewSecret, receiver: Receiver, step: Step) -> None:
    receiver.answers = [500, 500, 200]
    send_test_event(access, hook_id=hook.id)
    step()
    since = hooks(access)[0].failing_since
    assert since is not None
    with within(access):
        HookKey.objects.update(failing_since=timezone.now() - timedelta(days=5, seconds=1))
    later(access)
    step()
    (row,) = hooks(access)
    assert (row.is_on, row.why_off) == (False, "Nothing arrived there for five days.")
    switch_hook_on(access, hook_id=hook.id)
    later(access)
    step()
    (row,) = hooks(access)
    assert (row.is_on, row.failing_since, row.waiting) == (True, None, 0)


def test_what_arrives_ends_the_count_of_days(access: Access, hook: NewSecret, receiver: Receiver, step: Step) -> None:
    receiver.answers = [500, 200]
    send_test_event(access, hook_id=hook.id)
    step()
    later(access)
    step()
    assert hooks(access)[0].failing_since is None


def test_whoever_lets_too_many_wait_is_told_no_more(
    access: Access, hook: NewSecret, receiver: Receiver, step: Step, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sending, "MOST_WAITING", 3)
    receiver.answers = [500]
    for n in range(4):
        add_need(access, title=f"Need {n}")
    step()
    (row,) = hooks(access)
    assert (row.is_on, row.why_off, row.waiting) == (False, sending.TOO_MANY, 4)


def test_old_deliveries_go(access: Access, hook: NewSecret, receiver: Receiver, step: Step) -> None:
    send_test_event(access, hook_id=hook.id)
    kept = send_test_event(access, hook_id=hook.id)
    with within(access):
        Delivery.objects.exclude(pk=kept).update(created_at=timezone.now() - timedelta(days=31))
    step()
    assert [d.id for d in deliveries(access, hook.id)] == [kept]


def test_a_slow_address_does_not_keep_others_waiting(access: Access, hook: NewSecret, receiver: Receiver) -> None:
    """Of one hook two at once, so that the line is never full of it."""
    for _ in range(5):
        send_test_event(access, hook_id=hook.id)
    other = add_hook(access, url=receiver.url + "2", events=["need.created"])
    send_test_event(access, hook_id=other.id)
    with scopes_disabled():
        one = Sending()
        one._pool.shutdown()
        one._pool = _Never()  # type: ignore[assignment]
        one._send_due()
    assert sorted(one._busy.values()) == [hook.id, hook.id, other.id]


def test_without_hooks_nothing_is_followed(access: Access, step: Step) -> None:
    step()
    with scopes_disabled():
        assert not Sender.objects.exists()


def test_when_the_last_hook_is_off_the_position_is_forgotten(
    access: Access, hook: NewSecret, receiver: Receiver, step: Step
) -> None:
    step()
    switch_hook_off(access, hook_id=hook.id)
    step()
    with scopes_disabled():
        assert Sender.objects.get().position == ""


def test_queries_do_not_grow_with_deliveries(
    access: Access, hook: NewSecret, django_assert_num_queries: Callable[[int], object]
) -> None:
    for _ in range(5):
        send_test_event(access, hook_id=hook.id)
    with django_assert_num_queries(2):  # type: ignore[attr-defined]
        assert len(deliveries(access, hook.id)) == 5
    with django_assert_num_queries(1):  # type: ignore[attr-defined]
        hooks(access)


def test_quotations_are_told_of_without_their_words(
    access: Access, hook: NewSecret, receiver: Receiver, step: Step
) -> None:
    need = add_need(access, title="Count").pk
    source = add_source(access, text="We count by hand each Friday").pk
    step()
    receiver.got.clear()
    mark(access, source_id=source, start=0, end=8, exact="We count", need_id=need, stance=SUPPORTS)
    step()
    assert {kind for kind, _ in told(receiver)} >= {"excerpt.created", "need.changed"}
    assert "We count" not in "".join(got.body for got in receiver.got)


def test_the_hook_itself_is_no_record(access: Access, hook: NewSecret, receiver: Receiver, step: Step) -> None:
    switch_hook_off(access, hook_id=hook.id)
    switch_hook_on(access, hook_id=hook.id)
    step()
    assert receiver.got == []
    with within(access):
        assert Hook.objects.count() == 1
