"""Give some of a need's words to another need: what was taken for one need turns out to be two."""

from collections.abc import Sequence

from django.db.models import QuerySet

from clew.ground.evidence.actions.needs import add_need, need_named
from clew.ground.evidence.kinds import NEED, STANCES, UNDER
from clew.ground.ledger.api import NotFound, Refused
from clew.ground.thread.api import Link, Node, get_node, link_many, withdraw_link
from clew.ground.workspaces.api import Access, act

AT_ONCE = 500


@act("move words to another need")
def move_words(
    access: Access, *, need_id: int, excerpt_ids: Sequence[int], to: int | None = None, new_need: str = ""
) -> Node:
    """These excerpts speak to the other need as they spoke to this one. A new need stands where this one stands."""
    need = get_node(need_id, kind=NEED)
    ties = _ties(need.pk, excerpt_ids)
    other = get_node(to, kind=NEED) if to is not None else _named(access, need, new_need)
    _check(need, other)
    for tie in ties:
        withdraw_link(access, link_id=tie.pk, reason=f"moved to “{other.title}”")
    has = set(_active(other.pk).filter(upstream__in=excerpt_ids).values_list("upstream_id", flat=True))
    link_many(access, [(tie.upstream_id, tie.verb, other.pk) for tie in ties if tie.upstream_id not in has])
    return other


def _ties(need_id: int, excerpt_ids: Sequence[int]) -> list[Link]:
    asked = set(excerpt_ids)
    if not asked:
        raise Refused("No words are selected.", field="excerpts", remedy="Select those that speak to another need.")
    if len(asked) > AT_ONCE:
        raise Refused(f"At most {AT_ONCE} quotations at once.", field="excerpts", remedy="Select fewer.")
    ties = list(_active(need_id).filter(upstream__in=asked).order_by("pk"))
    if {tie.upstream_id for tie in ties} != asked:
        raise NotFound("These words are not tied to this need.")
    return ties


def _active(need_id: int) -> QuerySet[Link]:
    return Link.objects.filter(downstream_id=need_id, verb__in=STANCES, withdrawn_at__isnull=True)


def _named(access: Access, need: Node, title: str) -> Node:
    if not title.strip():
        raise Refused("No need was chosen.", field="to", remedy="Find one, or type the name of a new one.")
    there = need_named(title)
    if there is not None:
        return there
    place = Link.objects.filter(upstream=need, verb=UNDER, withdrawn_at__isnull=True).order_by("pk").first()
    return add_need(access, title=title, under=place.downstream_id if place else None).node


def _check(need: Node, other: Node) -> None:
    if need.pk == other.pk:
        raise Refused("They speak to this need already.", field="to", remedy="Choose another need.")
    if other.archived_at:
        raise Refused("That need is archived.", field="to", remedy="Bring it back first, or choose another.")
