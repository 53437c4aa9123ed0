"""Invitations: bound to an address, used once, over in time, withdrawn, sent again; the secret is nowhere to be found."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from clew.ground.ledger.api import Forbidden, NotFound, Refused
from clew.ground.ledger.models import LedgerEntry
from clew.ground.workspaces import invitations as module
from clew.ground.workspaces.api import (
    Access,
    NewInvitation,
    Role,
    User,
    accept_invitation,
    bring_people,
    create_user,
    enter,
    hash_of,
    invitations,
    invite,
    invite_again,
    read_invitation,
    wake_past_member,
    withdraw_invitation,
)
from clew.ground.workspaces.models import Invitation, InvitationKey

pytestmark = pytest.mark.django_db


@pytest.fixture
def dora(db: None) -> User:
    return create_user(email="dora@example.org", name="Dora", password="correct horse battery")


@pytest.fixture
def made(access: Access) -> NewInvitation:
    return invite(access, email=" Dora@Example.org ", role=Role.EDITOR)


def test_who_is_invited_joins_once_with_the_role(access: Access, made: NewInvitation, dora: User) -> None:
    said = read_invitation(made.secret)
    assert (said.email, said.role, said.workspace, said.invited_by, said.has_account) == (
        "dora@example.org",
        Role.EDITOR,
        "Larder",
        "Alice",
        True,
    )
    assert accept_invitation(dora, secret=made.secret) == access.slug
    assert enter(dora, access.slug).role is Role.EDITOR
    assert invitations(access) == []
    with pytest.raises(NotFound):
        accept_invitation(dora, secret=made.secret)
    with pytest.raises(NotFound):
        read_invitation(made.secret)


def test_it_is_for_the_invited_address_alone(access: Access, made: NewInvitation, elsewhere: Access) -> None:
    charlie = User.objects.get(email="charlie@example.org")
    with pytest.raises(Refused, match=r"for dora@example\.org"):
        accept_invitation(charlie, secret=made.secret)
    with pytest.raises(NotFound):
        enter(charlie, access.slug)
    assert len(invitations(access)) == 1


def test_a_member_who_follows_an_older_link_keeps_the_role(access: Access, editor: Access) -> None:
    bob = User.objects.get(pk=editor.user_id or 0)
    made = Invitation.objects.create(
        workspace_id=access.workspace_id, email=bob.email, role="viewer", invited_by_id=access.user_id or 0,
        expires_at=timezone.now() + timedelta(days=1),
    )  # fmt: skip
    InvitationKey.objects.create(invitation=made, secret_hash=hash_of("x" * 40))
    accept_invitation(bob, secret="x" * 40)
    assert enter(bob, access.slug).role is Role.EDITOR


def test_it_ends_on_its_day(access: Access, made: NewInvitation, dora: User, monkeypatch: pytest.MonkeyPatch) -> None:
    later = timezone.now() + module.LIFE + timedelta(seconds=1)
    monkeypatch.setattr("django.utils.timezone.now", lambda: later)
    with pytest.raises(NotFound):
        accept_invitation(dora, secret=made.secret)
    assert [row.is_over for row in invitations(access)] == [True]
    assert invite(access, email="dora@example.org", role=Role.VIEWER).secret != made.secret
    assert [(row.is_over, row.role) for row in invitations(access)] == [(False, Role.VIEWER)]


def test_sent_again_the_old_link_is_shut(access: Access, made: NewInvitation, dora: User) -> None:
    again = invite_again(access, invitation_id=made.id)
    with pytest.raises(NotFound):
        read_invitation(made.secret)
    with pytest.raises(NotFound):
        invite_again(access, invitation_id=made.id)
    accept_invitation(dora, secret=again.secret)


def test_withdrawn_it_leads_nowhere(access: Access, made: NewInvitation, dora: User) -> None:
    withdraw_invitation(access, invitation_id=made.id)
    with pytest.raises(NotFound):
        accept_invitation(dora, secret=made.secret)
    with pytest.raises(NotFound):
        withdraw_invitation(access, invitation_id=made.id)


@pytest.mark.parametrize(
    "email", ["", "dora", "dora@", "a b@example.org", "x" * 250 + "@example.org", "alice@example.org"]
)
def test_bad_input(access: Access, email: str) -> None:
    with pytest.raises(Refused) as refused:
        invite(access, email=email, role=Role.EDITOR)
    assert refused.value.field == "email"
    assert invitations(access) == []


def test_nobody_is_invited_twice_nor_without_end(access: Access, made: NewInvitation) -> None:
    with pytest.raises(Refused, match="already"):
        invite(access, email="dora@example.org", role=Role.OWNER)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "MOST_WAITING", 1)
        with pytest.raises(Refused, match="wait already"):
            invite(access, email="emil@example.org", role=Role.VIEWER)


def test_owners_alone_invite(access: Access, editor: Access, elsewhere: Access, made: NewInvitation) -> None:
    for call in (
        lambda: invite(editor, email="emil@example.org", role=Role.VIEWER),
        lambda: invite_again(editor, invitation_id=made.id),
        lambda: withdraw_invitation(editor, invitation_id=made.id),
        lambda: invitations(editor),
    ):
        with pytest.raises(Forbidden):
            call()
    for stranger in (
        lambda: invite_again(elsewhere, invitation_id=made.id),
        lambda: withdraw_invitation(elsewhere, invitation_id=made.id),
    ):
        with pytest.raises(NotFound):
            stranger()
    assert [row.id for row in invitations(access)] == [made.id]


def test_a_past_member_becomes_a_person_again(access: Access) -> None:
    bring_people([("dora@example.org", "Dora")])
    made = invite(access, email="dora@example.org", role=Role.VIEWER)
    assert not read_invitation(made.secret).has_account
    woken = wake_past_member(made.secret)
    assert woken is not None
    assert (woken.name, woken.is_active) == ("Dora", True)
    assert wake_past_member(made.secret) is None


def test_a_closed_account_with_a_password_is_not_woken(access: Access, made: NewInvitation, dora: User) -> None:
    User.objects.filter(pk=dora.pk).update(is_active=False)
    assert wake_past_member(made.secret) is None
    assert not User.objects.get(pk=dora.pk).is_active


def test_it_is_in_the_ledger_but_the_secret_is_nowhere(access: Access, made: NewInvitation, dora: User) -> None:
    accept_invitation(dora, secret=made.secret)
    names = LedgerEntry.objects.filter(workspace_id=access.workspace_id).values_list("act_name", flat=True)
    assert {"invite somebody", "accept an invitation"} <= set(names)
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            cursor.execute(f'SELECT * FROM "{table}"')
            assert made.secret not in str(cursor.fetchall()), table


def test_the_database_keeps_invitations_as_they_were_sent(access: Access, made: NewInvitation, dora: User) -> None:
    rows = Invitation.objects.filter(pk=made.id)
    now = timezone.now()
    for change in (
        {"email": "mallory@example.org"},
        {"role": "owner"},
        {"expires_at": now + timedelta(days=900)},
        {"accepted_at": now},
        {"accepted_at": now, "accepted_by_id": dora.pk, "withdrawn_at": now},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(**change)
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.delete()
    withdraw_invitation(access, invitation_id=made.id)
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.update(withdrawn_at=None)
