"""`clew roadmap portal|publish`: the portal is set up, changed and found from the command line."""

import pytest
from pytest_django import Settings
from tests.shell import Shell

from clew.ground.evidence.api import add_idea
from clew.ground.workspaces.api import Access
from clew.rooms.roadmap.queries.portal import portal, published_idea

clew = Shell("roadmap")
told, refused, said = clew.told, clew.refused, clew.said


@pytest.fixture
def opened(here: Access) -> Access:
    said("portal", "--title", "Ideas", "--slug", "larder-ideas", "--accent", "#3355aa")
    return here


def test_a_portal_is_changed_and_keeps_what_is_not_named(opened: Access) -> None:
    assert "(off, for people known here)" in said("portal", "--off", "--members", "--show-comments")
    kept = portal(opened)
    assert kept is not None
    assert (kept.title, kept.slug, kept.accent) == ("Ideas", "larder-ideas", "#3355aa")
    assert (kept.is_on, kept.is_public, kept.holds_comments) == (False, False, False)
    assert "(on, for people known here)" in said("portal", "--on", "--intro", "Tell us.")
    assert told("portal")["intro"] == "Tell us."


def test_its_whole_address_is_printed_where_it_is_known(opened: Access, settings: Settings) -> None:
    settings.HOME_URL = ""
    assert said("portal").startswith("http://127.0.0.1:8765/portal/larder-ideas/  Ideas (on"), (
        "where one begins to serve"
    )
    settings.HOME_URL = "https://clew.example.org"
    assert said("portal").startswith("https://clew.example.org/portal/larder-ideas/  Ideas (on")
    assert told("portal")["address"] == "https://clew.example.org/portal/larder-ideas/"


def test_what_is_no_portal_is_refused(here: Access) -> None:
    assert "no portal yet" in refused("portal")
    assert "no name yet" in refused("portal", "--off")
    assert "# and six digits" in refused("portal", "--title", "Ideas", "--accent", "blue")
    assert portal(here) is None


def test_an_idea_that_is_not_planned_says_why(opened: Access) -> None:
    idea = add_idea(opened, title="Inside name").pk
    assert "does not say why" in refused("publish", idea, "--title", "Scan", "--status", "declined")
    said("publish", idea, "--title", "Scan", "--status", "declined", "--reason", "Cameras are too slow.")
    shown = published_idea(opened, idea)
    assert (shown.status, shown.reason) == ("declined", "Cameras are too slow.")
