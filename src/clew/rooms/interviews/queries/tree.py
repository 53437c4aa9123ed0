"""The opportunity solution tree: outcome, needs, ideas, assumption tests. Only opened branches are given, and not all at once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from clew.ground.evidence.api import IDEA, NEED, OUTCOME, Branch, Named, Weight, need_tree, weight_in
from clew.ground.ledger.api import NotFound
from clew.ground.workspaces.api import Access, kept, read
from clew.rooms.interviews.kinds import TEST
from clew.rooms.interviews.queries.assumptions import tests_by_idea
from clew.rooms.interviews.queries.marks import study_sources

BOXES, OF_EACH, TOPS = 32, 20, 24
OPEN = "open"
HOLDS = {OUTCOME: (NEED,), NEED: (NEED, IDEA), IDEA: (TEST,)}


@dataclass(frozen=True, slots=True)
class Box:
    """One box of the tree. `path`: the numbers from the top down to it, joined by dots.

    `children`: how many boxes stand right under it, of which `below` are given; `tests`, `open_tests`: assumption tests under it.
    """

    id: int
    kind: str
    title: str
    state: str
    path: str
    weight: Weight
    tests: int
    open_tests: int
    children: int
    below: tuple["Box", ...]

    @property
    def is_open(self) -> bool:
        return bool(self.below)

    @property
    def more(self) -> int:
        return self.children - len(self.below) if self.below else 0

    @property
    def parent_id(self) -> str:
        return self.path.rpartition(".")[0].rpartition(".")[2]


@dataclass(frozen=True, slots=True)
class OpportunityTree:
    """`root`: the branch that is drawn alone; `above` the way to it. `more`: how many more stand at the top, or right under the root."""

    outcomes: tuple[Box, ...]
    loose: tuple[Box, ...]
    on: date
    root: Named | None
    above: tuple[Named, ...]
    more: int

    @property
    def is_empty(self) -> bool:
        return not self.outcomes and not self.loose


@kept
@read
def opportunity_tree(
    access: Access,
    *,
    on: date,
    study_id: int | None = None,
    root: str = "",
    at: str = "",
    page: int = 1,
) -> OpportunityTree:
    """Outcomes, needs, ideas and their assumption tests, each with its weight on a day.

    Of a study: what was heard in it, weighed by its words alone. `root`: a branch that is drawn alone;
    `at`: a box that is to be among those given; both by their path or their number. `page`: of what
    stands at the top, or right under the root.
    """
    grove, at = _grove(access, on, study_id, at)
    line = grove.line(root) or grove.found(root)
    if root and not line:
        raise NotFound("No such branch.")
    all_first = grove.children(line[-1]) if line else grove.tops
    offset = (max(1, page) - 1) * TOPS
    first = all_first[offset : offset + TOPS]
    shown = _opened(grove, first, at) | {(*branch.path, branch.id) for branch in first}
    boxes = tuple(grove.box(branch, shown) for branch in ([line[-1]] if line else first))
    return OpportunityTree(
        outcomes=tuple(b for b in boxes if line or b.kind == OUTCOME),
        loose=tuple(b for b in boxes if not line and b.kind != OUTCOME),
        on=on,
        root=_named(line[-1]) if line else None,
        above=tuple(_named(branch) for branch in line[:-1]),
        more=max(0, len(all_first) - offset - len(first)),
    )


@dataclass(frozen=True, slots=True)
class _Grove:
    """The whole tree, of which some is given. `weights`: for a study, what its words alone weigh; then only these are in it."""

    tops: list[Branch]
    weights: Mapping[int, Weight] | None
    among: frozenset[int]
    tests: Mapping[int, list[tuple[int, str, str]]]
    under: dict[int, frozenset[tuple[int, bool]]]

    def children(self, branch: Branch) -> list[Branch]:
        if branch.kind == IDEA:
            return [_test(branch, *told) for told in self.tests.get(branch.id, ())]
        return [child for child in branch.below if self.is_in(child.id)]

    def is_in(self, pk: int) -> bool:
        return self.weights is None or pk in self.weights or pk in self.among

    def line(self, path: str) -> list[Branch]:
        """The branches from the top to the one at this path; none if there is no such path."""
        found: list[Branch] = []
        level = self.tops
        for pk in path.split(".") if path else ():
            branch = next((b for b in level if str(b.id) == pk), None)
            if branch is None:
                return []
            found.append(branch)
            level = self.children(branch)
        return found

    def found(self, number: str) -> list[Branch]:
        """The first way that leads to the box of this number."""
        waiting: list[list[Branch]] = [[top] for top in reversed(self.tops)]
        while number.isdecimal() and waiting:
            way = waiting.pop()
            if way[-1].id == int(number):
                return way
            waiting += [[*way, child] for child in reversed(self.children(way[-1]))]
        return []

    def box(self, branch: Branch, shown: set[tuple[int, ...]]) -> Box:
        children = self.children(branch)
        here = [self.box(child, shown) for child in children if (*branch.path, branch.id, child.id) in shown]
        tests = self.under.get(branch.id, frozenset())
        return Box(
            id=branch.id, kind=branch.kind, title=branch.title, state=branch.state,
            path=".".join(str(i) for i in (*branch.path, branch.id)), weight=self.weight(branch),
            tests=len(tests), open_tests=sum(is_open for _, is_open in tests),
            children=len(children), below=tuple(here),
        )  # fmt: skip

    def weight(self, branch: Branch) -> Weight:
        if self.weights is None or branch.kind == TEST:
            return branch.weight
        return self.weights.get(branch.id) or Weight(branch.weight.on, branch.weight.currency)


def _grove(access: Access, on: date, study_id: int | None, at: str) -> tuple[_Grove, str]:
    """The tree, and the path of the box that is asked for: it is in a study's tree even if nobody spoke of it yet."""
    tree = need_tree(access, on=on, whole=True)
    weights = None if study_id is None else weight_in(access, study_sources(access, study_id), on=on)
    tests = tests_by_idea()
    under: dict[int, frozenset[tuple[int, bool]]] = {}
    for branch in (*tree.outcomes, *tree.loose):
        _count(branch, tests, under)
    whole = _Grove([*tree.outcomes, *tree.loose], None, frozenset(), tests, under)
    way = whole.line(at) or whole.found(at)
    made = replace(whole, weights=weights, among=frozenset(branch.id for branch in way))
    path = ".".join(str(branch.id) for branch in way)
    return replace(made, tops=[b for b in whole.tops if made.is_in(b.id)]), path


def _count(
    branch: Branch,
    tests: Mapping[int, list[tuple[int, str, str]]],
    under: dict[int, frozenset[tuple[int, bool]]],
) -> frozenset[tuple[int, bool]]:
    """The tests under each branch, each counted once however many ways lead to it."""
    if branch.kind == IDEA:
        found = frozenset((pk, state == OPEN) for pk, _, state in tests.get(branch.id, ()))
    else:
        found = frozenset().union(*(_count(child, tests, under) for child in branch.below))
    under[branch.id] = found
    return found


def _opened(grove: _Grove, tops: Sequence[Branch], at: str) -> set[tuple[int, ...]]:
    """Which boxes are given: the way to `at`, then level by level as long as there are not too many."""
    shown: set[tuple[int, ...]] = set()
    wanted = _way(at)
    level = list(tops)
    while level:
        following: list[Branch] = []
        for branch in level:
            children = grove.children(branch)
            place = (*branch.path, branch.id)
            if len(shown) + min(len(children), OF_EACH) > BOXES:
                children = [child for child in children if (*place, child.id) in wanted]
            some = [c for n, c in enumerate(children) if n < OF_EACH or (*place, c.id) in wanted]
            shown.update((*place, child.id) for child in some)
            following += some
        level = following
    return shown


def _way(path: str) -> set[tuple[int, ...]]:
    parts = [int(part) for part in path.split(".") if part.isdecimal()]
    return {tuple(parts[: n + 1]) for n in range(len(parts))}


def _test(idea: Branch, pk: int, title: str, state: str) -> Branch:
    return Branch(pk, TEST, title, state, Weight(idea.weight.on, idea.weight.currency), (), (*idea.path, idea.id), 0)


def _named(branch: Branch) -> Named:
    return Named(branch.id, branch.kind, branch.title, branch.state)
