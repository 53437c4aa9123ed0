from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from clew.ground.ledger.api import NotFound, Refused, maintenance
from clew.ground.workspaces.api import (
    User,
    create_user,
    create_workspace,
    ensure_home_workspace,
    enter,
    make_entry_link,
    use_entry_link,
    workspace,
    workspaces_of,
)
from clew.ground.workspaces.models import EntryLink

pytestmark = pytest.mark.django_db


def test_an_address_has_one_account(alice: User) -> None:
    with pytest.raises(Refused) as refusal:
        create_user(email="Alice@Example.org")
    assert refusal.value.field == "email"
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.bulk_create([User(email="ALICE@example.org")])


def test_a_workspace_has_a_name_an_address_and_an_owner(alice: User) -> None:
    slugs = [create_workspace(name=name, owner=alice).slug for name in ("Larder", " Larder ", "Łąka", "☃", "x" * 200)]
    assert slugs[:2] == ["larder", "larder-2"]
    assert len(set(slugs)) == 5
    assert enter(alice, "larder").role == "owner"


@pytest.mark.parametrize("name", ["", "   "])
def test_a_workspace_without_a_name_is_refused(alice: User, name: str) -> None:
    with pytest.raises(Refused) as refusal:
        create_workspace(name=name, owner=alice)
    assert refusal.value.field == "name"


def test_whoever_signs_in_has_a_workspace(alice: User) -> None:
    home = ensure_home_workspace(alice)
    assert ensure_home_workspace(alice) == home
    assert workspaces_of(alice) == [home]
    assert workspace(enter(alice, home.slug)) == home


def test_one_s_own_workspace_comes_before_the_demo(alice: User) -> None:
    create_workspace(name="A demo", owner=alice, is_demo=True)
    mine = create_workspace(name="Mine", owner=alice)
    assert ensure_home_workspace(alice) == mine


def test_an_entry_link_works_once(alice: User) -> None:
    token = make_entry_link(alice)
    assert use_entry_link(token) == alice
    with pytest.raises(NotFound):
        use_entry_link(token)


def test_its_token_is_not_kept(alice: User) -> None:
    token = make_entry_link(alice)
    assert token not in str(list(EntryLink.objects.values()))


def test_an_old_link_and_one_of_somebody_who_left_do_not_work(alice: User) -> None:
    old, mine = make_entry_link(alice), make_entry_link(alice)
    first = EntryLink.objects.order_by("pk")[0]
    with maintenance():
        EntryLink.objects.filter(pk=first.pk).update(created_at=timezone.now() - timedelta(hours=13))
    with pytest.raises(NotFound):
        use_entry_link(old)
    User.objects.filter(pk=alice.pk).update(is_active=False)
    with pytest.raises(NotFound):
        use_entry_link(mine)


@pytest.mark.parametrize("token", ["", "x", "' OR 1=1 --", "x" * 10_000])
def test_nonsense_is_no_link(alice: User, token: str) -> None:
    with pytest.raises(NotFound):
        use_entry_link(token)
