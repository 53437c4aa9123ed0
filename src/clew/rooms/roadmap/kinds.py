"""The kinds and verbs of the room: how ideas are scored, what is planned of them, and in which release it went out."""

from clew.ground.evidence.api import IDEA, OUTCOME
from clew.ground.thread.api import Kind, Verb

SCORE_MODEL, RANKING = "score_model", "ranking"
ITEM, RELEASE, PLAN_VIEW, SURVEY = "roadmap_item", "release", "plan_view", "survey"
FORECAST, ROUND = "forecast", "estimating_round"
RANKED, SCORED_WITH, ASKED_IN, ESTIMATED_IN = "ranked_in", "scored_with", "asked_in", "estimated_in"
PORTFOLIO, WEIGHED, PORTFOLIO_JOB = "portfolio", "weighed_in", "choose a portfolio"
TRACKER_JOB = "take over from a tracker"
DELIVERED, WAITED_FOR, AIMED, SHIPPED = "delivered_by", "waited_for_by", "aimed_at_by", "shipped_in"

TESTED = "tested_by"  # the interviews' verb: what must be true for an idea to work

IDEA_STATES = NEW, CONSIDERED, PLANNED, IN_WORK, RELEASED, DECLINED = (
    "new", "considered", "planned", "in work", "released", "declined",
)  # fmt: skip

KINDS = (
    Kind(SCORE_MODEL, "Score model", "Score models", "calculator", "roadmap/models"),
    Kind(RANKING, "Ranking", "Rankings", "list-ordered", "roadmap", shared=True),
    Kind(ITEM, "Roadmap item", "Roadmap items", "milestone", "roadmap/plan", shared=True),
    Kind(RELEASE, "Release", "Releases", "rocket", "roadmap/releases", shared=True),
    Kind(PLAN_VIEW, "View of the plan", "Views of the plan", "presentation", "roadmap/plan", shared=True),
    Kind(SURVEY, "Survey", "Surveys", "list-checks", "roadmap/surveys"),
    Kind(FORECAST, "Forecast", "Forecasts", "trending-up", "roadmap/forecasts"),
    Kind(ROUND, "Estimating round", "Estimating rounds", "users-round", "roadmap/rounds"),
    Kind(PORTFOLIO, "Portfolio", "Portfolios", "briefcase", "roadmap/portfolios"),
)
VERBS = (
    Verb(IDEA, RANKED, RANKING, "was ranked in", "ranks"),
    Verb(IDEA, ASKED_IN, SURVEY, "was asked about in", "asks about"),
    Verb(IDEA, ESTIMATED_IN, ROUND, "is estimated in", "estimates"),
    Verb(IDEA, DELIVERED, ITEM, "is delivered by", "delivers", by_hand=True),
    Verb(ITEM, WAITED_FOR, ITEM, "is waited for by", "waits for"),
    Verb(OUTCOME, AIMED, ITEM, "is aimed at by", "aims at"),
    Verb(ITEM, SHIPPED, RELEASE, "was shipped in", "ships"),
    Verb(IDEA, WEIGHED, PORTFOLIO, "is weighed in", "weighs"),
    Verb(SCORE_MODEL, SCORED_WITH, RANKING, "scores", "was scored with"),
)
