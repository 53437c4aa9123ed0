"""Mails of customers come into the inbox, each once."""

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils import timezone

from clew.ground.customers.api import Person, add_person
from clew.ground.workspaces.api import Access, act
from clew.rooms.roadmap.actions.feedback import WORDS_LIMIT, take_in
from clew.rooms.roadmap.mails import CustomerMail
from clew.rooms.roadmap.models import Feedback


@act("take in a mail")
def take_in_mail(access: Access, *, mail: CustomerMail) -> tuple[Feedback, bool]:
    """The entry of this mail, and whether it is new. Nobody vouches for who it says it is from."""
    known = Feedback.objects.filter(message_id=mail.key).first()
    if known is not None:
        return known, False
    sent = min(mail.sent_at, timezone.now()) if mail.sent_at else timezone.now()
    made = take_in(
        access, text=mail.text[:WORDS_LIMIT], title=mail.subject, channel="email", person_id=_writer(access, mail),
        said_on=timezone.localdate(sent), is_proved=False, message_id=mail.key,
    )  # fmt: skip
    return made, True


def _writer(access: Access, mail: CustomerMail) -> int | None:
    try:
        validate_email(mail.email)
    except ValidationError:
        return None
    known = Person.objects.filter(email=mail.email).values_list("pk", flat=True).first()
    return int(known or add_person(access, name=mail.name or mail.email, email=mail.email).pk)
