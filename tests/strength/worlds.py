"""Two workspaces that hold one of everything each, and everybody who might knock at the first one's doors."""

from dataclasses import dataclass, field
from datetime import timedelta
from hashlib import sha256

from bench.records import fill
from django.test import Client
from django.utils import timezone

from clew.ground.guests.api import share_with_guest
from clew.ground.hooks.api import add_hook, send_test_event
from clew.ground.ledger.api import LedgerEntry
from clew.ground.thread.api import Node, archive
from clew.ground.thread.api import comment as add_comment
from clew.ground.workspaces.api import (
    Access,
    Role,
    Scope,
    User,
    create_user,
    create_workspace,
    enter,
    invite,
    join,
    make_token,
    remove_member,
    revoke_token,
    within,
    workspace,
)
from clew.ground.workspaces.models import ApiToken, TokenKey
from tests.people import SignedIn
from tests.strength.interviews import room_of

OURS, THEIRS = "Marzipanhouse", "Liquoricehouse"  # stands in every title of its workspace and nowhere else
OWN, OTHER, DELETED, MISSING = "own", "other", "deleted", "missing"
NOWHERE = 987_654_321
EACH = 3


@dataclass(frozen=True)
class World:
    access: Access
    made: dict[str, list[int]]
    more: dict[str, int] = field(default_factory=dict)
    gone: dict[str, int] = field(default_factory=dict)
    note: str = ""

    def subject(self, kind: str, which: int = 0) -> int:
        return self.more.get(kind) or self.made[kind][which]


@dataclass(frozen=True)
class Two:
    ours: World
    theirs: World
    deleted: dict[str, int]

    def number(self, kind: str, subject: str) -> int:
        if subject == MISSING:
            return NOWHERE
        if subject == OTHER:
            return self.theirs.subject(kind)
        return self.deleted.get(kind) or self.ours.subject(kind) if subject == DELETED else self.ours.subject(kind)


def two_worlds() -> Two:
    ours, theirs = _world(OURS, "olga"), _world(THEIRS, "theo")
    gone = {kind: ids[-1] for kind, ids in ours.made.items() if kind not in ("excerpt", "theme")}
    for pk in gone.values():
        archive(ours.access, node_ids=[pk])
    return Two(ours, theirs, gone | ours.gone)


def _world(name: str, owner: str) -> World:
    person = create_user(email=f"{owner}@example.org", name=f"{owner} of {name}", password="correct horse battery")
    access = enter(person, create_workspace(name=name, owner=person).slug)
    made = fill(access, EACH, rooms=False)
    with within(access):
        for node in Node.objects.all():
            Node.objects.filter(pk=node.pk).update(title=f"{node.title} of {name}")
    said = add_comment(access, node_id=made["need"][0], text=f"A comment of {name}")
    token = make_token(access, name=f"token of {name}", scope=Scope.WRITE)
    asked = invite(access, email=f"somebody@{name}.example", role=Role.EDITOR)
    shown = share_with_guest(access, node_id=made["need"][0], name=f"guest of {name}")
    colleague = _member(access, f"{owner}s-colleague", Role.EDITOR)
    member = colleague.user_id or 0
    more = {"comment": said.pk, "token": token.id, "invitation": asked.id, "guest": shown.id, "member": member}
    hook = add_hook(access, url="https://example.com", events=["need.created"], description=f"Told of {name}").id
    numbers = {"webhook": hook, "hook": hook, "delivery": send_test_event(access, hook_id=hook)}
    room = room_of(access, name, made, colleague)
    return World(access, made | room.nodes, {**more, **numbers, **room.more}, room.gone, room.note)


def actors(two: Two) -> dict[str, Client]:
    """Who knocks: the first four have no business there."""
    ours, theirs = two.ours.access, two.theirs.access
    removed = _member(ours, "rita", Role.EDITOR)
    closed = _member(ours, "carl", Role.OWNER)
    found = {
        "nobody": Client(),
        "a stranger": SignedIn(theirs),
        "somebody removed": SignedIn(removed),
        "somebody whose account is closed": SignedIn(closed),
        "a viewer": SignedIn(_member(ours, "vera", Role.VIEWER)),
        "an editor": SignedIn(_member(ours, "eddy", Role.EDITOR)),
        "the owner": SignedIn(ours),
    }
    remove_member(ours, user_id=removed.user_id or 0)
    User.objects.filter(pk=closed.user_id).update(is_active=False)
    return found


def programs(two: Two) -> dict[str, dict[str, str]]:
    """The same with tokens: what each of them sends."""
    ours = two.ours.access
    viewer, removed = _member(ours, "vic", Role.VIEWER), _member(ours, "rob", Role.EDITOR)
    editor = _member(ours, "edna", Role.EDITOR)
    secrets = {
        "a wrong token": "clew_nothing",
        "a stranger's token": make_token(two.theirs.access, name="theirs", scope=Scope.WRITE).secret,
        "a removed person's token": make_token(removed, name="removed", scope=Scope.WRITE).secret,
        "a viewer's token": make_token(viewer, name="viewer", scope=Scope.READ).secret,
        "an editor's token": make_token(editor, name="editor", scope=Scope.WRITE).secret,
        "the owner's reading token": make_token(ours, name="reading", scope=Scope.READ).secret,
        "the owner's token": make_token(ours, name="writing", scope=Scope.WRITE).secret,
        "a revoked token": _revoked(ours),
        "an expired token": _expired(ours),
    }
    remove_member(ours, user_id=removed.user_id or 0)
    return {"no token": {}, **{who: {"Authorization": f"Bearer {secret}"} for who, secret in secrets.items()}}


def _member(access: Access, name: str, role: Role) -> Access:
    user = create_user(email=f"{name}@example.org", name=name, password="correct horse battery")
    join(workspace(access), user, role)
    return enter(user, access.slug)


def _revoked(access: Access) -> str:
    made = make_token(access, name="revoked", scope=Scope.WRITE)
    revoke_token(access, token_id=made.id)
    return made.secret


def _expired(access: Access) -> str:
    """One that was made long ago: a token's end is never changed afterwards."""
    secret = "clew_0123abcd_long-ago"
    row = {"workspace_id": access.workspace_id, "user_id": access.user_id, "name": "expired", "scope": Scope.WRITE}
    made = ApiToken.objects.create(**row, prefix="clew_0123abcd", expires_at=timezone.now() - timedelta(days=1))
    TokenKey.objects.create(token=made, token_hash=sha256(secret.encode()).hexdigest())
    return secret


def ledger_of(world: World) -> int:
    return LedgerEntry.objects.filter(workspace_id=world.access.workspace_id).count()
