"""Mails of customers come into the inbox, each once."""

import re

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils import timezone

from clew.ground.customers.api import Person, add_person
from clew.ground.thread.api import add_comments
from clew.ground.workspaces.api import Access, act, members
from clew.rooms.roadmap.actions.feedback import WORDS_LIMIT, take_in
from clew.rooms.roadmap.mails import CustomerMail
from clew.rooms.roadmap.models import Feedback

FORWARDED = re.compile(r"^(?:(?:fwd?|wg|tr|rv)\s*:\s*)+", re.IGNORECASE)
NOTE_LIMIT = 5_000


@act("take in a mail")
def take_in_mail(access: Access, *, mail: CustomerMail) -> tuple[Feedback, bool]:
    """The entry of this mail, and whether it is new. Nobody vouches for who it says it is from.

    What a member forwards are the words of whoever wrote to them; what they wrote above is a comment on it.
    """
    known = Feedback.objects.filter(message_id=mail.key).first()
    if known is not None:
        return known, False
    sent = min(mail.sent_at, timezone.now()) if mail.sent_at else timezone.now()
    passed_on = mail.forwarded if _is_member(access, mail.email) else None
    said = passed_on or mail
    made = take_in(
        access, text=said.text[:WORDS_LIMIT], title=FORWARDED.sub("", mail.subject) if passed_on else mail.subject,
        channel="email", person_id=_writer(access, said.name, said.email), said_on=timezone.localdate(sent),
        is_proved=False, message_id=mail.key,
    )  # fmt: skip
    if passed_on:
        note = f"Forwarded by {mail.name} <{mail.email}>.\n\n{passed_on.note}".strip()
        add_comments(access, [(made.pk, note[:NOTE_LIMIT])])
    return made, True


def _is_member(access: Access, email: str) -> bool:
    return bool(email) and any(one.email.lower() == email for one in members(access))


def _writer(access: Access, name: str, email: str) -> int | None:
    try:
        validate_email(email)
    except ValidationError:
        return None
    known = Person.objects.filter(email=email).values_list("pk", flat=True).first()
    return int(known or add_person(access, name=name or email, email=email).pk)
