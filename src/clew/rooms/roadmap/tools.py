"""What an assistant may do in the room."""

from clew.ground.doors.api import Tool, get, post
from clew.rooms.roadmap.actions.estimates import estimate_idea
from clew.rooms.roadmap.actions.finding_costs import say_finding_costs
from clew.rooms.roadmap.actions.forecasts import forecast
from clew.rooms.roadmap.actions.plan import add_item
from clew.rooms.roadmap.actions.rankings import rank_ideas
from clew.rooms.roadmap.queries import (
    estimates,
    forecasts,
    plan,
    portfolios,
    ranked_now,
    rankings,
    releases,
    rounds,
    score_models,
    surveys,
)
from clew.rooms.roadmap.queries.changes import what_would_change
from clew.rooms.roadmap.queries.finished import slip

TOOLS = (
    Tool(get("factors", estimates.factors)),
    Tool(get("ideas/{idea_id}/estimates", estimates.estimates_of)),
    Tool(get("score-models", score_models.score_models)),
    Tool(get("ranked-now", ranked_now.rank)),
    Tool(get("rankings/newest", rankings.newest_ranking)),
    Tool(get("rankings/{ranking_id}/ideas", rankings.ranked_ideas)),
    Tool(get("rankings/{ranking_id}/what-would-change", what_would_change)),
    Tool(get("roadmap-items", plan.planned_items)),
    Tool(get("surveys", surveys.surveys)),
    Tool(get("surveys/{survey_id}/results", surveys.survey_results)),
    Tool(get("portfolios", portfolios.portfolios)),
    Tool(get("portfolios/{portfolio_id}", portfolios.portfolio)),
    Tool(get("releases", releases.releases)),
    Tool(get("forecasts", forecasts.forecasts)),
    Tool(get("slip", slip)),
    Tool(post("forecasts", forecast), "Forecast from the history"),
    Tool(post("ideas/{idea_id}/estimates", estimate_idea), "Estimate idea {idea_id}"),
    Tool(post("finding-costs", say_finding_costs), "Say what finding out costs"),
    Tool(post("score-models/{model_id}/rankings", rank_ideas), "Rank the ideas by score model {model_id}"),
    Tool(post("roadmap-items", add_item), "Plan the item “{title}”"),
)
READERS = {
    "ranking": rankings.ranking,
    "portfolio": portfolios.portfolio,
    "roadmap_item": plan.planned_item,
    "survey": surveys.survey,
    "forecast": forecasts.one_forecast,
    "estimating_round": rounds.estimating_round,
    "release": releases.one_release,
}
