"""The room's part of the demo: two studies over the interviews that are there, notes of one, and one about to be held."""

from dataclasses import dataclass
from uuid import NAMESPACE_URL, uuid5

from clew.ground.doors.api import DemoSoFar
from clew.ground.workspaces.api import Access
from clew.rooms.interviews.actions.conduct import add_interview, note
from clew.rooms.interviews.actions.guides import write_guide
from clew.rooms.interviews.actions.studies import add_study, move_study, take_in
from clew.rooms.interviews.demo.assumptions import load_tests
from clew.rooms.interviews.demo.coding import load_rounds
from clew.rooms.interviews.demo.consent import load_consent
from clew.rooms.interviews.demo.findings import load_findings
from clew.rooms.interviews.demo.hours import load_hours
from clew.rooms.interviews.demo.notes import load_notes
from clew.rooms.interviews.demo.recruiting import recruit
from clew.rooms.interviews.demo.reels import load_reel
from clew.rooms.interviews.demo.sharing import load_snapshot
from clew.rooms.interviews.demo.talk import load_guide
from clew.rooms.interviews.models import Interview


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

# What was noted in the first interview of the second study: seconds after its start, tag, words.
NOTED = (
    (14, "asked", "What do you have today?"),
    (
        52,
        "surprise",
        "Waste fell by forty percent in four of five shops the week a league table went up; then she saw how",
    ),
    (95, "quote", "The moment the log was about who was good at their job, it stopped being about bread."),
    (131, "pain", "With a name next to it she gets lies, and loses people"),
    (170, "idea", "Say at two o'clock which shop has too much: there is a van"),
    (176, "quote", "By close it's a funeral. You're only signing the book."),
    (345, "follow-up", "Talk to Graham: he found 700 in one month with a ruler"),
)


# Not all of it is good: the coach has something to say.
GUIDE = """# Deliveries and invoices: first talks

## Warm-up (5 min)

Say how long it takes, and that there are no right answers.

- What does a morning look like here when deliveries come?
- Who signs for them?

## The last delivery that was wrong (20 min)

- Tell me about the last time a delivery was not what you had ordered.
  - How did you notice?
  - What happened then?
  - Who else had to do with it?
- Do you check every delivery?
- What do you do with the delivery note and how do you check the invoice?

## Invoices (15 min)

- How easy is it to see that an invoice is wrong?
- Show me the last invoice you looked at.
  - What did you compare it with?
- Would you use a scanner that reads invoices?

## To end (5 min)

- What did I not ask that I should have asked?
"""


def load(so_far: DemoSoFar) -> None:
    by = next(iter(so_far.team.values()))
    studies = []
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
        held = take_in(by, study_id=made.pk, source_ids=[so_far.sources[f"interviews/{n}"] for n in told.interviews])
        move_study(by, study_id=made.pk, state=told.state)
        studies.append(made.pk)
        if len(studies) == 1:
            load_notes(by, made.pk, held)
    recruit(by, made.pk, so_far)
    write_guide(by, text=GUIDE, study_id=made.pk, minutes=45)
    _noted(by, held[0])
    add_interview(by, study_id=made.pk, title="Second talk with Orla Devaney", person_id=held[0].person_id)
    load_snapshot(by, held[0])
    load_reel(by, held[0])
    load_hours(so_far, made.pk)
    load_rounds(so_far, *studies)
    load_guide(by, studies[0])
    load_findings(by, studies[0])
    load_tests(so_far)
    load_consent(by, studies[1], so_far)


def _noted(by: Access, interview: Interview) -> None:
    for seconds, tag, text in NOTED:
        key = str(uuid5(NAMESPACE_URL, f"clew-demo-note-{seconds}"))
        note(by, interview_id=interview.pk, client_id=key, at_ms=seconds * 1000, text=text, tag=tag)
