"""The card of the room: what to build, in what order, and how sure one is."""

from clew.ground.doors.api import Begin, MenuEntry, Room
from clew.rooms.roadmap.kinds import KINDS, VERBS
from clew.rooms.roadmap.leaving import TABLES

CARD = Room(
    name="roadmap",
    job="Prioritise features and plan the roadmap",
    entry=MenuEntry("Roadmap", "ranking", "list-ordered", "r"),
    tabs=(
        MenuEntry("Inbox", "inbox", "inbox"),
        MenuEntry("Ideas", "roadmap_ideas", "lightbulb"),
        MenuEntry("Estimates", "estimates", "ruler"),
        MenuEntry("Ranking", "ranking", "list-ordered"),
        MenuEntry("Portfolio", "portfolios", "briefcase"),
        MenuEntry("Plan", "plan", "milestone"),
        MenuEntry("Forecast", "forecasts", "trending-up"),
        MenuEntry("Releases", "releases", "rocket"),
        MenuEntry("Portal", "portal_kept", "megaphone"),
        MenuEntry("Surveys", "surveys", "list-checks"),
        MenuEntry("Score models", "score_models", "calculator"),
    ),
    begins=(
        Begin("Add feedback", "inbox_new", "inbox"),
        Begin("New roadmap item", "item_new", "milestone"),
        Begin("New view of the plan", "plan_view_new", "presentation"),
        Begin("Ideas from a tracker", "idea_imports", "upload"),
        Begin("New portfolio", "portfolio_new", "briefcase"),
        Begin("New release", "release_new", "rocket"),
        Begin("New survey about ideas", "survey_new", "list-checks"),
        Begin("New forecast", "forecasts", "trending-up"),
        Begin("New score model", "score_model_new", "calculator"),
        Begin("New factor", "factor_new", "ruler"),
    ),
    kinds=KINDS,
    verbs=VERBS,
    tables=TABLES,
    pages="clew.rooms.roadmap.pages.table:ROUTES",
    public="clew.rooms.roadmap.pages.public:PUBLIC",
    addresses="clew.rooms.roadmap.endpoints:DOORS",
    tools="clew.rooms.roadmap.tools:TOOLS",
    commands="clew.rooms.roadmap.commands:roadmap",
    readers="clew.rooms.roadmap.tools:READERS",
    waiting="clew.rooms.roadmap.waiting:waiting",
    tends="clew.rooms.roadmap.tending:send_due",
    demo="clew.rooms.roadmap.demo:load",
    parts="roadmap/parts.html",
    examples="clew.rooms.roadmap.examples:EXAMPLES",
)
