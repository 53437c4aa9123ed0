"""What people do on the portal: sign in by a mailed link, vote, comment, suggest."""

from dataclasses import dataclass, replace
from datetime import timedelta

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils import timezone

from clew.ground.customers.api import Person, add_person
from clew.ground.doors.api import by_link
from clew.ground.ledger.api import NotFound, Refused
from clew.ground.workspaces.api import Role, hash_of, new_secret
from clew.rooms.roadmap.actions.casting import cast_vote, check_shown, drop_vote
from clew.rooms.roadmap.actions.portal import published
from clew.rooms.roadmap.models import PortalComment, PortalKey, PortalQuiet, PortalSession, Suggestion
from clew.rooms.roadmap.models.portal import TEXT_LIMIT, TITLE_LIMIT
from clew.rooms.roadmap.queries.visitors import Visitor

KEY_LASTS, SESSION_LASTS = timedelta(hours=1), timedelta(days=90)
MOST_WAITING, MOST_KEYS = 1000, 5
NAME_LIMIT = 120


@dataclass(frozen=True, slots=True)
class EntryMail:
    """A link to be mailed; its secret is kept nowhere."""

    to: str
    secret: str


@by_link("ask for a link to the portal")
def ask_to_enter(visitor: Visitor, *, email: str) -> EntryMail | None:
    """None: nobody is written to, which looks the same from outside. A portal that is not public writes to people it knows."""
    address = email.strip().lower()
    try:
        validate_email(address)
    except ValidationError as error:
        raise Refused("This is no e-mail address.", field="email", remedy="Such as anna@example.org.") from error
    now = timezone.now()
    PortalKey.objects.filter(expires_at__lt=now).delete()
    is_known = Person.objects.filter(email=address, node__archived_at__isnull=True).exists()
    many = PortalKey.objects.filter(email=address, used_at__isnull=True).count() >= MOST_KEYS
    if many or not (is_known or visitor.is_public):
        return None
    secret = new_secret()
    PortalKey.objects.create(
        workspace_id=visitor.access.workspace_id, email=address, secret_hash=hash_of(secret), expires_at=now + KEY_LASTS
    )
    return EntryMail(address, secret)


@by_link("sign in on the portal")
def sign_in(visitor: Visitor, *, secret: str, name: str = "") -> str:
    """The secret of the session. The link lets in once; whoever is not known becomes a person of the workspace."""
    now = timezone.now()
    keys = PortalKey.objects.filter(secret_hash=hash_of(secret), used_at__isnull=True, expires_at__gt=now)
    key = keys.select_for_update().first()
    if key is None:
        raise NotFound("This link is unknown, used or over.")
    person = Person.objects.filter(email=key.email).first()
    if person is None:
        called = " ".join(name.split())[:NAME_LIMIT] or key.email.partition("@")[0]
        person = add_person(replace(visitor.access, role=Role.EDITOR), name=called, email=key.email)
    PortalKey.objects.filter(pk=key.pk).update(used_at=now, email="")
    session = new_secret()
    PortalSession.objects.create(
        workspace_id=visitor.access.workspace_id, person=person, secret_hash=hash_of(session),
        expires_at=now + SESSION_LASTS,
    )  # fmt: skip
    return session


@by_link("sign out of the portal")
def sign_out(visitor: Visitor, *, secret: str) -> None:
    PortalSession.objects.filter(secret_hash=hash_of(secret)).delete()


@by_link("vote")
def vote(visitor: Visitor, *, idea_id: int) -> None:
    """Whoever voted already keeps their one vote."""
    person = _somebody(visitor)
    check_shown(visitor.access, idea_id)
    cast_vote(visitor.access, idea_id, person, on_portal=True)


@by_link("take back a vote")
def take_back_vote(visitor: Visitor, *, idea_id: int) -> None:
    drop_vote(visitor.access, idea_id, _somebody(visitor), on_portal=True)


@by_link("comment on the portal")
def comment(visitor: Visitor, *, idea_id: int, text: str) -> None:
    """Shown at once, or held until a member looked at it, as the portal's owner chose."""
    person = _somebody(visitor)
    said = _words(text, "text", TEXT_LIMIT)
    if PortalComment.objects.filter(state="held").count() >= MOST_WAITING:
        raise Refused("Many comments wait to be looked at.", field="text", remedy="Please come back later.")
    PortalComment.objects.create(
        workspace_id=visitor.access.workspace_id, idea=published(idea_id), person_id=person, text=said,
        state="held" if visitor.holds_comments else "shown",
    )  # fmt: skip


@by_link("suggest an idea")
def suggest(visitor: Visitor, *, title: str, text: str = "") -> None:
    """It waits for a member, who publishes it, takes it as a vote for another, or refuses it."""
    person = _somebody(visitor)
    words = _words(title, "title", TITLE_LIMIT)
    if len(text.strip()) > TEXT_LIMIT:
        raise Refused(f"This is longer than {TEXT_LIMIT:,} characters.", field="text", remedy="Shorten it.")
    if Suggestion.objects.filter(state="held").count() >= MOST_WAITING:
        raise Refused("Many suggestions wait to be looked at.", field="title", remedy="Please come back later.")
    Suggestion.objects.create(
        workspace_id=visitor.access.workspace_id, person_id=person, title=words, text=text.strip()
    )


@by_link("want no mails of the portal")
def be_quiet(visitor: Visitor, *, person_id: int) -> None:
    if not Person.objects.filter(pk=person_id).exists():
        raise NotFound("This link is unknown.")
    PortalQuiet.objects.bulk_create(
        [PortalQuiet(person_id=person_id, workspace_id=visitor.access.workspace_id)], ignore_conflicts=True
    )


@by_link("want mails of the portal again")
def be_told(visitor: Visitor) -> None:
    PortalQuiet.objects.filter(pk=_somebody(visitor)).delete()


def _somebody(visitor: Visitor) -> int:
    if visitor.person_id is None:
        raise Refused("You are not signed in.", remedy="Sign in by mail first.")
    return visitor.person_id


def _words(text: str, field: str, most: int) -> str:
    words = text.strip()
    if not words:
        raise Refused("There are no words yet.", field=field, remedy="Type some.")
    if len(words) > most:
        raise Refused(f"This is longer than {most:,} characters.", field=field, remedy="Shorten it.")
    return words
