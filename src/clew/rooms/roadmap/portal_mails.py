"""Mails of the portal: the link to sign in, and to voters that an idea has another status. Neither text nor address is kept."""

from datetime import datetime

from django.conf import settings
from django.core import signing
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse

from clew.ground.ledger.api import NotFound
from clew.rooms.roadmap.actions.visiting import EntryMail
from clew.rooms.roadmap.letters import send_letters
from clew.rooms.roadmap.models import Portal, PortalNotice, PortalQuiet
from clew.rooms.roadmap.queries.visitors import Visitor

SALT = "portal-quiet"


def send_link(visitor: Visitor, mail: EntryMail, link: str) -> None:
    """Raises OSError when the mail server does not take it."""
    _written("enter", {"visitor": visitor, "link": link}, mail.to, {}).send()


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


def is_quiet(visitor: Visitor) -> bool:
    return PortalQuiet._base_manager.filter(pk=visitor.person_id, workspace=visitor.access.workspace_id).exists()


def send_due(now: datetime | None = None) -> int:
    return send_letters(PortalNotice, ("idea__idea__node", "person__node"), _letter, now)


def _letter(notice: PortalNotice) -> EmailMessage | None:
    portal = Portal.objects.filter(workspace=notice.workspace_id, is_on=True).first()
    if portal is None or not _is_wanted(notice):
        return None
    site = settings.HOME_URL or ""
    no = f"{site}{reverse('portal_quiet', args=[portal.slug, quiet_token(notice.workspace_id, notice.person_id)])}"
    shown = {
        "notice": notice, "portal": portal, "status": notice.get_status_display().lower(), "no": no,
        "link": f"{site}{reverse('portal_idea', args=[portal.slug, notice.idea_id])}",
    }  # fmt: skip
    headers = {"List-Unsubscribe": f"<{no}>"} if site else {}
    if no.startswith("https://"):  # what RFC 8058 asks of an address that one press posts to
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    return _written("status", shown, notice.person.email, headers)


def _is_wanted(notice: PortalNotice) -> bool:
    """Whether it is still true, and there is somebody to tell."""
    idea, person = notice.idea, notice.person
    is_there = idea.is_shown and idea.idea.node.archived_at is None and person.node.archived_at is None
    wants_none = PortalQuiet.objects.filter(pk=notice.person_id).exists()
    return is_there and idea.status == notice.status and bool(person.email) and not wants_none


def _written(name: str, shown: dict[str, object], to: str, headers: dict[str, str]) -> EmailMessage:
    lines = render_to_string(f"roadmap/mails/{name}.txt", shown).strip().split("\n", 1)
    subject, text = " ".join(lines[0].split()), lines[1].strip() + "\n"
    return EmailMessage(subject, text, to=[to], headers={"Auto-Submitted": "auto-generated", **headers})
