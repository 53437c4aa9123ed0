"""How the room's tables take part when a workspace leaves or a person is erased."""

from django.db.models import Q

from clew.ground.ledger.api import Table, text_of
from clew.rooms.roadmap.leaving.connections import TABLES as CONNECTIONS
from clew.rooms.roadmap.leaving.portal import TABLES as PORTAL
from clew.rooms.roadmap.leaving.surveys import TABLES as SURVEYS
from clew.rooms.roadmap.models import (
    AnswerMail,
    Attachment,
    Baseline,
    BlindEstimate,
    Capacity,
    Choice,
    ChosenIdea,
    Estimate,
    EstimatingRound,
    Factor,
    Feedback,
    FeedbackForm,
    Field,
    FieldChoice,
    FieldValue,
    FindingCost,
    Forecast,
    IdeaOwner,
    IdeaTag,
    Item,
    Move,
    PlanView,
    Portfolio,
    PortfolioTie,
    PutIdea,
    RankedIdea,
    Ranking,
    Release,
    RoundEstimator,
    RoundFactor,
    RoundIdea,
    SavedView,
    ScoreModel,
    ScoreVersion,
    Tag,
    Throughput,
    TrackedFile,
    TrackedIdea,
    TrackedWords,
)

TEAMS = "The team's own words and numbers."

TABLES = (
    Table(
        Feedback,
        about="An entry of the inbox: by which way words came in, what became of them, of which it is a duplicate, and the answer.",
        erased="Quotations of the person in the answer are replaced; the words are the source's.",
        stays=TEAMS,
    ),
    Table(
        AnswerMail, about="Which answer is due to go out by mail, or went; neither its text nor its address is kept.",
        erased="What was due to the person is not sent.", left_out="It tells what this installation sends.", stays=TEAMS,
    ),
    Table(
        FeedbackForm, about="The public form: its address, its words, and the sites that may embed it.", erased="Nothing of a person.",
        left_out="Its address opens this installation.", stays=TEAMS,
    ),
    Table(Factor, about="What is estimated of ideas: its name, unit and ends.", erased="Nothing of a person.", stays=TEAMS),
    Table(
        Estimate,
        about="What somebody held a factor of an idea to be, from what it was taken, and when another took its place.",
        erased="Quotations of the person in its note are replaced.",
        stays=TEAMS,
    ),
    Table(
        FindingCost, about="What it would cost to find out a factor of an idea.", erased="Nothing of a person.", stays=TEAMS,
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
        erased="Quotations of the person in its reason are replaced.", stays=TEAMS,
    ),
    Table(
        TrackedIdea, about="Where an idea stands in a tracker, and all that its file said.",
        erased="Quotations of the person in it are replaced.", stays=TEAMS,
    ),
    Table(
        TrackedFile, about="Which file of a tracker was brought in last, from which a board goes out whole; its content is a file.",
        erased="A file that holds the person's words gives way to a note.", stays=TEAMS,
    ),
    Table(
        TrackedWords, about="What the states of a tracker's files were said to mean here.", erased="The person's name in it is replaced.",
        stays=TEAMS,
    ),
    Table(Baseline, about="A moment of the plan that has a name.", erased="Nothing of a person.", stays=TEAMS),
    Table(PlanView, about="What an audience may see of the plan.", erased="Nothing of a person.", stays=TEAMS),
    Table(Portfolio, about="A scenario: its periods and teams.", erased="Nothing of a person.", stays=TEAMS),
    Table(Capacity, about="What a team can do in a period.", erased="Nothing of a person.", stays=TEAMS),
    Table(
        PutIdea, about="An idea to choose from: what it takes, is worth, and what is settled about it.",
        erased="Nothing of a person.", stays=TEAMS,
    ),
    Table(
        PortfolioTie, about="That an idea of a portfolio needs or excludes another.", erased="Nothing of a person.",
        stays=TEAMS,
    ),
    Table(
        Choice, about="What was chosen of a portfolio: its worth, seed, and the hash of what it was chosen from.",
        erased="Nothing of a person.", stays=TEAMS,
    ),
    Table(
        ChosenIdea, about="When an idea of a choice begins, and in how many draws it was chosen.",
        erased="Nothing of a person.", stays=TEAMS,
    ),
    Table(
        Release, about="What went out on a day, and its notes.",
        erased="Quotations of the person in its notes are replaced.", body=text_of(Release, "notes"), stays=TEAMS,
    ),
    *SURVEYS,
    Table(
        EstimatingRound, about="Several people estimate the same ideas without seeing each other's numbers.",
        erased="Nothing of a person.", stays=TEAMS,
    ),
    Table(RoundIdea, about="An idea that is estimated in a round.", erased="Nothing of a person.", stays=TEAMS),
    Table(RoundFactor, about="A factor that a round asks for.", erased="Nothing of a person.", stays=TEAMS),
    Table(RoundEstimator, about="Who estimates in a round.", erased="Nothing of a person.", stays=TEAMS),
    Table(
        BlindEstimate, about="One estimator's numbers in a round. Of a round that is not open they do not leave.",
        erased="Quotations of the person in its note are replaced.", held_back=Q(round__opened_at__isnull=True), stays=TEAMS,
    ),
    Table(
        Throughput, about="How many items were finished in each past week, as a file said.", erased="Nothing of a person.",
        stays=TEAMS,
    ),
    Table(
        Forecast, about="When so many items will be done, or how many by a day, the weeks that comes from, and its record.",
        erased="Nothing of a person.", stays=TEAMS,
    ),
    *PORTAL,
    *CONNECTIONS,
    Table(Field, about="What a team wants to know of each idea.", erased="Nothing of a person.", stays=TEAMS),
    Table(FieldChoice, about="One of the list of a field.", erased="Nothing of a person.", stays=TEAMS),
    Table(
        FieldValue, about="What a field says of an idea.", erased="Quotations of the person in it are replaced.",
        stays=TEAMS,
    ),
    Table(
        Attachment, about="A file that belongs to an idea, and its name; its content is a file.",
        erased="Quotations of the person in its name are replaced; a file that holds their words gives way to a note.",
        stays="The team's own files.",
    ),
    Table(IdeaOwner, about="Whose an idea is.", erased="Nothing of a person.", stays=TEAMS),
    Table(Tag, about="A word that ideas are found by.", erased="Nothing of a person.", stays=TEAMS),
    Table(IdeaTag, about="Which idea has which tag.", erased="Nothing of a person.", stays=TEAMS),
    Table(SavedView, about="A way to look at ideas, under a name.", erased="Nothing of a person.", stays=TEAMS),
)  # fmt: skip
