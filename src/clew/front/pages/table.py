"""All rows of the access table, gathered from the pages."""

from clew.front.pages import today
from clew.front.routes import Route

ROUTES: list[Route] = [*today.ROUTES]
