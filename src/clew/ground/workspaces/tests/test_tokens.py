"""Access tokens: made, used and revoked; never more than their person may do; the whole token is nowhere to be found."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from tests.people import SignedIn

from clew.ground.ledger.api import Forbidden, NotFound, Refused
from clew.ground.ledger.models import LedgerEntry
from clew.ground.workspaces import tokens as module
from clew.ground.workspaces.api import (
    Access,
    Role,
    Scope,
    User,
    Workspace,
    enter_by_token,
    join,
    make_token,
    remove_member,
    revoke_token,
    set_role,
    tokens,
)
from clew.ground.workspaces.models import ApiToken

pytestmark = pytest.mark.django_db


def test_a_token_opens_its_workspace_with_its_scope(access: Access) -> None:
    writing = make_token(access, name="Import", scope=Scope.WRITE)
    assert enter_by_token(writing.secret) == access
    reading = make_token(access, name="Sheet")
    assert enter_by_token(reading.secret).role is Role.VIEWER
    with pytest.raises(Forbidden, match="only reads"):
        enter_by_token(reading.secret).require(Role.EDITOR)


def test_it_never_does_more_than_its_person_may_now(access: Access, editor: Access) -> None:
    secret = make_token(editor, name="Import", scope=Scope.WRITE).secret
    assert enter_by_token(secret).role is Role.EDITOR
    set_role(access, user_id=editor.user_id or 0, role=Role.VIEWER)
    assert enter_by_token(secret).role is Role.VIEWER
    remove_member(access, user_id=editor.user_id or 0)
    with pytest.raises(NotFound):
        enter_by_token(secret)


def test_it_ends_for_good_when_its_person_leaves(access: Access, editor: Access) -> None:
    """Also for whoever comes back later."""
    made = make_token(editor, name="Import", scope=Scope.WRITE)
    child = make_token(enter_by_token(made.secret), name="Its own")
    remove_member(access, user_id=editor.user_id or 0)
    join(Workspace.objects.get(pk=access.workspace_id), User.objects.get(pk=editor.user_id or 0), Role.EDITOR)
    for secret in (made.secret, child.secret):
        with pytest.raises(NotFound):
            enter_by_token(secret)
    assert tokens(editor) == []
    assert enter_by_token(make_token(editor, name="Another").secret).role is Role.VIEWER


def test_it_ends_on_its_day(access: Access) -> None:
    made = make_token(access, name="Import", days=1)
    later = timezone.now() + timedelta(days=2)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("django.utils.timezone.now", lambda: later)
        with pytest.raises(NotFound):
            enter_by_token(made.secret)
    assert tokens(access)[0].used_at is None
    enter_by_token(made.secret)
    assert tokens(access)[0].used_at is not None


@pytest.mark.parametrize("secret", ["", "clew_", "clew_abc_def", "x" * 5000, "clew_\x00"])
def test_what_is_no_token_opens_nothing(access: Access, secret: str) -> None:
    with pytest.raises(NotFound):
        enter_by_token(secret)


@pytest.mark.parametrize(
    ("name", "days", "field"), [("", 9, "name"), (" ", 9, "name"), ("x", 0, "days"), ("x", 4000, "days")]
)
def test_bad_input(access: Access, name: str, days: int, field: str) -> None:
    with pytest.raises(Refused) as refused:
        make_token(access, name=name, days=days)
    assert refused.value.field == field
    assert tokens(access) == []


def test_they_are_bounded(access: Access, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_TOKENS", 1)
    make_token(access, name="One")
    with pytest.raises(Refused, match="tokens already"):
        make_token(access, name="Two")


def test_a_viewer_makes_reading_tokens_only(viewer: Access) -> None:
    with pytest.raises(Forbidden):
        make_token(viewer, name="Import", scope=Scope.WRITE)
    assert enter_by_token(make_token(viewer, name="Sheet").secret).role is Role.VIEWER


def test_ones_own_are_revoked_and_by_an_owner_anybodys(access: Access, editor: Access, viewer: Access) -> None:
    bobs, veras = make_token(editor, name="Bob's"), make_token(viewer, name="Vera's")
    with pytest.raises(NotFound):
        revoke_token(viewer, token_id=bobs.id)
    revoke_token(viewer, token_id=veras.id)
    revoke_token(access, token_id=bobs.id)
    for made in (bobs, veras):
        with pytest.raises(NotFound):
            enter_by_token(made.secret)
        with pytest.raises(NotFound):
            revoke_token(access, token_id=made.id)


def test_strangers_do_not_reach_them(access: Access, elsewhere: Access) -> None:
    made = make_token(access, name="Import")
    with pytest.raises(NotFound):
        revoke_token(elsewhere, token_id=made.id)
    assert enter_by_token(made.secret).slug == access.slug


def test_it_is_in_the_ledger_but_the_secret_is_nowhere(access: Access) -> None:
    made = make_token(access, name="Import")
    assert LedgerEntry.objects.filter(act_name="make an access token", row_id=made.id).exists()
    tail = made.secret.split("_", 2)[2]  # behind mark and prefix; it may hold more of them itself
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            cursor.execute(f'SELECT * FROM "{table}"')
            assert tail not in str(cursor.fetchall()), table


def test_the_database_keeps_tokens_as_they_were_made(access: Access) -> None:
    made = make_token(access, name="Import")
    rows = ApiToken.objects.filter(pk=made.id)
    for change in ({"scope": "write"}, {"expires_at": None}, {"scope": "all"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(**change)
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.delete()


def test_the_page_shows_the_token_once(access: Access) -> None:
    page = SignedIn(access)
    answer = page.post(page.path("settings/tokens/make"), {"name": "Import", "scope": "write", "days": "30"})
    assert answer["Cache-Control"] == "no-store"
    secret = answer.context["secret"]
    assert secret in answer.content.decode()
    assert "data-live" not in answer.content.decode()
    later = page.get(page.path("settings/tokens")).content.decode()
    assert secret not in later
    assert "Import" in later
    refused = page.post(page.path("settings/tokens/make"), {"name": "Kept", "scope": "all"})
    assert refused.status_code == 422
    assert "Kept" in refused.content.decode()
