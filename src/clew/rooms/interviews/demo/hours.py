"""The demo's schedule: two colleagues interview in two time zones, and three people have booked hours of the days to come."""

from clew.ground.doors.api import DemoSoFar
from clew.rooms.interviews.actions.bookings import book
from clew.rooms.interviews.actions.hours import plan_bookings, set_hours
from clew.rooms.interviews.actions.invitations import add_candidates
from clew.rooms.interviews.models import Candidate, Notice
from clew.rooms.interviews.queries.hours import open_hours

WEEKS = (
    ("Europe/Berlin", ["9-12, 14-17", "9-12", "9-12, 14-17", "9-12", "9-13", "", ""]),
    ("America/New_York", ["", "10-16", "", "10-16", "10-12", "", ""]),
)
BOOKED, INVITED = 3, 5


def load_hours(so_far: DemoSoFar, study_id: int) -> None:
    team = list(so_far.team.values())[: len(WEEKS)]
    for by, (zone, weekly) in zip(team, WEEKS, strict=True):
        set_hours(by, zone=zone, weekly=weekly, place="https://meet.larder.example/kitchen", most_a_day=3)
    plan_bookings(team[0], study_id=study_id, minutes=45, user_ids=[by.user_id or 0 for by in team])
    people = list(so_far.people.values())[-INVITED:]
    add_candidates(team[0], study_id=study_id, person_ids=people)
    asked = Candidate._base_manager.filter(study=study_id, person__in=people).order_by("pk")
    asked.update(state="accepted")
    for number, candidate_id in enumerate(asked.values_list("pk", flat=True)[:BOOKED]):
        free = open_hours(team[0], study_id)
        book(team[0], candidate_id=candidate_id, starts_at=free[number * 7].starts_at, zone="Europe/London")
    Notice._base_manager.filter(workspace=so_far.access.workspace_id).delete()  # nobody is there to read a mail
