"""Mails about bookings: those that are due are sent by the server, each once, and tried again when the mail server is away.

What a mail says is worked out when it is sent, from what stands then; neither text nor address is kept. Killed between the mail
server's answer and writing it down, a mail is sent again under the same Message-ID and the same version of the calendar entry.
"""

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import parseaddr
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db.models import F, Q
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django_scopes import scopes_disabled

from clew.ground.workspaces.api import Access, Role
from clew.rooms.interviews.actions.bookings import BEFORE, link_secret
from clew.rooms.interviews.calendar import CANCEL, REQUEST, Entry, Guest, calendar_file
from clew.rooms.interviews.models import Availability, Booking, Notice
from clew.rooms.interviews.queries.consent import consent_to_answer

AT_ONCE, MOST_TRIES = 20, 8
HELD = timedelta(minutes=2)
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Told:
    """Whom a mail is for, and whom it is about; `zone`: in which they read hours; `link`: where they move it or look at it.

    `consent`: where a participant says what they agree to, while they have not.
    """

    to: Guest
    other: Guest
    zone: str
    place: str
    link: str
    consent: str
    is_participant: bool


def send_due(now: datetime | None = None) -> int:
    """Called every few seconds by each server; they share the work. Answers how many were sent."""
    now = now or timezone.now()
    with scopes_disabled():
        free = Q(held_until__isnull=True) | Q(held_until__lt=now)
        due = Notice.objects.filter(free, sent_at__isnull=True, due_at__lte=now, tries__lt=MOST_TRIES)
        ids = due.order_by("due_at", "pk").values_list("pk", flat=True)[:AT_ONCE]
        return sum(_send(pk, now) for pk in list(ids) if due.filter(pk=pk).update(held_until=now + HELD))


def _send(pk: int, now: datetime) -> int:
    notice = Notice.objects.select_related("booking__interview__node", "booking__interview__person__node").get(pk=pk)
    mail = _mail(notice, now)
    if mail is None:
        notice.delete()
        return 0
    try:
        mail.send()
    except OSError as error:  # what every mail server's trouble comes down to
        again = now + timedelta(minutes=2**notice.tries)
        Notice.objects.filter(pk=pk).update(tries=F("tries") + 1, held_until=again)
        log.warning("A mail about an interview was not sent, and is tried again: %s", error)
        return 0
    return Notice.objects.filter(pk=pk, sent_at__isnull=True).update(sent_at=timezone.now())


def _mail(notice: Notice, now: datetime) -> EmailMultiAlternatives | None:
    """None when there is nothing to say any more, or nobody to say it to."""
    told = _told(notice)
    if told is None or not told.to.address or not _still_true(notice, now):
        return None
    starts_at, ends_at = (_wall(at, told.zone) for at in (notice.starts_at, notice.ends_at))
    shown = {"notice": notice, "told": told, "starts_at": starts_at, "ends_at": ends_at}
    lines = render_to_string(f"interviews/mails/{notice.kind}.txt", shown).strip().split("\n", 1)
    mail = EmailMultiAlternatives(
        " ".join(lines[0].split()),
        lines[1].strip() + "\n",
        to=[told.to.address],
        reply_to=[told.other.address] if told.other.address else None,
        headers={"Message-ID": _message_id(notice), "Auto-Submitted": "auto-generated"},
    )
    if notice.kind in ("request", "cancel"):
        _add_calendar(mail, notice, told)
    return mail


def _wall(at: datetime, zone: str) -> datetime:
    """As the clock shows it there; without a zone, since templates turn any other into the server's own."""
    return at.astimezone(ZoneInfo(zone)).replace(tzinfo=None)


def _still_true(notice: Notice, now: datetime) -> bool:
    """What is called off is told in any case; a reminder only ahead of its hour, and only the later of two that are late."""
    booking = notice.booking
    if notice.kind == "cancel":
        return True
    if booking.over_at is not None or booking.sequence != notice.sequence or notice.starts_at <= now:
        return False
    is_overtaken = notice.kind == "day" and notice.starts_at - BEFORE["hour"] <= now
    return not is_overtaken and (notice.kind == "request" or booking.interview.node.archived_at is None)


def _told(notice: Notice) -> Told | None:
    booking, person = notice.booking, notice.booking.interview.person
    participant = Guest(person.node.title, person.email) if person else Guest("Somebody", "")
    member = notice.user or booking.interview.interviewer
    interviewer = Guest(str(member), member.email) if member else Guest("us", "")
    said = Availability.objects.filter(workspace=booking.workspace_id, user=member).first() if member else None
    place = said.place if said else ""
    if notice.user_id is None:
        return Told(
            participant, interviewer, booking.zone, place, _link(booking), _consent(booking), is_participant=True
        )
    record = reverse("record", kwargs={"slug": booking.workspace.slug, "node_id": booking.pk})
    zone = said.zone if said else booking.zone
    return Told(interviewer, participant, zone, place, _whole(record), "", is_participant=False)


def _link(booking: Booking) -> str:
    return _whole(reverse("asked_book", args=[link_secret(booking)]))


def _consent(booking: Booking) -> str:
    access = Access(None, booking.workspace_id, booking.workspace.slug, Role.VIEWER)
    asked = consent_to_answer(access, booking.candidate.study_id, booking.candidate.person_id)
    return _whole(reverse("asked_consent", args=[link_secret(booking)])) if asked.waits else ""


def _whole(path: str) -> str:
    return f"{settings.HOME_URL}{path}" if settings.HOME_URL else ""


def _add_calendar(mail: EmailMultiAlternatives, notice: Notice, told: Told) -> None:
    """Twice: as a part that mail programs act on by themselves, and as a file for those that do not."""
    is_over = notice.kind == "cancel"
    method = CANCEL if is_over else REQUEST
    entry = entry_of(notice.booking, told, notice.starts_at, notice.ends_at, notice.sequence, is_over=is_over)
    guests = [one for one in (told.to, told.other) if one.address]
    file = calendar_file(method, [entry], sender=settings.DEFAULT_FROM_EMAIL, guests=guests)
    mail.attach_alternative(file.decode(), f"text/calendar; method={method}")
    mail.attach("interview.ics", file, "application/ics")


def entry_of(
    booking: Booking, told: Told, starts_at: datetime, ends_at: datetime, sequence: int, *, is_over: bool = False
) -> Entry:
    about = f"To choose another hour or to call it off: {told.link}" if told.is_participant and told.link else ""
    return Entry(
        uid=booking.uid,
        sequence=sequence,
        starts_at=starts_at,
        ends_at=ends_at,
        stamp=timezone.now(),
        summary=f"Interview with {told.other.name}",
        about=about,
        place=told.place,
        url=told.link,
        is_over=is_over,
    )


def _message_id(notice: Notice) -> str:
    booking, place = notice.booking, parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2]
    return f"<{booking.uid}.{notice.sequence}.{notice.kind}.{notice.user_id or 0}@{place or 'clew'}>"
