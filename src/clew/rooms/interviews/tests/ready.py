"""A study whose hours can be booked, for tests: Alice interviews day and night, Anna was accepted."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from clew.ground.customers.api import add_person
from clew.ground.workspaces.api import Access
from clew.rooms.interviews.actions.hours import plan_bookings, set_hours
from clew.rooms.interviews.actions.invitations import add_candidates, make_link
from clew.rooms.interviews.actions.studies import add_study
from clew.rooms.interviews.models import Candidate
from clew.rooms.interviews.queries.hours import open_hours

ALWAYS = ["0-24"] * 7


@dataclass(frozen=True, slots=True)
class Ready:
    access: Access
    study_id: int
    candidate_id: int

    def hours(self) -> list[datetime]:
        return [one.starts_at for one in open_hours(self.access, self.study_id, limit=500)]

    def secret(self) -> str:
        return make_link(self.access, candidate_id=self.candidate_id).secret

    def another(self, name: str, email: str = "", state: str = "accepted") -> int:
        return candidate(self.access, self.study_id, name, email, state)


def ready(access: Access, **terms: Any) -> Ready:
    offered = {"notice_hours": 2, "place": "https://meet.example/alice", "most_a_day": 20, **terms}
    set_hours(access, zone="Europe/Berlin", weekly=ALWAYS, **offered)
    study = add_study(access, title="Counting")
    plan_bookings(access, study_id=study.pk, minutes=60, user_ids=[access.user_id or 0])
    return Ready(access, study.pk, candidate(access, study.pk, "Anna Keller", "anna@bakery.example"))


def candidate(access: Access, study_id: int, name: str, email: str = "", state: str = "accepted") -> int:
    person = add_person(access, name=name, email=email)
    add_candidates(access, study_id=study_id, person_ids=[person.pk])
    found = Candidate._base_manager.get(study=study_id, person=person.pk)
    Candidate._base_manager.filter(pk=found.pk).update(state=state)
    return int(found.pk)
