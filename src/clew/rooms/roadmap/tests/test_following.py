"""A tracker is followed both ways, against a real server: nothing is passed over, told twice, sent back, or lost where both sides changed it."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from pytest_django import Settings

from clew.ground.evidence.api import add_idea, describe_idea
from clew.ground.files.api import store
from clew.ground.ledger.api import Refused
from clew.ground.runs.api import cancel, perform, run
from clew.ground.thread.api import Node, archive, record_history, rename
from clew.ground.workspaces.api import Access
from clew.rooms.roadmap import following
from clew.rooms.roadmap.actions.connections import (
    begin_take_over,
    connect_tracker,
    open_issue,
    pause_tracker,
    remove_tracker,
    resume_tracker,
    settle_clash,
)
from clew.rooms.roadmap.actions.ideas import set_idea_state
from clew.rooms.roadmap.actions.trackers import import_ideas
from clew.rooms.roadmap.following import follow_due
from clew.rooms.roadmap.models import (
    SyncedIdea,
    TrackedIdea,
    TrackerClash,
    TrackerConnection,
    TrackerKey,
    TrackerOpening,
)
from clew.rooms.roadmap.queries.connections import (
    followed,
    tracker_clashes,
    tracker_connection,
    untold_ideas,
)
from clew.rooms.roadmap.tests.tracker_server import TOKEN, Vendor, serving


@pytest.fixture
def vendor(settings: Settings, db: None) -> Iterator[Vendor]:
    settings.CLEW_HOOKS_LOOPBACK = True
    with serving() as found:
        yield found


def connected(access: Access, vendor: Vendor, **more: Any) -> int:
    told = {
        "kind": "github",
        "project": "larder/shop",
        "token": TOKEN,
        "address": vendor.url,
        "brings_new": True,
        **more,
    }
    return int(connect_tracker(access, **told).pk)


def jira(access: Access, vendor: Vendor, **more: Any) -> int:
    return connected(access, vendor, kind="jira", project="SHOP", account="ann@example.org", **more)


def follow(access: Access, tracker: int) -> dict[str, Any]:
    made = begin_take_over(access, tracker_id=tracker)
    perform(made.key)
    found = run(access, made.pk)
    assert found.state == "done", found.error
    return {name: count for name, count in found.result.items() if count}


def state(access: Access, key: str) -> str:
    return str(Node._base_manager.get(pk=row(access, key).idea_id).state)


def row(access: Access, key: str) -> TrackedIdea:
    return TrackedIdea._base_manager.select_related("idea__node").get(workspace=access.workspace_id, key=key)


def put(access: Access, key: str, wanted: str) -> None:
    set_idea_state(access, idea_id=row(access, key).idea_id, state=wanted)


def test_new_issues_become_ideas_where_it_is_said(access: Access, vendor: Vendor) -> None:
    vendor.github("Count by phone", body="Words", labels=("idea",))
    vendor.github("A bug")
    vendor.github("Done long ago", labels=("Idea",), state="closed", state_reason="completed")
    tracker = connected(access, vendor, label="idea")
    assert follow(access, tracker) == {"new": 2}
    assert [(row(access, key).idea.node.title, state(access, key)) for key in "13"] == [
        ("Count by phone", ""), ("Done long ago", "released"),
    ]  # fmt: skip
    assert (row(access, "1").idea.detail, TrackedIdea._base_manager.filter(key="2").exists()) == ("Words", False)
    assert "take over from a tracker" in {e.act_name for e in record_history(access, row(access, "1").idea_id).entries}
    assert follow(access, tracker) == {}
    assert tracker_connection(access, tracker).rounds[0].new == 2


def test_states_go_both_ways_and_not_in_circles(access: Access, vendor: Vendor) -> None:
    for title in ("Count", "Scan"):
        vendor.github(title)
    tracker = connected(access, vendor)
    follow(access, tracker)
    vendor.change("1", state="closed", state_reason="not_planned")
    put(access, "2", "released")
    assert follow(access, tracker) == {"changed": 1, "told": 1}
    assert (state(access, "1"), vendor.issues["2"]["state"], row(access, "2").state) == ("declined", "closed", "closed")
    told = len(vendor.asked("PATCH"))
    for _ in range(3):
        assert follow(access, tracker) == {}
    assert len(vendor.asked("PATCH")) == told == 1
    vendor.change("2", state="open", state_reason="reopened")
    assert follow(access, tracker) == {"changed": 1}
    assert state(access, "2") == "new"


def test_several_states_that_mean_the_same_there_stay_what_they_are(access: Access, vendor: Vendor) -> None:
    vendor.github("Count")
    tracker = connected(access, vendor)
    follow(access, tracker)
    put(access, "1", "planned")
    vendor.change("1", title="Count more")
    assert follow(access, tracker) == {}
    assert (state(access, "1"), vendor.asked("PATCH"), row(access, "1").idea.node.title) == (
        "planned",
        [],
        "Count more",
    )


def test_labels_stand_for_states(access: Access, vendor: Vendor) -> None:
    vendor.github("Count", labels=("ui",))
    states = {"new": ["open"], "planned": ["open + planned"], "in work": ["open + doing"], "released": ["completed"]}
    tracker = connected(access, vendor, states=states)
    follow(access, tracker)
    put(access, "1", "planned")
    assert follow(access, tracker) == {"told": 1}
    assert [one["name"] for one in vendor.issues["1"]["labels"]] == ["ui", "planned"]
    vendor.change("1", labels=["ui", "doing"])
    assert follow(access, tracker) == {"changed": 1}
    assert state(access, "1") == "in work"
    put(access, "1", "declined")  # which is called nothing there
    assert follow(access, tracker) == {}
    assert vendor.issues["1"]["state"] == "open"


def test_words_follow_by_the_rule_of_files(access: Access, vendor: Vendor) -> None:
    vendor.github("Count", body="Old")
    tracker = connected(access, vendor)
    follow(access, tracker)
    idea = row(access, "1").idea_id
    describe_idea(access, idea_id=idea, detail="Ours")
    vendor.change("1", title="Count on any phone", body="New")
    follow(access, tracker)
    assert (row(access, "1").idea.node.title, row(access, "1").idea.detail) == ("Count on any phone", "Ours")
    rename(access, node_id=idea, title="Our name")
    vendor.change("1", title="Their name")
    follow(access, tracker)
    assert row(access, "1").idea.node.title == "Our name"


def test_jira_is_moved_by_its_transitions(access: Access, vendor: Vendor) -> None:
    keys = [vendor.jira(title) for title in ("Count", "Scan")]
    tracker = jira(access, vendor)
    assert follow(access, tracker) == {"new": 2}
    put(access, keys[0], "in work")
    put(access, keys[1], "released")
    assert follow(access, tracker) == {"told": 1}
    assert vendor.issues[keys[0]]["fields"]["status"]["name"] == "In Progress"
    (untold,) = untold_ideas(access, tracker)
    assert (untold.key, "No transition leads from “To Do”" in untold.error) == (keys[1], True)
    vendor.move(keys[1], "In Progress")
    vendor.move(keys[1], "Done")  # by somebody there
    follow(access, tracker)
    assert (untold_ideas(access, tracker), state(access, keys[1])) == ((), "released")
    vendor.move(keys[0], "QA")
    assert follow(access, tracker) == {"unknown": 1}
    assert state(access, keys[0]) == "in work"


def clash(access: Access, vendor: Vendor, **more: Any) -> int:
    vendor.github("Count")
    tracker = connected(access, vendor, **more)
    follow(access, tracker)
    put(access, "1", "released")
    vendor.change("1", state="closed", state_reason="not_planned")
    return tracker


@pytest.mark.parametrize(
    ("keep", "here", "there"), [("ours", "released", "completed"), ("theirs", "declined", "not_planned")]
)
def test_a_clash_waits_for_a_person(access: Access, vendor: Vendor, keep: str, here: str, there: str) -> None:
    tracker = clash(access, vendor)
    assert follow(access, tracker) == {"clashes": 1}
    assert follow(access, tracker) == {}
    (found,) = tracker_clashes(access, tracker)
    assert (found.ours, found.theirs, found.means, found.key) == ("released", "not planned", "declined", "1")
    (stands,) = followed(access, row(access, "1").idea_id)
    assert stands.clash == found
    assert (state(access, "1"), vendor.asked("PATCH")) == ("released", [])
    settle_clash(access, clash_id=found.id, keep=keep)
    follow(access, tracker)
    assert (state(access, "1"), vendor.issues["1"]["state_reason"]) == (here, there)
    assert (tracker_clashes(access, tracker), tracker_clashes(access, tracker, open_only=False)[0].settled) == (
        (),
        keep,
    )
    with pytest.raises(Refused):
        settle_clash(access, clash_id=found.id, keep=keep)


@pytest.mark.parametrize(
    ("wins", "here", "there", "settled"),
    [("clew", "released", "completed", "ours"), ("tracker", "declined", "not_planned", "theirs")],
)
def test_a_rule_settles_it_and_leaves_its_trace(
    access: Access, vendor: Vendor, wins: str, here: str, there: str, settled: str
) -> None:
    tracker = clash(access, vendor, wins=wins)
    follow(access, tracker)
    assert (state(access, "1"), vendor.issues["1"]["state_reason"]) == (here, there)
    (found,) = tracker_clashes(access, tracker, open_only=False)
    assert (found.settled, found.ours, found.theirs) == (settled, "released", "not planned")


def test_a_clash_ends_by_itself_when_both_agree(access: Access, vendor: Vendor) -> None:
    tracker = clash(access, vendor)
    follow(access, tracker)
    put(access, "1", "declined")
    vendor.change("1", title="Touched")
    follow(access, tracker)
    assert [one.settled for one in tracker_clashes(access, tracker, open_only=False)] == ["alike"]


def test_it_changed_there_at_the_very_moment(access: Access, vendor: Vendor) -> None:
    vendor.github("Count")
    tracker = connected(access, vendor)
    follow(access, tracker)
    put(access, "1", "released")

    def meanwhile(method: str, path: str) -> None:
        if path.endswith("/issues/1") and method == "GET":
            vendor.before = lambda method, path: None
            vendor.change("1", state="closed", state_reason="not_planned")

    vendor.before = meanwhile
    assert follow(access, tracker) == {"clashes": 1}
    assert vendor.asked("PATCH") == []


def test_an_idea_becomes_an_issue_once(access: Access, vendor: Vendor) -> None:
    tracker = connected(access, vendor)
    idea = int(add_idea(access, title="Count by phone", detail="Words").pk)
    set_idea_state(access, idea_id=idea, state="released")
    for _ in range(2):
        open_issue(access, idea_id=idea, tracker_id=tracker)
    assert followed(access, idea)[0].key == ""
    assert follow(access, tracker) == {"told": 1}
    assert follow(access, tracker) == {"told": 1}  # that it is released
    assert (len(vendor.asked("POST")), vendor.issues["1"]["title"], vendor.issues["1"]["state"]) == (
        1,
        "Count by phone",
        "closed",
    )
    assert (row(access, "1").idea_id, row(access, "1").body, state(access, "1")) == (idea, "Words", "released")
    assert (follow(access, tracker), followed(access, idea)[0].key) == ({}, "1")
    with pytest.raises(Refused, match="has an issue there"):
        open_issue(access, idea_id=idea, tracker_id=tracker)


@pytest.mark.parametrize("kind", ["github", "jira"])
def test_an_answer_that_was_lost_opens_no_second_issue(
    access: Access, vendor: Vendor, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    tracker = connected(access, vendor) if kind == "github" else jira(access, vendor)
    open_issue(access, idea_id=int(add_idea(access, title="Count").pk), tracker_id=tracker)
    vendor.clock = timezone.now()
    vendor.lose_answer_to = "POST /repos/larder/shop/issues" if kind == "github" else "POST /rest/api/2/issue"
    made = begin_take_over(access, tracker_id=tracker)
    perform(made.key)
    assert run(access, made.pk).state == "failed"
    monkeypatch.setattr(following, "SETTLES", timedelta())
    TrackerKey._base_manager.update(
        cursor={"since": "2030-01-01T00:00:00Z"}
    )  # so that it is not met among what changed
    follow(access, tracker)
    ending = "/issues" if kind == "github" else "/issue"
    assert (len(vendor.issues), len(vendor.asked("POST", ending)), TrackerOpening._base_manager.count()) == (1, 1, 0)


def test_what_a_file_brought_is_known_again(access: Access, vendor: Vendor) -> None:
    vendor.jira("Count", status="In Progress")
    vendor.jira("Scan")
    file = store(
        access, name="jira.csv", chunks=[b"Issue key,Summary,Status,Rank\nSHOP-1,Count,To Do,0\nSHOP-2,Scan,To Do,1\n"]
    ).pk
    import_ideas(access, file_id=int(file))
    put(access, "SHOP-2", "released")
    tracker = jira(access, vendor)
    assert follow(access, tracker) == {"changed": 1, "clashes": 1}
    assert (state(access, "SHOP-1"), row(access, "SHOP-1").raw[3]) == ("in work", ["Rank", "0"])
    assert TrackedIdea._base_manager.count() == 2


def test_archived_ideas_are_left_alone(access: Access, vendor: Vendor) -> None:
    vendor.github("Count")
    tracker = connected(access, vendor)
    follow(access, tracker)
    put(access, "1", "released")
    archive(access, node_ids=[row(access, "1").idea_id])
    vendor.change("1", title="Other")
    assert (follow(access, tracker), vendor.asked("PATCH"), row(access, "1").idea.node.title) == ({}, [], "Count")


def test_by_itself_every_few_minutes_by_one_of_them(access: Access, vendor: Vendor) -> None:
    vendor.github("Count")
    tracker = connected(access, vendor)
    now = timezone.now() + timedelta(seconds=1)
    TrackerKey._base_manager.update(held_by="another", held_until=now + timedelta(minutes=1))
    assert (follow_due(now), vendor.got) == (0, [])
    TrackerKey._base_manager.update(held_by="", held_until=None)
    assert (follow_due(now), state(access, "1")) == (1, "")
    assert (follow_due(now), tracker_connection(access, tracker).ideas) == (0, 1)
    vendor.change("1", state="closed", state_reason="completed")
    assert (follow_due(now + timedelta(minutes=4)), state(access, "1")) == (1, "released")
    pause_tracker(access, tracker_id=tracker)
    put(access, "1", "declined")
    assert follow_due(now + timedelta(hours=1)) == 0
    resume_tracker(access, tracker_id=tracker)
    assert (follow_due(now + timedelta(hours=1)), vendor.issues["1"]["state_reason"]) == (1, "not_planned")


def test_trouble_is_said_and_tried_again_more_and_more_seldom(access: Access, vendor: Vendor) -> None:
    tracker = connected(access, vendor)
    waits = []
    for _ in range(4):
        vendor.next_answers = [(401, {"message": "Bad credentials"}, {})]
        TrackerKey._base_manager.update(due_at=timezone.now())
        follow_due()
        found = tracker_connection(access, tracker)
        assert (found.error, "new token" in found.remedy) == ("It does not take the token (401).", True)
        assert found.again_at is not None
        waits.append(round((found.again_at - timezone.now()) / timedelta(minutes=1)))
    assert waits == [3, 6, 12, 24]
    assert [one.error != "" for one in found.rounds] == [True]
    vendor.next_answers = [(429, {}, {"retry-after": "1800"})]
    TrackerKey._base_manager.update(due_at=timezone.now())
    follow_due()
    found = tracker_connection(access, tracker)
    assert found.again_at is not None
    assert timedelta(minutes=29) < found.again_at - timezone.now() < timedelta(minutes=31)
    TrackerKey._base_manager.update(due_at=timezone.now())
    assert (follow_due(), tracker_connection(access, tracker).error) == (1, "")


def test_stopped_in_the_middle_it_goes_on_and_nothing_is_done_twice(access: Access, vendor: Vendor) -> None:
    vendor.page_size = 2
    for n in range(7):
        vendor.github(f"Idea {n}")
    tracker = connected(access, vendor)
    made = begin_take_over(access, tracker_id=tracker)
    assert begin_take_over(access, tracker_id=tracker).pk == made.pk
    vendor.next_answers = [None, None, "drop"]  # type: ignore[list-item]
    perform(made.key)
    assert run(access, made.pk).state == "failed"
    assert 0 < TrackedIdea._base_manager.count() < 7
    follow(access, tracker)
    assert sorted(TrackedIdea._base_manager.values_list("key", flat=True)) == [str(n) for n in range(1, 8)]
    assert SyncedIdea._base_manager.count() == 7


def test_cancelled_it_stops_after_a_part(access: Access, vendor: Vendor) -> None:
    vendor.page_size = 2
    for n in range(7):
        vendor.github(f"Idea {n}")
    made = begin_take_over(access, tracker_id=connected(access, vendor))
    cancel(access, run_id=made.pk)
    perform(made.key)
    assert (run(access, made.pk).state, TrackedIdea._base_manager.count(), vendor.got) == ("cancelled", 0, [])


def test_removed_it_leaves_the_ideas(access: Access, vendor: Vendor) -> None:
    tracker = clash(access, vendor)
    follow(access, tracker)
    remove_tracker(access, tracker_id=tracker)
    left = [m._base_manager.count() for m in (TrackerConnection, TrackerKey, SyncedIdea, TrackerClash, TrackedIdea)]
    assert left == [0, 0, 0, 0, 1]
