"""The letters that take an answer to whoever gave feedback.

Killed between the mail server's answer and writing it down, one is sent again under the same Message-ID.
"""

from datetime import datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string

from clew.ground.evidence.api import source
from clew.ground.workspaces.api import Access, Role
from clew.rooms.roadmap.letters import send_letters
from clew.rooms.roadmap.models import AnswerMail


def send_due(now: datetime | None = None) -> int:
    return send_letters(AnswerMail, ("entry__source__person", "workspace"), _letter, now)


def _letter(mails: list[AnswerMail]) -> EmailMessage | None:
    [mail] = mails
    person = mail.entry.source.person
    if mail.entry.state != "answered" or person is None or not person.email:
        return None
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
        to=[person.email],
        headers=headers,
    )
