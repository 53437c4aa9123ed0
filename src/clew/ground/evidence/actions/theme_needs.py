"""From a theme to a need: what many say alike becomes a need, with their words as its evidence."""

from collections.abc import Sequence

from clew.ground.evidence.actions.excerpts import mark
from clew.ground.evidence.actions.needs import add_need
from clew.ground.evidence.actions.theme_changes import get_theme
from clew.ground.evidence.kinds import GATHERED, NEED, SUPPORTS
from clew.ground.evidence.models import Theme
from clew.ground.evidence.queries.theme_words import MOST, tellings
from clew.ground.ledger.api import Refused
from clew.ground.thread.api import Node, get_node, link
from clew.ground.workspaces.api import Access, act


@act("turn a theme into a need")
def turn_into_need(
    access: Access,
    *,
    theme_id: int,
    title: str | None = None,
    under: int | None = None,
    need_id: int | None = None,
    quotations: int = 5,
    piece_ids: Sequence[int] | None = None,
) -> Node:
    """Make a need (or take `need_id`) that the theme led to; words of its most central members support it.

    `piece_ids`: take the words of these members only, for whoever has read the quotations and left some out.
    """
    theme = get_theme(theme_id)
    need = _need(access, theme, title, under, need_id)
    link(access, upstream=theme.pk, verb=GATHERED, downstream=need.pk)
    for told in tellings(access, theme.pk, theme.terms, limit=min(quotations, MOST), piece_ids=piece_ids):
        mark(
            access,
            source_id=told.source_id,
            start=told.start,
            end=told.end,
            exact=told.exact,
            need_id=need.pk,
            stance=SUPPORTS,
        )
    return need


def _need(access: Access, theme: Theme, title: str | None, under: int | None, need_id: int | None) -> Node:
    if need_id is None:
        return add_need(access, title=theme.node.title if title is None else title, under=under).node
    need = get_node(need_id, kind=NEED)
    if need.archived_at:
        raise Refused("This need is archived.", field="need", remedy="Bring it back first, or choose another.")
    return need
