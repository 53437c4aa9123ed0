"""Answers that are due go out by mail, each once, and are tried again when the mail server is away.

What a mail says is worked out when it is sent; killed between the mail server's answer and writing it down, it is sent again under the
same Message-ID.
"""

import logging
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.db.models import F, Q
from django.template.loader import render_to_string
from django.utils import timezone
from django_scopes import scopes_disabled

from clew.ground.evidence.api import source
from clew.ground.workspaces.api import Access, Role
from clew.rooms.roadmap.models import AnswerMail

AT_ONCE, MOST_TRIES = 20, 8
HELD = timedelta(minutes=2)
log = logging.getLogger(__name__)


def send_due(now: datetime | None = None) -> int:
    """Called every few seconds by each server; they share the work. Answers how many were sent."""
    now = now or timezone.now()
    with scopes_disabled():
        free = Q(held_until__isnull=True) | Q(held_until__lt=now)
        due = AnswerMail.objects.filter(free, sent_at__isnull=True, due_at__lte=now, tries__lt=MOST_TRIES)
        ids = list(due.order_by("due_at", "pk").values_list("pk", flat=True)[:AT_ONCE])
        return sum(_send(pk, now) for pk in ids if due.filter(pk=pk).update(held_until=now + HELD))


def _send(pk: int, now: datetime) -> int:
    mail = AnswerMail.objects.select_related("entry__source__person", "workspace").get(pk=pk)
    person = mail.entry.source.person
    if mail.entry.state != "answered" or person is None or not person.email:
        mail.delete()
        return 0
    try:
        _letter(mail, person.email).send()
    except OSError as error:  # what every mail server's trouble comes down to
        again = now + timedelta(minutes=2**mail.tries)
        AnswerMail.objects.filter(pk=pk).update(tries=F("tries") + 1, held_until=again)
        log.warning("An answer to feedback was not sent, and is tried again: %s", error)
        return 0
    return AnswerMail.objects.filter(pk=pk, sent_at__isnull=True).update(sent_at=timezone.now())


def _letter(mail: AnswerMail, to: str) -> EmailMessage:
    access = Access(None, mail.workspace_id, mail.workspace.slug, Role.VIEWER)
    said = source(access, mail.pk)
    shown = {
        "answer": mail.entry.answer,
        "said": "" if said.withheld else said.text[:1000],
        "house": mail.workspace.name,
    }
    host = urlsplit(settings.HOME_URL).hostname or "clew.local"
    headers = {"Message-ID": f"<feedback-{mail.pk}-{mail.due_at:%Y%m%d%H%M%S}@{host}>"}
    return EmailMessage(
        f"What became of what you told {mail.workspace.name}",
        render_to_string("roadmap/mails/answer.txt", shown),
        to=[to],
        headers=headers,
    )
