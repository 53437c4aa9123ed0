"""Access tokens: made, used and revoked. The whole token is shown once, to whoever made it."""

import secrets
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.db.models import Q, QuerySet
from django.utils import timezone

from clew.ground.ledger.api import NotFound, Refused
from clew.ground.workspaces.access import Access, act, enter
from clew.ground.workspaces.models import ApiToken, Role, Scope, TokenKey
from clew.ground.workspaces.secret_words import hash_of, new_secret

MARK = "clew"
MOST_TOKENS = 50
MOST_DAYS = 3660
USE_NOTED_EVERY = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class NewToken:
    """`secret` is the whole token; nobody can read it again."""

    id: int
    secret: str
    expires_at: datetime | None


@dataclass(frozen=True, slots=True)
class TokenRow:
    id: int
    name: str
    prefix: str
    scope: Scope
    created_at: datetime
    expires_at: datetime | None
    used_at: datetime | None


@act("make an access token", role=Role.VIEWER)
def make_token(access: Access, *, name: str, scope: Scope = Scope.READ, days: int | None = 90) -> NewToken:
    """A token for a program of one's own, for so many days (None: until it is revoked).

    One that a program asks for with its own token ends with that one at the latest, and only one that may write may ask.
    """
    asking = _asking(access)
    wanted = name.strip()[:80]
    if not wanted:
        raise Refused("A token needs a name.", field="name", remedy="Say what will use it.")
    if days is not None and not 1 <= days <= MOST_DAYS:
        raise Refused("That life is out of range.", field="days", remedy=f"Choose 1 to {MOST_DAYS} days.")
    if scope is Scope.WRITE:
        access.require(Role.EDITOR)
    if _standing(access).count() >= MOST_TOKENS:
        raise Refused(f"You have {MOST_TOKENS} tokens already.", field="name", remedy="Revoke one that is not used.")
    ends = _ends(days, asking)
    prefix, secret = secrets.token_hex(4), new_secret()
    whole = f"{MARK}_{prefix}_{secret}"
    made = ApiToken.objects.create(
        workspace_id=access.workspace_id,
        user_id=_person(access),
        name=wanted,
        prefix=f"{MARK}_{prefix}",
        scope=scope,
        expires_at=ends,
        made_with=asking,
    )
    TokenKey.objects.create(token=made, token_hash=hash_of(whole))
    return NewToken(made.pk, whole, ends)


@act("revoke an access token", role=Role.VIEWER)
def revoke_token(access: Access, *, token_id: int) -> None:
    """One's own; an owner may revoke anybody's. Tokens that were made with it are revoked with it."""
    if access.token_id is not None:
        access.require(Role.EDITOR)
    found = ApiToken.objects.filter(pk=token_id, workspace_id=access.workspace_id, revoked_at__isnull=True)
    if access.role is not Role.OWNER:
        found = found.filter(user_id=_person(access))
    now = timezone.now()
    if not found.update(revoked_at=now):
        raise NotFound("No such token.")
    below = [token_id]
    while below:
        made = ApiToken.objects.filter(made_with__in=below, revoked_at__isnull=True)
        below = list(made.values_list("pk", flat=True))
        ApiToken.objects.filter(pk__in=below).update(revoked_at=now)


def tokens(access: Access) -> list[TokenRow]:
    """One's own tokens that still open the door, the newest first."""
    rows = _standing(access).select_related("key").order_by("-pk")[:MOST_TOKENS]
    return [TokenRow(t.pk, t.name, t.prefix, Scope(t.scope), t.created_at, t.expires_at, t.key.used_at) for t in rows]


def enter_by_token(secret: str) -> Access:
    """Let a program in with what its token allows, and never more than its person may do now."""
    now = timezone.now()
    key = TokenKey.objects.select_related("token__user", "token__workspace").filter(token_hash=hash_of(secret)).first()
    if key is None or key.token.revoked_at is not None or not _lasts(key.token, now):
        raise NotFound("This token is unknown, too old or was revoked.")
    access = enter(key.token.user, key.token.workspace.slug)
    if key.used_at is None or key.used_at < now - USE_NOTED_EVERY:
        TokenKey.objects.filter(pk=key.pk).update(used_at=now)
    reads = key.token.scope == Scope.READ
    role = Role.VIEWER if reads else access.role
    first = _first(key.token).prefix
    return replace(access, role=role, token_id=key.token.pk, counted_by=first, only_reads=reads)


def _standing(access: Access) -> QuerySet[ApiToken]:
    mine = ApiToken.objects.filter(workspace_id=access.workspace_id, user_id=_person(access), revoked_at__isnull=True)
    return mine.filter(Q(expires_at__isnull=True) | Q(expires_at__gt=timezone.now()))


def _asking(access: Access) -> ApiToken | None:
    """The token that a program came in by. Locked, so that it is not revoked while another is made with it."""
    if access.token_id is None:
        return None
    access.require(Role.EDITOR)
    found = ApiToken.objects.select_for_update().filter(pk=access.token_id, revoked_at__isnull=True).first()
    if found is None:
        raise NotFound("This token was revoked.")
    return found


def _first(token: ApiToken) -> ApiToken:
    """The one that a person made, with which this one was made, by however many between."""
    while token.made_with is not None:
        token = token.made_with
    return token


def _ends(days: int | None, asking: ApiToken | None) -> datetime | None:
    wanted = None if days is None else timezone.now() + timedelta(days=days)
    last = asking.expires_at if asking else None
    return min(wanted, last) if wanted and last else wanted or last


def _person(access: Access) -> int:
    if access.user_id is None:
        raise Refused("The house itself has no tokens.", remedy="Sign in.")
    return access.user_id


def _lasts(token: ApiToken, now: datetime) -> bool:
    return token.expires_at is None or token.expires_at > now
