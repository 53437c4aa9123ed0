"""`clew roadmap move|change`: an item goes with its days, and its goal and what it waits for are said on the command line."""

from typing import Any

import pytest
from tests.shell import Shell

from clew.ground.evidence.api import add_idea, add_outcome
from clew.ground.thread.api import record_history
from clew.ground.workspaces.api import Access, Role, User, join
from clew.ground.workspaces.api import workspace as of_access
from clew.rooms.roadmap.actions.plan import add_item
from clew.rooms.roadmap.queries.plan import PlannedItem, planned_item

clew = Shell("roadmap")
told = clew.told
BEGINS, EARLIEST, LATEST = "2027-01-04", "2027-03-01", "2027-05-01"


def days(row: PlannedItem) -> tuple[str, ...]:
    return tuple(str(day) for day in (row.starts_on, row.earliest, row.latest))


@pytest.fixture
def goal(here: Access) -> int:
    return int(add_outcome(here, title="Counts take half the time").pk)


@pytest.fixture
def item(goal: int) -> int:
    made: dict[str, Any] = told(
        "plan", "Phones", "--goal", goal, "--starts", BEGINS, "--earliest", EARLIEST, "--latest", LATEST
    )
    return int(made["id"])


def test_an_item_goes_to_another_horizon_with_its_days(here: Access, item: int, goal: int) -> None:
    assert clew.said("move", item, "now", "--why", "The chefs wait for it") == "Moved to now.\n"
    row = planned_item(here, item).row
    assert (row.horizon, days(row), [one.id for one in row.goals]) == ("now", (BEGINS, EARLIEST, LATEST), [goal])
    assert told("move", item, "now", "--latest", "2027-06-01")["latest"] == "2027-06-01"
    assert days(planned_item(here, item).row) == (BEGINS, EARLIEST, "2027-06-01")
    assert "before the earliest" in clew.refused("move", item, "now", "--latest", "2027-02-01")
    assert "Give days, or --no-days" in clew.refused("move", item, "now", "--no-days", "--latest", LATEST)
    clew.said("move", item, "later", "--no-days")
    assert days(planned_item(here, item).row) == ("None", "None", "None")
    assert "move a roadmap item" in {entry.act_name for entry in record_history(here, item).entries}


def test_what_it_is_for_and_waits_for_is_said(here: Access, item: int) -> None:
    idea = int(add_idea(here, title="Count by phone").pk)
    other = int(add_item(here, title="Sync").pk)
    found = told("change", item, "--idea", idea, "--waits-for", other, "--team", "Counting", "--state", "in work")
    row = planned_item(here, item).row
    assert (row.state, row.team, row.audience) == ("in work", "Counting", "team")
    assert ([one.id for one in row.ideas], [one.id for one in row.waits_for]) == ([idea], [other])
    assert found["row"]["waits_for"] == [{"id": other, "title": "Sync", "state": "planned"}]
    said = clew.said("change", item, "--audience", "company", "--detail", "Shelves by phone", "--no-longer", other)
    assert said == "Phones: in work, later\n"
    changed = planned_item(here, item)
    assert (changed.row.team, changed.row.audience, changed.detail) == ("Counting", "company", "Shelves by phone")
    assert changed.row.waits_for == ()
    clew.said("change", item, "--team", "")
    assert planned_item(here, item).row.team == ""


def test_bad_input_and_others_are_refused(here: Access, item: int, access: Access) -> None:
    for words, said in (
        ((item,), "Nothing is said"),
        ((item, "--waits-for", item), "wait for each other"),
        ((item, "--no-longer", item), "does not wait for that"),
        ((item, "--goal", item), "No such"),
        ((10**9, "--team", "Web"), "No such roadmap item"),
        ((item, "--team", "x" * 61), "longer than"),
        ((item, "--state", "perhaps"), "perhaps"),
    ):
        assert said in clew.refused("change", *words)
    idea = int(add_idea(here, title="Count by phone").pk)
    clew.refused("change", item, "--idea", idea, "--team", "Web", "--no-longer", item)
    assert (planned_item(here, item).row.ideas, planned_item(here, item).row.team) == ((), ""), "all of it, or nothing"
    theirs = int(add_item(access, title="Theirs").pk)
    assert "No such" in clew.refused("change", theirs, "--state", "dropped"), "another workspace's"
    assert "No such" in clew.refused("move", theirs, "now")
    join(of_access(access), User.objects.get(pk=here.user_id or 0), Role.VIEWER)
    for who in (("change", theirs, "--state", "dropped"), ("move", theirs, "now")):
        assert "viewer" in clew.refused(*who, "-w", access.slug).lower()
    assert planned_item(access, theirs).row.state == "planned"
    clew.said("change", item, "--state", "released")
    assert "Set it back to “planned” first" in clew.refused("move", item, "later")
