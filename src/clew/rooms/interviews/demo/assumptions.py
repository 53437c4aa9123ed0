"""The demo's assumption tests: of ideas that were built and held, of one that failed, of the one that is about to be decided."""

from dataclasses import dataclass

from clew.ground.doors.api import DemoSoFar
from clew.rooms.interviews.actions.assumptions import add_assumption, settle_assumption


@dataclass(frozen=True, slots=True)
class Told:
    idea: str
    must_be_true: str
    how: str
    counts: str
    result: str = ""
    learnt: str = ""


TESTS = (
    Told(
        idea="offline-count",
        must_be_true="Whoever counts has their own phone in the cold room",
        how="Ask in the next six interviews what is in their hands while they count.",
        counts="Five of six have a phone with them.",
        result="holds",
        learnt="Six of six. Two keep it in a bag against the wet.",
    ),
    Told(
        idea="shelf-order",
        must_be_true="Shelves stay where they are from one count to the next",
        how="Photograph the same three stores four weeks apart.",
        counts="At most one shelf in ten has moved.",
        result="holds",
        learnt="One of 41 shelves moved.",
    ),
    Told(
        idea="waste-sheet",
        must_be_true="Waste is written down when nobody is named",
        how="A sheet on paper in three bakeries for two weeks; we weigh the bins on four evenings.",
        counts="The sheet holds at least 80 % of what the bins weigh, in all three.",
        result="fails",
        learnt="91 %, 84 % and 47 %. In the third the sheet hung where the manager stands.",
    ),
    Told(
        idea="delivery-check",
        must_be_true="Whoever takes the delivery has a free hand and a minute",
        how="Stand at the door for ten deliveries in four kitchens and time them.",
        counts="In seven of ten the driver waits at least sixty seconds.",
    ),
    Told(
        idea="delivery-check",
        must_be_true="A photo is enough for the supplier to pay back",
        how="Send five claims with a photo by hand, to five suppliers.",
        counts="Four of five credit it within two weeks.",
    ),
    Told(
        idea="einvoice-match",
        must_be_true="Half of what our kitchens buy comes with a structured invoice",
        how="Count it over the last month for twenty accounts.",
        counts="Half of the value or more.",
    ),
    Told(
        idea="clock-list",
        must_be_true="Suppliers keep to the cut-off they name",
        how="Ask four wholesalers.",
        counts="",
    ),
)


def load_tests(so_far: DemoSoFar) -> None:
    by = next(iter(so_far.team.values()))
    for told in TESTS:
        made = add_assumption(
            by, idea_id=so_far.records[told.idea], title=told.must_be_true, how=told.how, counts=told.counts
        )
        if told.result:
            settle_assumption(by, test_id=made.pk, result=told.result, learnt=told.learnt)
