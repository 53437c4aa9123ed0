"""Themes: found, changed, turned into needs, and what is told of them."""

from clew.ground.evidence.actions.theme_changes import (
    lock_theme,
    merge_themes,
    move_sources,
    split_off,
    split_theme,
    unlock_theme,
)
from clew.ground.evidence.actions.theme_needs import turn_into_need
from clew.ground.evidence.actions.theme_runs import THEMES_JOB, start_finding_themes
from clew.ground.evidence.actions.themes import find_themes
from clew.ground.evidence.queries.growth import Growth
from clew.ground.evidence.queries.theme_told import (
    Backing,
    ThemeDetail,
    ThemeList,
    ThemePiece,
    ThemeQuote,
    ThemeRow,
    ThemeScope,
    ThemingInfo,
)
from clew.ground.evidence.queries.theme_words import Telling, telling_words
from clew.ground.evidence.queries.themes import theme, theme_scopes, themes

__all__ = [
    "THEMES_JOB",
    "Backing",
    "Growth",
    "Telling",
    "ThemeDetail",
    "ThemeList",
    "ThemePiece",
    "ThemeQuote",
    "ThemeRow",
    "ThemeScope",
    "ThemingInfo",
    "find_themes",
    "lock_theme",
    "merge_themes",
    "move_sources",
    "split_off",
    "split_theme",
    "start_finding_themes",
    "telling_words",
    "theme",
    "theme_scopes",
    "themes",
    "turn_into_need",
    "unlock_theme",
]
