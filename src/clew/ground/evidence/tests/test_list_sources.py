from datetime import date
from typing import Any

import pytest

from clew.ground.evidence.api import add_source, source_facets, sources
from clew.ground.evidence.tests.shop import Quoter, Shop
from clew.ground.thread.api import archive
from clew.ground.workspaces.api import Access


def titles(access: Access, **asked: object) -> list[str]:
    return [r.title for r in sources(access, **asked).rows]  # type: ignore[arg-type]


@pytest.fixture
def three(access: Access, shop: Shop) -> None:
    add_source(access, title="A note", text="Shelves are dusty.", said_on=date(2025, 7, 9), channel="phone")


TALK, MAIL, NOTE = "Interview with Anna", "Counting is fine, but the export is broken.", "A note"


def test_rows_say_who_and_how_much_was_marked(access: Access, shop: Shop, quote: Quoter) -> None:
    quote(shop.interview, "by hand", need_id=shop.counting, new_need="")
    quote(shop.interview, "two hours", new_need="Save time")
    row = next(r for r in sources(access).rows if r.id == shop.interview)
    assert (row.person, row.account, row.excerpts, row.needs) == ("Anna Keller", "Bakery", 2, 2)


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({}, [NOTE, MAIL, TALK]),
        ({"sort": "oldest"}, [TALK, MAIL, NOTE]),
        ({"sort": "title"}, [NOTE, MAIL, TALK]),
        ({"sort": "said"}, [NOTE, TALK, MAIL]),
        ({"sort": "longest"}, [TALK, MAIL, NOTE]),
        ({"kind": "interview"}, [TALK]),
        ({"channel": "email"}, [MAIL]),
        ({"channel": ""}, [TALK]),
        ({"search": "shelves"}, [NOTE, TALK]),
        ({"search": "shelves", "kind": "note"}, [NOTE]),
        ({"search": '"; DROP TABLE'}, []),
        ({"limit": 1, "offset": 1}, [MAIL]),
        ({"batch": 1}, []),
        ({"theme": 1}, []),
        ({"group": "kind"}, [MAIL, TALK, NOTE]),
        ({"sort": "no such"}, [NOTE, MAIL, TALK]),
    ],
)
def test_narrows_and_sorts(access: Access, three: None, asked: dict[str, Any], expected: list[str]) -> None:
    assert titles(access, **asked) == expected


def test_narrows_by_person_account_and_marks(access: Access, shop: Shop, quote: Quoter) -> None:
    quote(shop.interview, "by hand")
    assert (
        titles(access, person=shop.anna) == titles(access, account=shop.bakery) == titles(access, marked=True) == [TALK]
    )
    assert titles(access, marked=False) == [MAIL]


@pytest.mark.parametrize(
    ("group", "labels"),
    [
        ("kind", ["Feedback", "Interview", "Note"]),
        ("month", ["July 2025", "July 2025", "None"]),
        ("account", ["Bakery", "Hotel", "None"]),
        ("person", ["Anna Keller", "Ben Ortiz", "None"]),
        ("import", ["None", "None", "None"]),
    ],
)
def test_groups(access: Access, three: None, group: str, labels: list[str]) -> None:
    assert [r.group for r in sources(access, group=group).rows] == labels


def test_archived_sources_are_away(access: Access, shop: Shop) -> None:
    archive(access, node_ids=[shop.interview])
    assert (titles(access), sources(access).total, source_facets(access).total) == ([MAIL], 1, 1)


def test_facets_count(access: Access, three: None, shop: Shop, quote: Quoter) -> None:
    quote(shop.interview, "by hand")
    found = source_facets(access)
    assert (found.total, found.marked) == (3, 1)
    assert [(f.value, f.count) for f in found.kinds] == [("interview", 1), ("feedback", 1), ("note", 1)]
    assert {(f.value, f.count) for f in found.channels} == {("email", 1), ("phone", 1)}


def test_asks_a_fixed_number_of_questions(access: Access, three: None, django_assert_max_num_queries: Any) -> None:
    with django_assert_max_num_queries(8):
        sources(access, search="shelves", group="account")
    with django_assert_max_num_queries(3):
        source_facets(access)


def test_another_workspace_sees_nothing(elsewhere: Access, shop: Shop) -> None:
    assert (titles(elsewhere), source_facets(elsewhere).total) == ([], 0)
