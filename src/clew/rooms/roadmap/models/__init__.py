from clew.rooms.roadmap.models.factors import Estimate, Factor
from clew.rooms.roadmap.models.plan import Item, Move, Release
from clew.rooms.roadmap.models.scores import RankedIdea, Ranking, ScoreModel, ScoreVersion
from clew.rooms.roadmap.models.trackers import TrackedIdea
from clew.rooms.roadmap.models.views import Baseline, PlanView

__all__ = [
    "Baseline",
    "Estimate",
    "Factor",
    "Item",
    "Move",
    "PlanView",
    "RankedIdea",
    "Ranking",
    "Release",
    "ScoreModel",
    "ScoreVersion",
    "TrackedIdea",
]
