from clew.rooms.roadmap.models.factors import Estimate, Factor
from clew.rooms.roadmap.models.plan import Item, Move, Release
from clew.rooms.roadmap.models.scores import RankedIdea, Ranking, ScoreModel, ScoreVersion

__all__ = ["Estimate", "Factor", "Item", "Move", "RankedIdea", "Ranking", "Release", "ScoreModel", "ScoreVersion"]
