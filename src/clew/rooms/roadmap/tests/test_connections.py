"""Connections to trackers: who may make them, what is refused, where their token lies; their pages and the idea's."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone
from pytest_django import Settings
from tests.people import SignedIn
from tests.shell import Shell

from clew.ground.evidence.api import add_idea
from clew.ground.ledger.api import Forbidden, NotFound, Refused, last_act_id
from clew.ground.ledger.models import LedgerEntry
from clew.ground.thread.api import undo
from clew.ground.workspaces.api import Access
from clew.rooms.roadmap.actions.connections import (
    begin_take_over,
    change_tracker,
    change_tracker_token,
    connect_tracker,
    drop_opening,
    open_issue,
    pause_tracker,
    remove_tracker,
    resume_tracker,
    settle_clash,
)
from clew.rooms.roadmap.models import TrackerConnection, TrackerKey, TrackerOpening
from clew.rooms.roadmap.queries.connections import (
    followed,
    tracker_clashes,
    tracker_connection,
    tracker_connections,
    untold_ideas,
)
from clew.rooms.roadmap.queries.connections import (
    test_tracker as try_tracker,
)
from clew.rooms.roadmap.tests.test_following import clash, connected, follow, jira, put, row, vendor
from clew.rooms.roadmap.tests.tracker_server import TOKEN, Vendor

__all__ = ["vendor"]
pytestmark = pytest.mark.django_db
GITHUB: dict[str, Any] = {"kind": "github", "project": "larder/shop", "token": TOKEN}
JIRA: dict[str, Any] = {
    "kind": "jira",
    "project": "SHOP",
    "token": TOKEN,
    "address": "https://larder.atlassian.net",
    "account": "ann@example.org",
}


def where_it_lies(words: str) -> set[str]:
    found = set()
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            if any(words in str(line) for line in cursor.fetchall()):
                found.add(table)
    return found


def test_the_token_lies_in_one_place_and_is_shown_nowhere(
    access: Access, vendor: Vendor, caplog: pytest.LogCaptureFixture, browser_of: Callable[[Access], SignedIn]
) -> None:
    tracker, browser = connected(access, vendor), browser_of(access)
    follow(access, tracker)
    assert where_it_lies(TOKEN) == {"roadmap_tracker_key"}
    for path in ("roadmap/trackers", f"roadmap/trackers/{tracker}"):
        assert TOKEN not in browser.get(browser.path(path)).content.decode()
    wrong = browser.post(browser.path("roadmap/trackers/connect"), {**GITHUB, "token": f"{TOKEN} x", "label": "idea"})
    assert (wrong.status_code, TOKEN in wrong.content.decode(), 'value="idea"' in wrong.content.decode()) == (
        422,
        False,
        True,
    )
    assert TOKEN not in caplog.text
    assert TOKEN not in str(LedgerEntry.objects.values())
    remove_tracker(access, tracker_id=tracker)
    assert where_it_lies(TOKEN) == set()


@pytest.mark.parametrize(
    ("told", "wrong", "field"),
    [
        (GITHUB, {"kind": "pile"}, "kind"), (GITHUB, {"project": "larder"}, "project"), (GITHUB, {"project": "larder/.."}, "project"),
        (GITHUB, {"project": "a/b/c"}, "project"), (GITHUB, {"token": ""}, "token"), (GITHUB, {"token": "a b"}, "token"),
        (GITHUB, {"token": "a\nb"}, "token"), (GITHUB, {"token": "x" * 501}, "token"), (GITHUB, {"wins": "me"}, "wins"),
        (GITHUB, {"states": {"odd": ["open"]}}, "states"), (GITHUB, {"states": {"new": []}}, "states"),
        (GITHUB, {"states": {"new": ["ajar"]}}, "state-new"), (GITHUB, {"states": {"new": ["open"] * 11}}, "state-new"),
        (GITHUB, {"address": "http://git.example.org"}, "address"), (GITHUB, {"address": "https://10.0.0.1"}, "address"),
        (GITHUB, {"address": "https://a:b@example.org"}, "address"), (GITHUB, {"address": "https://example.org?x"}, "address"),
        (JIRA, {"address": ""}, "address"), (JIRA, {"project": "SHOP; DROP"}, "project"), (JIRA, {"account": "a:b"}, "account"),
        (JIRA, {"states": {"new": ["To Do + x"]}}, "state-new"),
    ],
)  # fmt: skip
def test_what_is_no_connection(
    access: Access, settings: Settings, told: Any, wrong: dict[str, Any], field: str
) -> None:
    settings.CLEW_HOOKS_LOOPBACK = False
    with pytest.raises(Refused) as refused:
        connect_tracker(access, **{**told, **wrong})
    assert (refused.value.field, bool(refused.value.remedy), TrackerConnection._base_manager.count()) == (
        field,
        True,
        0,
    )


def test_a_host_inside_is_for_who_runs_the_server_to_name(access: Access, settings: Settings) -> None:
    settings.CLEW_HOOKS_LOOPBACK, settings.CLEW_TRACKER_HOSTS = False, ["10.0.0.7"]
    assert connect_tracker(access, **{**JIRA, "address": "https://10.0.0.7/jira"}).address == "https://10.0.0.7/jira"


def test_a_project_is_connected_once(access: Access) -> None:
    connect_tracker(access, **GITHUB)
    with pytest.raises(Refused, match="connected already"):
        connect_tracker(access, **GITHUB)
    with pytest.raises(Refused, match="connected already"):
        connect_tracker(access, **{**GITHUB, "project": "Larder/SHOP"})
    assert connect_tracker(access, **JIRA).account == "ann@example.org"


@pytest.mark.parametrize("change", [{"address": "https://evil.example"}, {"project": "evil/shop"}, {"kind": "jira"}])
def test_the_database_keeps_a_connection_to_its_address(access: Access, change: dict[str, str]) -> None:
    connect_tracker(access, **GITHUB)
    with pytest.raises(DatabaseError), transaction.atomic():
        TrackerConnection._base_manager.update(**change)


def test_who_may(access: Access, editor: Access, viewer: Access, elsewhere: Access, vendor: Vendor) -> None:
    tracker = clash(access, vendor)
    follow(access, tracker)
    idea, (found,) = row(access, "1").idea_id, tracker_clashes(access, tracker)
    of_owners: list[Callable[[Access], Any]] = [
        lambda who: change_tracker(who, tracker_id=tracker), lambda who: change_tracker_token(who, tracker_id=tracker, token="x"),
        lambda who: pause_tracker(who, tracker_id=tracker), lambda who: resume_tracker(who, tracker_id=tracker),
        lambda who: remove_tracker(who, tracker_id=tracker), lambda who: try_tracker(who, tracker),
    ]  # fmt: skip
    of_editors: list[Callable[[Access], Any]] = [
        lambda who: begin_take_over(who, tracker_id=tracker), lambda who: settle_clash(who, clash_id=found.id, keep="ours"),
        lambda who: open_issue(who, idea_id=idea, tracker_id=tracker),
    ]  # fmt: skip
    readings: list[Callable[[Access], Any]] = [
        lambda who: tracker_connection(who, tracker), lambda who: tracker_clashes(who, tracker), lambda who: untold_ideas(who, tracker),
        lambda who: followed(who, idea),
    ]  # fmt: skip
    for call in of_owners:
        for who in (editor, viewer):
            with pytest.raises(Forbidden):
                call(who)
    for call in of_editors:
        with pytest.raises(Forbidden):
            call(viewer)
    for call in [*of_owners, *of_editors, *readings]:
        with pytest.raises(NotFound):
            call(elsewhere)
    for member in (editor, viewer):
        with pytest.raises(Forbidden):
            connect_tracker(member, **GITHUB)
    assert tracker_connections(elsewhere) == ()


def test_it_is_tested(access: Access, vendor: Vendor) -> None:
    assert try_tracker(access, connected(access, vendor)) == "larder/shop"
    tracker = jira(access, vendor)
    assert try_tracker(access, tracker) == "The shop"
    vendor.next_answers = [(401, {}, {})]
    with pytest.raises(Refused, match="token"):
        try_tracker(access, tracker)


def test_without_its_token_as_after_a_restore(access: Access, vendor: Vendor) -> None:
    tracker = connected(access, vendor)
    TrackerKey._base_manager.all().delete()
    found = tracker_connection(access, tracker)
    assert (found.has_token, "no token" in found.error, "no backup" in found.remedy) == (False, True, True)
    for call in (lambda: begin_take_over(access, tracker_id=tracker), lambda: try_tracker(access, tracker)):
        with pytest.raises(Refused) as refused:
            call()
        assert refused.value.field == "token"
    change_tracker_token(access, tracker_id=tracker, token=TOKEN)
    assert follow(access, tracker) == {}


def test_it_is_not_undone_but_an_issue_that_waits_is(access: Access, vendor: Vendor) -> None:
    tracker = connected(access, vendor)
    with pytest.raises(Refused):
        undo(access, act=last_act_id())
    idea = int(add_idea(access, title="Count").pk)
    open_issue(access, idea_id=idea, tracker_id=tracker)
    undo(access, act=last_act_id())
    assert (follow(access, tracker), followed(access, idea), vendor.issues) == ({}, (), {})


def test_an_issue_that_was_refused_is_taken_back(
    access: Access, viewer: Access, elsewhere: Access, vendor: Vendor, browser_of: Callable[[Access], SignedIn]
) -> None:
    tracker, idea = connected(access, vendor), int(add_idea(access, title="Count").pk)
    open_issue(access, idea_id=idea, tracker_id=tracker)
    vendor.instead = {"POST /repos/larder/shop/issues": (422, {"message": "No"}, {})}
    follow(access, tracker)
    for who, wrong in ((viewer, Forbidden), (elsewhere, NotFound)):
        with pytest.raises(wrong):
            drop_opening(who, idea_id=idea, tracker_id=tracker)
    browser = browser_of(access)
    assert "No issue could be opened" in browser.get(browser.path(f"n/{idea}")).content.decode()
    assert "Open none" in browser.get(browser.path(f"roadmap/trackers/{tracker}")).content.decode()
    at = browser.path(f"roadmap/ideas/{idea}/issue/drop")
    assert (browser.post(at, {"tracker": tracker}).status_code, followed(access, idea)) == (303, ())
    undo(access, act=last_act_id())
    assert untold_ideas(access, tracker)[0].idea_id == idea
    TrackerOpening._base_manager.update(tried_at=timezone.now())
    with pytest.raises(Refused, match="open there already"):
        drop_opening(access, idea_id=idea, tracker_id=tracker)
    TrackerOpening._base_manager.all().delete()
    with pytest.raises(NotFound):
        drop_opening(access, idea_id=idea, tracker_id=tracker)


def test_pages(access: Access, vendor: Vendor, browser_of: Callable[[Access], SignedIn]) -> None:
    browser = browser_of(access)
    vendor.github("Count by phone")
    told = {**GITHUB, "address": vendor.url, "brings_new": "1", "wins": "ask"}
    made = browser.post(browser.path("roadmap/trackers/connect"), told)
    assert made.status_code == 303
    at = made["Location"]
    assert browser.post(f"{at}/test").status_code == 303
    (tracker,) = tracker_connections(access)
    assert (tracker.brings_new, tracker.wins) == (True, "ask")
    assert "run=" in browser.post(f"{at}/take-over")["Location"]
    follow(access, tracker.id)
    put(access, "1", "released")
    vendor.change("1", state="closed", state_reason="not_planned")
    follow(access, tracker.id)
    page = browser.get(at).content.decode()
    assert ("Keep released" in page, "Take declined" in page, "Count by phone" in page) == (True, True, True)
    idea = browser.get(browser.path(f"n/{row(access, '1').idea_id}")).content.decode()
    assert "Take declined" in idea
    (found,) = tracker_clashes(access, tracker.id)
    assert browser.post(browser.path(f"roadmap/tracker-clashes/{found.id}"), {"keep": "theirs"}).status_code == 303
    states = {f"state-{state}": ", ".join(words) for state, words in tracker.states.items()}
    edited = {**states, "state-planned": "open + planned", "wins": "clew"}
    assert browser.post(f"{at}/edit", edited).status_code == 303
    assert tracker_connection(access, tracker.id).states["planned"] == ("open + planned",)
    wrong = browser.post(f"{at}/edit", {**edited, "state-new": "ajar"})
    assert (wrong.status_code, 'value="ajar"' in wrong.content.decode()) == (422, True)
    vendor.next_answers = [(404, {}, {})]
    assert "does not show this" in browser.post(f"{at}/test").content.decode()
    assert browser.post(f"{at}/switch").status_code == 303
    assert "Paused by hand" in browser.get(at).content.decode()
    assert browser.post(f"{at}/take-over").status_code == 422
    assert browser.post(f"{at}/token", {"token": TOKEN}).status_code == 303
    own = int(add_idea(access, title="Ours").pk)
    assert "Open an issue" in browser.get(browser.path(f"n/{own}")).content.decode()
    assert browser.post(browser.path(f"roadmap/ideas/{own}/issue"), {"tracker": tracker.id}).status_code == 303
    assert "An issue is opened for it" in browser.get(browser.path(f"n/{own}")).content.decode()
    assert browser.post(f"{at}/remove").status_code == 303
    assert browser.get(at).status_code == 404


def test_what_members_see(editor: Access, viewer: Access, browser_of: Callable[[Access], SignedIn]) -> None:
    browser = browser_of(editor)
    assert "No tracker is connected" in browser.get(browser.path("roadmap/trackers")).content.decode()
    reader = browser_of(viewer)
    assert reader.get(reader.path("roadmap/trackers")).status_code == 403


def test_statements_do_not_grow_with_connections(
    access: Access, django_assert_num_queries: Any, django_assert_max_num_queries: Any
) -> None:
    connect_tracker(access, **GITHUB)
    with django_assert_max_num_queries(6) as few:
        tracker_connections(access)
    for n in range(5):
        connect_tracker(access, **{**GITHUB, "project": f"larder/shop{n}"})
    with django_assert_num_queries(len(few)):
        tracker_connections(access)


def test_commands(here: Access, vendor: Vendor) -> None:
    vendor.github("Count")
    access, clew = here, Shell("roadmap", "trackers")
    assert clew("list").exit_code == 1
    made = clew("connect", "github", "larder/shop", "--address", vendor.url, "--bring-new", input=f"{TOKEN}\n")
    assert (made.exit_code, "Connected as" in made.output, TOKEN in made.output) == (0, True, False)
    (row_of,) = tracker_connections(access)
    told = clew("connect", "jira", "SHOP", "--address", vendor.url, "--json", env={"CLEW_TRACKER_TOKEN": TOKEN})
    assert (json.loads(told.output)["kind"], TOKEN in told.output) == ("jira", False)
    assert clew("connect", "jira", "shop", env={"CLEW_TRACKER_TOKEN": TOKEN}).exit_code == 2
    assert clew("test", row_of.id).output == "It answers: larder/shop\n"
    follow(access, row_of.id)
    put(access, "1", "released")
    vendor.change("1", state="closed", state_reason="not_planned")
    follow(access, row_of.id)
    found = json.loads(clew("clashes", row_of.id, "--json").output)[0]
    assert "here released, there not planned" in clew("clashes", row_of.id).output
    assert clew("settle", found["id"], "theirs").exit_code == 0
    assert (clew("clashes", row_of.id).exit_code, "theirs" in clew("clashes", row_of.id, "--all").output) == (1, True)
    assert clew("open", row_of.id, int(add_idea(access, title="Ours").pk)).exit_code == 0
    assert clew("pause", row_of.id).output == "Paused.\n"
    assert (clew("take-over", row_of.id).exit_code, "Paused by hand" in clew("list").output) == (2, True)
    assert clew("pause", row_of.id, "--go-on").exit_code == 0
    assert (clew("remove", row_of.id).exit_code, len(tracker_connections(access))) == (0, 1)
