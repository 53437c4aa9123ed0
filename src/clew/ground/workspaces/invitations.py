"""Invitations: one address, one role, a link that works once. The link goes to the address alone, so whoever has it reads that mail."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator, validate_email
from django.db.models import QuerySet
from django.utils import timezone

from clew.ground.ledger.api import NotFound, Refused, acting
from clew.ground.workspaces.access import Access, act
from clew.ground.workspaces.models import Invitation, InvitationKey, Membership, Role, User, Workspace
from clew.ground.workspaces.secret_words import hash_of, new_secret

LIFE = timedelta(days=14)
MOST_WAITING = 100
MOST_ADDRESS = 254


@dataclass(frozen=True, slots=True)
class NewInvitation:
    """`secret` is what the link holds; it is told to nobody but the address."""

    id: int
    email: str
    role: Role
    secret: str
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class InvitationRow:
    id: int
    email: str
    role: Role
    invited_by: str
    created_at: datetime
    expires_at: datetime
    is_over: bool


@dataclass(frozen=True, slots=True)
class Invited:
    """What an invitation says to whoever holds its link. `has_account`: somebody signs in with this address already."""

    email: str
    role: Role
    workspace: str
    slug: str
    invited_by: str
    expires_at: datetime
    has_account: bool


@act("invite somebody", role=Role.OWNER)
def invite(access: Access, *, email: str, role: Role) -> NewInvitation:
    wanted = _clean_email(email)
    if Membership.objects.filter(workspace_id=access.workspace_id, user__email=wanted).exists():
        raise Refused("They are a member already.", field="email", remedy="Change their role in the list.")
    Workspace.objects.select_for_update().get(
        pk=access.workspace_id
    )  # two owners who invite the same person take turns
    waiting = _waiting(access)
    if waiting.filter(email=wanted, expires_at__gt=timezone.now()).exists():
        raise Refused("They are invited already.", field="email", remedy="Send it again from the list.")
    if waiting.count() >= MOST_WAITING:
        raise Refused(f"{MOST_WAITING} invitations wait already.", field="email", remedy="Withdraw some of them.")
    waiting.filter(email=wanted).update(withdrawn_at=timezone.now())
    return _make(access, wanted, role)


@act("send an invitation again", role=Role.OWNER)
def invite_again(access: Access, *, invitation_id: int) -> NewInvitation:
    """A new link with a new life; the old one is shut."""
    found = _waiting(access).filter(pk=invitation_id).first()
    if found is None or not _withdraw(access, invitation_id):
        raise NotFound("No such invitation.")
    return _make(access, found.email, Role(found.role))


@act("withdraw an invitation", role=Role.OWNER)
def withdraw_invitation(access: Access, *, invitation_id: int) -> None:
    if not _withdraw(access, invitation_id):
        raise NotFound("No such invitation.")


def invitations(access: Access) -> list[InvitationRow]:
    """Those that wait for an answer, the newest first."""
    access.require(Role.OWNER)
    now = timezone.now()
    return [
        InvitationRow(i.pk, i.email, Role(i.role), str(i.invited_by), i.created_at, i.expires_at, i.expires_at <= now)
        for i in _waiting(access).select_related("invited_by").order_by("-pk")[:MOST_WAITING]
    ]


def read_invitation(secret: str) -> Invited:
    """An invitation that was used, withdrawn or is too old is as good as none."""
    found = _standing(secret)
    known = User.objects.filter(email=found.email, is_active=True).exists()
    place, who = found.workspace, str(found.invited_by)
    return Invited(found.email, Role(found.role), place.name, place.slug, who, found.expires_at, known)


def accept_invitation(user: User, *, secret: str) -> str:
    """Sit this person in the workspace, once; answers with its slug. A member who is invited keeps the role they have."""
    found = _standing(secret)
    if user.email.lower() != found.email:
        raise Refused(f"This invitation is for {found.email}.", remedy="Sign in with that address.")
    with acting("accept an invitation", actor_id=user.pk):
        open_still = Invitation.objects.filter(pk=found.pk, accepted_at__isnull=True, withdrawn_at__isnull=True)
        if not open_still.update(accepted_at=timezone.now(), accepted_by=user):
            raise NotFound("This invitation was used or withdrawn.")
        Membership.objects.get_or_create(workspace=found.workspace, user=user, defaults={"role": found.role})
    return found.workspace.slug


def wake_past_member(secret: str) -> User | None:
    """The account of a person who came with an archive and never signed in here: theirs from now on, once they choose a password."""
    found = _standing(secret)
    past = User.objects.filter(email=found.email, is_active=False).first()
    if past is None or past.has_usable_password():
        return None
    past.is_active = True
    past.save(update_fields=["is_active"])
    return past


def _make(access: Access, email: str, role: Role) -> NewInvitation:
    if access.user_id is None:
        raise Refused("The house itself invites nobody.", remedy="Sign in.")
    secret = new_secret()
    made = Invitation.objects.create(
        workspace_id=access.workspace_id,
        email=email,
        role=role,
        invited_by_id=access.user_id,
        expires_at=timezone.now() + LIFE,
    )
    InvitationKey.objects.create(invitation=made, secret_hash=hash_of(secret))
    return NewInvitation(made.pk, email, role, secret, made.expires_at)


def _withdraw(access: Access, invitation_id: int) -> int:
    return _waiting(access).filter(pk=invitation_id).update(withdrawn_at=timezone.now())


def _waiting(access: Access) -> QuerySet[Invitation]:
    mine = Invitation.objects.filter(workspace_id=access.workspace_id)
    return mine.filter(accepted_at__isnull=True, withdrawn_at__isnull=True)


def _standing(secret: str) -> Invitation:
    key = InvitationKey.objects.filter(
        secret_hash=hash_of(secret),
        invitation__accepted_at__isnull=True,
        invitation__withdrawn_at__isnull=True,
        invitation__expires_at__gt=timezone.now(),
    )
    found = key.select_related("invitation__workspace", "invitation__invited_by").first()
    if found is None:
        raise NotFound("This invitation was used, withdrawn or is too old.")
    return found.invitation


def _clean_email(email: str) -> str:
    wanted = email.strip().lower()
    try:
        validate_email(wanted[: MOST_ADDRESS + 1])
        MaxLengthValidator(MOST_ADDRESS)(wanted)
    except ValidationError as error:
        raise Refused("That is not an e-mail address.", field="email", remedy="Type it as name@example.org.") from error
    return wanted
