"""Ideas: what could be done, with the evidence behind it."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from clew.ground.evidence.kinds import IDEA, STANCES
from clew.ground.evidence.models import Idea
from clew.ground.evidence.queries.families import family
from clew.ground.evidence.queries.heaviest import listed, ties
from clew.ground.evidence.queries.needs import Said, SaidPage, said, said_page
from clew.ground.evidence.queries.tree import Named
from clew.ground.evidence.queries.weights import Weight, weight
from clew.ground.evidence.queries.withheld import QUOTED, SHARED
from clew.ground.ledger.api import NotFound, Refused
from clew.ground.thread.api import DECISION, Link, Node, verb
from clew.ground.workspaces.api import Access, kept, read

CHOICE_LIMIT = 500
SORTS = ("weight", "name", "newest")


@dataclass(frozen=True, slots=True)
class IdeaRow:
    id: int
    title: str
    state: str
    created_at: datetime
    weight: Weight
    needs: tuple[Named, ...]


@dataclass(frozen=True, slots=True)
class IdeaDecision:
    """A decision about an idea, and what the idea is to it: "was chosen by" and so on."""

    decision: Named
    said: str


@dataclass(frozen=True, slots=True)
class IdeaDetail:
    id: int
    title: str
    state: str
    detail: str
    weight: Weight
    needs: tuple[Named, ...]
    decisions: tuple[IdeaDecision, ...]
    supporting: tuple[Said, ...]
    contradicting: tuple[Said, ...]


@read
def ideas(
    access: Access,
    *,
    on: date,
    search: str = "",
    sort: str = "weight",
    by_need: bool = False,
    limit: int = 50,
    offset: int = 0,
) -> tuple[IdeaRow, ...]:
    """Ideas with the weight of the needs they address; `by_need` keeps those of one need together."""
    page = slice(offset, offset + min(limit, 200))
    rows, weights = listed(access, IDEA, on=on, search=search, sort=sort, page=page, by_need=by_need)
    addressed = _addressed([row[0] for row in rows])
    return tuple(IdeaRow(pk, title, state, at, weights[pk], addressed.get(pk, ())) for pk, title, state, at in rows)


def _addressed(idea_ids: Sequence[int]) -> dict[int, tuple[Named, ...]]:
    rows = ties().filter(downstream__in=idea_ids)
    found: dict[int, list[Named]] = defaultdict(list)
    columns = ("downstream_id", "upstream_id", "upstream__kind", "upstream__title", "upstream__state")
    for idea_id, *card in rows.values_list(*columns):
        found[idea_id].append(Named(*card))
    return {k: tuple(v) for k, v in found.items()}


@kept
@read
def idea(access: Access, idea_id: int, *, on: date) -> IdeaDetail:
    """One idea, the needs it addresses, and what was said for and against these."""
    row = Idea.objects.select_related("node").filter(pk=idea_id).first()
    if row is None:
        raise NotFound("No such idea.")
    addressed = _addressed([idea_id]).get(idea_id, ())
    stances = said(access, family(access, [card.id for card in addressed]))
    return IdeaDetail(
        id=idea_id,
        title=row.node.title,
        state=row.node.state,
        detail=row.detail,
        weight=weight(access, [idea_id], on=on)[idea_id],
        needs=addressed,
        decisions=_decisions(idea_id),
        supporting=tuple(s for s in stances if s.stance == "supports"),
        contradicting=tuple(s for s in stances if s.stance == "contradicts"),
    )


@read
def said_about(
    access: Access, node_ids: Sequence[int], *, limit: int = 60, is_outside: bool = False
) -> tuple[Said, ...]:
    """What speaks for and against these needs, with those under them, and the needs that these ideas address.

    `is_outside`: for people who are no members; words that may not be shared are withheld.
    """
    needed = SHARED if is_outside else QUOTED
    return said(access, _family_behind(access, node_ids), min(limit, 200), needed=needed)


@read
def said_for_or_against(
    access: Access, node_ids: Sequence[int], *, stance: str = "supports", limit: int = 10, offset: int = 0,
    is_outside: bool = False,
) -> SaidPage:  # fmt: skip
    """One side of the same, page by page, with how many quotations there are."""
    if stance not in STANCES:
        raise Refused("There is no such stance.", field="stance", remedy=f"One of: {', '.join(STANCES)}.")
    behind = _family_behind(access, node_ids[:CHOICE_LIMIT])
    needed = SHARED if is_outside else QUOTED
    return said_page(access, behind, stance, slice(offset, offset + min(limit, 200)), needed=needed)


def _family_behind(access: Access, node_ids: Sequence[int]) -> list[int]:
    addressed = [card.id for cards in _addressed(list(node_ids)).values() for card in cards]
    return family(access, [*node_ids, *addressed])


@kept
@read
def idea_choices(access: Access) -> tuple[tuple[int, str], ...]:
    """Ideas for a choice, by name."""
    rows = Node.objects.filter(kind=IDEA, archived_at__isnull=True).order_by("title")
    return tuple(rows.values_list("pk", "title")[:CHOICE_LIMIT])


def _decisions(idea_id: int) -> tuple[IdeaDecision, ...]:
    rows = Link.objects.filter(upstream=idea_id, downstream__kind=DECISION, withdrawn_at__isnull=True).order_by("-pk")
    columns = ("verb", "downstream_id", "downstream__kind", "downstream__title", "downstream__state")
    return tuple(IdeaDecision(Named(*card), _said(name)) for name, *card in rows.values_list(*columns)[:100])


def _said(name: str) -> str:
    known = verb(IDEA, name, DECISION)
    return known.down if known else name
