"""All rows of the access table, gathered from the pages."""

from clew.front.pages import (
    bulk,
    codes,
    customers,
    decisions,
    ideas,
    imports,
    needs,
    palette,
    predictions,
    records,
    runs,
    settings,
    sources,
    styleguide,
    themes,
    then,
    thread,
    today,
)
from clew.front.routes import Route

ROUTES: list[Route] = [
    *today.ROUTES,
    *bulk.ROUTES,
    *codes.ROUTES,
    *customers.ROUTES,
    *decisions.ROUTES,
    *ideas.ROUTES,
    *imports.ROUTES,
    *needs.ROUTES,
    *palette.ROUTES,
    *predictions.ROUTES,
    *records.ROUTES,
    *runs.ROUTES,
    *settings.ROUTES,
    *sources.ROUTES,
    *styleguide.ROUTES,
    *themes.ROUTES,
    *then.ROUTES,
    *thread.ROUTES,
]
