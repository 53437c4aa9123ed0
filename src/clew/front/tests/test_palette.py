"""What the command palette is told: acts by role, records by words, what was open last."""

from typing import Any

import pytest
from pytest_django import Settings
from tests.people import SignedIn

from clew.ground.evidence.api import add_need, add_source, mark
from clew.ground.search.api import read_what_is_new
from clew.ground.thread.api import archive
from clew.ground.workspaces.api import Access

pytestmark = pytest.mark.django_db


@pytest.fixture
def needs(access: Access) -> list[int]:
    return [int(add_need(access, title=title).pk) for title in ("Count stock quickly", "Hear of dearer flour")]


def items(access: Access, query: str) -> list[dict[str, Any]]:
    browser = SignedIn(access)
    answer = browser.get(browser.path(f"palette?{query}"))
    assert answer.status_code == 200
    found: list[dict[str, Any]] = answer.json()["items"]
    return found


def test_words_find_records(access: Access, needs: list[int]) -> None:
    (found,) = items(access, "q=dearer")
    assert found == {
        "group": "Records",
        "title": "Hear of dearer flour",
        "hint": "Need",
        "url": f"/w/{access.slug}/n/{needs[1]}",
        "icon": "circle-help",
        "is_said": False,
    }


def test_what_means_the_like_says_so(access: Access, needs: list[int], meaning: str) -> None:
    read_what_is_new()
    (found,) = items(access, "q=count stock hourly".replace(" ", "+"))
    assert (found["title"], found["hint"]) == ("Count stock quickly", "Need, by meaning")
    browser = SignedIn(access)
    page = browser.get(browser.path("search?q=count+stock+hourly")).content.decode()
    assert "By meaning" in page
    assert "words alone" not in page


def test_the_search_page_says_why_it_goes_by_words_alone(access: Access, settings: Settings) -> None:
    settings.CLEW_MEANING = False
    browser = SignedIn(access)
    assert "switched off" in browser.get(browser.path("search?q=flour")).content.decode()


def test_what_was_open_last_comes_in_its_order(access: Access, needs: list[int]) -> None:
    found = items(access, f"q=&recent={needs[1]},{needs[0]},{needs[1]}")
    assert [one["title"] for one in found] == ["Hear of dearer flour", "Count stock quickly"]
    assert {one["group"] for one in found} == {"Recent"}


@pytest.mark.parametrize("recent", ["", "x", "-1", "1.5", "٣", "999999999999999999999999", ",,,", "0"])
def test_nonsense_is_passed_over(access: Access, needs: list[int], recent: str) -> None:
    assert items(access, f"recent={recent}") == []


def test_records_of_another_workspace_stay_there(elsewhere: Access, needs: list[int]) -> None:
    assert items(elsewhere, f"recent={needs[0]}") == []


def test_a_viewer_is_offered_nothing_to_make(editor: Access, viewer: Access) -> None:
    for member, offered in ((editor, True), (viewer, False)):
        browser = SignedIn(member)
        html = browser.get(browser.path("needs")).content.decode()
        assert (browser.path("ideas/new") in html) is offered
        assert (browser.path("accounts#add-account") in html) is offered
        assert browser.path("predictions/calibration") in html


def test_archived_records_are_offered_when_they_were_open(access: Access, needs: list[int]) -> None:
    archive(access, node_ids=[needs[0]])
    assert [one["title"] for one in items(access, f"recent={needs[0]}")] == ["Count stock quickly"]


def test_words_marked_in_a_source_that_is_found_are_not_shown_beside_it(access: Access) -> None:
    source = add_source(access, text="The cold room drops the count.", title="The cold room drops the count.")
    excerpt = mark(access, source_id=source.pk, start=0, end=13, exact="The cold room")
    browser = SignedIn(access)
    page = browser.get(browser.path("search?q=cold+room")).content.decode()
    assert page.count(f'/n/{source.pk}"') == 1
    assert f'/n/{excerpt.pk}"' not in page
    assert "1 mark in it found too" in page
    assert [one["hint"] for one in items(access, "q=cold+room")] == ["Source"]
