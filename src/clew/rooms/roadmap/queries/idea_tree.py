"""Ideas under the needs that they address, these under the outcomes; below each idea what was asked whether it holds."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from clew.ground.evidence.api import ADDRESSED, IDEA, Above, above
from clew.ground.thread.api import Link
from clew.ground.workspaces.api import Access, kept, read, shown_titles
from clew.rooms.roadmap.kinds import TESTED
from clew.rooms.roadmap.queries.fields import fields
from clew.rooms.roadmap.queries.ideas import ListedIdea, listed
from clew.rooms.roadmap.queries.sought import Sought, page_of, sought_by
from clew.rooms.roadmap.queries.tallies import up_to_date

MOST, MOST_TIES, MOST_TESTS, DEEPEST = 30, 400, 5, 8
# What stands under several stands under each of them: a few needs can make very many branches.
MOST_BRANCHES = 2_000


@dataclass(frozen=True, slots=True)
class IdeaBranch:
    """An outcome, need, idea or test with what stands under it. `path`: the numbers from the top to it, joined by dots;
    `ideas`: how many of the ideas are under it, each once; `idea`: what the list says of it, where it is one."""

    id: int
    kind: str
    title: str
    state: str
    path: str
    ideas: int
    idea: ListedIdea | None
    below: tuple["IdeaBranch", ...]


@dataclass(frozen=True, slots=True)
class IdeaTree:
    """`loose`: the ideas that stand nowhere else; `is_cut`: not all of them for want of a need, but some because theirs stand too deep or in too
    many places. `has_more`: there are more ideas, on the next page."""

    tops: tuple[IdeaBranch, ...]
    loose: tuple[IdeaBranch, ...]
    is_cut: bool
    has_more: bool


@read
def idea_tree(
    access: Access, *, text: str = "", state: Sequence[str] = (), tag: Sequence[str] = (), owner_id: Sequence[int] = (),
    field: Sequence[str] = (), field_id: int | None = None, value: str = "", segment_id: Sequence[int] = (),
    sort: str = "newest",
    page: int = 1,
) -> IdeaTree:  # fmt: skip
    """The same ideas as in the list, thirty on a page, below what they are for. An idea that addresses two needs stands under both."""
    up_to_date(access)
    found = _found(access, sought_by(text, state, tag, owner_id, field, field_id, value, segment_id, sort), page)
    ideas = {row.id: row for row in listed(access, found.wanted[:MOST], fields(access))}
    grower = _Grower(found.over, ideas, found.by_need, _children(found.over), found.tests)
    tops = tuple(grower.one(pk, ()) for pk in grower.tops() if grower.left > 0)
    loose = [pk for pk in ideas if pk not in grower.drawn]
    tied = {pk for some in found.by_need.values() for pk in some}
    is_cut = not tied.isdisjoint(loose)
    return IdeaTree(tops, tuple(grower.leaf(pk, ()) for pk in loose), is_cut, len(found.wanted) > MOST)


@dataclass(frozen=True, slots=True)
class _Found:
    """Numbers of ideas, one more than are shown; what they are for, and what they are tested by."""

    wanted: tuple[int, ...]
    by_need: Mapping[int, Sequence[int]]
    over: Above
    tests: Mapping[int, Sequence[tuple[int, str, str, str]]]


@kept
@read
def _found(access: Access, sought: Sought, page: int) -> _Found:
    offset = (max(1, page) - 1) * MOST
    wanted = tuple(page_of(access, sought, slice(offset, offset + MOST + 1)))
    by_need = _needs(wanted[:MOST])
    return _Found(wanted, by_need, above(access, by_need), _tests(access, wanted[:MOST]))


def _needs(ideas: Sequence[int]) -> dict[int, list[int]]:
    """The ideas of each need that they address, in their own order."""
    ties = Link.objects.filter(
        downstream__in=ideas, verb=ADDRESSED, withdrawn_at__isnull=True, upstream__archived_at__isnull=True
    )
    found: dict[int, list[int]] = defaultdict(list)
    place = {pk: n for n, pk in enumerate(ideas)}
    pairs = list(ties.order_by("pk").values_list("upstream_id", "downstream_id")[:MOST_TIES])
    for need, idea in sorted(pairs, key=lambda pair: place[pair[1]]):
        found[need].append(idea)
    return dict(found)


def _tests(access: Access, ideas: Sequence[int]) -> dict[int, list[tuple[int, str, str, str]]]:
    """Kind, title and state of what each idea is tested by, the oldest first; another room's records, shown as their cards."""
    ties = Link.objects.filter(
        upstream__in=ideas, verb=TESTED, withdrawn_at__isnull=True, downstream__archived_at__isnull=True
    )
    columns = ("upstream_id", "downstream_id", "downstream__kind", "downstream__title", "downstream__state")
    rows = list(ties.order_by("pk").values_list(*columns)[: MOST * MOST_TESTS])
    titles = shown_titles(access, {pk: title for _, pk, _, title, _ in rows})
    found: dict[int, list[tuple[int, str, str, str]]] = defaultdict(list)
    for idea, pk, kind, _, state in rows:
        found[idea].append((pk, kind, titles[pk], state))
    return dict(found)


def _children(over: Above) -> Mapping[int, Sequence[int]]:
    found: dict[int, list[int]] = defaultdict(list)
    for child, parents in over.parents.items():
        for parent in parents:
            found[parent].append(child)
    return dict(found)


@dataclass(slots=True)
class _Grower:
    """`left`: how many branches may still be drawn; `drawn`: the ideas that are."""

    over: Above
    ideas: Mapping[int, ListedIdea]
    by_need: Mapping[int, Sequence[int]]
    children: Mapping[int, Sequence[int]]
    tests: Mapping[int, Sequence[tuple[int, str, str, str]]]
    left: int = MOST_BRANCHES
    drawn: set[int] = field(default_factory=set)

    def tops(self) -> list[int]:
        """What stands under nothing: outcomes first, by name."""
        cards = self.over.cards
        tops = [pk for pk in cards if not self.over.parents.get(pk)]
        return sorted(tops, key=lambda pk: (cards[pk].kind != "outcome", *self._by_name(pk)))

    def one(self, pk: int, way: tuple[int, ...]) -> IdeaBranch:
        """An outcome or a need: needs below it first, by name, then its ideas."""
        card, inside = self.over.cards[pk], (*way, pk)
        self.left -= 1
        needs = [i for i in self.children.get(pk, ()) if i not in inside and len(inside) < DEEPEST]
        grown = [self.one(i, inside) for i in sorted(needs, key=self._by_name) if self.left > 0]
        below = (*grown, *(self.leaf(i, inside) for i in self.by_need.get(pk, ()) if self.left > 0))
        return IdeaBranch(pk, card.kind, card.title, card.state, _path(inside), len(_ideas_in(below)), None, below)

    def leaf(self, pk: int, way: tuple[int, ...]) -> IdeaBranch:
        row, inside = self.ideas[pk], (*way, pk)
        below = tuple(
            IdeaBranch(test, kind, title, state, _path((*inside, test)), 0, None, ())
            for test, kind, title, state in self.tests.get(pk, ())[:MOST_TESTS]
        )
        self.left -= 1 + len(below)
        self.drawn.add(pk)
        return IdeaBranch(pk, IDEA, row.title, row.state, _path(inside), 0, row, below)

    def _by_name(self, pk: int) -> tuple[str, int]:
        return self.over.cards[pk].title.casefold(), pk


def _ideas_in(branches: Sequence[IdeaBranch]) -> set[int]:
    found = {one.id for one in branches if one.idea}
    return found.union(*(_ideas_in(one.below) for one in branches if not one.idea))


def _path(way: tuple[int, ...]) -> str:
    return ".".join(map(str, way))
