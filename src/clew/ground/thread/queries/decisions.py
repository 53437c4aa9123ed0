"""Read decisions."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db.models import Case, Count, Min, Q, QuerySet, When

from clew.ground.ledger.api import NotFound
from clew.ground.thread.kinds import DECISION
from clew.ground.thread.models import Decision, Link, Node, Option, Prediction
from clew.ground.thread.snapshot import snapshot_hash, with_numbers, with_titles
from clew.ground.workspaces.api import TITLE, Access, kept, names_of, read, shown_titles, withheld


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
    snapshot_withheld: bool

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
    found = _listed(access, state, search, offset, offset + min(limit, 200))
    names = names_of({by for _, by in found if by})
    return [replace(row, decided_by=names.get(by or 0, "")) for row, by in found]


@kept
@read
def _listed(
    access: Access, state: str, search: str, start: int, end: int
) -> tuple[tuple[DecisionRow, int | None], ...]:
    """Without the names of those who decided: a person's name is not in the ledger."""
    ids = list(_that_fit(state, search)[start:end])
    found = Decision.objects.filter(pk__in=ids).select_related("node").defer("snapshot").in_bulk()
    rows = [found[pk] for pk in ids]
    chosen, options, awaited = _options(ids), _option_counts(ids), _awaited(ids)
    nothing = {"predictions": 0, "open_predictions": 0, "next_due": None}
    return tuple(
        (
            DecisionRow(
                id=row.pk,
                title=row.node.title,
                state=row.node.state,
                options=options.get(row.pk, 0),
                chosen=chosen.get(row.pk, ""),
                **awaited.get(row.pk, nothing),
                decided_on=row.decided_on,
                decided_by="",
            ),
            row.decided_by_id,
        )
        for row in rows
    )


def _that_fit(state: str, search: str) -> QuerySet[Node, int]:
    """Only numbers are sorted and counted off; what is said of each is fetched for those that are shown."""
    found = Node.objects.filter(kind=DECISION, archived_at__isnull=True)
    if state:
        found = found.filter(state=state)
    if search:
        found = found.filter(title__icontains=search[:100])
    return found.order_by(Case(When(state="open", then=0), default=1), "-pk").values_list("pk", flat=True)


def _options(decision_ids: list[int]) -> dict[int, str]:
    found = Option.objects.filter(decision_id__in=decision_ids, chosen=True)
    return dict(found.values_list("decision_id", "title"))


def _option_counts(decision_ids: list[int]) -> dict[int, int]:
    found = Option.objects.filter(decision_id__in=decision_ids).order_by().values_list("decision_id")
    return dict(found.annotate(n=Count("pk")))


def _awaited(decision_ids: list[int]) -> dict[int, dict[str, Any]]:
    """How many predictions stand, how many of them are open, when the first of these will be known."""
    waiting = Q(node__state="open")
    found = Prediction.objects.filter(decision_id__in=decision_ids, withdrawn_at__isnull=True).order_by()
    counted = found.values_list("decision_id").annotate(
        n=Count("pk"), open=Count("pk", filter=waiting), due=Min("resolve_by", filter=waiting)
    )
    return {pk: {"predictions": n, "open_predictions": k, "next_due": due} for pk, n, k, due in counted}


@read
def decision(access: Access, decision_id: int) -> DecisionDetail:
    """One decision with its options and what it rests on; says whether the frozen snapshot still has its hash.

    `snapshot_here`: what was known, with the numbers that records have here. `snapshot_withheld`: quotations in it may not be
    shown today; the fingerprint is of what was frozen, words and all.
    """
    found = Decision.objects.select_related("node", "decided_by").filter(pk=decision_id).first()
    if found is None:
        raise NotFound("No such decision.")
    shown, here = _known_then(access, found)
    return DecisionDetail(
        id=found.pk,
        title=found.node.title,
        state=found.node.state,
        question=found.question,
        flips=found.flips,
        options=tuple(OptionRow(o.pk, o.title, o.idea_id, o.chosen, o.reason) for o in found.options.all()[:20]),
        grounds=_grounds(access, decision_id),
        decided_on=found.decided_on,
        decided_by=str(found.decided_by or ""),
        snapshot=shown,
        snapshot_hash=found.snapshot_hash,
        snapshot_intact=found.snapshot is None or snapshot_hash(found.snapshot) == found.snapshot_hash,
        snapshot_here=here,
        snapshot_withheld=shown is not found.snapshot,
    )


def _known_then(access: Access, found: Decision) -> tuple[dict[str, Any] | None, dict[str, Any] | None]:
    """What was frozen, as then and with the numbers of here. It stays as it is; only words withheld today are not shown."""
    if found.snapshot is None:
        return None, None
    here = with_numbers(found.snapshot, found.numbers_here)
    hidden = withheld(access, [tie["from"] for tie in here["rests_on"] if tie["from"] is not None])
    if not hidden:
        return found.snapshot, here
    titles = [TITLE if t["from"] in hidden and hidden[t["from"]].title else t["title"] for t in here["rests_on"]]
    return with_titles(found.snapshot, titles), with_titles(here, titles)


@kept
@read
def _grounds(access: Access, decision_id: int) -> tuple[Ground, ...]:
    links = Link.objects.filter(downstream_id=decision_id, verb="rests_on", withdrawn_at__isnull=True)
    rows = list(links.order_by("pk").values_list("upstream_id", "upstream__kind", "upstream__title", "pk")[:200])
    titles = shown_titles(access, {node_id: title for node_id, _, title, _ in rows})
    return tuple(Ground(node_id, kind, titles[node_id], link_id) for node_id, kind, _, link_id in rows)
