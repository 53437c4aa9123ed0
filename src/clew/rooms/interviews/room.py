"""The card of the room: conducting customer interviews, from whom to ask to what was learnt."""

from clew.ground.doors.api import Begin, MenuEntry, Room
from clew.rooms.interviews.kinds import KINDS, VERBS
from clew.rooms.interviews.leaving import TABLES

CARD = Room(
    name="interviews",
    job="Conduct customer interviews",
    entry=MenuEntry("Interviews", "studies", "mic", "v"),
    tabs=(
        MenuEntry("Studies", "studies", "clipboard-list"),
        MenuEntry("Schedule", "schedule", "calendar"),
        MenuEntry("Guides", "guides", "book-open"),
        MenuEntry("Tree", "tree", "network"),
        MenuEntry("Who is heard", "heard", "users-round"),
        MenuEntry("Interview practice", "practice", "gauge"),
    ),
    begins=(
        Begin("New study", "study_new", "clipboard-list"),
        Begin("New interview guide", "guide_new", "book-open"),
        Begin("Bring in a finished study", "study_bring_in", "upload"),
    ),
    kinds=KINDS,
    verbs=VERBS,
    tables=TABLES,
    pages="clew.rooms.interviews.pages.table:ROUTES",
    public="clew.rooms.interviews.pages.public:PUBLIC",
    addresses="clew.rooms.interviews.endpoints:DOORS",
    tools="clew.rooms.interviews.tools:TOOLS",
    readers="clew.rooms.interviews.tools:READERS",
    clears="clew.rooms.interviews.clearing:clear",
    waiting="clew.rooms.interviews.waiting:waiting",
    tends="clew.rooms.interviews.notices:send_due",
    demo="clew.rooms.interviews.demo:load",
    commands="clew.rooms.interviews.commands:interviews",
    parts="interviews/parts.html",
    examples="clew.rooms.interviews.examples:EXAMPLES",
)
