"""The room's addresses in the API."""

from clew.ground.doors.api import Door, ask, file, get, post
from clew.rooms.roadmap.actions import deciding as deciding_acts
from clew.rooms.roadmap.actions import estimates as estimate_acts
from clew.rooms.roadmap.actions import factors as factor_acts
from clew.rooms.roadmap.actions import forecasts as forecast_acts
from clew.rooms.roadmap.actions import plan as plan_acts
from clew.rooms.roadmap.actions import portal as portal_acts
from clew.rooms.roadmap.actions import rankings as ranking_acts
from clew.rooms.roadmap.actions import releases as release_acts
from clew.rooms.roadmap.actions import rounds as round_acts
from clew.rooms.roadmap.actions import score_models as model_acts
from clew.rooms.roadmap.actions import surveys as survey_acts
from clew.rooms.roadmap.actions import views as view_acts
from clew.rooms.roadmap.actions import votes as vote_acts
from clew.rooms.roadmap.actions.survey_files import bring_in_answers
from clew.rooms.roadmap.actions.survey_landing import land_results
from clew.rooms.roadmap.actions.trackers import import_ideas
from clew.rooms.roadmap.queries import (
    deciding,
    estimates,
    finished,
    forecasts,
    outgoing,
    plan,
    portal,
    ranked_now,
    rankings,
    releases,
    rounds,
    score_models,
    survey_files,
    track,
    trackers,
    views,
    votes,
)
from clew.rooms.roadmap.queries import surveys as survey_queries
from clew.rooms.roadmap.queries.changes import what_would_change

DOORS: list[Door] = [
    get("factors", estimates.factors),
    post("factors", factor_acts.add_factor),
    post("factors/{factor_id}", factor_acts.change_factor),
    get("estimates", estimates.estimated_ideas),
    get("ideas/{idea_id}/estimates", estimates.estimates_of),
    get("ideas/{idea_id}/next-to-estimate", estimates.next_to_estimate),
    post("ideas/{idea_id}/estimates", estimate_acts.estimate_idea),
    post("ideas/{idea_id}/estimates/withdraw", estimate_acts.withdraw_estimate),
    get("ideas/{idea_id}/blind", rounds.blind_of),
    get("estimating-rounds", rounds.estimating_rounds),
    get("estimating-rounds/{round_id}", rounds.estimating_round),
    get("estimating-rounds/{round_id}/side-by-side", rounds.side_by_side),
    post("estimating-rounds", round_acts.begin_estimating),
    post("estimating-rounds/{round_id}/ideas/{idea_id}", round_acts.estimate_blind),
    post("estimating-rounds/{round_id}/open", round_acts.open_estimating),
    get("score-models", score_models.score_models),
    get("score-models/factors", score_models.factors_wanted),
    get("score-models/{model_id}/versions", score_models.versions_of),
    post("score-models", model_acts.add_score_model),
    post("score-models/{model_id}", model_acts.change_score_model),
    post("score-models/{model_id}/rankings", ranking_acts.rank_ideas),
    get("rankings/newest", rankings.newest_ranking),
    get("rankings/{ranking_id}", rankings.ranking),
    get("rankings/{ranking_id}/ideas", rankings.ranked_ideas),
    get("rankings/{ranking_id}/what-would-change", what_would_change),
    get("idea-imports/places", trackers.tracked_places),
    get("idea-imports/{file_id}/headings", trackers.import_headings),
    ask("idea-imports/preview", trackers.preview_idea_import),
    post("idea-imports", import_ideas),
    file("ideas/file", trackers.download_ideas),
    get("ideas/{idea_id}/tracked", trackers.tracked),
    get("rankings/{ranking_id}/draft-decision", deciding.draft_decision),
    post("rankings/{ranking_id}/decision", deciding_acts.decide_from_ranking),
    post("roadmap-items/{item_id}/decision", deciding_acts.decide_on_item),
    get("outcomes-wanted", deciding.outcomes_wanted),
    get("estimates/track-record", track.track_record),
    get("ranked-now", ranked_now.rank),
    get("roadmap-items", plan.planned_items),
    get("ideas/{idea_id}/roadmap-items", plan.items_of_idea),
    get("roadmap-items/teams", plan.teams),
    get("roadmap-items/baselines", plan.baselines),
    post("roadmap-items/baselines", view_acts.take_baseline),
    file("roadmap-items/file", outgoing.download_plan),
    get("plan-views", views.plan_views),
    post("plan-views", view_acts.add_plan_view),
    get("plan-views/{view_id}", views.plan_view),
    post("plan-views/{view_id}", view_acts.change_plan_view),
    file("plan-views/{view_id}/file", outgoing.download_plan_view),
    get("roadmap-items/{item_id}", plan.planned_item),
    get("roadmap-items/{item_id}/moves", plan.moves_of),
    post("roadmap-items", plan_acts.add_item),
    post("roadmap-items/{item_id}", plan_acts.describe_item),
    post("roadmap-items/{item_id}/move", plan_acts.move_item),
    post("roadmap-items/{item_id}/place", plan_acts.place_item),
    post("roadmap-items/{item_id}/shift", plan_acts.shift_item),
    post("roadmap-items/{item_id}/state", plan_acts.set_item_state),
    post("roadmap-items/{item_id}/ideas", plan_acts.deliver),
    post("roadmap-items/{item_id}/outcome", plan_acts.aim),
    post("roadmap-items/{item_id}/wait", plan_acts.wait_for),
    post("roadmap-items/{item_id}/wait-no-longer", plan_acts.wait_no_longer),
    get("surveys", survey_queries.surveys),
    get("surveys/{survey_id}", survey_queries.survey),
    get("surveys/{survey_id}/results", survey_queries.survey_results),
    file("surveys/{survey_id}/answers.csv", survey_files.survey_answers_file),
    post("surveys", survey_acts.add_survey),
    post("surveys/{survey_id}", survey_acts.describe_survey),
    post("surveys/{survey_id}/ideas", survey_acts.choose_survey_ideas),
    post("surveys/{survey_id}/open", survey_acts.open_survey),
    post("surveys/{survey_id}/close", survey_acts.close_survey),
    post("surveys/{survey_id}/link", survey_acts.post_survey, once=("secret",)),
    post("surveys/{survey_id}/people", survey_acts.ask_people, once=("links",)),
    post("surveys/{survey_id}/answers", bring_in_answers),
    post("surveys/{survey_id}/estimates", land_results),
    get("roadmap-items/{item_id}/slip", finished.slip_of),
    get("throughputs", forecasts.throughputs),
    post("throughputs", forecast_acts.import_throughput),
    get("forecasts", forecasts.forecasts),
    get("forecasts/{forecast_id}", forecasts.one_forecast),
    post("forecasts", forecast_acts.forecast),
    get("slip", finished.slip),
    get("ideas-by-votes", votes.voted_ideas),
    get("votes", votes.votes_of),
    get("ideas/{idea_id}/votes", votes.idea_votes),
    get("ideas/{idea_id}/voters", votes.voters),
    post("ideas/{idea_id}/votes", vote_acts.vote_for),
    post("ideas/{idea_id}/votes/take-back", vote_acts.take_back_vote_for),
    get("portal", portal.portal),
    post("portal", portal_acts.set_up_portal),
    get("portal/queue", portal.portal_queue),
    get("portal/ideas", portal.published_ideas),
    get("portal/ideas/{idea_id}", portal.published_idea),
    get("portal/ideas/{idea_id}/comments", portal.public_comments),
    get("portal/items", portal.public_items),
    get("portal/releases", portal.public_releases),
    post("portal/ideas/{idea_id}", portal_acts.publish_idea),
    post("portal/ideas/{idea_id}/take-off", portal_acts.unpublish_idea),
    post("portal/ideas/{idea_id}/status", portal_acts.set_public_status),
    post("portal/ideas/{idea_id}/comments", portal_acts.answer_on_portal),
    post("portal/comments/{comment_id}", portal_acts.settle_comment),
    post("portal/suggestions/{suggestion_id}/take", portal_acts.take_suggestion),
    post("portal/suggestions/{suggestion_id}/refuse", portal_acts.refuse_suggestion),
    get("releases", releases.releases),
    get("releases/{release_id}", releases.one_release),
    post("releases", release_acts.add_release),
    post("releases/{release_id}", release_acts.write_release),
    post("releases/{release_id}/items", release_acts.ship),
    post("releases/{release_id}/take-out", release_acts.unship),
    post("releases/{release_id}/out", release_acts.release),
]
NOT_OFFERED = {
    "posted_form": "the page's own question for whoever holds a link; `surveys/{survey_id}` tells members",
    "progress_of": "a respondent's own page asks it by their link",
    "next_pair": "a respondent's own page asks it by their link",
    "preview_of": "what the preview is drawn with; `surveys/{survey_id}` tells what is asked",
    "begin_openly": "for whoever holds the posted link, on its page",
    "begin_survey": "for whoever holds a personal link, on its page",
    "answer_survey": "for whoever holds a link, on its page",
    "stop_survey": "for whoever holds a link, on its page",
}

BY_VISITORS = "done by people on the portal, who have no account and no token"
NOT_OFFERED |= dict.fromkeys(
    ("ask_to_enter", "sign_in", "sign_out", "vote", "take_back_vote", "comment", "suggest", "be_quiet"), BY_VISITORS
)
