"""Codes as a tree with counts."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import Case, Count, When
from django.db.models.functions import Lower

from clew.ground.evidence.kinds import CODE, EXCERPT
from clew.ground.evidence.models import Code, ExcerptCode
from clew.ground.evidence.queries.branches import in_order, shown_of
from clew.ground.evidence.queries.quotes import Quote, quotes
from clew.ground.ledger.api import NotFound
from clew.ground.thread.api import archived
from clew.ground.workspaces.api import Access, kept, read

CODE_LIMIT = 10_000
PLACES = 500


@dataclass(frozen=True, slots=True)
class CodeBranch:
    """`excerpts`: coded with this very code; `with_below`: and with codes under it, each excerpt counted per code.

    `more`: codes directly under it that are not shown.
    """

    id: int
    title: str
    definition: str
    depth: int
    excerpts: int
    with_below: int
    below: tuple["CodeBranch", ...]
    more: int


@dataclass(frozen=True, slots=True)
class CodeTree:
    """`cut`: only the first of each branch are shown."""

    top: tuple[CodeBranch, ...]
    cut: bool


@dataclass(frozen=True, slots=True)
class CodeDetail:
    id: int
    title: str
    definition: str
    parent_id: int | None
    parent: str
    quotes: tuple[Quote, ...]


@kept
@read
def code_tree(access: Access, *, whole: bool = False) -> CodeTree:
    """All codes with how many excerpts have them; of very many the first of each branch, unless the `whole` is asked for."""
    codes, counts = _codes(), _counts()
    below, order = _below(codes), _by_name(codes)
    tops = sorted((pk for pk, (_, parent) in codes.items() if parent not in codes), key=order)
    shown = shown_of(list(codes), tops, below, order, whole=whole)
    definitions = dict(Code.objects.filter(pk__in=shown).values_list("pk", "definition"))
    grow = _Grower(codes, counts, _with_below(codes, counts), below, shown, definitions)
    return CodeTree(tuple(grow.one(pk, 0) for pk in tops if pk in shown), len(shown) < len(codes))


@kept
@read
def code_places(access: Access) -> tuple[tuple[int, str, int], ...]:
    """Codes as (id, title, depth), in the order of the tree: where a code could stand, or go into."""
    codes = _codes()
    below, order = _below(codes), _by_name(codes)
    tops = sorted((pk for pk, (_, parent) in codes.items() if parent not in codes), key=order)
    return tuple((pk, codes[pk][0], depth) for pk, depth in in_order(tops, below, order, PLACES))


def _codes() -> dict[int, tuple[str, int | None]]:
    """Title and parent of each."""
    rows = Code.objects.exclude(pk__in=archived(CODE)).order_by("pk").values_list("pk", "node__title", "parent_id")
    return {pk: (title, parent) for pk, title, parent in rows[:CODE_LIMIT]}


def _counts() -> dict[int, int]:
    rows = ExcerptCode.objects.exclude(excerpt__in=archived(EXCERPT)).order_by().values_list("code_id")
    return dict(rows.annotate(n=Count("pk")))


def _with_below(codes: dict[int, tuple[str, int | None]], counts: dict[int, int]) -> dict[int, int]:
    """How many excerpts have each code or one under it: every count is carried up to all that stand above it."""
    found: dict[int, int] = defaultdict(int)
    for pk, n in counts.items():
        above: int | None = pk
        while above in codes:
            found[above] += n
            above = codes[above][1]
    return found


def _below(codes: dict[int, tuple[str, int | None]]) -> dict[int, list[int]]:
    below: dict[int, list[int]] = defaultdict(list)
    for pk, (_, parent) in codes.items():
        if parent in codes:
            below[parent or 0].append(pk)
    return below


def _by_name(codes: dict[int, tuple[str, int | None]]) -> Callable[[int], tuple[str, int]]:
    return lambda pk: (codes[pk][0].casefold(), pk)


@dataclass(frozen=True, slots=True)
class _Grower:
    codes: dict[int, tuple[str, int | None]]
    counts: dict[int, int]
    with_below: dict[int, int]
    below: dict[int, list[int]]
    shown: set[int]
    definitions: dict[int, str]

    def one(self, pk: int, depth: int) -> CodeBranch:
        here = sorted((i for i in self.below.get(pk, ()) if i in self.shown), key=_by_name(self.codes))
        branches = tuple(self.one(i, depth + 1) for i in here)
        more, title = len(self.below.get(pk, ())) - len(here), self.codes[pk][0]
        own = self.counts.get(pk, 0)
        return CodeBranch(pk, title, self.definitions[pk], depth, own, self.with_below[pk], branches, more)


@read
def code_names(access: Access, *, search: str = "", limit: int = 20) -> list[tuple[int, str]]:
    """For pickers: the codes whose name holds these words, those that begin with them first."""
    words = search.strip()[:200]
    found = Code.objects.filter(node__archived_at__isnull=True, node__title__icontains=words)
    begins = Case(When(node__title__istartswith=words, then=0), default=1)
    return list(found.order_by(begins, Lower("node__title")).values_list("pk", "node__title")[: min(limit, 50)])


@read
def code(access: Access, code_id: int, *, limit: int = 100) -> CodeDetail:
    """One code and the words that have it."""
    row = Code.objects.select_related("node", "parent__node").filter(pk=code_id).first()
    if row is None:
        raise NotFound("No such code.")
    ids = list(
        ExcerptCode.objects.filter(code=code_id).order_by("-pk").values_list("excerpt_id", flat=True)[: min(limit, 500)]
    )
    words = quotes(access, ids)
    parent = row.parent
    return CodeDetail(
        code_id, row.node.title, row.definition, row.parent_id, parent.node.title if parent else "",
        tuple(words[i] for i in ids if i in words),
    )  # fmt: skip
