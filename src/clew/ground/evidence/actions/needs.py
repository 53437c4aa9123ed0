"""Needs as a tree under outcomes."""

from collections.abc import Sequence
from datetime import date

from django.db.models import QuerySet

from clew.ground.evidence.kinds import ADDRESSED, GATHERED, MERGED, NEED, OUTCOME, STANCES, UNDER
from clew.ground.evidence.models import Need, Outcome
from clew.ground.ledger.api import Refused
from clew.ground.search import api as search
from clew.ground.thread.api import (
    Link,
    NewNode,
    Node,
    add_node,
    add_nodes,
    archive,
    clean_title,
    get_node,
    link,
    link_many,
    set_state,
    withdraw_link,
)
from clew.ground.workspaces.api import Access, act

DETAIL_LIMIT = 10_000


@act("add an outcome")
def add_outcome(
    access: Access,
    *,
    title: str,
    metric: str = "",
    unit: str = "",
    baseline: float | None = None,
    target: float | None = None,
    due_on: date | None = None,
) -> Outcome:
    """The result a team is after: a metric, where it stands, where it shall stand, by when."""
    _check_target(baseline, target)
    node = add_node(access, NewNode(OUTCOME, title, text=metric))
    return Outcome.objects.create(
        node=node, workspace_id=access.workspace_id, metric=_line(metric, 200), unit=_line(unit, 40),
        baseline=baseline, target=target, due_on=due_on,
    )  # fmt: skip


@act("describe an outcome")
def describe_outcome(
    access: Access,
    *,
    outcome_id: int,
    metric: str,
    unit: str = "",
    baseline: float | None = None,
    target: float | None = None,
    due_on: date | None = None,
) -> Outcome:
    _check_target(baseline, target)
    outcome = Outcome.objects.get(node=get_node(outcome_id, kind=OUTCOME))
    outcome.metric, outcome.unit = _line(metric, 200), _line(unit, 40)
    outcome.baseline, outcome.target, outcome.due_on = baseline, target, due_on
    outcome.save(update_fields=["metric", "unit", "baseline", "target", "due_on"])
    search.put(access.workspace_id, [search.Document(outcome.pk, OUTCOME, outcome.node.title, outcome.metric)])
    return outcome


@act("add a need")
def add_need(access: Access, *, title: str, detail: str = "", under: int | None = None) -> Need:
    """What customers need, want or suffer from, under an outcome or another need if it is known which."""
    parent = _place(under) if under is not None else None
    words = detail_words(detail)
    node = add_node(access, NewNode(NEED, title, text=words))
    need = Need.objects.create(node=node, workspace_id=access.workspace_id, detail=words)
    if parent is not None:
        link(access, upstream=need.pk, verb=UNDER, downstream=parent.pk)
    return need


def add_needs(access: Access, new: Sequence[tuple[str, str]]) -> list[int]:
    """Many at once, by title and detail. Called inside an act."""
    nodes = add_nodes(access, [NewNode(NEED, title, text=detail) for title, detail in new])
    Need.objects.bulk_create(
        [
            Need(node=node, workspace_id=access.workspace_id, detail=detail)
            for node, (_, detail) in zip(nodes, new, strict=True)
        ]
    )
    return [node.pk for node in nodes]


@act("describe a need")
def describe_need(access: Access, *, need_id: int, detail: str) -> Need:
    need = Need.objects.get(node=get_node(need_id, kind=NEED))
    need.detail = detail_words(detail)
    need.save(update_fields=["detail"])
    search.put(access.workspace_id, [search.Document(need.pk, NEED, need.node.title, need.detail)])
    return need


@act("move a need")
def move_need(access: Access, *, need_id: int, under: int | None) -> None:
    """Put a need under an outcome or another need, or (None) under nothing. It stands in one place at a time."""
    need = get_node(need_id, kind=NEED)
    parent = _place(under) if under is not None else None
    if parent is not None:
        _refuse_circle(need, parent)
    for old in _places_of(need.pk):
        if parent is None or old.downstream_id != parent.pk:
            withdraw_link(access, link_id=old.pk, reason="moved")
    if parent is not None:
        link(access, upstream=need.pk, verb=UNDER, downstream=parent.pk)


@act("merge needs")
def merge_needs(access: Access, *, need_id: int, into: int) -> None:
    """Two names for one need: words, needs below and ideas of the one go to the other. The merged need stays in the
    history, with a link to where it went."""
    old, kept = get_node(need_id, kind=NEED), get_node(into, kind=NEED)
    if old.pk == kept.pk:
        raise Refused("A need cannot be merged into itself.", field="into", remedy="Choose another need.")
    if kept.archived_at:
        raise Refused("That need is archived.", field="into", remedy="Bring it back first, or choose another.")
    if old.pk in _line_above(kept.pk):
        above = _places_of(old.pk).first()
        move_need(access, need_id=kept.pk, under=above.downstream_id if above else None)
    _tie_again(access, old.pk, kept.pk)
    for place in _places_of(old.pk):
        withdraw_link(access, link_id=place.pk, reason=f"merged into “{kept.title}”")
    link(access, upstream=old.pk, verb=MERGED, downstream=kept.pk)
    set_state(old, "merged")
    archive(access, node_ids=[old.pk])


def need_named(title: str) -> Node | None:
    """The need of this name, if there is one. Called inside an act."""
    return (
        Node.objects.filter(kind=NEED, title__iexact=clean_title(title), archived_at__isnull=True)
        .order_by("pk")
        .first()
    )


def detail_words(text: str) -> str:
    words = text.replace("\x00", "").replace("\r\n", "\n").strip()
    if len(words) > DETAIL_LIMIT:
        raise Refused("A description has at most 10,000 characters.", field="detail", remedy="Shorten it.")
    return words


def _tie_again(access: Access, old: int, kept: int) -> None:
    """Give the kept need every link of the old one that it does not have, and withdraw the old ones."""
    active = Link.objects.filter(withdrawn_at__isnull=True)
    above = {(x.upstream_id, x.verb): x for x in active.filter(downstream_id=old, verb__in=[*STANCES, GATHERED, UNDER])}
    below = {(x.downstream_id, x.verb): x for x in active.filter(upstream_id=old, verb=ADDRESSED)}
    has_above = set(active.filter(downstream_id=kept).values_list("upstream_id", "verb"))
    has_below = set(active.filter(upstream_id=kept).values_list("downstream_id", "verb"))
    for place in [*above.values(), *below.values()]:
        withdraw_link(access, link_id=place.pk, reason="the need was merged")
    link_many(
        access,
        [
            (up, verb, kept)
            for up, verb in above
            if (up, verb) not in has_above and up != kept and not _speaks(up, verb, has_above)
        ]
        + [(kept, verb, down) for down, verb in below if (down, verb) not in has_below],
    )


def _speaks(excerpt: int, verb: str, has: set[tuple[int, str]]) -> bool:
    """An excerpt takes one stance on a need; what was said of the kept need stands."""
    return verb in STANCES and any((excerpt, stance) in has for stance in STANCES)


def _place(node_id: int) -> Node:
    found = get_node(node_id)
    if found.kind not in (NEED, OUTCOME) or found.archived_at:
        raise Refused("A need stands under an outcome or another need.", field="under", remedy="Choose one of these.")
    return found


def _places_of(need_id: int) -> QuerySet[Link]:
    return Link.objects.filter(upstream_id=need_id, verb=UNDER, withdrawn_at__isnull=True).order_by("pk")


def _refuse_circle(need: Node, parent: Node) -> None:
    """Two people who move needs at once must not close a circle together: hold the whole line, then look again."""
    line = _line_above(parent.pk)
    list(Node.objects.select_for_update().filter(pk__in={*line, need.pk}).order_by("pk"))
    if need.pk in _line_above(parent.pk):
        raise Refused(
            f"“{parent.title}” stands under “{need.title}” itself."
            if parent.pk != need.pk
            else "A need cannot stand under itself.",
            field="under",
            remedy="Choose a place outside it, or move that one first.",
        )


def _line_above(node_id: int) -> list[int]:
    """The node itself and all it stands under, nearest first."""
    line = [node_id]
    while True:
        parent = _places_of(line[-1]).values_list("downstream_id", flat=True).first()
        if parent is None or parent in line:
            return line
        line.append(parent)


def _check_target(baseline: float | None, target: float | None) -> None:
    if any(value is not None and not -1e15 < value < 1e15 for value in (baseline, target)):
        raise Refused("This number is out of range.", field="target", remedy="Type a smaller number.")


def _line(text: str, limit: int) -> str:
    return " ".join(text.replace("\x00", " ").split())[:limit]
