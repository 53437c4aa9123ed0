"""The demo's portal: some ideas are published, people of the demo voted, one comment and one suggestion wait."""

from dataclasses import replace

from clew.ground.doors.api import DemoSoFar
from clew.rooms.roadmap.actions.portal import answer_on_portal, publish_idea, set_up_portal
from clew.rooms.roadmap.actions.visiting import comment, suggest
from clew.rooms.roadmap.actions.votes import vote_for
from clew.rooms.roadmap.queries.visitors import enter_portal

INTRO = "What should Larder do next? Vote for what you need, and tell us what is missing."
SHOWN = {
    "offline-count": (
        "Count without a signal",
        "Counts go on in the cellar, and are sent when there is a signal again.",
        "planned",
    ),
    "shelf-order": (
        "Lists in the order of the shelves",
        "Count as you walk, from the first shelf to the last.",
        "started",
    ),
    "delivery-check": (
        "Check deliveries at the door",
        "Tick off what came while the driver is still there.",
        "planned",
    ),
    "day-pass": ("A pass for a day", "Whoever helps out counts without an account.", "shipped"),
    "quote-freeze": ("Hold a price", "Keep a quoted price until the order is through.", "open"),
}
VOTES = {"offline-count": 14, "shelf-order": 9, "delivery-check": 6, "day-pass": 5, "quote-freeze": 2}
"""How many of the demo's people want it, the first of them by number."""


def load_portal(so_far: DemoSoFar) -> None:
    first, people = next(iter(so_far.team.values())), sorted(so_far.people.values())
    portal = set_up_portal(so_far.access, title="Larder ideas", intro=INTRO, accent="#2f4d8f")
    for at, (key, (title, detail, status)) in enumerate(SHOWN.items()):
        publish_idea(first, idea_id=so_far.records[key], title=title, detail=detail, status=status)
        for person in (people[at:] + people[:at])[: VOTES[key]]:
            vote_for(first, idea_id=so_far.records[key], person_id=person, note="Asked for it in an interview")
    visitor = replace(enter_portal(portal.slug), person_id=people[0])
    comment(visitor, idea_id=so_far.records["offline-count"], text="Our cellar has no signal at all. Please!")
    suggest(visitor, title="A photo for each shelf", text="New people do not know where things are.")
    answer_on_portal(first, idea_id=so_far.records["shelf-order"], text="We try it with three kitchens this month.")
