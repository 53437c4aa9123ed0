"""Ideas with estimates, ready to be ranked."""

from collections.abc import Mapping

from clew.ground.evidence.api import add_idea
from clew.ground.workspaces.api import Access
from clew.rooms.roadmap.actions.estimates import estimate_idea
from clew.rooms.roadmap.actions.score_models import add_score_model
from clew.rooms.roadmap.models import Factor

RICE = {"reach": (100.0, 400.0), "impact": (0.5, 2.0), "confidence": (0.5, 0.8), "effort": (2.0, 6.0)}
BETTER = {**RICE, "reach": (2000.0, 4000.0)}


def rice(access: Access) -> int:
    """A score model; its factors come along."""
    return int(add_score_model(access, title="RICE", method="rice").model_id)


def estimated(access: Access, title: str, values: Mapping[str, tuple[float, float]] = RICE) -> int:
    idea = int(add_idea(access, title=title).pk)
    say(access, idea, values)
    return idea


def say(access: Access, idea: int, values: Mapping[str, tuple[float, float]]) -> None:
    found = dict(Factor._base_manager.filter(workspace=access.workspace_id).values_list("key", "pk"))
    told = [{"factor_id": found[key], "low": low, "high": high} for key, (low, high) in values.items()]
    estimate_idea(access, idea_id=idea, values=told)
