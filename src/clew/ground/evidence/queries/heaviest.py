"""Needs and ideas in order, a page at a time: what nobody has spoken of weighs nothing and stands behind, by name."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from django.db.models import OuterRef, QuerySet, Subquery
from django.db.models.functions import Lower

from clew.ground.evidence.kinds import ADDRESSED, IDEA
from clew.ground.evidence.queries.weights import Weight, voices, weight
from clew.ground.thread.api import Link, Node
from clew.ground.workspaces.api import Access, kept, read

MOST = 10_000
_ORDER = {"name": (Lower("title"), "pk"), "newest": ("-pk",)}
_COLUMNS = ("pk", "title", "state", "created_at")
Row = tuple[int, str, str, datetime]


def listed(
    access: Access, kind: str, *, on: date, search: str, sort: str, page: slice, by_need: bool = False
) -> tuple[list[Row], Mapping[int, Weight]]:
    """The rows of a page, as `_COLUMNS`, and their weights; `by_need`: ideas of one need stand together.

    Called inside a query; a fixed number of statements.
    """
    found = _found(kind, search)
    if by_need:
        rows = _rows(found, _together(access, on=on, search=search, sort=sort)[page])
    elif sort in _ORDER:
        rows = list(found.order_by(*_ORDER[sort]).values_list(*_COLUMNS)[page])
    else:
        rows = _by_weight(found, _heard(access, kind, on=on, search=search), page)
    ids = [row[0] for row in rows]
    if by_need or sort not in _ORDER:  # all that was said was gone through to sort them
        counted = voices(access, on=on, ideas=kind == IDEA)
        return rows, {pk: counted.weight(pk) for pk in ids}
    return rows, weight(access, ids, on=on)


def ties() -> QuerySet[Link]:
    """From needs to the ideas that address them, the oldest tie of an idea first."""
    live = Link.objects.filter(verb=ADDRESSED, withdrawn_at__isnull=True, upstream__archived_at__isnull=True)
    return live.order_by("pk")


def _found(kind: str, search: str) -> QuerySet[Node]:
    found = Node.objects.filter(kind=kind, archived_at__isnull=True)
    if search.strip():
        found = found.filter(title__icontains=search.strip()[:100])
    return found


def _by_weight(found: QuerySet[Node], heard: tuple[int, ...], page: slice) -> list[Row]:
    rows = _rows(found, heard[page])
    start, rest = max(0, page.start - len(heard)), page.stop - page.start - len(rows)
    if not rest:
        return rows
    return [*rows, *found.exclude(pk__in=heard).order_by(*_ORDER["name"]).values_list(*_COLUMNS)[start : start + rest]]


@kept
@read
def _heard(access: Access, kind: str, *, on: date, search: str) -> tuple[int, ...]:
    """Those that anybody has spoken of, the heaviest first."""
    counted = voices(access, on=on, ideas=kind == IDEA)
    spoken_of = sorted(counted.said, key=lambda pk: -len(counted.said[pk]))[:MOST]
    known = _found(kind, search).filter(pk__in=spoken_of).values_list("pk", "title")
    return tuple(pk for pk, _ in sorted(known, key=lambda row: (counted.rank(row[0]), row[1].casefold())))


@kept
@read
def _together(access: Access, *, on: date, search: str, sort: str) -> tuple[int, ...]:
    """Ideas by the need they address, inside it in the order asked for; those without one at the end."""
    need = Subquery(ties().filter(downstream=OuterRef("pk")).values(name=Lower("upstream__title"))[:1])
    ideas = _found(IDEA, search).annotate(group=need)
    known = list(ideas.order_by("-pk").values_list("pk", "title", "group")[:MOST])
    if sort == "name":
        known.sort(key=lambda row: row[1].casefold())
    elif sort != "newest":
        counted = voices(access, on=on, ideas=True)
        known.sort(key=lambda row: (counted.rank(row[0]), row[1].casefold()))
    known.sort(key=lambda row: (row[2] is None, row[2] or ""))
    return tuple(row[0] for row in known)


def _rows(found: QuerySet[Node], ids: Sequence[int]) -> list[Row]:
    rows = {row[0]: row for row in found.filter(pk__in=ids).values_list(*_COLUMNS)}
    return [rows[pk] for pk in ids]
