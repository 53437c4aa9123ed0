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
from clew.rooms.roadmap.models import Portal, PortalNotice, PortalQuiet, VoteEntry
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
    """Who is to be told of several ideas, such as those of one release, is told in one mail."""
    related = ("idea__idea__node", "person__node")
    return send_letters(PortalNotice, related, _letter, now, same="person", wants=_is_wanted)


def _letter(notices: list[PortalNotice]) -> EmailMessage | None:
    first = notices[0]
    portal = Portal.objects.filter(workspace=first.workspace_id, is_on=True).first()
    if portal is None:
        return None
    site = settings.HOME_URL or ""
    no = f"{site}{reverse('portal_quiet', args=[portal.slug, quiet_token(first.workspace_id, first.person_id)])}"
    news = [(one, f"{site}{reverse('portal_idea', args=[portal.slug, one.idea_id])}") for one in notices]
    is_out = any(one.status == "shipped" for one in notices)
    shown = {
        "name": first.person.node.title, "portal": portal, "news": news, "no": no, "asked": _asked(notices),
        "changelog": f"{site}{reverse('portal_changelog', args=[portal.slug])}" if is_out else "",
    }  # fmt: skip
    headers = {"List-Unsubscribe": f"<{no}>"} if site else {}
    if no.startswith("https://"):  # what RFC 8058 asks of an address that one press posts to
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    return _written("status", shown, first.person.email, headers)


def _asked(notices: list[PortalNotice]) -> str:
    """Who told a member of it never pressed a button."""
    ideas = {one.idea_id for one in notices}
    by_member = VoteEntry.objects.filter(
        did="given", idea__in=ideas, vote__person=notices[0].person_id, vote__withdrawn_at__isnull=True
    )
    return "asked for" if set(by_member.values_list("idea_id", flat=True)) == ideas else "voted for"


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
