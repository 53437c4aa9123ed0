from clew.ground.evidence.models.exchanged import Exchanged
from clew.ground.evidence.models.needs import Idea, Need, Outcome
from clew.ground.evidence.models.sources import (
    Code,
    Excerpt,
    ExcerptCode,
    ImportBatch,
    ImportRowError,
    Source,
    SourceVersion,
    Speaker,
)
from clew.ground.evidence.models.themes import Embedding, Theme, ThemeMember, Theming

__all__ = [
    "Code",
    "Embedding",
    "Excerpt",
    "ExcerptCode",
    "Exchanged",
    "Idea",
    "ImportBatch",
    "ImportRowError",
    "Need",
    "Outcome",
    "Source",
    "SourceVersion",
    "Speaker",
    "Theme",
    "ThemeMember",
    "Theming",
]
