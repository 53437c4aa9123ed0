"""The room's pages for those without an account."""

from clew.ground.doors.api import PublicPage
from clew.rooms.roadmap.pages import forms, item_words, plan_views, surveyed, visiting

PUBLIC: list[PublicPage] = [*forms.PUBLIC, *item_words.PUBLIC, *plan_views.PUBLIC, *surveyed.PUBLIC, *visiting.PUBLIC]
