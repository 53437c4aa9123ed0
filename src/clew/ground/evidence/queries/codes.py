"""Codes as a tree with counts."""

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Case, Count, Q, When
from django.db.models.functions import Lower

from clew.ground.evidence.models import Code, ExcerptCode
from clew.ground.evidence.queries.quotes import Quote, quotes
from clew.ground.ledger.api import NotFound
from clew.ground.workspaces.api import Access, read

CODE_LIMIT = 2000


@dataclass(frozen=True, slots=True)
class CodeBranch:
    """`excerpts`: coded with this very code; `with_below`: and with codes under it, each excerpt counted per code."""

    id: int
    title: str
    definition: str
    depth: int
    excerpts: int
    with_below: int
    below: tuple["CodeBranch", ...]


@dataclass(frozen=True, slots=True)
class CodeTree:
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


@read
def code_tree(access: Access) -> CodeTree:
    """All codes with how many excerpts have them; one statement."""
    active = Q(codings__excerpt__node__archived_at__isnull=True)
    rows = list(
        Code.objects.filter(node__archived_at__isnull=True)
        .annotate(n=Count("codings", filter=active))
        .order_by("node__title")
        .values_list("pk", "node__title", "definition", "parent_id", "n")[: CODE_LIMIT + 1]
    )
    shown = {row[0] for row in rows[:CODE_LIMIT]}
    below: dict[int | None, list[tuple[int, str, str, int]]] = defaultdict(list)
    for pk, title, definition, parent, n in rows[:CODE_LIMIT]:
        below[parent if parent in shown else None].append((pk, title, definition, n))
    return CodeTree(_branches(below, None, 0), len(rows) > CODE_LIMIT)


def _branches(
    below: dict[int | None, list[tuple[int, str, str, int]]], parent: int | None, depth: int
) -> tuple[CodeBranch, ...]:
    found = []
    for pk, title, definition, n in below.get(parent, ()):
        under = _branches(below, pk, depth + 1)
        found.append(CodeBranch(pk, title, definition, depth, n, n + sum(b.with_below for b in under), under))
    return tuple(found)


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
    words = quotes(ids)
    parent = row.parent
    return CodeDetail(
        code_id, row.node.title, row.definition, row.parent_id, parent.node.title if parent else "",
        tuple(words[i] for i in ids if i in words),
    )  # fmt: skip
