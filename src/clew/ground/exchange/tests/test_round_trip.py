"""Out and in again: the same bytes, the same history, and a workspace that works."""

import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from clew.ground.evidence.api import Need, add_need, describe_need, move_need
from clew.ground.exchange.api import export, import_workspace, ledger_hash
from clew.ground.exchange.tests.growing import grow
from clew.ground.files.api import StoredFile, path_of
from clew.ground.ledger.api import Forbidden, last_act_id
from clew.ground.search.api import find
from clew.ground.thread.api import Node, decision, decisions, rename, undo
from clew.ground.workspaces.api import Access, Scope, User, create_workspace, enter, make_token, members, within

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture
def written(tmp_path: Path) -> Callable[[Access], Path]:
    """An export, on the disk."""
    made: list[Path] = []

    def write(access: Access) -> Path:
        place = tmp_path / f"{len(made)}.zip"
        with export(access).file as file:
            place.write_bytes(file.read())
        made.append(place)
        return place

    return write


Write = Callable[[Access], Path]


def brought_back(place: Path, owner: Access) -> Access:
    user = User.objects.get(pk=owner.user_id or 0)
    return enter(user, import_workspace(place, owner=user).slug)


@pytest.mark.slow
@settings(
    max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(seed=st.integers(0, 2**32), acts=st.integers(0, 60))
def test_out_and_in_is_the_same_bytes(access: Access, written: Write, seed: int, acts: int) -> None:
    with transaction.atomic():
        grow(access, seed, acts)
        first = written(access)
        again = written(brought_back(first, access))
        assert first.read_bytes() == again.read_bytes()
        transaction.set_rollback(True)


def test_twice_out_is_the_same_bytes(access: Access, written: Write) -> None:
    grow(access, 1)
    assert written(access).read_bytes() == written(access).read_bytes()


def test_what_came_in_works(access: Access, written: Write) -> None:
    grower = grow(access, 3)
    there = brought_back(written(access), access)
    assert find(there, "counting", limit=100).total == find(access, "counting", limit=100).total > 0
    taken = decision(there, decisions(there)[0].id)
    assert taken.snapshot_intact
    with within(there):
        file = StoredFile.objects.get()
        there_need = Node.objects.filter(kind="need").earliest("pk")
    assert path_of(there, file_id=file.pk).read_bytes().startswith(b"Review id")
    assert rename(there, node_id=there_need.pk, title="Another").title == "Another"
    assert there_need.pk not in grower.needs


def test_what_was_done_before_can_be_undone_there(access: Access, written: Write) -> None:
    """The history comes along in this engine's own form, so that it can be compared with the rows."""
    need = add_need(access, title="Count quickly", detail="By voice.")
    describe_need(access, need_id=need.pk, detail="By voice, in the cold room.")
    act = last_act_id()
    there = brought_back(written(access), access)
    undo(there, act=act)
    with within(there):
        assert Need.objects.get().detail == "By voice."


def test_people_without_an_account_become_past_members(
    access: Access, editor: Access, written: Write, django_user_model: type[User]
) -> None:
    place = written(access)
    bob = django_user_model.objects.get(email="bob@example.org")
    with transaction.atomic():
        bob.email = "robert@example.org"
        bob.save()
    there = brought_back(place, access)
    past = django_user_model.objects.get(email="bob@example.org")
    assert (past.name, past.is_active, past.has_usable_password()) == ("Bob", False, False)
    assert {m.email for m in members(there)} == {"alice@example.org", "bob@example.org"}


def test_whoever_brings_it_in_owns_it(access: Access, elsewhere: Access, written: Write) -> None:
    there = brought_back(written(access), elsewhere)
    assert there.role == "owner"


def test_only_owners_leave_with_everything(editor: Access, viewer: Access) -> None:
    for who in (editor, viewer):
        with pytest.raises(Forbidden):
            export(who)


def test_another_workspace_is_not_in_it(access: Access, elsewhere: Access, written: Write) -> None:
    grow(access, 5, 5)
    user = User.objects.get(pk=elsewhere.user_id or 0)
    other = enter(user, create_workspace(name="Other", owner=user).slug)
    before = written(other).read_bytes()
    grow(access, 6, 5)
    assert written(other).read_bytes() == before
    assert b"alice@example.org" not in before


def test_the_fingerprint_follows_the_history(access: Access) -> None:
    before = ledger_hash()
    assert ledger_hash() == before
    grow(access, 8, 1)
    assert ledger_hash() != before


def test_tokens_stay_behind_with_their_history(access: Access, written: Write) -> None:
    grow(access, 9, 5)
    made = make_token(access, name="A program", scope=Scope.WRITE)
    place = written(access)
    with zipfile.ZipFile(place) as archive:
        assert all(b"A program" not in archive.read(name) for name in archive.namelist())
    assert made.secret
    assert written(brought_back(place, access)).read_bytes() == place.read_bytes()


def test_a_tie_that_was_withdrawn_may_lie_across_one_that_stands(access: Access, written: Write) -> None:
    """First A stood under B, now B stands under A: no circle, though the history of both has one."""
    one, other = (add_need(access, title=title).pk for title in ("Count quickly", "Count"))
    move_need(access, need_id=one, under=other)
    move_need(access, need_id=one, under=None)
    move_need(access, need_id=other, under=one)
    place = written(access)
    assert written(brought_back(place, access)).read_bytes() == place.read_bytes()
