"""Issues that a file brought in and a connection follows are one idea each, whichever came first and however many repositories the file holds."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from pytest_django import Settings

from clew.ground.files.api import store
from clew.ground.ledger.api import Refused
from clew.ground.workspaces.api import Access
from clew.rooms.roadmap.actions.connections import open_issue
from clew.rooms.roadmap.actions.trackers import import_ideas
from clew.rooms.roadmap.models import SyncedIdea, TrackedIdea
from clew.rooms.roadmap.queries.connections import places_to_open, untold_ideas
from clew.rooms.roadmap.queries.trackers import preview_idea_import
from clew.rooms.roadmap.tests.test_following import connected, follow, jira, put, row, state
from clew.rooms.roadmap.tests.tracker_server import Vendor, serving


@pytest.fixture
def vendor(settings: Settings, db: None) -> Iterator[Vendor]:
    settings.CLEW_HOOKS_LOOPBACK = True
    with serving() as found:
        yield found


def told(repository: str, number: int, title: str, *, name: str = "url", **more: Any) -> dict[str, Any]:
    return {"number": number, "title": title, "body": "", "state": "OPEN", "labels": [],
            name: f"https://github.com/{repository}/issues/{number}", **more}  # fmt: skip


def file_of(access: Access, *rows: dict[str, Any]) -> int:
    return int(store(access, name="issues.json", chunks=[json.dumps(rows).encode()]).pk)


def two(access: Access) -> int:
    """Of two repositories, in which the same number is two issues."""
    return file_of(access, told("Larder/Shop", 1, "Count"), told("larder/doors", 1, "Open the door"))


@pytest.mark.parametrize("place", ["", "All our repositories", "larder/shop"])
def test_a_file_of_several_repositories_is_known_to_a_connection_with_one(
    access: Access, vendor: Vendor, place: str
) -> None:
    """Status goes both ways, and what is of another repository is left alone."""
    vendor.github("Count", state="closed", state_reason="completed")
    import_ideas(access, file_id=two(access), place=place)
    tracker = connected(access, vendor)
    assert follow(access, tracker) == {"changed": 1}
    assert (state(access, "larder/shop#1"), state(access, "larder/doors#1")) == ("released", "")
    put(access, "larder/shop#1", "declined")
    assert follow(access, tracker) == {"told": 1}
    assert vendor.issues["1"]["state_reason"] == "not_planned"
    vendor.change("1", state="open", state_reason="reopened", labels=("planned",))
    assert follow(access, tracker) == {"changed": 1}
    assert (TrackedIdea._base_manager.count(), SyncedIdea._base_manager.count()) == (2, 1)
    assert preview_idea_import(access, two(access), place=place).new == 0


def test_an_issue_that_stands_in_the_file_is_not_opened_again(access: Access, vendor: Vendor) -> None:
    vendor.github("Count")
    import_ideas(access, file_id=two(access))
    tracker = connected(access, vendor)
    idea, other = row(access, "larder/shop#1").idea_id, row(access, "larder/doors#1").idea_id
    assert (places_to_open(access, idea), len(places_to_open(access, other))) == ([], 1)
    with pytest.raises(Refused, match="has an issue there already"):
        open_issue(access, idea_id=idea, tracker_id=tracker)
    open_issue(access, idea_id=other, tracker_id=tracker)


@pytest.mark.parametrize("is_only", [True, False])
def test_what_a_connection_brought_in_is_known_to_a_file(access: Access, vendor: Vendor, is_only: bool) -> None:
    """Also under no place: its address says which issue it is."""
    vendor.github("Count", state="closed", state_reason="completed")
    tracker = connected(access, vendor)
    follow(access, tracker)
    rows = [told("larder/shop", 1, "Count by phone", name="html_url"), told("larder/doors", 1, "Open the door")]
    file = file_of(access, *rows[: 2 - is_only])
    look = preview_idea_import(access, file)
    assert (look.new, look.changed, look.gone) == (0 if is_only else 1, 1, 0)
    import_ideas(access, file_id=file)
    assert (row(access, "1").idea.node.title, state(access, "1")) == ("Count by phone", "released")
    assert preview_idea_import(access, file).same == 2 - is_only
    assert TrackedIdea._base_manager.count() == 2 - is_only


def test_a_file_that_comes_after_the_connection_is_met_at_once(access: Access, vendor: Vendor) -> None:
    """Though nothing changes there any more; what is not to be had there is asked for once."""
    vendor.github("Count", state="closed", state_reason="completed")
    tracker = connected(access, vendor, brings_new=False)
    follow(access, tracker)
    gone = told("larder/shop", 9, "Scan")
    import_ideas(access, file_id=file_of(access, gone, told("larder/shop", 1, "Count"), told("larder/doors", 9, "X")))
    assert follow(access, tracker) == {"changed": 1}
    assert state(access, "larder/shop#1") == "released"
    before = len(vendor.asked("GET", "/issues/9"))
    assert (follow(access, tracker), before, len(vendor.asked("GET", "/issues/9"))) == ({}, 1, 1)
    assert untold_ideas(access, tracker) == ()
    put(access, "larder/shop#9", "planned")
    follow(access, tracker)
    assert [one.key for one in untold_ideas(access, tracker)] == ["larder/shop#9"]


def test_a_file_of_jira_that_comes_after_the_connection_is_met(access: Access, vendor: Vendor) -> None:
    key = vendor.jira("Count", status="In Progress")
    tracker = jira(access, vendor, brings_new=False)
    follow(access, tracker)
    words = f"Issue key,Summary,Status\n{key},Count,To Do\nDOOR-1,Open the door,To Do\n"
    import_ideas(access, file_id=int(store(access, name="jira.csv", chunks=[words.encode()]).pk))
    assert follow(access, tracker) == {"changed": 1}
    assert (state(access, key), state(access, "DOOR-1")) == ("in work", "")


def test_the_same_repository_on_another_server_is_another(access: Access, vendor: Vendor) -> None:
    vendor.github("Count", state="closed", state_reason="completed")
    other = {**told("larder/shop", 1, "Count"), "url": "https://git.example/larder/shop/issues/1"}
    import_ideas(access, file_id=file_of(access, other))
    tracker = connected(access, vendor)
    assert follow(access, tracker) == {"new": 1}
    assert TrackedIdea._base_manager.count() == 2
