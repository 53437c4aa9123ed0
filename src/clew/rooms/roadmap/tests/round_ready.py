"""A round that two members estimate blind, and what one of them says in it."""

from typing import Any

from clew.ground.evidence.api import add_idea
from clew.ground.workspaces.api import Access
from clew.rooms.roadmap.actions.rounds import begin_estimating, estimate_blind
from clew.rooms.roadmap.models import Factor
from clew.rooms.roadmap.tests.ready import rice

SECRET = 4321.0  # stands nowhere else


class Ready:
    def __init__(self, access: Access, editor: Access) -> None:
        self.model = rice(access)
        self.factors = dict(Factor._base_manager.filter(workspace=access.workspace_id).values_list("key", "pk"))
        self.ideas = [int(add_idea(access, title=title).pk) for title in ("Count by phone", "Live prices")]
        people = [access.user_id or 0, editor.user_id or 0]
        self.asked: dict[str, Any] = {
            "title": "Reach",
            "idea_ids": self.ideas,
            "factor_ids": [self.factors["reach"]],
            "estimator_ids": people,
        }
        self.round = int(begin_estimating(access, **self.asked).pk)

    def say(self, who: Access, low: float, high: float, *, idea: int = 0, **more: Any) -> None:
        value = {"factor_id": self.factors["reach"], "low": low, "high": high, **more}
        estimate_blind(who, round_id=self.round, idea_id=self.ideas[idea], values=[value])
