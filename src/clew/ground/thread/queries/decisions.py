"""Read decisions."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Case, Count, Min, Q, QuerySet, When

from clew.ground.ledger.api import NotFound
from clew.ground.thread.models import Decision, Link, Option
from clew.ground.thread.snapshot import snapshot_hash, with_numbers
from clew.ground.workspaces.api import Access, names_of, read


@dataclass(frozen=True, slots=True)
class DecisionRow:
    id: int
    title: str
    state: str
    options: int
    chosen: str
    predictions: int
    open_predictions: int
    next_due: date | None
    decided_on: date | None
    decided_by: str


@dataclass(frozen=True, slots=True)
class OptionRow:
    id: int
    title: str
    idea_id: int | None
    chosen: bool
    reason: str


@dataclass(frozen=True, slots=True)
class Ground:
    node_id: int
    kind: str
    title: str
    link_id: int


@dataclass(frozen=True, slots=True)
class DecisionDetail:
    id: int
    title: str
    state: str
    question: str
    flips: str
    options: tuple[OptionRow, ...]
    grounds: tuple[Ground, ...]
    decided_on: date | None
    decided_by: str
    snapshot: dict[str, Any] | None
    snapshot_hash: str
    snapshot_intact: bool
    snapshot_here: dict[str, Any] | None

    @property
    def erased_on(self) -> date | None:
        """The day on which a person's words were taken out of the snapshot; its hash is of what it was before."""
        day = (self.snapshot or {}).get("erased_on")
        return date.fromisoformat(day) if isinstance(day, str) else None

    @property
    def is_open(self) -> bool:
        return self.decided_on is None

    @property
    def chosen(self) -> OptionRow | None:
        return next((o for o in self.options if o.chosen), None)


@read
def decisions(
    access: Access, *, state: str = "", search: str = "", limit: int = 50, offset: int = 0
) -> list[DecisionRow]:
    """Decisions, open ones first, then the newest."""
    rows = list(_listed(state, search)[offset : offset + min(limit, 200)])
    chosen = dict(
        Option.objects.filter(decision_id__in=[r.pk for r in rows], chosen=True).values_list("decision_id", "title")
    )
    names = names_of({r.decided_by_id for r in rows if r.decided_by_id})
    return [
        DecisionRow(
            id=row.pk,
            title=row.node.title,
            state=row.node.state,
            options=row.option_count,
            chosen=chosen.get(row.pk, ""),
            predictions=row.prediction_count,
            open_predictions=row.open_count,
            next_due=row.next_due,
            decided_on=row.decided_on,
            decided_by=names.get(row.decided_by_id or 0, ""),
        )
        for row in rows
    ]


def _listed(state: str, search: str) -> QuerySet[Any]:
    active = Q(predictions__withdrawn_at__isnull=True)
    waiting = active & Q(predictions__node__state="open")
    found = Decision.objects.filter(node__archived_at__isnull=True).select_related("node")
    if state:
        found = found.filter(node__state=state)
    if search:
        found = found.filter(node__title__icontains=search[:100])
    return found.annotate(
        option_count=Count("options", distinct=True),
        prediction_count=Count("predictions", filter=active, distinct=True),
        open_count=Count("predictions", filter=waiting, distinct=True),
        next_due=Min("predictions__resolve_by", filter=waiting),
    ).order_by(Case(When(decided_at=None, then=0), default=1), "-node_id")


@read
def decision(access: Access, decision_id: int) -> DecisionDetail:
    """One decision with its options and what it rests on; says whether the frozen snapshot still has its hash.

    `snapshot_here`: what was known, with the numbers that records have here.
    """
    found = Decision.objects.select_related("node", "decided_by").filter(pk=decision_id).first()
    if found is None:
        raise NotFound("No such decision.")
    return DecisionDetail(
        id=found.pk,
        title=found.node.title,
        state=found.node.state,
        question=found.question,
        flips=found.flips,
        options=tuple(OptionRow(o.pk, o.title, o.idea_id, o.chosen, o.reason) for o in found.options.all()[:20]),
        grounds=_grounds(decision_id),
        decided_on=found.decided_on,
        decided_by=str(found.decided_by or ""),
        snapshot=found.snapshot,
        snapshot_hash=found.snapshot_hash,
        snapshot_intact=found.snapshot is None or snapshot_hash(found.snapshot) == found.snapshot_hash,
        snapshot_here=None if found.snapshot is None else with_numbers(found.snapshot, found.numbers_here),
    )


def _grounds(decision_id: int) -> tuple[Ground, ...]:
    links = Link.objects.filter(downstream_id=decision_id, verb="rests_on", withdrawn_at__isnull=True).select_related(
        "upstream"
    )
    return tuple(Ground(k.upstream_id, k.upstream.kind, k.upstream.title, k.pk) for k in links.order_by("pk")[:200])
