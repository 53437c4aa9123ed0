"""What stands over some needs: the needs and outcomes that they lie under, up to the top."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from clew.ground.evidence.kinds import UNDER
from clew.ground.evidence.queries.tree import Named
from clew.ground.thread.api import Link, Node
from clew.ground.workspaces.api import Access, shown_titles

MOST, DEEPEST = 2_000, 12


@dataclass(frozen=True, slots=True)
class Above:
    """`cards`: the needs asked for and all that stands over them; `parents`: what each stands under, where that is any."""

    cards: dict[int, Named]
    parents: dict[int, tuple[int, ...]]


def above(access: Access, need_ids: Iterable[int]) -> Above:
    """Called inside a query; a statement for each level of the tree, however many needs there are. A circle ends where it closes."""
    asked = set(need_ids)
    known, level = set(asked), set(asked)
    parents: dict[int, list[int]] = defaultdict(list)
    for _ in range(DEEPEST):
        if not level:
            break
        ties = Link.objects.filter(
            upstream__in=level, verb=UNDER, withdrawn_at__isnull=True, downstream__archived_at__isnull=True
        )
        pairs = list(ties.order_by("pk").values_list("upstream_id", "downstream_id")[:MOST])
        for child, parent in pairs:
            parents[child].append(parent)
        level = {parent for _, parent in pairs} - known
        known |= level
    rows = list(Node.objects.filter(pk__in=known).values_list("pk", "kind", "title", "state"))
    titles = shown_titles(access, {pk: title for pk, _, title, _ in rows})
    cards = {pk: Named(pk, kind, titles[pk], state) for pk, kind, _, state in rows}
    return Above(cards, {child: tuple(p for p in some if p in cards) for child, some in parents.items()})
