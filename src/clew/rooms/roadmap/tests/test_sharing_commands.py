"""`clew roadmap share|links|unshare`: somebody without an account sees a view of the plan, until that is taken back."""

from datetime import timedelta

import pytest
from django.test import Client
from pytest_django import Settings
from tests.shell import Shell

from clew.ground.evidence.api import add_need, add_source
from clew.ground.guests.api import guest_links, share_with_guest
from clew.ground.thread.api import archive, record_history
from clew.ground.workspaces.api import Access, Role, User, join
from clew.ground.workspaces.api import workspace as of_access
from clew.rooms.roadmap.actions.plan import add_item
from clew.rooms.roadmap.actions.views import add_plan_view

clew = Shell("roadmap")
told = clew.told


@pytest.fixture
def view(here: Access) -> int:
    add_item(here, title="Phones", audience="company")
    add_item(here, title="Rewrite the sync", audience="team")
    return int(add_plan_view(here, title="For the company").pk)


def test_a_link_opens_the_view_until_it_is_withdrawn(here: Access, view: int) -> None:
    made = told("share", view, "--for", "The board", "--days", 90)
    assert (made["record"], made["link"].startswith("http://127.0.0.1:8765/guest/")) == (view, True)
    path = made["link"].removeprefix("http://127.0.0.1:8765")
    page = Client().get(path).content.decode()
    assert ("Phones" in page, "Rewrite the sync" in page) == (True, False)
    (row,) = guest_links(here)
    assert (row.name, row.expires_at.date()) == ("The board", (row.created_at + timedelta(days=90)).date())
    assert "share with a guest" in {entry.act_name for entry in record_history(here, view).entries}
    listed = clew.said("links", "--record", view)
    assert f"{made['id']:>7}" in listed
    assert f"used {row.used_at:%Y-%m-%d}  The board: For the company" in listed
    assert clew.said("unshare", made["id"]) == "Withdrawn. The link leads nowhere now.\n"
    assert Client().get(path).status_code == 404
    assert clew.said("links", code=1) == ""
    assert "No such link stands" in clew.refused("unshare", made["id"])


def test_a_link_begins_where_people_reach_clew(view: int, settings: Settings) -> None:
    said = clew.said("share", view, "--for", "Anna", "--days", 1, "--at", "https://clew.example.org/")
    assert said.startswith("https://clew.example.org/guest/")
    assert said.endswith("shows “For the company” for 1 day.\n")
    settings.HOME_URL = "https://plan.example.org"
    assert told("share", view, "--for", "Anna")["link"].startswith("https://plan.example.org/guest/")
    assert "not used yet  Anna: For the company" in clew.said("links")
    assert [row["record"]["id"] for row in told("links")] == [view, view]


def test_what_is_not_of_the_roadmap_stays_inside(here: Access, view: int) -> None:
    interview = int(add_source(here, text="I count the shelves twice.", kind="feedback").pk)
    need = int(add_need(here, title="Counting the shelves").pk)
    for record in (interview, need):
        assert "nothing of the roadmap that is shared" in clew.refused("share", record, "--for", "Anna")
    assert guest_links(here) == []
    theirs = share_with_guest(here, node_id=need, name="Anna").id
    assert clew.said("links", code=1) == "", "a link to a need is no link of the roadmap"
    assert "No such link stands" in clew.refused("unshare", theirs)
    assert [row.id for row in guest_links(here)] == [theirs]


def test_bad_input_and_others_are_refused(here: Access, view: int, access: Access) -> None:
    for words, said in (
        ((view, "--for", " "), "A link needs a name"),
        ((view, "--for", "Anna", "--days", 0), "Choose 1 to 365 days"),
        ((view, "--for", "Anna", "--days", 366), "Choose 1 to 365 days"),
        ((10**9, "--for", "Anna"), "No such"),
        ((view,), "--for"),
    ):
        assert said in clew.refused("share", *words)
    theirs = int(add_plan_view(access, title="Theirs").pk)
    assert "No such" in clew.refused("share", theirs, "--for", "Anna"), "another workspace's"
    join(of_access(access), User.objects.get(pk=here.user_id or 0), Role.VIEWER)
    assert "viewer" in clew.refused("share", theirs, "--for", "Anna", "-w", access.slug).lower()
    assert guest_links(access) == []
    mine = told("share", view, "--for", "Anna")["id"]
    assert "No such link" in clew.refused("unshare", mine, "-w", access.slug)
    archive(here, node_ids=[view])
    assert "not shared" in clew.refused("share", view, "--for", "Anna")
