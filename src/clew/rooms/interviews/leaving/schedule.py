"""How the tables of hours and bookings take part when a workspace leaves or a person is erased."""

from clew.ground.ledger.api import Forgot, Table
from clew.rooms.interviews.actions.bookings import end_for
from clew.rooms.interviews.leaving.stays import TEAMS
from clew.rooms.interviews.models import (
    Availability,
    Booking,
    BookingPlan,
    DayHours,
    Notice,
    StudyInterviewer,
    TakenQuarter,
    WeeklyHours,
)


def _end_bookings(person_id: int) -> Forgot:
    end_for(person_id)
    return Forgot()


TABLES = (
    Table(
        Availability,
        about="When a member interviews: their zone, place and terms.",
        erased="Holds a member's own words, none of a customer's.",
        stays=TEAMS,
    ),
    Table(WeeklyHours, about="A member's hours of each week.", erased="Holds no words."),
    Table(DayHours, about="A day of a member's that differs.", erased="Holds no words."),
    Table(BookingPlan, about="How long an interview of a study is.", erased="Holds no words."),
    Table(StudyInterviewer, about="Who interviews for a study.", erased="Holds no words."),
    Table(
        Booking,
        about="What calendars know of an interview. Its name there is made by chance and tells of nobody.",
        erased="What the person had booked is called off, and its interviewer is told; that it was booked stays.",
        stays="It holds the name of a calendar entry, made by chance.",
        forget=_end_bookings,
    ),
    Table(TakenQuarter, about="The quarter hours that interviews take.", erased="Those of the person are free."),
    Table(
        Notice,
        about="Which mail about a booking is due or was sent; neither its text nor its address is kept.",
        erased="What was due to the person is not sent.",
        left_out="It tells what this installation sends.",
    ),
)
