"""An interview is booked, moved, called off, held or missed; by a member, or by the participant with their link."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac

from clew.ground.doors.api import by_link
from clew.ground.ledger.api import NotFound, Refused
from clew.ground.thread.api import NewNode, add_node, follow_archiving, link_many, not_undone, set_state
from clew.ground.workspaces.api import Access, act, hash_of
from clew.rooms.interviews.actions.consent import ask_those
from clew.rooms.interviews.actions.hours import known_zone
from clew.rooms.interviews.actions.studies import INTERVIEWING, reach
from clew.rooms.interviews.kinds import HELD_FOR, INTERVIEW
from clew.rooms.interviews.models import Booking, Candidate, Interview, Invitation, InvitationKey, Notice, TakenQuarter
from clew.rooms.interviews.queries.bookings import MAY_BOOK, may_book_now
from clew.rooms.interviews.queries.hours import FreeHours, free_hours, minutes_of, quarters_for
from clew.rooms.interviews.queries.invited import Invited

BOOKED, HELD, CALLED_OFF, MISSED = "booked", "held", "called off", "no-show"

LINK_LIFE = timedelta(days=270)  # as far ahead as an hour can be, and a while after it
BEFORE = {"day": timedelta(days=1), "hour": timedelta(hours=1)}
SHOWN = 3

not_undone(Booking, "Both were told of it. Call the interview off or move it instead, and both will be told.")


class _Taken(Exception):
    """Somebody else was quicker at the database."""


@dataclass(frozen=True, slots=True)
class _Hour:
    starts_at: datetime
    ends_at: datetime
    user_id: int


@act("book an interview")
def book(
    access: Access, *, candidate_id: int, starts_at: datetime, zone: str = "UTC", user_id: int | None = None
) -> Interview:
    """One of the free hours for a candidate who was invited or accepted. `zone`: in which the participant reads hours."""
    return _book(access, candidate_id, starts_at, zone, user_id)


@by_link("book an interview by link")
def book_by_link(invited: Invited, *, starts_at: datetime, zone: str = "UTC") -> Interview:
    """A study that screens is answered first; members book for whomever they invited."""
    if not may_book_now(invited.access, invited.candidate_id):
        raise _why_not(Candidate.objects.get(pk=invited.candidate_id))
    return _book(invited.access, invited.candidate_id, starts_at, zone, None)


@act("move an interview")
def move_booking(access: Access, *, interview_id: int, starts_at: datetime) -> Interview:
    """To another free hour, with the same interviewer if they can. The old hour is free at once."""
    return _move(_standing(interview=interview_id), starts_at, "")


@by_link("move an interview by link")
def move_by_link(invited: Invited, *, starts_at: datetime, zone: str = "") -> Interview:
    return _move(_taking_place(invited), starts_at, zone)


@act("call an interview off")
def call_off(access: Access, *, interview_id: int) -> Interview:
    """Its hour is free at once, and the participant may book another."""
    return _call_off(_standing(interview=interview_id))


@by_link("call an interview off by link")
def call_off_by_link(invited: Invited) -> Interview:
    return _call_off(_taking_place(invited))


@act("note that an interview was held")
def note_held(access: Access, *, interview_id: int) -> Interview:
    return _note(interview_id, HELD, "done")


@act("note that nobody came")
def note_missed(access: Access, *, interview_id: int) -> Interview:
    """The participant may book another hour."""
    return _note(interview_id, MISSED, "accepted")


def link_secret(booking: Booking) -> str:
    """What the links in mails about a booking hold. Worked out, not kept: mails are sent long after it was made."""
    return salted_hmac(
        "clew.interviews.booking", f"{booking.invitation_id} {booking.uid}", algorithm="sha256"
    ).hexdigest()


def end_for(person_id: int) -> list[Booking]:
    """What a person who is erased had booked is called off, and its interviewer is told. Inside a scope and a transaction."""
    found = Booking.objects.filter(candidate__person=person_id, over_at__isnull=True)
    standing = list(found.select_related("interview__node", "candidate"))
    for booking in standing:
        _over(booking, CALLED_OFF)
        _tell(booking, "cancel", [booking.interview.interviewer_id])
    Notice.objects.filter(booking__candidate__person=person_id, user__isnull=True, sent_at__isnull=True).delete()
    return standing


def close_booking(interview_id: int) -> None:
    """It was held, as its conductor said: its hour and its candidate follow. Inside an act; nothing for an interview without an hour."""
    booking = Booking.objects.filter(pk=interview_id, over_at=None).select_related("interview__node").first()
    if booking is not None:
        _over(booking, HELD)
        Candidate.objects.filter(pk=booking.candidate_id).update(state="done")


def free_or_take(interview_ids: Sequence[int], is_away: bool) -> None:
    """The hour of an interview that is archived is free at once; brought back, it is taken again if nobody else has it."""
    if is_away:
        TakenQuarter.objects.filter(interview__in=interview_ids).delete()
        return
    for booking in Booking.objects.filter(pk__in=interview_ids, over_at=None).select_related("interview"):
        try:
            _take(booking.interview)
        except _Taken as error:
            raise Refused(
                "Its hour was given to somebody else meanwhile.",
                remedy="Move or call off that one, or book another hour.",
            ) from error


follow_archiving(INTERVIEW, free_or_take)


def _taking_place(invited: Invited) -> Booking:
    """What a participant booked, unless it was archived: then it is told to them as off, and theirs to change no more."""
    booking = _standing(candidate=invited.candidate_id)
    if booking.interview.node.archived_at is not None:
        raise Refused("This interview is no longer taking place.", remedy="Whoever invited you can tell more.")
    return booking


def _book(access: Access, candidate_id: int, starts_at: datetime, zone: str, user_id: int | None) -> Interview:
    zone = known_zone(zone)
    candidate = Candidate.objects.select_related("person__node").filter(pk=candidate_id).first()
    if candidate is None:
        raise NotFound("No such candidate.")
    if not Candidate.objects.filter(pk=candidate.pk, state__in=MAY_BOOK).update(state="booked"):
        raise _why_not(candidate)
    ask_those(access, candidate.study_id, [candidate.person_id])
    free = free_hours(access.workspace_id, candidate.study_id, lock=True)
    for hour in _hours(candidate.study_id, free, starts_at, only=user_id):
        try:
            with transaction.atomic():
                return _make(access, candidate, hour, zone)
        except _Taken:
            continue
    raise _gone(free_hours(access.workspace_id, candidate.study_id), starts_at, zone)


def _make(access: Access, candidate: Candidate, hour: _Hour, zone: str) -> Interview:
    name = candidate.person.node.title
    node = add_node(access, NewNode(INTERVIEW, f"Interview with {name}", state=BOOKED))
    made = Interview.objects.create(
        node=node, workspace_id=access.workspace_id, study_id=candidate.study_id, person_id=candidate.person_id,
        interviewer_id=hour.user_id, starts_at=hour.starts_at, ends_at=hour.ends_at,
    )  # fmt: skip
    _take(made)
    link_many(access, [(node.pk, HELD_FOR, candidate.study_id)])
    booking = Booking(workspace_id=access.workspace_id, interview=made, candidate=candidate, uid=uuid4().hex, zone=zone)
    booking.invitation = _link_for(access, candidate)
    booking.save(force_insert=True)
    InvitationKey.objects.create(invitation=booking.invitation, secret_hash=hash_of(link_secret(booking)))
    _tell(booking, "request", [None, hour.user_id])
    _remind(booking)
    return made


def _link_for(access: Access, candidate: Candidate) -> Invitation:
    """A link of the booking's own: the one that the participant came by is known to nobody any more."""
    return Invitation.objects.create(
        workspace_id=access.workspace_id, candidate=candidate, expires_at=timezone.now() + LINK_LIFE
    )


def _move(booking: Booking, starts_at: datetime, zone: str) -> Interview:
    interview, before = booking.interview, booking.interview.interviewer_id
    if interview.node.archived_at is not None:
        raise Refused("This interview was archived.", remedy="Bring it back first, or book another hour.")
    zone = known_zone(zone or booking.zone)
    if starts_at == interview.starts_at:
        raise Refused("It is at that hour already.", field="at", remedy="Choose another.")
    free = free_hours(booking.workspace_id, interview.study_id, moving=interview.pk, lock=True)
    for hour in _hours(interview.study_id, free, starts_at, first=before):
        try:
            with transaction.atomic():
                _to(interview, hour)
        except _Taken:
            continue
        _tell_of_move(booking, before, zone)
        return interview
    raise _gone(free_hours(booking.workspace_id, interview.study_id, moving=interview.pk), starts_at, zone)


def _tell_of_move(booking: Booking, before: int | None, zone: str) -> None:
    Notice.objects.filter(booking=booking, sent_at__isnull=True).delete()
    booking.sequence, booking.zone = booking.sequence + 1, zone
    booking.save(update_fields=["sequence", "zone"])
    now = booking.interview.interviewer_id
    if before != now:
        _tell(booking, "cancel", [before])
    _tell(booking, "request", [None, now])
    _remind(booking)


def _to(interview: Interview, hour: _Hour) -> None:
    interview.starts_at, interview.ends_at, interview.interviewer_id = hour.starts_at, hour.ends_at, hour.user_id
    interview.save(update_fields=["starts_at", "ends_at", "interviewer"])
    TakenQuarter.objects.filter(interview=interview).delete()
    _take(interview)


def _take(interview: Interview) -> None:
    """In order, so that two who take hours that overlap wait for each other and never for ever."""
    hour = _hour_of(interview)
    rows = [
        TakenQuarter(workspace_id=interview.workspace_id, user_id=hour.user_id, quarter=quarter, interview=interview)
        for quarter in quarters_for(hour.user_id, hour.starts_at, hour.ends_at)
    ]
    try:
        with transaction.atomic():
            TakenQuarter.objects.bulk_create(rows)
    except IntegrityError as error:
        raise _Taken from error


def _hour_of(interview: Interview) -> _Hour:
    if interview.starts_at is None or interview.ends_at is None:
        raise NotFound("This interview has no hour.")
    return _Hour(interview.starts_at, interview.ends_at, interview.interviewer_id or 0)


def _call_off(booking: Booking) -> Interview:
    interview = booking.interview
    if _hour_of(interview).starts_at <= timezone.now():
        raise Refused("Its hour has begun.", remedy="Note that it was held, or that nobody came.")
    _over(booking, CALLED_OFF)
    Candidate.objects.filter(pk=booking.candidate_id, state="booked").update(state="accepted")
    _tell(booking, "cancel", [None, interview.interviewer_id])
    return interview


def _note(interview_id: int, state: str, candidate_state: str) -> Interview:
    booking = _of(interview=interview_id)
    interview = booking.interview
    if interview.node.state == CALLED_OFF:
        raise Refused("This interview was called off.", remedy="Book another hour.")
    if _hour_of(interview).starts_at > timezone.now():
        raise Refused("Its hour has not begun.", remedy="Wait for it, or call it off.")
    if Booking.objects.filter(candidate=booking.candidate_id, over_at__isnull=True).exclude(pk=booking.pk).exists():
        raise Refused("Another hour has been booked since.", remedy="Note what became of that one.")
    if booking.over_at is None:
        _over(booking, state)
    else:
        set_state(interview.node, state)
        Booking.objects.filter(pk=booking.pk).update(sequence=booking.sequence + 1)
    Interview.objects.filter(pk=interview.pk).update(held_on=_day_of(booking) if state == HELD else None)
    Candidate.objects.filter(pk=booking.candidate_id).update(state=candidate_state)
    if state == HELD:
        reach(interview.study_id, INTERVIEWING)
    return interview


def _day_of(booking: Booking) -> date:
    return _hour_of(booking.interview).starts_at.astimezone(ZoneInfo(booking.zone)).date()


def _over(booking: Booking, state: str) -> None:
    """Nothing of it is due any more, and the hour is free."""
    booking.over_at, booking.sequence = timezone.now(), booking.sequence + 1
    booking.save(update_fields=["over_at", "sequence"])
    set_state(booking.interview.node, state)
    TakenQuarter.objects.filter(interview=booking.interview_id).delete()
    Notice.objects.filter(booking=booking, sent_at__isnull=True).delete()


def _tell(booking: Booking, kind: str, whom: list[int | None]) -> None:
    """A mail to each; who has no address is told by nobody (see `notices`)."""
    _lay_down(booking, kind, whom, timezone.now())


def _remind(booking: Booking) -> None:
    hour, now = _hour_of(booking.interview), timezone.now()
    for kind, before in BEFORE.items():
        if hour.starts_at - before > now:
            _lay_down(booking, kind, [None, hour.user_id], hour.starts_at - before)


def _lay_down(booking: Booking, kind: str, whom: list[int | None], due_at: datetime) -> None:
    hour = _hour_of(booking.interview)
    Notice.objects.bulk_create(
        Notice(
            workspace_id=booking.workspace_id, booking=booking, kind=kind, user_id=user_id, sequence=booking.sequence,
            starts_at=hour.starts_at, ends_at=hour.ends_at, due_at=due_at,
        )
        for user_id in whom
    )  # fmt: skip


def _of(**by: int) -> Booking:
    found = Booking.objects.select_related("interview__node", "candidate").filter(**by).order_by("-pk").first()
    if found is None:
        raise NotFound("Nothing of that is booked.")
    return found


def _standing(**by: int) -> Booking:
    """Held until the transaction ends, so that two who move it do so one after the other."""
    found = _of(**by)
    Booking.objects.select_for_update().get(pk=found.pk)
    found = _of(pk=found.pk)
    if found.over_at is not None:
        raise Refused("This interview is not booked any more.", remedy="Book another hour.")
    if found.interview.node.state != BOOKED:
        raise Refused(f"This interview is {found.interview.node.state}.", remedy="Finish it first.")
    return found


def _hours(
    study_id: int, free: FreeHours, starts_at: datetime, *, only: int | None = None, first: int | None = None
) -> list[_Hour]:
    """With whom it could be at that moment; `first` before others."""
    minutes = minutes_of(study_id)
    if starts_at.tzinfo is None or minutes is None:
        return []
    users = [user for user in free.get(starts_at, ()) if only in (None, user)]
    length = timedelta(minutes=minutes)
    return [_Hour(starts_at, starts_at + length, user) for user in sorted(users, key=lambda one: one != first)]


def _gone(free: FreeHours, starts_at: datetime, zone: str) -> Refused:
    """The next free hours after it, as the participant reads them; else the first there are."""
    later = [at for at in free if starts_at.tzinfo is not None and at > starts_at]
    shown = [at.astimezone(ZoneInfo(zone)) for at in (later or list(free))[:SHOWN]]
    remedy = f"Free next: {'; '.join(f'{at:%a %-d %b, %H:%M}' for at in shown)} ({zone})."
    return Refused("That hour is not free.", field="at", remedy=remedy if shown else "No hour is free at the moment.")


def _why_not(candidate: Candidate) -> Refused:
    state = candidate.get_state_display().lower()
    remedy = (
        "Move or call off the hour there is."
        if candidate.state == "booked"
        else "Whoever is accepted may book, or invited where no questions are asked first."
    )
    return Refused(f"No hour can be booked now: this candidate is “{state}”.", remedy=remedy)
