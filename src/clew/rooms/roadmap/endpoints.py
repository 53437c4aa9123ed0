"""The room's addresses in the API."""

from clew.ground.doors.api import Door, ask, file, get, post
from clew.rooms.roadmap.actions import estimates as estimate_acts
from clew.rooms.roadmap.actions import factors as factor_acts
from clew.rooms.roadmap.actions import plan as plan_acts
from clew.rooms.roadmap.actions import rankings as ranking_acts
from clew.rooms.roadmap.actions import releases as release_acts
from clew.rooms.roadmap.actions import score_models as model_acts
from clew.rooms.roadmap.actions import views as view_acts
from clew.rooms.roadmap.actions.trackers import import_ideas
from clew.rooms.roadmap.queries import estimates, outgoing, plan, rankings, releases, score_models, trackers, views
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
    get("releases", releases.releases),
    get("releases/{release_id}", releases.one_release),
    post("releases", release_acts.add_release),
    post("releases/{release_id}", release_acts.write_release),
    post("releases/{release_id}/items", release_acts.ship),
    post("releases/{release_id}/take-out", release_acts.unship),
    post("releases/{release_id}/out", release_acts.release),
]
