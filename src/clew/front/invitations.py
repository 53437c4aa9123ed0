"""Invitations and the mail that brings them: the link goes to the address alone, whoever asks for it."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse

from clew.ground.doors.api import own_address
from clew.ground.ledger.api import Refused
from clew.ground.workspaces import api as workspaces
from clew.ground.workspaces.api import Access, NewInvitation, Role

ALONE = "Clew runs on this machine for one person, so nobody can be invited."
REMEDY = "Start it for a team: clew serve --team."


@dataclass(frozen=True, slots=True)
class SentInvitation:
    """An invitation whose mail is on its way. The link is in the mail and nowhere else."""

    id: int
    email: str
    role: Role
    expires_at: datetime


def invite_by_mail(access: Access, *, email: str, role: Role) -> SentInvitation:
    """Invite somebody; the link goes to the address by mail. Nobody is invited when the mail cannot be sent."""
    _for_a_team(access)
    with transaction.atomic():
        return _sent(access, workspaces.invite(access, email=email, role=role))


def invite_again_by_mail(access: Access, *, invitation_id: int) -> SentInvitation:
    """Send an invitation again: a new link with a new life; the old one is shut."""
    _for_a_team(access)
    with transaction.atomic():
        return _sent(access, workspaces.invite_again(access, invitation_id=invitation_id))


def hand_over(access: Access, made: NewInvitation, link: str) -> None:
    """Raises OSError when the mail server does not take it."""
    who = workspaces.names_of({access.user_id or 0}).get(access.user_id or 0, "")
    place = workspaces.workspace(access).name
    shown = {"who": who, "place": place, "made": made, "link": link}
    subject = " ".join(f"{settings.ACCOUNT_EMAIL_SUBJECT_PREFIX}{who} invites you to {place}".split())
    EmailMessage(subject, render_to_string("account/email/invitation_message.txt", shown), to=[made.email]).send()


def _for_a_team(access: Access) -> None:
    access.require(Role.OWNER)
    if settings.LOCAL:
        raise Refused(ALONE, remedy=REMEDY)


def _sent(access: Access, made: NewInvitation) -> SentInvitation:
    try:
        hand_over(access, made, f"{own_address()}{reverse('invited', args=[made.secret])}")
    except OSError as error:  # what every mail server's trouble comes down to
        raise Refused(
            "The mail could not be sent, so nothing was changed.", remedy="See `clew doctor` for the mail server."
        ) from error
    return SentInvitation(made.id, made.email, made.role, made.expires_at)
