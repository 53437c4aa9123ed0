"""Mails of the portal: the link to sign in, and to voters that an idea has another status. The server sends those that are due,
each once, and tries again when the mail server is away. Neither text nor address is kept."""

import logging
from datetime import datetime, timedelta

from django.conf import settings
from django.core import signing
from django.core.mail import EmailMessage
from django.db.models import F, Q
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django_scopes import scopes_disabled

from clew.ground.ledger.api import NotFound
from clew.rooms.roadmap.actions.visiting import EntryMail
from clew.rooms.roadmap.models import Portal, PortalNotice, PortalQuiet
from clew.rooms.roadmap.queries.visitors import Visitor

AT_ONCE, MOST_TRIES = 20, 8
HELD = timedelta(minutes=2)
SALT = "portal-quiet"
log = logging.getLogger(__name__)


def send_link(visitor: Visitor, mail: EntryMail, link: str) -> None:
    """Raises OSError when the mail server does not take it."""
    _send("enter", {"visitor": visitor, "link": link}, mail.to, {})


def quiet_token(workspace_id: int, person_id: int) -> str:
    return signing.dumps([workspace_id, person_id], salt=SALT)


def who_wants_quiet(visitor: Visitor, token: str) -> int:
    try:
        house, person = signing.loads(token, salt=SALT)
    except signing.BadSignature as error:
        raise NotFound("This link is unknown.") from error
    if house != visitor.access.workspace_id:
        raise NotFound("This link is unknown.")
    return int(person)


def send_due(now: datetime | None = None) -> int:
    """Called every few seconds by each server; they share the work. Answers how many were sent."""
    now = now or timezone.now()
    with scopes_disabled():
        free = Q(held_until__isnull=True) | Q(held_until__lt=now)
        due = PortalNotice.objects.filter(free, sent_at__isnull=True, tries__lt=MOST_TRIES)
        ids = due.order_by("due_at", "pk").values_list("pk", flat=True)[:AT_ONCE]
        return sum(_tell(pk, now) for pk in list(ids) if due.filter(pk=pk).update(held_until=now + HELD))


def _tell(pk: int, now: datetime) -> int:
    notice = PortalNotice.objects.select_related("idea__idea__node", "person__node").get(pk=pk)
    portal = Portal.objects.filter(workspace=notice.workspace_id, is_on=True).first()
    if portal is None or not _is_wanted(notice):
        notice.delete()
        return 0
    site = settings.HOME_URL or ""
    no = f"{site}{reverse('portal_quiet', args=[portal.slug, quiet_token(notice.workspace_id, notice.person_id)])}"
    shown = {
        "notice": notice, "portal": portal, "status": notice.get_status_display().lower(), "no": no,
        "link": f"{site}{reverse('portal_idea', args=[portal.slug, notice.idea_id])}",
    }  # fmt: skip
    headers = {"List-Unsubscribe": f"<{no}>"} if site else {}
    if no.startswith("https://"):  # what RFC 8058 asks of an address that one press posts to
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    try:
        _send("status", shown, notice.person.email, headers)
    except OSError as error:  # what every mail server's trouble comes down to
        again = now + timedelta(minutes=2**notice.tries)
        PortalNotice.objects.filter(pk=pk).update(tries=F("tries") + 1, held_until=again)
        log.warning("A mail about an idea was not sent, and is tried again: %s", error)
        return 0
    return PortalNotice.objects.filter(pk=pk, sent_at__isnull=True).update(sent_at=timezone.now())


def _is_wanted(notice: PortalNotice) -> bool:
    """Whether it is still true, and there is somebody to tell."""
    idea, person = notice.idea, notice.person
    is_there = idea.is_shown and idea.idea.node.archived_at is None and person.node.archived_at is None
    is_quiet = PortalQuiet.objects.filter(pk=notice.person_id).exists()
    return is_there and idea.status == notice.status and bool(person.email) and not is_quiet


def _send(name: str, shown: dict[str, object], to: str, headers: dict[str, str]) -> None:
    lines = render_to_string(f"roadmap/mails/{name}.txt", shown).strip().split("\n", 1)
    subject, text = " ".join(lines[0].split()), lines[1].strip() + "\n"
    EmailMessage(subject, text, to=[to], headers={"Auto-Submitted": "auto-generated", **headers}).send()
