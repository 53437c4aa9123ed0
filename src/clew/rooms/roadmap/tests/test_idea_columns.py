"""Columns of the list of ideas: chosen, in the address and in saved views, with the usual ones where nothing is chosen."""

import re
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.people import SignedIn

from clew.ground.evidence.api import add_idea
from clew.ground.workspaces.api import Access
from clew.rooms.roadmap.actions.fields import add_field, fill_in, put_field_away
from clew.rooms.roadmap.actions.ideas import change_ideas
from clew.rooms.roadmap.queries.fields import FieldRow, fields
from clew.rooms.roadmap.queries.ideas import saved_views

HEAD = re.compile(r"<thead>(.*?)</thead>", re.DOTALL)
CELL = re.compile(r"<t[hd][^>]*>(.*?)</t[hd]>", re.DOTALL)
WORDS = re.compile(r"<[^>]+>|\s+")


class Page:
    def __init__(self, browser: SignedIn) -> None:
        self.browser = browser

    def html(self, asked: str = "") -> str:
        answer = self.browser.get(self.browser.path(f"roadmap/ideas?{asked}"))
        assert answer.status_code == 200
        return str(answer.content.decode())

    def heads(self, asked: str = "") -> list[str]:
        """The columns by name, without the one that is ticked."""
        found = HEAD.search(self.html(asked))
        assert found
        return [words for cell in CELL.findall(found[1]) if (words := WORDS.sub(" ", cell).strip())]


@pytest.fixture
def page(access: Access, browser_of: type[SignedIn]) -> Page:
    return Page(browser_of(access))


@pytest.fixture
def known(access: Access) -> tuple[FieldRow, ...]:
    for name, kind in (("Cost", "number"), ("Note", "text"), ("Due", "date"), ("Safe", "check")):
        add_field(access, name=name, kind=kind)
    idea = int(add_idea(access, title="Count by phone").pk)
    change_ideas(access, idea_ids=[idea], state="planned", owner_id=access.user_id, add_tag="Phone")
    told: list[Any] = [1200, "Asked for by Anna", "2027-03-01", True]
    values = [{"field_id": one.id, "value": value} for one, value in zip(fields(access), told, strict=True)]
    fill_in(access, idea_id=idea, values=values)
    return fields(access)


USUAL = ["Idea", "State", "Votes", "Revenue", "Owner", "Tags", "Cost", "Note", "Due", "Added"]


def test_the_usual_columns_stand_there_where_none_is_named(page: Page, known: tuple[FieldRow, ...]) -> None:
    for asked in ("", "state=planned&sort=name", "column=", "column=gone&column=field-987654", "group=state"):
        assert page.heads(asked) == USUAL, asked
    shown = page.html()
    assert 'aria-label="Columns: Usual columns"' in shown
    assert shown.count('name="column" value="votes" checked') == 1
    assert 'name="column" value="accounts">' in shown
    assert 'type="hidden" name="column" value="state"' not in shown


def test_chosen_columns_stand_in_their_own_order(page: Page, known: tuple[FieldRow, ...]) -> None:
    safe, note = known[3], known[1]
    asked = f"column=field-{safe.id}&column=owner&column=accounts&column=field-{note.id}&state=planned"
    assert page.heads(asked) == ["Idea", "Accounts", "Owner", "Note", "Safe"]
    shown = page.html(asked)
    for words in ("Alice", "Asked for by Anna", "Yes"):
        assert words in shown, words
    assert "1,200" not in shown
    assert 'aria-label="Columns: 4 columns"' in shown
    assert page.heads("column=title") == ["Idea"]
    assert 'aria-label="Columns: No columns"' in page.html("column=title")


def test_a_phone_shows_the_first_two(page: Page, known: tuple[FieldRow, ...]) -> None:
    def kinds(asked: str) -> list[str]:
        return re.findall(r'<th scope="col" class="(?:num )?(slim|wide)', HEAD.search(page.html(asked))[1])  # type: ignore[index]

    assert kinds("") == ["slim", "slim", *["wide"] * 7]
    assert kinds("column=revenue&column=owner&column=added") == ["slim", "slim", "wide"]


def test_filters_and_columns_keep_each_other(page: Page, known: tuple[FieldRow, ...]) -> None:
    shown = page.html("column=title&column=owner&state=planned&state=in+work&q=phone&page=1")
    toolbar, chooser = shown.split('class="toolbar"')[1], shown.split('class="toolbar"')[0]
    for told in ("title", "owner"):
        assert f'<input type="hidden" name="column" value="{told}">' in toolbar
    for name, value in (("state", "planned"), ("state", "in work"), ("q", "phone"), ("column", "title")):
        assert f'<input type="hidden" name="{name}" value="{value}">' in chooser
    assert 'type="hidden" name="page"' not in chooser
    for link in re.findall(r'href="(\?[^"]*(?:sort=name|view=board)[^"]*)"', shown):
        assert "column=owner" in link
    board = page.html("view=board&column=title&column=owner")
    assert '<input type="hidden" name="column" value="owner">' in board
    assert "several-column" not in board


def test_a_view_keeps_its_columns(access: Access, page: Page, known: tuple[FieldRow, ...]) -> None:
    asked = f"column=title&column=field-{known[3].id}&column=owner&state=planned"
    shown = page.html(asked)
    here = re.findall(r'name="asked" value="([^"]*)"', shown)[0].replace("&amp;", "&")
    saved = page.browser.post(page.browser.path("roadmap/ideas/views"), {"name": "Whose", "asked": here})
    assert page.heads(saved["Location"].partition("?")[2]) == ["Idea", "Owner", "Safe"]
    assert page.heads(saved_views(access)[0].asked) == ["Idea", "Owner", "Safe"]
    put_field_away(access, field_id=known[3].id)
    assert page.heads(saved_views(access)[0].asked) == ["Idea", "Owner"], "what was put away is left out"


def test_the_usual_columns_are_not_frozen_in_a_view(access: Access, page: Page, known: tuple[FieldRow, ...]) -> None:
    usual = [*("title", "state", "votes", "revenue", "owner", "tags", "added"), *(f"field-{one.id}" for one in known[:3])]  # fmt: skip
    shown = page.html("&".join(f"column={key}" for key in usual) + "&state=planned")
    assert re.findall(r'name="asked" value="([^"]*)"', shown) == ["state=planned"]
    assert 'aria-label="Columns: Usual columns"' in shown


def test_who_only_reads_chooses_columns_too(viewer: Access, known: tuple[FieldRow, ...]) -> None:
    assert Page(SignedIn(viewer)).heads("column=title&column=tags&group=state") == ["Idea", "Tags"]


def test_statements_do_not_grow_with_columns_or_rows(access: Access, page: Page, known: tuple[FieldRow, ...]) -> None:
    def asked(address: str) -> int:
        with CaptureQueriesContext(connection) as statements:
            page.html(address)
        return len(statements)

    every = "&".join(f"column={key}" for key in ("accounts", "owner", *(f"field-{one.id}" for one in known)))
    asked(every)
    few = asked("column=title&column=owner")
    assert few == asked(every)
    more = [int(add_idea(access, title=f"Idea {n}").pk) for n in range(20)]
    change_ideas(access, idea_ids=more, owner_id=access.user_id, add_tag="Phone", field_id=known[0].id, value=5)
    asked(every)
    assert asked(every) == few
