"""The room's pages for those without an account."""

from clew.ground.doors.api import PublicPage
from clew.rooms.roadmap.pages import forms, plan_views, surveyed, visiting

PUBLIC: list[PublicPage] = [*forms.PUBLIC, *plan_views.PUBLIC, *surveyed.PUBLIC, *visiting.PUBLIC]
