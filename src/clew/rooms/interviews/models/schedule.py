from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from clew.ground.ledger.api import Guards, Rule
from clew.ground.workspaces.api import User, WorkspaceModel
from clew.rooms.interviews.models.invitations import Invitation
from clew.rooms.interviews.models.studies import Candidate, Interview, Study

LONGEST, MOST_AHEAD, MOST_NOTICE, MOST_AROUND, MOST_A_DAY = 480, 180, 336, 8, 20


class Availability(WorkspaceModel):
    """When somebody interviews: their zone, and the terms on which others may book an hour of theirs.

    `before` and `after`: quarter hours kept free around each interview. `place`: where it takes place, in words or as a link.
    """

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    zone = models.CharField(max_length=64)
    place = models.CharField(max_length=300, blank=True)
    notice_hours = models.PositiveSmallIntegerField(default=24)
    ahead_days = models.PositiveSmallIntegerField(default=21)
    before = models.PositiveSmallIntegerField(default=0)
    after = models.PositiveSmallIntegerField(default=1)
    most_a_day = models.PositiveSmallIntegerField(default=4)

    guards: ClassVar[Guards] = Guards(recorded=True)

    class Meta:
        db_table = "interviews_availability"
        constraints = [
            models.UniqueConstraint(fields=["workspace", "user"], name="availability_once"),
            models.CheckConstraint(
                condition=Q(notice_hours__lte=MOST_NOTICE)
                & Q(ahead_days__gte=1, ahead_days__lte=MOST_AHEAD)
                & Q(before__lte=MOST_AROUND, after__lte=MOST_AROUND)
                & Q(most_a_day__gte=1, most_a_day__lte=MOST_A_DAY),
                name="availability_terms",
            ),
        ]


class WeeklyHours(WorkspaceModel):
    """Hours of each week, in minutes of a day in the interviewer's zone. Monday is 0."""

    availability = models.ForeignKey(Availability, on_delete=models.CASCADE, related_name="weekly")
    weekday = models.PositiveSmallIntegerField()
    starts = models.PositiveSmallIntegerField()
    ends = models.PositiveSmallIntegerField()

    guards: ClassVar[Guards] = Guards(recorded=True)

    class Meta:
        db_table = "interviews_weekly_hours"
        constraints = [
            models.UniqueConstraint(fields=["availability", "weekday", "starts"], name="weekly_hours_once"),
            models.CheckConstraint(
                condition=Q(weekday__lte=6, ends__lte=1440, ends__gt=F("starts")), name="weekly_hours_of_a_day"
            ),
        ]


class DayHours(WorkspaceModel):
    """An exception: hours that one day has besides, or, without hours, a day off."""

    availability = models.ForeignKey(Availability, on_delete=models.CASCADE, related_name="days")
    day = models.DateField()
    starts = models.PositiveSmallIntegerField(null=True)
    ends = models.PositiveSmallIntegerField(null=True)

    guards: ClassVar[Guards] = Guards(recorded=True)

    class Meta:
        db_table = "interviews_day_hours"
        constraints = [
            models.UniqueConstraint(fields=["availability", "day", "starts"], name="day_hours_once"),
            models.UniqueConstraint(
                fields=["availability", "day"], condition=Q(starts__isnull=True), name="day_off_once"
            ),
            models.CheckConstraint(
                condition=Q(starts__isnull=True, ends__isnull=True)
                | Q(starts__isnull=False, ends__isnull=False, ends__lte=1440, ends__gt=F("starts")),
                name="day_hours_of_a_day",
            ),
        ]


class BookingPlan(WorkspaceModel):
    """How long an interview of a study is. Without one nobody books."""

    study = models.OneToOneField(Study, primary_key=True, on_delete=models.CASCADE, related_name="booking_plan")
    minutes = models.PositiveSmallIntegerField()

    guards: ClassVar[Guards] = Guards(recorded=True, node="study_id")

    class Meta:
        db_table = "interviews_booking_plan"
        constraints = [
            models.CheckConstraint(condition=Q(minutes__gte=10, minutes__lte=LONGEST), name="booking_plan_minutes")
        ]


class StudyInterviewer(WorkspaceModel):
    """Who interviews for a study."""

    study = models.ForeignKey(Study, on_delete=models.CASCADE, related_name="interviewers")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")

    guards: ClassVar[Guards] = Guards(recorded=True, node="study_id")

    class Meta:
        db_table = "interviews_study_interviewer"
        constraints = [models.UniqueConstraint(fields=["study", "user"], name="study_interviewer_once")]


class Booking(WorkspaceModel):
    """What calendars know of an interview: `uid` for good, and `sequence`, one higher with each change.

    `zone`: in which the participant reads hours. `invitation`: the link that mails about it hold. `over_at`: called off, held or missed.
    """

    interview = models.OneToOneField(Interview, primary_key=True, on_delete=models.CASCADE, related_name="booking")
    candidate = models.ForeignKey(Candidate, on_delete=models.CASCADE, related_name="bookings")
    invitation = models.ForeignKey(Invitation, null=True, on_delete=models.SET_NULL, related_name="+")
    uid = models.CharField(max_length=64)
    sequence = models.PositiveIntegerField(default=0)
    zone = models.CharField(max_length=64)
    over_at = models.DateTimeField(null=True)

    guards: ClassVar[Guards] = Guards(
        recorded=True,
        node="interview_id",
        rules=(
            Rule("uid", "UPDATE", "OLD.uid <> NEW.uid", "a calendar entry keeps its name"),
            Rule("sequence", "UPDATE", "NEW.sequence < OLD.sequence", "versions of a calendar entry only grow"),
            Rule(
                "over", "UPDATE", "OLD.over_at IS NOT NULL AND NEW.over_at IS NULL", "what is over is not booked again"
            ),
        ),
    )

    class Meta:
        db_table = "interviews_booking"
        constraints = [
            models.UniqueConstraint(fields=["workspace", "uid"], name="booking_uid_once"),
            models.UniqueConstraint(
                fields=["candidate"], condition=Q(over_at__isnull=True), name="booking_standing_once"
            ),
        ]


class TakenQuarter(WorkspaceModel):
    """A quarter hour of an interviewer that an interview takes, or that is kept free around it; counted since 1970 in UTC.

    That nobody has two interviews at once is this table's unique constraint: it holds between any two who book at the same moment.
    """

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    quarter = models.PositiveIntegerField()
    interview = models.ForeignKey(Interview, on_delete=models.CASCADE, related_name="quarters")

    class Meta:
        db_table = "interviews_taken_quarter"
        constraints = [models.UniqueConstraint(fields=["workspace", "user", "quarter"], name="quarter_taken_once")]


class Notice(WorkspaceModel):
    """A mail about a booking that is due, or was sent: to its participant, or to `user`. Holds no address and no name.

    The hours are those that the mail tells of, which are not the booking's any more once it was moved.
    """

    KINDS = [
        ("request", "Booked or moved"),
        ("cancel", "Called off"),
        ("day", "A day before"),
        ("hour", "An hour before"),
    ]

    booking = models.ForeignKey(Booking, on_delete=models.CASCADE, related_name="notices")
    kind = models.CharField(max_length=8, choices=KINDS)
    user = models.ForeignKey(User, null=True, on_delete=models.CASCADE, related_name="+")
    sequence = models.PositiveIntegerField()
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    due_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    held_until = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)

    guards: ClassVar[Guards] = Guards(
        rules=(Rule("sent", "UPDATE", "OLD.sent_at IS NOT NULL", "a mail that was sent is not sent again"),)
    )

    class Meta:
        db_table = "interviews_notice"
        indexes = [models.Index(fields=["due_at"], name="notice_due", condition=Q(sent_at__isnull=True))]
        constraints = [
            models.UniqueConstraint(
                fields=["booking", "kind", "sequence"], condition=Q(user__isnull=True), name="notice_participant_once"
            ),
            models.UniqueConstraint(
                fields=["booking", "kind", "sequence", "user"],
                condition=Q(user__isnull=False),
                name="notice_interviewer_once",
            ),
        ]
