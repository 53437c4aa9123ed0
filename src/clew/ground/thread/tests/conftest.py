"""Small threads to test with. The kinds are those of evidence; only their cards are made here."""

from collections.abc import Callable

import pytest

from clew.ground.thread.api import NewNode, add_nodes, link_many
from clew.ground.workspaces.api import Access, act

Make = Callable[..., list[int]]
Tie = Callable[..., None]


@act("make records")
def make_records(access: Access, *, titles: list[str], kind: str = "need") -> list[int]:
    return [n.pk for n in add_nodes(access, [NewNode(kind, t) for t in titles])]


@act("tie records")
def tie_records(access: Access, *, links: list[tuple[int, str, int]]) -> None:
    link_many(access, links)


@pytest.fixture
def make(access: Access) -> Make:
    """Records of one kind, by their titles; answers with their numbers."""
    return lambda *titles, kind="need", by=access: make_records(by, titles=list(titles), kind=kind)


@pytest.fixture
def tie(access: Access) -> Tie:
    """Lay `under` links: each pair reads "first is under second"."""
    return lambda *pairs, verb="under", by=access: tie_records(by, links=[(u, verb, d) for u, d in pairs])
