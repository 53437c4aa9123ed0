"""How the room's tables take part when a workspace leaves or a person is erased."""

from clew.ground.ledger.api import Table, text_of
from clew.rooms.roadmap.leaving.surveys import TABLES as SURVEYS
from clew.rooms.roadmap.models import (
    Baseline,
    Estimate,
    Factor,
    Item,
    Move,
    PlanView,
    RankedIdea,
    Ranking,
    Release,
    ScoreModel,
    ScoreVersion,
    TrackedIdea,
)

TEAMS = "The team's own words and numbers."

TABLES = (
    Table(Factor, about="What is estimated of ideas: its name, unit and ends.", erased="Nothing of a person.", stays=TEAMS),
    Table(
        Estimate,
        about="What somebody held a factor of an idea to be, from what it was taken, and when another took its place.",
        erased="Quotations of the person in its note are replaced.",
        body=text_of(Estimate, "note"),
        stays=TEAMS,
    ),
    Table(ScoreModel, about="A way to score ideas.", erased="Nothing of a person.", stays=TEAMS),
    Table(
        ScoreVersion, about="What a score model said from a day on: method, weights and anchors, or formula.",
        erased="Nothing of a person.", stays=TEAMS,
    ),
    Table(
        Ranking, about="An order that was drawn: the version, the draws, the seed, the hash of the estimates.",
        erased="Nothing of a person.", stays=TEAMS,
    ),
    Table(
        RankedIdea, about="One idea's place in a ranking, with its interval and score.", erased="Nothing of a person.",
        stays=TEAMS,
    ),
    Table(
        Item, about="What is planned: its horizon, days, team and who may see it.",
        erased="Quotations of the person in its description are replaced.", body=text_of(Item, "detail"), stays=TEAMS,
    ),
    Table(
        Move, about="When an item was expected before, and why that changed.",
        erased="Quotations of the person in its reason are replaced.", body=text_of(Move, "why"), stays=TEAMS,
    ),
    Table(
        TrackedIdea, about="Where an idea stands in a tracker, and all that its file said.",
        erased="Quotations of the person in it are replaced.", body=text_of(TrackedIdea, "body", "raw"), stays=TEAMS,
    ),
    Table(Baseline, about="A moment of the plan that has a name.", erased="Nothing of a person.", stays=TEAMS),
    Table(PlanView, about="What an audience may see of the plan.", erased="Nothing of a person.", stays=TEAMS),
    Table(
        Release, about="What went out on a day, and its notes.",
        erased="Quotations of the person in its notes are replaced.", body=text_of(Release, "notes"), stays=TEAMS,
    ),
    *SURVEYS,
)  # fmt: skip
