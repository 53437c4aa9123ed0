"""The room's part of the demo: two studies over the interviews that are there."""

from dataclasses import dataclass

from clew.ground.doors.api import DemoSoFar
from clew.rooms.interviews.actions.studies import add_study, move_study, take_in


@dataclass(frozen=True, slots=True)
class Told:
    title: str
    question: str
    whom: str
    decision: str
    wanted: int
    budget_minor: int
    interviews: tuple[str, ...]
    state: str


STUDIES = (
    Told(
        title="Counting stock at close",
        question="What happens between locking the door and a finished count, and what makes a count be dropped?",
        whom="Whoever counts last at night: owners of one kitchen, head chefs, new staff",
        decision="offline-first",
        wanted=6,
        budget_minor=36_000,
        interviews=("01", "02", "03", "04", "05", "06"),
        state="finished",
    ),
    Told(
        title="What arrives, and what is billed",
        question="How do kitchens notice that a delivery or an invoice is wrong, and what do they do then?",
        whom="Whoever signs for deliveries, and whoever pays the invoices",
        decision="delivery-check",
        wanted=8,
        budget_minor=48_000,
        interviews=("07", "08", "09", "10", "11"),
        state="interviewing",
    ),
)


def load(so_far: DemoSoFar) -> None:
    by = next(iter(so_far.team.values()))
    for told in STUDIES:
        made = add_study(
            by,
            title=told.title,
            question=told.question,
            whom=told.whom,
            wanted=told.wanted,
            budget_minor=told.budget_minor,
            decision_id=so_far.records[f"decision {told.decision}"],
        )
        take_in(by, study_id=made.pk, source_ids=[so_far.sources[f"interviews/{n}"] for n in told.interviews])
        move_study(by, study_id=made.pk, state=told.state)
