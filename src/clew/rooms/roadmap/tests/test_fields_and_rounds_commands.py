"""`clew roadmap field|fill|drop-field|round`: fields of your own, and estimating together, on the command line."""

from typing import Any

import pytest
from tests.people import _member
from tests.shell import Shell

from clew.ground.evidence.api import add_idea
from clew.ground.workspaces.api import Access, Role, User, join
from clew.ground.workspaces.api import workspace as of_access
from clew.rooms.roadmap.actions.fields import add_field
from clew.rooms.roadmap.models import Estimate
from clew.rooms.roadmap.queries.fields import fields, values_of
from clew.rooms.roadmap.tests.ready import rice
from clew.rooms.roadmap.tests.round_ready import SECRET, Ready

clew = Shell("roadmap")
told = clew.told


@pytest.fixture
def idea(here: Access) -> int:
    return int(add_idea(here, title="Count by phone").pk)


@pytest.fixture
def bob(here: Access) -> Access:
    return _member(here, "bob@example.org", "Bob", Role.EDITOR)


def made(name: str, *words: Any) -> int:
    return int(told("field", name, *words)["id"])


def said(here: Access, idea: int) -> dict[str, str]:
    names = {one.id: one.name for one in fields(here)}
    return {names[one.field_id]: one.words for one in values_of(here, idea)}


def test_each_kind_of_field_is_made_and_filled_in(here: Access, idea: int) -> None:
    for name, words in (
        ("Note", ()),
        ("Weeks", ("--kind", "number", "--unit", "weeks")),
        ("Size", ("--kind", "choice", "--choice", "Small", "--choice", "2027")),
        ("Where", ("--kind", "choices", "--choice", "Bar", "--choice", "Kitchen, cold", "--choice", "Cellar")),
        ("Who", ("--kind", "member")),
        ("Due", ("--kind", "date")),
        ("OK", ("--kind", "check")),
        ("More", ("--kind", "link")),
    ):
        made(name, *words)
    number = next(one.id for one in fields(here) if one.name == "Weeks")
    all_of_it = ("Note=a=b", f"{number}=3.5", "size=2027", "Where=cellar, Bar", "Who=me@clew.local", "Due=2027-03-31")
    assert clew.said("fill", idea, *all_of_it, "ok=yes", "More=https://example.org") == (
        f"8 fields of idea {idea} changed.\n"
    )
    assert said(here, idea) == {
        "Note": "a=b",
        "Weeks": "3.5 weeks",
        "Size": "2027",
        "Where": "Bar, Cellar",
        "Who": "Me",
        "Due": "31 Mar 2027",
        "OK": "Yes",
        "More": "https://example.org",
    }
    assert told("fill", idea, "Where=Kitchen, cold", "OK=no", "Due=", f"Who={here.user_id}")["changed"] == 3
    assert (said(here, idea)["Where"], "OK" in said(here, idea), "Due" in said(here, idea)) == (
        "Kitchen, cold",
        False,
        False,
    )


def test_a_field_is_changed_in_what_is_said_alone_and_put_away(here: Access, idea: int) -> None:
    weeks = made("Weeks", "--kind", "number", "--unit", "weeks")
    assert clew.said("field", "Effort", "--change", weeks) == f"Field {weeks}: Effort\n"
    size = made("Size", "--kind", "choice", "--choice", "Small", "--choice", "Large")
    small = next(one.choices[0].id for one in fields(here) if one.id == size)
    clew.said("fill", idea, "Size=Small")
    assert clew.said("field", "Tiny", "--rename", small) == f"Choice {small}: Tiny\n"
    clew.said("field", "How large", "--change", size)
    first, second = fields(here)
    assert (first.name, first.unit) == ("Effort", "weeks")
    assert (second.name, [one.name for one in second.choices]) == ("How large", ["Tiny", "Large"])
    assert said(here, idea) == {"How large": "Tiny"}
    clew.said("field", "Effort", "--change", weeks, "--unit", "")
    assert fields(here)[0].unit == ""
    assert clew.said("drop-field", size) == "Put away: How large\n"
    assert [one.id for one in fields(here)] == [weeks]


def test_what_no_field_takes_is_refused_with_all_that_came_along(here: Access, idea: int, access: Access) -> None:
    assert "none yet" in clew.refused("fill", idea, "Weeks=3")
    weeks = made("Weeks", "--kind", "number")
    made("Size", "--kind", "choice", "--choice", "Small")
    made("OK", "--kind", "check")
    for words, why in (
        (("fill", idea, "Weeks=3", "Size=huge"), "not in the list"),
        (("fill", idea, "Weeks=lots"), "this is no number"),
        (("fill", idea, "Weeks=nan"), "this is no number"),
        (("fill", idea, "OK=perhaps"), "say yes or no"),
        (("fill", idea, "Weeks"), "Write Field=value. The fields are: Weeks, Size, OK."),
        (("fill", idea, "Colour=red"), "says nothing of a field"),
        (("fill", 10**9, "Weeks=3"), "No such"),
        (("field", "Weeks"), "Weeks"),
        (("field", "Sizes", "--kind", "choice"), "1 to 50 choices"),
        (("field", "Sum", "--change", weeks, "--kind", "text"), "keeps its kind"),
        (("field", "Sum", "--change", 10**9), "No such field"),
        (("field", "Sum", "--rename", 10**9), "No such choice"),
        (("field", "Sum", "--rename", 1, "--unit", "x"), "alone"),
        (("drop-field", 10**9), "No such field"),
    ):
        assert why in clew.refused(*words), words
    assert said(here, idea) == {}
    theirs = int(add_field(access, name="Theirs").pk)
    assert "No such field" in clew.refused("drop-field", theirs), "another workspace's"
    join(of_access(access), User.objects.get(pk=here.user_id or 0), Role.VIEWER)
    for who in (("drop-field", theirs), ("field", "X"), ("field", "X", "--change", theirs)):
        assert "viewer" in clew.refused(*who, "-w", access.slug).lower()
    their_idea = int(add_idea(access, title="Theirs").pk)
    assert "viewer" in clew.refused("fill", their_idea, "Theirs=x", "-w", access.slug).lower()


def test_a_round_from_its_beginning_to_its_numbers_side_by_side(here: Access, bob: Access, idea: int) -> None:
    rice(here)
    other = int(add_idea(here, title="Live prices").pk)
    number = told("round", "begin", "Reach", "--idea", idea, "--idea", other, "--factor", "reach")["id"]
    assert clew.said("round", "show", number).splitlines() == [
        "Reach: blind, 0 of 2 have estimated; waiting for Bob, Me",
        f"{idea:>7}  Count by phone: reach=?",
        f"{other:>7}  Live prices: reach=?",
    ]
    assert "Still to say: idea" in clew.said(
        "round", "answer", number, idea, "reach=100-200-300", "--note", "as before"
    )
    assert "reach=100-200-300" in clew.said("round", "show", number)
    kept = clew.said("round", "answer", number, other, "reach=5-9")
    assert kept == "Kept, for you alone until the round is open.\n"
    assert f"{number:>7}  blind  1 of 2 have estimated  Reach" in clew.said("round", "list")
    assert Estimate._base_manager.count() == 0
    clew.said("round", "open", number)
    shown = clew.said("round", "show", number)
    assert "    Me: 100-200-300 (as before)\n" in shown
    assert "waiting" not in shown, "nobody is waited for any more"
    assert [row["verdict"] for row in told("round", "show", number)["beside"]] == ["alone", "alone"]
    assert Estimate._base_manager.count() == 2


def test_others_numbers_are_told_by_no_command_before_it_is_open(here: Access, bob: Access) -> None:
    ready = Ready(here, bob)
    ready.say(bob, 100, SECRET)
    for words in (
        ("round", "show", ready.round),
        ("round", "list"),
        ("round", "answer", ready.round, ready.ideas[0], "reach=1-2"),
    ):
        done = clew(*words, "--json")
        assert (done.exit_code, f"{SECRET:.0f}" in done.output) == (0, False)
    ready.say(bob, 100, SECRET, idea=1)
    assert "You were the last" in clew.said("round", "answer", ready.round, ready.ideas[1], "reach=1-2")
    assert f"Bob: 100-{SECRET:.0f}" in clew.said("round", "show", ready.round)


def test_somebody_is_asked_later_and_odd_rounds_are_refused(
    here: Access, bob: Access, idea: int, access: Access
) -> None:
    rice(here)
    eve = _member(here, "eve@example.org", "Eve", Role.EDITOR)
    begun = ("round", "begin", "All", "--idea", idea)
    number = told(*begun, "--with", "me@clew.local", "--with", "BOB@example.org")["id"]
    assert told("round", "ask", number, "--with", eve.user_id)["asked"] == [eve.user_id]
    for words, why in (
        ((*begun, "--factor", "reach"), "estimated blind in"),
        ((*begun, "--factor", "colour"), "The factors are: reach"),
        ((*begun, "--with", "me@clew.local"), "2 to 20 estimators"),
        ((*begun, "--with", "nobody@example.org"), "no member here"),
        (("round", "ask", number), "not said who"),
        (("round", "ask", number, "--with", "bob@example.org"), "Nobody else"),
        (("round", "answer", number, idea, "reach=5"), "spread"),
        (("round", "answer", number, idea, "reach"), "Write reach=200-900"),
        (("round", "answer", number, 10**9, "reach=5-6"), "No such idea"),
        (("round", "open", number), "Nobody has estimated"),
        (("round", "open", 10**9), "No such"),
        (("round", "show", 10**9), "No such"),
    ):
        assert why in clew.refused(*words), words
    join(of_access(access), User.objects.get(pk=here.user_id or 0), Role.VIEWER)
    theirs = int(add_idea(access, title="Theirs").pk)
    rice(access)
    for who in (("round", "begin", "X", "--idea", theirs), ("round", "open", number), ("round", "answer", number, theirs, "reach=1-2")):  # fmt: skip
        assert "viewer" in clew.refused(*who, "-w", access.slug).lower()
    assert "No such" in clew.refused("round", "show", number, "-w", access.slug), "another workspace's"
