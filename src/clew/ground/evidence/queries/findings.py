"""What was found in sources, as numbers: which codes and needs their marked words have. No words, so consent is not asked."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from clew.ground.evidence.kinds import NEED, STANCES
from clew.ground.evidence.models import Excerpt, ExcerptCode
from clew.ground.evidence.queries.families import family
from clew.ground.ledger.api import NotFound
from clew.ground.thread.api import Link, Node
from clew.ground.workspaces.api import Access, read

MOST = 1_000


@dataclass(frozen=True, slots=True)
class Findings:
    codes: frozenset[int]
    needs: frozenset[int]


@read
def findings_in(access: Access, source_ids: Sequence[int]) -> Mapping[int, Findings]:
    """By source, of those (at most `MOST`) in which anything is marked; codes and needs that were put away count for nothing."""
    return _found(source_ids, "source_id")


@read
def findings_by_person(access: Access, source_ids: Sequence[int]) -> Mapping[int, Findings]:
    """By person, of sources in which several speak, such as the sheet of a finished study."""
    return _found(source_ids, "person_id")


def _found(source_ids: Sequence[int], whose: str) -> Mapping[int, Findings]:
    here = {"source__in": source_ids[:MOST], f"{whose}__isnull": False}
    standing = Excerpt.objects.filter(**here, node__archived_at__isnull=True)
    coded = ExcerptCode.objects.filter(excerpt__in=standing, code__node__archived_at__isnull=True)
    ties = _ties().filter(upstream__excerpt__in=standing, downstream__kind=NEED, downstream__archived_at__isnull=True)
    codes, needs = defaultdict[int, set[int]](set), defaultdict[int, set[int]](set)
    for owner, code_id in coded.values_list(f"excerpt__{whose}", "code_id").distinct():
        codes[owner].add(code_id)
    for owner, need_id in ties.values_list(f"upstream__excerpt__{whose}", "downstream_id").distinct():
        needs[owner].add(need_id)
    marked = standing.order_by().values_list(whose, flat=True).distinct()
    return {pk: Findings(frozenset(codes[pk]), frozenset(needs[pk])) for pk in marked}


@read
def sources_on_need(access: Access, need_id: int) -> frozenset[int]:
    """The sources in which somebody speaks of a need, or of one that stands under it."""
    if not Node.objects.filter(pk=need_id, kind=NEED).exists():
        raise NotFound("No such need.")
    ties = _ties().filter(downstream__in=family(access, [need_id]), upstream__archived_at__isnull=True)
    return frozenset(ties.values_list("upstream__excerpt__source_id", flat=True).distinct())


def _ties() -> QuerySet[Link]:
    return Link.objects.filter(verb__in=STANCES, withdrawn_at__isnull=True).order_by()
