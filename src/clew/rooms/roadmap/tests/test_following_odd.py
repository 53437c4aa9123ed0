"""Trackers that do not do as they are told, and people who change their minds meanwhile: nothing is stuck, lost, or told as done that is not."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from clew.ground.evidence.api import Idea, add_idea
from clew.ground.files.api import store
from clew.ground.ledger.api import Refused
from clew.ground.runs.api import perform, run
from clew.ground.thread.api import archive
from clew.ground.workspaces.api import Access
from clew.rooms.roadmap import following
from clew.rooms.roadmap.actions.connections import begin_take_over, open_issue, remove_tracker, settle_clash
from clew.rooms.roadmap.actions.trackers import import_ideas
from clew.rooms.roadmap.following import Following, follow_due
from clew.rooms.roadmap.models import SyncedIdea, TrackedIdea, TrackerConnection, TrackerKey, TrackerOpening
from clew.rooms.roadmap.queries.connections import (
    followed,
    places_to_open,
    tracker_clashes,
    tracker_connection,
    untold_ideas,
)
from clew.rooms.roadmap.queries.tracker_files import download_ideas
from clew.rooms.roadmap.tests.test_following import clash, connected, follow, jira, put, row, state, vendor
from clew.rooms.roadmap.tests.tracker_server import Vendor
from clew.rooms.roadmap.trackers.github_rest import GitHub
from clew.rooms.roadmap.trackers.remote import Trouble

__all__ = ["vendor"]
ISSUES = "/repos/larder/shop/issues"


def failed(access: Access, tracker: int) -> str:
    made = begin_take_over(access, tracker_id=tracker)
    perform(made.key)
    found = run(access, made.pk)
    assert found.state == "failed"
    return str(found.error)


def test_a_clash_with_a_status_that_means_nothing_here(access: Access, vendor: Vendor) -> None:
    key, tracker = vendor.jira("Count"), jira(access, vendor)
    follow(access, tracker)
    put(access, key, "planned")
    vendor.move(key, "QA")
    assert follow(access, tracker) == {"clashes": 1}
    (found,) = tracker_clashes(access, tracker)
    assert (found.theirs, found.means) == ("QA", "")
    with pytest.raises(Refused, match="means no state here"):
        settle_clash(access, clash_id=found.id, keep="theirs")
    put(access, key, "released")
    settle_clash(access, clash_id=found.id, keep="ours")
    assert follow(access, tracker) == {"told": 1}
    assert vendor.issues[key]["fields"]["status"]["name"] == "Done"


def test_github_hears_another_reason(access: Access, vendor: Vendor) -> None:
    vendor.github("Count")
    tracker = connected(access, vendor)
    follow(access, tracker)
    for wanted, reason in (("released", "completed"), ("declined", "not_planned")):
        put(access, "1", wanted)
        assert follow(access, tracker) == {"told": 1}
        assert (vendor.issues["1"]["state"], vendor.issues["1"]["state_reason"]) == ("closed", reason)
    assert follow(access, tracker) == {}


def test_what_was_told_in_vain_is_not_called_told_nor_a_change_of_theirs(access: Access, vendor: Vendor) -> None:
    vendor.github("Count")
    tracker = connected(access, vendor, states={"new": ["open"], "released": ["completed + shipped"]})
    follow(access, tracker)
    vendor.drops_labels = True
    put(access, "1", "released")
    for _ in range(2):
        assert follow(access, tracker) == {}
        (untold,) = untold_ideas(access, tracker)
        assert "stands at “completed” all the same" in untold.error
    vendor.drops_labels = False
    assert follow(access, tracker) == {"told": 1}
    assert (untold_ideas(access, tracker), vendor.issues["1"]["labels"]) == ((), [{"name": "shipped"}])


def test_a_clash_ends_when_they_go_back(access: Access, vendor: Vendor) -> None:
    tracker = clash(access, vendor)
    follow(access, tracker)
    vendor.change("1", state="open", state_reason="reopened")
    assert follow(access, tracker) == {"told": 1}
    assert (tracker_clashes(access, tracker), vendor.issues["1"]["state_reason"]) == ((), "completed")


def test_what_is_kept_is_told_whatever_it_is_by_then(access: Access, vendor: Vendor) -> None:
    tracker = clash(access, vendor)
    follow(access, tracker)
    put(access, "1", "new")
    settle_clash(access, clash_id=tracker_clashes(access, tracker)[0].id, keep="ours")
    assert follow(access, tracker) == {"told": 1}
    assert (state(access, "1"), vendor.issues["1"]["state"]) == ("new", "open")


@pytest.mark.parametrize("status", [301, 403, 404, 410])
def test_an_issue_that_is_elsewhere_stops_no_other(access: Access, vendor: Vendor, status: int) -> None:
    for title in ("Count", "Scan"):
        vendor.github(title)
    tracker = connected(access, vendor)
    follow(access, tracker)
    vendor.instead = {f"GET {ISSUES}/1": (status, {}, {"location": "/repositories/2/issues/9"})}
    for key in "12":
        put(access, key, "released")
    assert follow(access, tracker) == {"told": 1}
    (untold,) = untold_ideas(access, tracker)
    assert (untold.key, vendor.issues["2"]["state"]) == ("1", "closed")
    put(access, "1", "new")
    assert (untold_ideas(access, tracker), followed(access, untold.idea_id)[0].error) == ((), "")


def test_asked_too_often_about_one_means_all(access: Access, vendor: Vendor) -> None:
    vendor.github("Count")
    tracker = connected(access, vendor)
    follow(access, tracker)
    vendor.instead = {f"GET {ISSUES}/1": (403, {}, {"retry-after": "60"})}
    put(access, "1", "released")
    assert "asked too often" in failed(access, tracker)


def test_an_issue_of_jira_that_moved_is_not_changed_in_another_project(access: Access, vendor: Vendor) -> None:
    key, tracker = vendor.jira("Count"), jira(access, vendor)
    follow(access, tracker)
    put(access, key, "in work")
    vendor.instead = {f"GET /rest/api/3/issue/{key}": (200, {**vendor.issues[key], "key": "OTHER-5"}, {})}
    assert follow(access, tracker) == {}
    (untold,) = untold_ideas(access, tracker)
    assert "moved there, to OTHER-5" in untold.error
    assert (vendor.asked("POST", "/transitions"), Idea._base_manager.count()) == ([], 1)


def tried(access: Access, tracker: int) -> int:
    idea = int(add_idea(access, title="Ours").pk)
    open_issue(access, idea_id=idea, tracker_id=tracker)
    TrackerOpening._base_manager.update(tried_at=timezone.now() - timedelta(minutes=5))
    return idea


def test_what_could_not_be_looked_through_opens_no_second_issue(
    access: Access, vendor: Vendor, monkeypatch: pytest.MonkeyPatch
) -> None:
    vendor.clock, vendor.page_size = timezone.now(), 1
    tracker = connected(access, vendor, brings_new=False)
    for n in range(4):
        vendor.github(f"Idea {n}")
    follow(access, tracker)
    tried(access, tracker)
    monkeypatch.setattr(following, "MOST_PAGES", 2)
    assert "Too much changed" in failed(access, tracker)
    assert vendor.asked("POST") == []
    monkeypatch.undo()
    steps: list[str] = []

    class Noting(Following):
        def __init__(self, access: Access, connection: TrackerConnection, tracker: Any, keep: Any) -> None:
            super().__init__(access, connection, tracker, self.noted)
            self.kept = keep

        def noted(self, part: Any, step: str) -> None:
            steps.append(step)
            self.kept(part, step)

    monkeypatch.setattr(following, "Following", Noting)
    assert follow(access, tracker) == {"told": 1}
    assert (len(vendor.asked("POST")), steps.count("Looking for an issue") >= 4) == (1, True)


def test_an_issue_that_is_not_shown_is_opened_once(access: Access, vendor: Vendor) -> None:
    tracker = jira(access, vendor)
    idea = int(add_idea(access, title="Ours").pk)
    open_issue(access, idea_id=idea, tracker_id=tracker)
    vendor.instead = {"GET /rest/api/3/issue/SHOP-1": (404, {}, {})}
    assert follow(access, tracker) == {"told": 1}
    follow(access, tracker)
    assert (len(vendor.asked("POST", "/issue")), row(access, "SHOP-1").idea_id) == (1, idea)


def test_lines_that_end_otherwise_are_no_words_of_here(access: Access, vendor: Vendor) -> None:
    vendor.github("Count", body="One\r\nTwo")
    tracker = connected(access, vendor)
    for told in ("One\r\nTwo", "One\r\nThree", "One\r\nFour\r\n"):
        vendor.change("1", body=told)
        follow(access, tracker)
        assert row(access, "1").idea.detail == told.replace("\r\n", "\n").strip()


def test_words_that_no_database_holds(access: Access, vendor: Vendor) -> None:
    vendor.github("Co\x00unt \ud800", body="a\x00b", labels=("u\x00i",))
    assert follow(access, connected(access, vendor)) == {"new": 1}
    vendor.issues.clear()
    key = vendor.jira("Scan\x00", status="To\x00 Do", body="c\udfff", labels=("x\x00",))
    assert follow(access, jira(access, vendor)) == {"new": 1}
    assert (row(access, "1").title, row(access, "1").body, row(access, "1").labels) == ("Count ?", "ab", ["ui"])
    assert (row(access, key).title, row(access, key).body, row(access, key).state) == ("Scan", "c?", "To Do")


def test_paused_meanwhile_nothing_more_is_written_or_told(
    access: Access, vendor: Vendor, monkeypatch: pytest.MonkeyPatch
) -> None:
    vendor.github("Count")
    tracker = connected(access, vendor)
    follow(access, tracker)
    put(access, "1", "released")
    told, pull = GitHub.changed, Following.pull

    def paused_after(done: Any) -> Any:
        TrackerConnection._base_manager.update(is_on=False)
        return done

    monkeypatch.setattr(Following, "pull", lambda self: paused_after(pull(self)))
    assert "paused" in failed(access, tracker)
    assert vendor.asked("PATCH") == []
    monkeypatch.undo()
    TrackerConnection._base_manager.update(is_on=True)
    monkeypatch.setattr(GitHub, "changed", lambda self, cursor: paused_after(told(self, cursor)))
    vendor.github("Scan")
    assert "paused" in failed(access, tracker)
    assert TrackedIdea._base_manager.count() == 1


def test_asked_again_at_once_it_waits_a_minute(access: Access, vendor: Vendor) -> None:
    tracker = connected(access, vendor)
    vendor.next_answers = [(429, {}, {"retry-after": "0"})]
    follow_due()
    found = tracker_connection(access, tracker)
    assert found.again_at is not None
    assert found.again_at - timezone.now() > timedelta(seconds=50)


def test_what_is_refused_here_keeps_no_other_waiting(
    access: Access, vendor: Vendor, monkeypatch: pytest.MonkeyPatch
) -> None:
    vendor.github("Count")
    tracker = connected(access, vendor)

    def refuse(*_: Any, **__: Any) -> None:
        raise Refused("There is no room.", remedy="Make some.")

    monkeypatch.setattr(following, "take_over", refuse)
    assert follow_due() == 0
    found = tracker_connection(access, tracker)
    assert found.error == "There is no room. Make some."
    assert found.again_at is not None
    assert found.again_at > timezone.now() + timedelta(minutes=2)


def test_what_was_done_when_it_let_others_go_first_is_counted(
    access: Access, vendor: Vendor, monkeypatch: pytest.MonkeyPatch
) -> None:
    vendor.github("Count")
    tracker = connected(access, vendor)
    monkeypatch.setattr(following, "AT_ONCE_SECONDS", -1.0)
    assert follow_due() == 0
    assert tracker_connection(access, tracker).rounds[0].new == 1
    put(access, "1", "released")
    due = TrackerKey._base_manager.get()
    monkeypatch.setattr(Following, "pull", lambda self: None)
    assert follow_due(due.due_at + timedelta(seconds=1)) == 0
    assert (tracker_connection(access, tracker).rounds[0].told, vendor.issues["1"]["state"]) == (1, "closed")


def test_an_opening_that_was_refused_can_be_tried_again(access: Access, vendor: Vendor) -> None:
    tracker, idea = connected(access, vendor), int(add_idea(access, title="Ours").pk)
    open_issue(access, idea_id=idea, tracker_id=tracker)
    assert places_to_open(access, idea) == []
    vendor.instead = {f"POST {ISSUES}": (422, {"message": "No"}, {})}
    assert follow(access, tracker) == {}
    assert (untold_ideas(access, tracker)[0].idea_id, places_to_open(access, idea)[0][0]) == (idea, tracker)
    vendor.instead = {}
    open_issue(access, idea_id=idea, tracker_id=tracker)
    TrackerKey._base_manager.update(due_at=timezone.now())
    assert (untold_ideas(access, tracker), follow_due(), len(vendor.issues)) == ((), 1, 1)
    assert (SyncedIdea._base_manager.count(), places_to_open(access, idea)) == (1, [])


def test_what_is_wanted_no_more_is_not_opened(access: Access, vendor: Vendor, monkeypatch: pytest.MonkeyPatch) -> None:
    tracker = connected(access, vendor)
    archive(access, node_ids=[tried(access, tracker)])
    assert follow(access, tracker) == {}
    (untold,) = untold_ideas(access, tracker)
    assert "wanted no more" in untold.error
    TrackerOpening._base_manager.all().delete()
    tried(access, tracker)
    monkeypatch.setattr(Following, "_found_again", lambda self, opening: TrackerOpening.objects.all().delete() and None)
    assert follow(access, tracker) == {}  # taken back at that very moment
    assert (TrackerOpening._base_manager.count(), vendor.issues) == (0, {})


def test_removed_while_it_is_asked(access: Access, vendor: Vendor, monkeypatch: pytest.MonkeyPatch) -> None:
    connected(access, vendor)

    def gone(self: Following) -> None:
        TrackerConnection._base_manager.all().delete()
        raise Trouble("No answer.", "Later.")

    monkeypatch.setattr(Following, "pull", gone)
    assert follow_due() == 0


def test_what_both_sides_agree_on_goes_out_in_the_word_of_there(access: Access, vendor: Vendor) -> None:
    vendor.github("Count", state="closed", state_reason="completed")
    vendor.github("Scan")
    tracker = connected(access, vendor)
    follow(access, tracker)
    put(access, "2", "declined")
    follow(access, tracker)
    remove_tracker(access, tracker_id=tracker)

    def states() -> list[tuple[str, str | None]]:
        content = download_ideas(access, shape="github").content
        assert isinstance(content, bytes)
        return [(one["state"], one["state_reason"]) for one in json.loads(content)]

    assert {one.key: one.stood for one in TrackedIdea._base_manager.all()} == {"1": "released", "2": "declined"}
    assert states()[0] == ("closed", "completed")
    assert states()[1][0] == "closed"
    put(access, "1", "planned")
    assert states()[0] == ("open", None)


def test_what_jira_told_after_its_file_goes_out(access: Access, vendor: Vendor) -> None:
    key = vendor.jira("Count")
    file = store(access, name="jira.csv", chunks=[f"Issue key,Summary,Status,Rank\n{key},Count,To Do,7\n".encode()])
    import_ideas(access, file_id=file.pk)
    tracker = jira(access, vendor)
    follow(access, tracker)
    vendor.move(key, "In Progress")
    follow(access, tracker)
    content = download_ideas(access, shape="jira").content
    assert isinstance(content, bytes)
    assert content.decode().splitlines() == ["Issue key,Summary,Status,Rank", f"{key},Count,In Progress,7"]
