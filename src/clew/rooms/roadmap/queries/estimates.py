"""What was estimated of ideas: by whom, how far apart they are, and what is still missing."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, Q

from clew.ground.evidence.api import IDEA, Idea
from clew.ground.ledger.api import NotFound
from clew.ground.thread.api import Node
from clew.ground.workspaces.api import Access, names_of, read, shown_titles
from clew.rooms.roadmap.models import Estimate, Factor

MOST = 200
BASES = dict(Estimate.BASES)


@dataclass(frozen=True, slots=True)
class FactorRow:
    id: int
    key: str
    label: str
    unit: str
    kind: str
    lowest: float | None
    highest: float | None
    question: str


@dataclass(frozen=True, slots=True)
class EstimateRow:
    """`is_mine`: made by who asks."""

    id: int
    factor_id: int
    factor: str
    kind: str
    low: float
    likely: float | None
    high: float
    level: float
    basis: str
    basis_name: str
    source_id: int | None
    source: str
    note: str
    author: str
    made_at: datetime
    is_mine: bool
    stands: bool


@dataclass(frozen=True, slots=True)
class Cell:
    """What all hold one factor of one idea to be: the outer ends, how many estimated, and one's own."""

    low: float
    high: float
    how_many: int
    mine: EstimateRow | None


@dataclass(frozen=True, slots=True)
class EstimatedIdea:
    id: int
    title: str
    cells: Mapping[int, Cell]


@read
def factors(access: Access) -> tuple[FactorRow, ...]:
    return tuple(factor_row(row) for row in Factor.objects.order_by("pk")[:MOST])


@read
def factor(access: Access, factor_id: int) -> FactorRow:
    found = Factor.objects.filter(pk=factor_id).first()
    if found is None:
        raise NotFound("No such factor.")
    return factor_row(found)


@read
def estimates_of(
    access: Access, idea_id: int, *, all: bool = False, limit: int = 50, offset: int = 0
) -> tuple[EstimateRow, ...]:
    """Of one idea, the newest first; with `all` also those that another took the place of."""
    _there(idea_id)
    found = Estimate.objects.filter(idea=idea_id).select_related("source")
    if not all:
        found = found.filter(replaced_at__isnull=True)
    return _rows(access, list(found.order_by("-pk")[offset : offset + min(limit, MOST)]))


@read
def estimated_ideas(
    access: Access,
    *,
    factor_ids: Sequence[int],
    idea_ids: Sequence[int] | None = None,
    search: str = "",
    missing: bool = False,
    limit: int = 50,
    offset: int = 0,
) -> tuple[EstimatedIdea, ...]:
    """Ideas with what was estimated of these factors, the newest first; `missing`: only those that lack one."""
    found = Node.objects.filter(kind=IDEA, archived_at__isnull=True)
    if idea_ids is not None:
        found = found.filter(pk__in=list(idea_ids)[:MOST])
    if search:
        found = found.filter(title__icontains=search)
    if missing:
        found = found.filter(_lacks(factor_ids))
    page = list(found.order_by("-pk").values_list("pk", "title")[offset : offset + min(limit, MOST)])
    cells = _cells(access, [pk for pk, _ in page], factor_ids)
    return tuple(EstimatedIdea(pk, title, cells.get(pk, {})) for pk, title in page)


@read
def next_to_estimate(access: Access, idea_id: int, *, factor_ids: Sequence[int]) -> int | None:
    """The idea after this one in the list that lacks an estimate; after the last the first that was left out."""
    _there(idea_id)
    found = Node.objects.filter(_lacks(factor_ids), kind=IDEA, archived_at__isnull=True).exclude(pk=idea_id)
    lacking = found.order_by("-pk").values_list("pk", flat=True)
    return lacking.filter(pk__lt=idea_id).first() or lacking.first()


def _lacks(factor_ids: Sequence[int]) -> Q:
    """An idea of which one of these factors at least was estimated by nobody."""
    standing = Estimate.objects.filter(idea=OuterRef("pk"), replaced_at__isnull=True)
    return Q(*(Q(~Exists(standing.filter(factor=pk))) for pk in factor_ids), _connector=Q.OR) or Q(pk__in=[])


def _there(idea_id: int) -> None:
    if not Idea.objects.filter(pk=idea_id).exists():
        raise NotFound("No such idea.")


def _cells(access: Access, ideas: Sequence[int], factor_ids: Sequence[int]) -> dict[int, dict[int, Cell]]:
    standing = Estimate.objects.filter(idea__in=ideas, factor__in=factor_ids, replaced_at__isnull=True)
    by_cell: dict[tuple[int, int], list[EstimateRow]] = defaultdict(list)
    made = list(standing.select_related("source").order_by("pk"))
    for row, estimate in zip(_rows(access, made), made, strict=True):
        by_cell[estimate.idea_id, estimate.factor_id].append(row)
    cells: dict[int, dict[int, Cell]] = defaultdict(dict)
    for (idea, factor), rows in by_cell.items():
        mine = next((row for row in rows if row.is_mine), None)
        cells[idea][factor] = Cell(min(r.low for r in rows), max(r.high for r in rows), len(rows), mine)
    return cells


def _rows(access: Access, made: Iterable[Estimate]) -> tuple[EstimateRow, ...]:
    made = list(made)
    names = names_of({row.author_id for row in made if row.author_id})
    factors = Factor.objects.in_bulk({row.factor_id for row in made})
    sources = shown_titles(access, {row.source.pk: row.source.title for row in made if row.source})
    return tuple(
        EstimateRow(
            id=row.pk, factor_id=row.factor_id, factor=factors[row.factor_id].label, kind=factors[row.factor_id].kind, low=row.low, likely=row.likely, high=row.high,
            level=row.level, basis=row.basis, basis_name=BASES[row.basis], source_id=row.source_id, source=sources.get(row.source_id or 0, ""),
            note=row.note, author=names.get(row.author_id or 0, ""), made_at=row.made_at,
            is_mine=row.author_id == access.user_id, stands=row.replaced_at is None,
        )
        for row in made
    )  # fmt: skip


def factor_row(row: Factor) -> FactorRow:
    return FactorRow(row.pk, row.key, row.label, row.unit, row.kind, row.lowest, row.highest, row.question)
