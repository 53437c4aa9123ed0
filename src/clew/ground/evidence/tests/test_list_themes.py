"""Themes as they are shown."""

from datetime import date

import pytest
from django.test.utils import CaptureQueriesContext
from tests.meaning import COUNTING, EXPORT, LOGIN, pour

from clew.ground.evidence.api import find_themes, theme, theme_scopes, themes
from clew.ground.evidence.queries.growth import growth
from clew.ground.evidence.queries.theme_told import holds
from clew.ground.evidence.tests.shop import Shop
from clew.ground.ledger.api import NotFound
from clew.ground.thread.api import archive
from clew.ground.workspaces.api import Access

ON = date(2025, 7, 1)


@pytest.fixture
def heap(access: Access, shop: Shop, meaning: str) -> list[int]:
    made = pour(access, EXPORT, person_id=shop.anna) + pour(access, LOGIN, COUNTING)
    find_themes(access)
    return made


def test_nothing_yet(access: Access) -> None:
    found = themes(access)
    assert (found.theming, found.rows, found.there) == (None, (), 0)
    assert [(s.id, s.pieces) for s in theme_scopes(access)] == [(None, 0)]


def test_says_who_stands_behind(access: Access, heap: list[int]) -> None:
    rows = themes(access, on=ON).rows
    its = next(r for r in rows if heap[0] in {q.source_id for q in r.quotes} or "xport" in r.quotes[0].text)
    assert (its.backing.accounts, its.backing.revenue_minor) == (
        2,
        1_020_000,
    )  # one piece of the shop speaks of exports too
    assert (its.quotes[0].who, its.quotes[0].account) == ("Anna Keller", "Bakery")
    assert sum(r.size for r in rows) == 25
    assert sum(r.share for r in rows) == pytest.approx(1)


def test_counts_months(access: Access, heap: list[int]) -> None:
    row = max(themes(access, on=ON).rows, key=lambda r: r.size)
    months = [m for m, _ in row.growth.months]
    assert months[0] == date(2025, 1, 1)
    assert sum(row.growth.counts) <= row.size
    assert row.growth.direction in ("up", "down", "level")


@pytest.mark.parametrize("sort", ["size", "trend", "stability", "name", "nonsense"])
def test_sorts(access: Access, heap: list[int], sort: str) -> None:
    rows = themes(access, sort=sort, on=ON).rows
    if sort == "name":
        assert [r.title.casefold() for r in rows] == sorted(r.title.casefold() for r in rows)
    if sort in ("size", "nonsense"):
        assert [r.size for r in rows] == sorted((r.size for r in rows), reverse=True)


def test_is_paged(access: Access, heap: list[int]) -> None:
    everything = themes(access).rows
    assert themes(access, limit=1, offset=1).rows == everything[1:2]
    assert themes(access, limit=1).total == len(everything)


def test_says_what_came_since(access: Access, heap: list[int]) -> None:
    pour(access, ("One thing more", "And another"))
    found = themes(access)
    assert found.theming is not None
    assert (found.theming.new, found.there) == (2, 27)


def test_archived_pieces_do_not_count(access: Access, heap: list[int]) -> None:
    before = sum(r.size for r in themes(access).rows)
    archive(access, node_ids=[heap[0]])
    assert sum(r.size for r in themes(access).rows) == before - 1


def test_shows_members_by_centrality(access: Access, heap: list[int]) -> None:
    row = max(themes(access).rows, key=lambda r: r.size)
    found = theme(access, row.id, limit=3)
    near = [m.centrality for m in found.members]
    assert near == sorted(near, reverse=True)
    assert found.row == row
    rest = theme(access, row.id, limit=200, offset=3).members
    assert len(found.members) + len(rest) == row.size
    assert row.id not in {card.id for card in found.siblings}


def test_refuses_strangers(elsewhere: Access, access: Access, heap: list[int]) -> None:
    with pytest.raises(NotFound):
        theme(elsewhere, themes(access).rows[0].id)
    assert themes(elsewhere).rows == ()


def test_takes_the_same_statements_however_many_themes(access: Access, heap: list[int]) -> None:
    from django.db import connection

    with CaptureQueriesContext(connection) as many:
        themes(access, on=ON)
    archive(access, node_ids=[r.id for r in themes(access).rows[1:]])
    with CaptureQueriesContext(connection) as few:
        themes(access, on=ON)
    assert len(many) == len(few) <= 13


@pytest.mark.parametrize(
    ("share", "words"),
    [
        (0.93, "9 in 10 stay together in other tries"),
        (1.2, "stays together in other tries"),
        (None, ""),
        (-0.1, "0 in 10 stay together in other tries"),
    ],
)
def test_stability_in_words(share: float | None, words: str) -> None:
    assert holds(share) == words


def test_a_running_month_says_nothing_about_growth() -> None:
    counts = {date(2025, m, 1): 10 for m in range(1, 7)} | {None: 4}
    full = growth(counts, [date(2025, 1, 1), date(2025, 6, 1)], date(2025, 7, 1))
    assert full.counts == (10,) * 6
    early = growth(counts | {date(2025, 7, 1): 1}, [date(2025, 1, 1), date(2025, 7, 1)], date(2025, 7, 2))
    assert early.counts == (10,) * 6 + (1,)
    assert early.change == full.change


def test_too_few_months_say_nothing_about_growth() -> None:
    assert growth({date(2025, 1, 1): 3}, [date(2025, 1, 1)], ON).change is None
    assert growth({None: 3}, [], ON).months == ()


def test_at_most_two_years_are_shown() -> None:
    assert len(growth({}, [date(2019, 1, 1), date(2025, 6, 1)], ON).months) == 24
