"""Needs and ideas in order, a page at a time: what nobody has spoken of weighs nothing and stands behind, by name."""

from datetime import date, datetime

from django.db.models import QuerySet, Subquery
from django.db.models.functions import Lower

from clew.ground.evidence.kinds import IDEA
from clew.ground.evidence.queries.weights import Voices, Weight, voices, weight
from clew.ground.thread.api import Node
from clew.ground.workspaces.api import Access

MOST = 10_000
_ORDER = {"name": (Lower("title"), "pk"), "newest": ("-pk",)}
_COLUMNS = ("pk", "title", "state", "created_at")
Row = tuple[int, str, str, datetime]


def listed(
    access: Access, kind: str, *, on: date, search: str, sort: str, page: slice, together: Subquery | None = None
) -> tuple[list[Row], dict[int, Weight]]:
    """The rows of a page, as `_COLUMNS`, and their weights; with `together`, what has the same of it stands together.

    Called inside a query; a fixed number of statements.
    """
    found = _found(kind, search)
    if together is None and sort in _ORDER:
        rows = list(found.order_by(*_ORDER[sort]).values_list(*_COLUMNS)[page])
        return rows, weight(access, [row[0] for row in rows], on=on)
    counted = voices(access, on=on, ideas=kind == IDEA)
    rows = _by_weight(found, counted, page) if together is None else _together(found, together, sort, counted, page)
    return rows, {row[0]: counted.weight(row[0]) for row in rows}


def _found(kind: str, search: str) -> QuerySet[Node]:
    found = Node.objects.filter(kind=kind, archived_at__isnull=True)
    if search.strip():
        found = found.filter(title__icontains=search.strip()[:100])
    return found


def _by_weight(found: QuerySet[Node], voices: Voices, page: slice) -> list[Row]:
    heard = _heard(found, voices)
    rows = _rows(found, heard[page])
    start, rest = max(0, page.start - len(heard)), page.stop - page.start - len(rows)
    if not rest:
        return rows
    return [*rows, *found.exclude(pk__in=heard).order_by(*_ORDER["name"]).values_list(*_COLUMNS)[start : start + rest]]


def _heard(found: QuerySet[Node], voices: Voices) -> list[int]:
    """Those that anybody has spoken of, the heaviest first."""
    spoken_of = sorted(voices.said, key=lambda pk: -len(voices.said[pk]))[:MOST]
    known = found.filter(pk__in=spoken_of).values_list("pk", "title")
    return [pk for pk, _ in sorted(known, key=lambda row: (voices.rank(row[0]), row[1].casefold()))]


def _together(found: QuerySet[Node], together: Subquery, sort: str, voices: Voices, page: slice) -> list[Row]:
    known = list(found.annotate(group=together).order_by("-pk").values_list("pk", "title", "group")[:MOST])
    if sort == "name":
        known.sort(key=lambda row: row[1].casefold())
    elif sort != "newest":
        known.sort(key=lambda row: (voices.rank(row[0]), row[1].casefold()))
    known.sort(key=lambda row: (row[2] is None, row[2] or ""))
    return _rows(found, [row[0] for row in known[page]])


def _rows(found: QuerySet[Node], ids: list[int]) -> list[Row]:
    rows = {row[0]: row for row in found.filter(pk__in=ids).values_list(*_COLUMNS)}
    return [rows[pk] for pk in ids]
