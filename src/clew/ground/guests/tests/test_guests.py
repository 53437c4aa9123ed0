"""Links for guests: one record, until a day, withdrawn by any editor; the secret is nowhere to be found."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from clew.ground.customers.api import add_person
from clew.ground.evidence.api import add_need
from clew.ground.guests import actions as module
from clew.ground.guests.api import (
    NewGuestLink,
    enter_by_guest_link,
    guest_links,
    share_with_guest,
    withdraw_guest_link,
)
from clew.ground.guests.models import GuestLink
from clew.ground.ledger.api import Forbidden, NotFound, Refused, last_act_id
from clew.ground.ledger.models import LedgerEntry
from clew.ground.thread.api import archive, record_history, undo
from clew.ground.workspaces.api import Access, Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def need(access: Access) -> int:
    return int(add_need(access, title="Read without a connection").pk)


@pytest.fixture
def made(access: Access, need: int) -> NewGuestLink:
    return share_with_guest(access, node_id=need, name=" Ines ")


def test_a_link_opens_its_record_to_read(access: Access, need: int, made: NewGuestLink) -> None:
    assert guest_links(access)[0].used_at is None
    guest = enter_by_guest_link(made.secret)
    assert (guest.record.id, guest.access.user_id, guest.access.role) == (need, None, Role.VIEWER)
    [row] = guest_links(access, node_id=need)
    assert (row.name, row.record.title, row.made_by) == ("Ines", "Read without a connection", "Alice")
    assert row.used_at is not None
    assert guest_links(access, node_id=need + 1) == []


def test_it_ends_on_its_day(access: Access, made: NewGuestLink, monkeypatch: pytest.MonkeyPatch) -> None:
    later = timezone.now() + timedelta(days=31)
    monkeypatch.setattr("django.utils.timezone.now", lambda: later)
    with pytest.raises(NotFound):
        enter_by_guest_link(made.secret)
    assert guest_links(access) == []


def test_any_editor_withdraws_it(editor: Access, made: NewGuestLink) -> None:
    withdraw_guest_link(editor, link_id=made.id)
    with pytest.raises(NotFound):
        enter_by_guest_link(made.secret)
    with pytest.raises(NotFound):
        withdraw_guest_link(editor, link_id=made.id)


def test_a_record_that_is_put_away_is_not_shown(access: Access, need: int, made: NewGuestLink) -> None:
    archive(access, node_ids=[need])
    with pytest.raises(NotFound):
        enter_by_guest_link(made.secret)
    with pytest.raises(Refused):
        share_with_guest(access, node_id=need, name="Ines")


@pytest.mark.parametrize("secret", ["", "x", "x" * 5000, "\x00", "é"])
def test_what_is_no_link_opens_nothing(made: NewGuestLink, secret: str) -> None:
    with pytest.raises(NotFound):
        enter_by_guest_link(secret)


@pytest.mark.parametrize(
    ("name", "days", "field"), [("", 9, "name"), (" ", 9, "name"), ("x", 0, "days"), ("x", 366, "days")]
)
def test_bad_input(access: Access, need: int, name: str, days: int, field: str) -> None:
    with pytest.raises(Refused) as refused:
        share_with_guest(access, node_id=need, name=name, days=days)
    assert refused.value.field == field
    assert guest_links(access) == []


def test_people_are_not_shared_and_links_are_bounded(access: Access, need: int) -> None:
    with pytest.raises(Refused, match="not shared"):
        share_with_guest(access, node_id=add_person(access, name="Ada").pk, name="Ines")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "MOST_LINKS", 1)
        share_with_guest(access, node_id=need, name="One")
        with pytest.raises(Refused, match="stand already"):
            share_with_guest(access, node_id=need, name="Two")


def test_viewers_and_strangers_share_nothing(viewer: Access, elsewhere: Access, need: int, made: NewGuestLink) -> None:
    with pytest.raises(Forbidden):
        share_with_guest(viewer, node_id=need, name="Ines")
    assert [row.id for row in guest_links(viewer)] == [made.id]
    with pytest.raises(Forbidden):
        withdraw_guest_link(viewer, link_id=made.id)
    with pytest.raises(NotFound):
        share_with_guest(elsewhere, node_id=need, name="Ines")
    with pytest.raises(NotFound):
        withdraw_guest_link(elsewhere, link_id=made.id)
    assert guest_links(elsewhere) == []
    assert enter_by_guest_link(made.secret).record.id == need


def test_it_stands_in_the_record_history_and_is_not_undone(access: Access, need: int, made: NewGuestLink) -> None:
    with pytest.raises(Refused, match="withdrawn, not undone"):
        undo(access, act=last_act_id())
    withdraw_guest_link(access, link_id=made.id)
    assert [e.act_name for e in record_history(access, need).entries][:2] == [
        "withdraw a guest's link",
        "share with a guest",
    ]


def test_the_secret_is_nowhere(made: NewGuestLink) -> None:
    assert LedgerEntry.objects.filter(act_name="share with a guest", row_id=made.id).exists()
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            cursor.execute(f'SELECT * FROM "{table}"')
            assert made.secret not in str(cursor.fetchall()), table


def test_the_database_keeps_links_as_they_were_made(access: Access, made: NewGuestLink, need: int) -> None:
    other, now = add_need(access, title="Another").pk, timezone.now()
    rows = GuestLink._base_manager.filter(pk=made.id)
    for change in ({"node_id": other}, {"expires_at": now + timedelta(days=900)}, {"name": ""}):
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(**change)
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.delete()
    withdraw_guest_link(access, link_id=made.id)
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.update(withdrawn_at=None)
