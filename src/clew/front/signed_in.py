"""Where a person is signed in: listed, and ended one by one or all at once."""

from dataclasses import dataclass
from datetime import datetime

from allauth.usersessions.models import UserSession
from django.contrib.auth import HASH_SESSION_KEY
from django.contrib.sessions.models import Session
from django.db.models import QuerySet
from django.utils import timezone

from clew.front.devices import device
from clew.ground.ledger.api import NotFound
from clew.ground.workspaces.api import Access, User

MOST_SHOWN = 100


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A browser in which a person is signed in: which, from where, since when."""

    id: int
    device: str
    place: str
    started: datetime
    seen: datetime


def sessions(access: Access) -> list[SignedIn]:
    """Where the person whose token this is is signed in, the last seen first."""
    return [told(s) for s in standing(_person(access))]


def end_session(access: Access, *, session_id: int) -> None:
    """Sign out there; whoever sits at it is asked to sign in again."""
    end_one(_person(access), session_id)


def end_sessions(access: Access) -> int:
    """Sign out everywhere; answers how many. Tokens go on: they are revoked one by one."""
    return end(UserSession.objects.filter(user=_person(access)))


def end_one(user: User, session_id: int) -> None:
    if not end(UserSession.objects.filter(user=user, pk=session_id)):
        raise NotFound("No such session.")


def told(session: UserSession) -> SignedIn:
    return SignedIn(session.pk, device(session.user_agent), session.ip, session.created_at, session.last_seen_at)


def standing(user: User) -> list[UserSession]:
    """Those that would still be let in, the last seen first. What ran out, or stood before the password was changed, is forgotten."""
    rows = list(UserSession.objects.filter(user=user).order_by("-last_seen_at", "-pk")[:MOST_SHOWN])
    there = Session.objects.filter(session_key__in=[r.session_key for r in rows], expire_date__gt=timezone.now())
    told, known = {s.session_key: s.get_decoded() for s in there}, user.get_session_auth_hash()
    standing = {key for key, data in told.items() if data.get(HASH_SESSION_KEY) == known}
    if over := [r.pk for r in rows if r.session_key not in standing]:
        UserSession.objects.filter(pk__in=over).delete()
    return [r for r in rows if r.session_key in standing]


def end(some: QuerySet[UserSession]) -> int:
    keys = list(some.values_list("session_key", flat=True))
    Session.objects.filter(session_key__in=keys).delete()
    some.delete()
    return len(keys)


def _person(access: Access) -> User:
    found = User.objects.filter(pk=access.user_id or 0).first()
    if found is None:
        raise NotFound("The house itself is signed in nowhere.")
    return found
