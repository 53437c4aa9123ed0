"""Several values of a filter: any of them is enough, and all that is named must fit; the same in the browser, the API, saved views and commands."""

import json
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.people import SignedIn
from tests.shell import Shell

from clew.ground.customers.api import add_account, add_person, add_segment, pick
from clew.ground.evidence.api import add_idea
from clew.ground.ledger.api import Refused
from clew.ground.workspaces.api import Access, Scope, make_token
from clew.rooms.roadmap.actions.fields import add_field, fill_in, put_field_away
from clew.rooms.roadmap.actions.ideas import change_ideas, place_idea
from clew.rooms.roadmap.actions.saved_views import save_view
from clew.rooms.roadmap.actions.votes import vote_for
from clew.rooms.roadmap.queries.fields import FieldRow, fields
from clew.rooms.roadmap.queries.idea_timeline import idea_timeline
from clew.rooms.roadmap.queries.idea_tree import idea_tree
from clew.rooms.roadmap.queries.ideas import board, fitting_ideas, listed_ideas
from clew.rooms.roadmap.queries.matrix import matrix
from clew.rooms.roadmap.queries.sought import MOST_CHOSEN

clew = Shell("roadmap")
PLACES = {  # title: state, tags
    "Alpha": ("new", ["Phone"]), "Beta": ("planned", ["Stock"]), "Gamma": ("in work", ["Phone", "Stock"]),
    "Delta": ("declined", []),
}  # fmt: skip
EVERYTHING = ["Alpha", "Beta", "Delta", "Gamma"]


def made(access: Access) -> dict[str, int]:
    ideas = {title: int(add_idea(access, title=title).pk) for title in PLACES}
    for title, (state, tags) in PLACES.items():
        place_idea(access, idea_id=ideas[title], state=state, tags=tags, owner_id=access.user_id if title == "Beta" else None)  # fmt: skip
    return ideas


@pytest.fixture
def ideas(access: Access) -> dict[str, int]:
    return made(access)


def found(access: Access, **asked: Any) -> list[str]:
    return [row.title for row in listed_ideas(access, **asked, sort="name")]


def field(access: Access, name: str, kind: str, **told: Any) -> FieldRow:
    add_field(access, name=name, kind=kind, **told)
    return fields(access)[-1]


def say(access: Access, idea: int, told: FieldRow, value: Any) -> None:
    fill_in(access, idea_id=idea, values=[{"field_id": told.id, "value": value}])


def test_any_of_several_values_is_enough_and_all_filters_must_fit(
    access: Access, editor: Access, ideas: dict[str, int]
) -> None:
    place_idea(access, idea_id=ideas["Gamma"], state="in work", tags=["Phone", "Stock"], owner_id=editor.user_id)
    mine, theirs = access.user_id or 0, editor.user_id or 0
    for asked, titles in (
        ({"state": ["planned", "in work"]}, ["Beta", "Gamma"]), ({"state": ["new", "declined"]}, ["Alpha", "Delta"]),
        ({"state": "planned"}, ["Beta"]), ({"state": ["planned", "planned"]}, ["Beta"]), ({"state": [""]}, EVERYTHING),
        ({"tag": ["phone", "STOCK"]}, ["Alpha", "Beta", "Gamma"]), ({"tag": ["phone", "nowhere"]}, ["Alpha", "Gamma"]),
        ({"owner_id": [mine, theirs]}, ["Beta", "Gamma"]), ({"owner_id": [0, mine]}, ["Alpha", "Beta", "Delta"]),
        ({"state": ["planned", "in work"], "tag": ["phone"]}, ["Gamma"]), ({"tag": ["nowhere"]}, []),
        ({"state": ["new", "in work"], "owner_id": [0, theirs], "text": "gamma"}, ["Gamma"]),
    ):  # fmt: skip
        assert found(access, **asked) == titles, asked
    assert fitting_ideas(access, state=["planned", "in work"]) == (ideas["Beta"], ideas["Gamma"])
    with pytest.raises(Refused, match="At most"):
        listed_ideas(access, tag=[f"Tag {n}" for n in range(MOST_CHOSEN + 1)])


def test_several_values_of_fields(access: Access, ideas: dict[str, int]) -> None:
    size, cost = field(access, "Size", "choice", choices=["S", "M", "L"]), field(access, "Cost", "number")
    s, m, large = size.choices
    for title, chosen, number in (("Alpha", s, 5), ("Beta", m, 20), ("Gamma", large, None)):
        say(access, ideas[title], size, chosen.id)
        if number is not None:
            say(access, ideas[title], cost, number)
    for told, titles in (
        ([f"{size.id}:{s.id}", f"{size.id}:{m.id}"], ["Alpha", "Beta"]), ([f"{size.id}:{s.id}", f"{size.id}:none"], ["Alpha", "Delta"]),
        ([f"{size.id}:none"], ["Delta"]), ([f"{size.id}"], ["Alpha", "Beta", "Gamma"]), ([f"{size.id}", f"{size.id}:none"], EVERYTHING),
        ([f"{cost.id}:1..6", f"{cost.id}:20"], ["Alpha", "Beta"]), ([f"{size.id}:{m.id}", f"{size.id}:{large.id}", f"{cost.id}:none"], ["Gamma"]),
    ):  # fmt: skip
        assert found(access, field=told) == titles, told
    assert found(access, field=[f"{size.id}:{s.id}"], field_id=cost.id, value="5") == ["Alpha"]
    for wrong in (["7000:1"], ["size"], [f"{cost.id}:much"], [f"{cost.id}:1", f"{cost.id}:much"]):
        with pytest.raises(Refused):
            listed_ideas(access, field=wrong)
    put_field_away(access, field_id=cost.id)
    with pytest.raises(Refused, match="no such field"):
        listed_ideas(access, field=[f"{cost.id}:1"])


def test_voted_for_by_any_of_several_segments(access: Access, ideas: dict[str, int]) -> None:
    segments = []
    for title in ("Alpha", "Beta"):
        account = add_account(access, name=f"{title} Ltd").pk
        person = add_person(access, name=f"Buyer of {title}", account_id=account).pk
        vote_for(access, idea_id=ideas[title], person_id=person)
        segments.append(int(add_segment(access, name=f"Like {title}").pk))
        pick(access, segment_id=segments[-1], account_ids=[account])
    assert found(access, segment_id=segments[:1]) == ["Alpha"]
    assert found(access, segment_id=segments) == ["Alpha", "Beta"]


def test_every_view_takes_several(access: Access, ideas: dict[str, int]) -> None:
    asked: dict[str, Any] = {"state": ["planned", "in work"]}
    assert {c.name: c.count for c in board(access, **asked) if c.count} == {"Planned": 1, "In work": 1}
    assert {row.title for row in idea_timeline(access, **asked).without_days} == {"Beta", "Gamma"}
    assert {branch.title for branch in idea_tree(access, **asked).loose} == {"Beta", "Gamma"}
    assert {row.title for row in matrix(access, x="votes", y="revenue", **asked).ideas} == {"Beta", "Gamma"}


def test_statements_do_not_grow_with_the_values(access: Access, ideas: dict[str, int]) -> None:
    size = field(access, "Size", "choice", choices=["S", "M", "L"])
    change_ideas(access, idea_ids=list(ideas.values()), owner_id=access.user_id, field_id=size.id, value=size.choices[0].id)  # fmt: skip

    def asked(many: int, tags: list[str], states: list[str]) -> int:
        told = [f"{size.id}:{one.id}" for one in size.choices[:many]]
        with CaptureQueriesContext(connection) as statements:
            assert listed_ideas(access, field=told, tag=tags, state=states, owner_id=[access.user_id or 0, 0][:many])
        return len(statements)

    assert asked(1, ["phone"], ["new"]) == asked(3, ["phone", "stock"], ["new", "planned", "in work"])


def test_the_page_shows_and_keeps_what_is_chosen(
    access: Access, ideas: dict[str, int], browser_of: type[SignedIn]
) -> None:
    size, cost = field(access, "Size", "choice", choices=["S", "M"]), field(access, "Cost", "number")
    say(access, ideas["Beta"], size, size.choices[0].id)
    say(access, ideas["Beta"], cost, 5)
    client = browser_of(access)

    def page(asked: str) -> str:
        return str(client.get(client.path(f"roadmap/ideas?{asked}")).content.decode())

    shown = page("state=planned&state=in+work")
    assert 'aria-label="State: Planned or In work"' in shown
    assert [f'data-id="{pk}"' in shown for pk in ideas.values()] == [False, True, True, False]
    for value in ("planned", "in work"):
        assert f'<input type="checkbox" name="state" value="{value}" checked>' in shown
    assert '<input type="checkbox" name="state" value="new">' in shown
    assert 'aria-label="State: All states"' in page("state=")
    assert 'aria-label="Tag: Phone or Stock"' in page("tag=phone&tag=Stock"), "tags are the same in capitals or not"
    assert 'aria-label="Owner: Nobody’s or Somebody who left"' in page("owner=0&owner=987654")
    both = page(f"field={size.id}:{size.choices[0].id}&field={size.id}:none&field-{cost.id}=4..6")
    assert 'aria-label="Field: Size: S or none, Cost: 4..6"' in both
    assert f'name="field-{cost.id}"\n          value="4..6"' in both
    assert [f'data-id="{pk}"' in both for pk in ideas.values()] == [False, True, False, False]
    old = page(f"field={cost.id}&value=4..6&state=&owner=&tag=&segment=")
    assert ('aria-label="Field: Cost: 4..6"' in old, f'data-id="{ideas["Beta"]}"' in old) == (True, True)
    assert f'data-id="{ideas["Alpha"]}"' not in old
    assert 'aria-label="Field: Cost: any"' in page(f"field={cost.id}")
    assert client.get(client.path(f"roadmap/ideas?field-{cost.id}=much")).status_code == 422
    assert "Nothing fits" in page("tag=gone&tag=lost")
    assert 'value="gone" checked' in page("tag=gone&tag=lost"), "what is no longer there can be taken off"


def test_views_are_saved_with_several(access: Access, ideas: dict[str, int], browser_of: type[SignedIn]) -> None:
    asked = "tag=Phone&state=planned&sort=name&state=in+work&field=7&value=5..10"
    assert save_view(access, name="Soon", asked=asked).asked == (
        "field=7&sort=name&state=in+work&state=planned&tag=Phone&value=5..10"
    )
    client = browser_of(access)
    saved = client.post(client.path("roadmap/ideas/views"), {"name": "Both", "asked": "state=planned&state=in+work"})
    shown = client.get(saved["Location"]).content.decode()
    assert [f'data-id="{pk}"' in shown for pk in ideas.values()] == [False, True, True, False]
    client.post(client.path("roadmap/ideas/change"), {"fitting": "state=planned&state=in+work", "act": "change", "add_tag": "Soon"})  # fmt: skip
    assert found(access, tag=["soon"]) == ["Beta", "Gamma"]


def test_by_the_api(access: Access, editor: Access, viewer: Access, elsewhere: Access, ideas: dict[str, int]) -> None:
    def told(who: Access, asked: str) -> list[str]:
        secret = make_token(who, name=f"for {asked}", scope=Scope.READ).secret
        answer = Client().get(f"/api/v1/roadmap-ideas?sort=name&{asked}", headers={"Authorization": f"Bearer {secret}"})
        assert answer.status_code == 200, answer.content
        return [row["title"] for row in answer.json()["items"]]

    for who in (access, viewer):
        assert told(who, "state=planned&state=in%20work") == ["Beta", "Gamma"]
    assert told(access, "state=planned") == ["Beta"]
    assert told(access, f"owner_id=0&owner_id={access.user_id}&tag=stock") == ["Beta", "Gamma"]
    assert told(access, "owner_id=0&tag=stock") == ["Gamma"]
    assert told(access, "owner_id=0&tag=phone&tag=stock") == ["Alpha", "Gamma"]
    assert told(elsewhere, "state=planned&state=in%20work") == []


def test_by_the_command(here: Access) -> None:
    ideas = made(here)
    size = field(here, "Size", "choice", choices=["S", "M"])
    say(here, ideas["Beta"], size, size.choices[0].id)
    save_view(here, name="Soon", asked="state=planned&state=in+work&sort=name")

    def told(*words: Any) -> list[str]:
        return [row["title"] for row in json.loads(clew("ideas", *words, "--json").output)]

    assert told("--state", "planned", "--state", "in work", "--sort", "name") == ["Beta", "Gamma"]
    assert told("--view", "soon") == ["Beta", "Gamma"]
    assert told("--view", "soon", "--tag", "phone", "--tag", "nowhere") == ["Gamma"]
    assert told("--view", "soon", "--state", "declined") == ["Delta"], "what is named comes in place of the view's own"
    assert told("--owner", 0, "--owner", here.user_id, "--sort", "name") == EVERYTHING
    assert told("--field", f"{size.id}:{size.choices[0].id}", "--field", f"{size.id}:{size.choices[1].id}") == ["Beta"]
    assert clew.refused("ideas", "--state", "planned", "--state", "soon")
    assert {row["title"] for row in clew.told("timeline", "--state", "planned", "--state", "in work")["without_days"]} == {"Beta", "Gamma"}  # fmt: skip
