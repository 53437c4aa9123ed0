"""Assumption tests: of an idea or of all, and one with what it rests on."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from clew.ground.ledger.api import NotFound
from clew.ground.thread.api import Link
from clew.ground.workspaces.api import Access, read
from clew.rooms.interviews.kinds import TESTED_BY
from clew.rooms.interviews.models import AssumptionTest

MOST, MOST_IN_TREE = 200, 10_000


@dataclass(frozen=True, slots=True)
class AssumptionRow:
    """`title`: what must be true; `counts`: what result would count; `state`: open, holds or fails."""

    id: int
    title: str
    state: str
    how: str
    counts: str
    learnt: str
    settled_on: date | None
    idea_id: int | None
    idea: str


@read
def assumptions(
    access: Access, *, state: str = "", idea_id: int | None = None, search: str = "", limit: int = 50, offset: int = 0
) -> tuple[AssumptionRow, ...]:
    """Assumption tests, the newest first; of one state or one idea if asked for."""
    found = AssumptionTest.objects.filter(node__archived_at__isnull=True)
    if state:
        found = found.filter(node__state=state)
    if idea_id is not None:
        found = found.filter(pk__in=_standing().filter(upstream=idea_id).values("downstream"))
    if search.strip():
        found = found.filter(node__title__icontains=search.strip()[:100])
    rows = list(found.select_related("node").order_by("-pk")[offset : offset + min(limit, MOST)])
    ideas = _ideas([row.pk for row in rows])
    return tuple(_row(row, ideas.get(row.pk)) for row in rows)


@read
def assumption(access: Access, test_id: int) -> AssumptionRow:
    found = AssumptionTest.objects.select_related("node").filter(pk=test_id).first()
    if found is None:
        raise NotFound("No such assumption test.")
    return _row(found, _ideas([test_id]).get(test_id))


def tests_by_idea() -> dict[int, list[tuple[int, str, str]]]:
    """Number, title and state of the tests under each idea, the oldest first. Called inside a query; one statement."""
    rows = _standing().filter(downstream__archived_at__isnull=True).order_by("downstream_id")
    found: dict[int, list[tuple[int, str, str]]] = defaultdict(list)
    columns = ("upstream_id", "downstream_id", "downstream__title", "downstream__state")
    for idea_id, *told in rows.values_list(*columns)[:MOST_IN_TREE]:
        found[idea_id].append((told[0], told[1], told[2]))
    return found


def _standing() -> QuerySet[Link]:
    return Link.objects.filter(verb=TESTED_BY, withdrawn_at__isnull=True)


def _ideas(ids: list[int]) -> dict[int, tuple[int, str]]:
    rows = _standing().filter(downstream__in=ids).order_by("pk")
    return {
        test: (idea, title) for test, idea, title in rows.values_list("downstream_id", "upstream_id", "upstream__title")
    }


def _row(test: AssumptionTest, idea: tuple[int, str] | None) -> AssumptionRow:
    return AssumptionRow(
        id=test.pk,
        title=test.node.title,
        state=test.node.state,
        how=test.how,
        counts=test.counts,
        learnt=test.learnt,
        settled_on=test.settled_on,
        idea_id=idea[0] if idea else None,
        idea=idea[1] if idea else "",
    )
