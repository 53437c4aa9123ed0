"""Ideas in the room: states, owners and tags; filtered, grouped and sorted; many changed at once; views saved."""

import re
from typing import Any

import pytest
from tests.people import SignedIn

from clew.ground.evidence.api import add_idea
from clew.ground.ledger.api import Forbidden, NotFound, Refused
from clew.ground.thread.api import record_history, undo
from clew.ground.workspaces.api import Access
from clew.rooms.roadmap.actions.fields import add_field, fill_in
from clew.rooms.roadmap.actions.ideas import change_ideas, own_idea, place_idea, set_idea_state, tag_idea
from clew.rooms.roadmap.actions.rankings import rank_ideas
from clew.rooms.roadmap.actions.saved_views import drop_view, save_view
from clew.rooms.roadmap.models import Field
from clew.rooms.roadmap.queries.fields import FieldRow, fields
from clew.rooms.roadmap.queries.ideas import board, idea_card, listed_ideas, saved_views, ways_to_look
from clew.rooms.roadmap.tests.ready import BETTER, estimated, rice


@pytest.fixture
def ideas(access: Access) -> list[int]:
    return [int(add_idea(access, title=title).pk) for title in ("Alpha", "beta", "Gamma", "Delta")]


def titles(access: Access, **asked: Any) -> list[str]:
    return [row.title for row in listed_ideas(access, **asked)]


def field(access: Access, name: str, kind: str, **told: Any) -> FieldRow:
    add_field(access, name=name, kind=kind, **told)
    return fields(access)[-1]


def say(access: Access, idea: int, told: FieldRow, value: Any) -> None:
    fill_in(access, idea_id=idea, values=[{"field_id": told.id, "value": value}])


def test_an_idea_has_a_state_an_owner_and_tags(access: Access, editor: Access, ideas: list[int]) -> None:
    first = ideas[0]
    assert (idea_card(access, first).state, idea_card(access, first).owner) == ("new", "")
    set_idea_state(editor, idea_id=first, state="planned")
    own_idea(editor, idea_id=first, owner_id=editor.user_id)
    assert tag_idea(editor, idea_id=first, tags=[" counting ", "Phone", "Counting"]) == ("Counting", "Phone")
    tag_idea(editor, idea_id=ideas[1], tags=["COUNTING"])
    card = idea_card(access, first)
    assert (card.state, card.owner, card.tags) == ("planned", "Bob", ("Counting", "Phone"))
    assert ways_to_look(access).tags == ("Counting", "Phone")
    tag_idea(editor, idea_id=first, tags=["Phone"])
    own_idea(editor, idea_id=first, owner_id=None)
    assert (idea_card(access, first).owner_id, idea_card(access, first).tags) == (None, ("Phone",))
    acts = {entry.act_name for entry in record_history(access, first).entries}
    assert acts >= {"say how far an idea is", "say whose an idea is", "tag an idea"}


def test_lists_are_filtered_and_sorted(access: Access, editor: Access, ideas: list[int]) -> None:
    alpha, beta, gamma, delta = ideas
    assert titles(access) == ["Delta", "Gamma", "beta", "Alpha"]
    assert titles(access, sort="oldest", limit=2, offset=1) == ["beta", "Gamma"]
    assert titles(access, sort="name") == ["Alpha", "beta", "Delta", "Gamma"]
    set_idea_state(access, idea_id=beta, state="planned")
    own_idea(access, idea_id=gamma, owner_id=editor.user_id)
    tag_idea(access, idea_id=delta, tags=["Phone"])
    cost, size, safe = field(access, "Cost", "number"), field(access, "Size", "choice", choices=["S", "L"]), field(access, "Safe", "check")  # fmt: skip
    due, note = field(access, "Due", "date"), field(access, "Note", "text")
    for idea, value in ((alpha, 5), (beta, 20), (gamma, -1)):
        say(access, idea, cost, value)
    say(access, alpha, size, size.choices[1].id)
    say(access, beta, size, size.choices[0].id)
    say(access, alpha, safe, True)
    say(access, beta, due, "2027-03-01")
    say(access, delta, note, "As Anna said")
    by = f"field-{cost.id}"
    assert titles(access, sort=by) == ["Gamma", "Alpha", "beta", "Delta"], "those without a value come last"
    assert titles(access, sort=f"-{by}") == ["beta", "Alpha", "Gamma", "Delta"]
    for asked, found in (
        ({"state": "planned"}, ["beta"]), ({"state": "new"}, ["Delta", "Gamma", "Alpha"]),
        ({"owner_id": [editor.user_id]}, ["Gamma"]), ({"owner_id": [0], "state": "planned"}, ["beta"]),
        ({"tag": "phone"}, ["Delta"]), ({"text": "gam"}, ["Gamma"]), ({"text": "nothing"}, []),
        ({"field_id": cost.id, "value": "0..10"}, ["Alpha"]), ({"field_id": cost.id, "value": "6.."}, ["beta"]),
        ({"field_id": cost.id, "value": "none"}, ["Delta"]), ({"field_id": cost.id}, ["Gamma", "beta", "Alpha"]),
        ({"field_id": size.id, "value": str(size.choices[1].id)}, ["Alpha"]), ({"field_id": safe.id, "value": "yes"}, ["Alpha"]),
        ({"field_id": due.id, "value": "..2027-03-01"}, ["beta"]), ({"field_id": note.id, "value": "anna"}, ["Delta"]),
    ):  # fmt: skip
        assert titles(access, **asked) == found, asked
    grouped = listed_ideas(access, group=f"field-{size.id}", sort="name")
    assert [row.title for row in grouped] == ["beta", "Alpha", "Delta", "Gamma"]
    assert titles(access, group="state", sort="name") == ["Alpha", "Delta", "Gamma", "beta"]
    assert titles(access, group="owner", sort="name")[0] == "Gamma"
    for wrong in ({"sort": "field-999"}, {"group": "mood"}, {"group": f"field-{cost.id}"}, {"field_id": 999}, {"field_id": cost.id, "value": "x"}):  # fmt: skip
        with pytest.raises(Refused):
            listed_ideas(access, **wrong)


def test_by_the_place_in_the_last_ranking(access: Access) -> None:
    model = rice(access)
    estimated(access, "Second")
    estimated(access, "First", BETTER)
    add_idea(access, title="Not ranked")
    rank_ideas(access, model_id=model, top=1)
    assert titles(access, sort="ranking") == ["First", "Second", "Not ranked"]


def test_a_board_has_columns(access: Access, ideas: list[int]) -> None:
    set_idea_state(access, idea_id=ideas[0], state="declined")
    columns = {column.name: column for column in board(access, sort="name")}
    assert [row.title for row in columns["New"].ideas] == ["beta", "Delta", "Gamma"]
    assert (columns["Declined"].count, columns["Planned"].count, columns["New"].more) == (1, 0, 0)
    size = field(access, "Size", "choice", choices=["S", "L"])
    say(access, ideas[1], size, size.choices[1].id)
    told = [(column.name, column.count) for column in board(access, by=f"field-{size.id}")]
    assert told == [("S", 0), ("L", 1), ("None", 3)]
    for wrong in (f"field-{field(access, 'Safe', 'check').id}", "owner", "x"):
        with pytest.raises(Refused):
            board(access, by=wrong)


def test_many_are_changed_at_once_and_taken_back(access: Access, editor: Access, ideas: list[int]) -> None:
    size = field(access, "Size", "choice", choices=["S", "L"])
    tag_idea(access, idea_id=ideas[0], tags=["Old"])
    change = {"state": "considered", "owner_id": editor.user_id, "add_tag": "Phone", "remove_tag": "old"}
    assert change_ideas(editor, idea_ids=ideas, **change, field_id=size.id, value=size.choices[0].id) == 4  # type: ignore[arg-type]
    for row in listed_ideas(access):
        assert (row.state, row.owner, row.tags, row.values[0].words) == ("considered", "Bob", ("Phone",), "S")
    undo(editor, act=record_history(access, ideas[3]).entries[0].act)
    assert {(row.state, row.owner) for row in listed_ideas(access)} == {("new", "")}
    assert idea_card(access, ideas[0]).tags == ("Old",)
    assert change_ideas(editor, idea_ids=ideas[:2], away=True) == 2
    assert titles(access) == ["Delta", "Gamma"]
    bad: list[dict[str, Any]] = [
        {}, {"idea_ids": []}, {"idea_ids": list(range(1, 502)), "state": "new"}, {"state": "soon"}, {"owner_id": 999},
        {"add_tag": "x" * 41}, {"add_tag": "a,b"}, {"field_id": size.id, "value": "S"},
    ]  # fmt: skip
    for wrong in bad:
        with pytest.raises(Refused):
            change_ideas(editor, **{"idea_ids": ideas[2:], **wrong})
    with pytest.raises(Refused):
        tag_idea(editor, idea_id=ideas[2], tags=[str(n) for n in range(21)])


def test_strangers_and_viewers(access: Access, viewer: Access, elsewhere: Access, ideas: list[int]) -> None:
    for who, error in ((viewer, Forbidden), (elsewhere, NotFound)):
        for call in (
            lambda who=who: set_idea_state(who, idea_id=ideas[0], state="new"),
            lambda who=who: own_idea(who, idea_id=ideas[0]),
            lambda who=who: tag_idea(who, idea_id=ideas[0], tags=["a"]),
            lambda who=who: place_idea(who, idea_id=ideas[0], state="new"),
            lambda who=who: change_ideas(who, idea_ids=ideas, state="new"),
        ):
            with pytest.raises(error):
                call()
    with pytest.raises(NotFound):
        idea_card(elsewhere, ideas[0])
    assert (listed_ideas(elsewhere), saved_views(elsewhere)) == ((), ())


def test_views_are_private_until_saved_for_all(
    access: Access, editor: Access, viewer: Access, elsewhere: Access
) -> None:
    mine = save_view(viewer, name="Mine", asked="?state=planned&page=3&saved=7&sort=name")
    assert mine.asked == "sort=name&state=planned"
    assert [row.name for row in saved_views(viewer)] == ["Mine"]
    assert saved_views(editor) == ()
    ours = save_view(editor, name="Ours", asked="", for_all=True)
    assert save_view(editor, name="OURS", asked="tag=Phone", for_all=True).pk == ours.pk, (
        "the same name is written over"
    )
    assert [(row.name, row.asked, row.is_mine) for row in saved_views(access)] == [("OURS", "tag=Phone", False)]
    with pytest.raises(Forbidden):
        save_view(viewer, name="For all", asked="", for_all=True)
    with pytest.raises(Forbidden):
        drop_view(viewer, view_id=ours.pk)
    for who, view in ((editor, mine), (elsewhere, ours), (elsewhere, mine)):
        with pytest.raises(NotFound):
            drop_view(who, view_id=view.pk)
    drop_view(viewer, view_id=mine.pk)
    assert [row.name for row in saved_views(viewer)] == ["OURS"]
    for name, asked in ((" ", ""), ("x" * 61, ""), ("Other", "a=" + "x" * 1001), ("Other", "&".join(["a=1"] * 250))):
        with pytest.raises(Refused):
            save_view(access, name=name, asked=asked)


def test_listing_asks_a_fixed_number_of_questions(
    access: Access, ideas: list[int], django_assert_max_num_queries: Any
) -> None:
    size = field(access, "Size", "choice", choices=["S", "L"])
    change_ideas(
        access, idea_ids=ideas, owner_id=access.user_id, add_tag="a", field_id=size.id, value=size.choices[0].id
    )
    with django_assert_max_num_queries(13):
        assert len(listed_ideas(access, group=f"field-{size.id}", sort=f"field-{size.id}")) == 4


def test_by_the_pages(access: Access, viewer: Access, browser_of: type[SignedIn]) -> None:
    client = browser_of(access)
    assert "No ideas yet" in client.get(client.path("roadmap/ideas")).content.decode()
    idea = int(add_idea(access, title="Count by phone").pk)
    other = int(add_idea(access, title="Scan").pk)
    fields_page = client.path("roadmap/fields")
    assert "No fields yet" in client.get(fields_page).content.decode()
    client.post(client.path("roadmap/fields/new"), {"name": "Size", "kind": "choice", "choices": "S\nL\n"})
    client.post(client.path("roadmap/fields/new"), {"name": "Cost", "kind": "number", "unit": "EUR"})
    size, cost = fields(access)
    refused = client.post(client.path("roadmap/fields/new"), {"name": "size", "kind": "number", "unit": "weeks"})
    assert refused.status_code == 422
    assert 'value="weeks"' in refused.content.decode()
    assert (
        client.post(client.path(f"roadmap/fields/{cost.id}/change"), {"name": "Price", "unit": "EUR"}).status_code
        == 303
    )
    refused = client.post(client.path(f"roadmap/fields/{cost.id}/change"), {"name": "Size", "unit": "EUR"})
    assert (refused.status_code, "There is a field “Size”" in refused.content.decode()) == (422, True)
    client.post(client.path(f"roadmap/fields/{size.id}/rename"), {"choice_id": size.choices[0].id, "choice": "Small"})
    form = {"state": "planned", "owner": access.user_id, "tags": "Phone, Stock", f"field-{cost.id}": "1,200",
            f"field-{size.id}": size.choices[0].id}  # fmt: skip
    about = client.path(f"roadmap/ideas/{idea}/about")
    refused = client.post(about, {**form, f"field-{cost.id}": "much"})
    assert refused.status_code == 422
    assert 'value="much"' in refused.content.decode()
    assert idea_card(access, idea).tags == (), "nothing is half-written"
    assert client.post(about, form).status_code == 303
    for who in (access, viewer):
        shown = browser_of(who).get(client.path(f"n/{idea}")).content.decode()
        for words in ("Phone, Stock" if who is access else "Stock", "Small", "Planned"):
            assert words in shown, words
    for asked in ("", "?group=state", f"?group=field-{size.id}&sort=-field-{cost.id}", f"?field={size.id}:{size.choices[0].id}", f"?q=count&tag=Phone&owner={access.user_id}"):  # fmt: skip
        shown = client.get(client.path(f"roadmap/ideas{asked}")).content.decode()
        assert "Count by phone" in shown, asked
    assert "1,200 EUR" in shown
    assert "Nothing fits" in client.get(client.path("roadmap/ideas?state=declined")).content.decode()
    put, by_size = client.path("roadmap/ideas/put"), f"view=board&by=field-{size.id}"
    answer = client.post(put, {"card": other, "column": size.choices[1].id, "asked": by_size})
    assert answer.json()["to"] == client.path(f"roadmap/ideas?{by_size}&at={other}")
    assert client.post(put, {"card": other, "column": "shelved", "asked": "view=board"}).status_code == 422
    assert client.post(put, {"card": other, "column": "planned", "asked": "view=board"}).status_code == 200
    assert idea_card(access, other).state == "planned"
    for by in ("state", f"field-{size.id}"):
        shown = client.get(client.path(f"roadmap/ideas?view=board&by={by}")).content.decode()
        assert "Scan" in shown
    assert idea_card(access, other).values[0].words == "L"
    saved = client.post(client.path("roadmap/ideas/views"), {"name": "Mine", "asked": "view=board&tag=Phone"})
    assert "view=board" in saved["Location"]
    assert "Mine" in client.get(saved["Location"]).content.decode()
    assert client.post(client.path("roadmap/ideas/views"), {"name": ""}).status_code == 422
    view = saved_views(access)[0].id
    client.post(client.path(f"roadmap/ideas/views/{view}/drop"))
    assert saved_views(access) == ()
    client.post(client.path("roadmap/ideas/change"), {"ids": [idea, other], "act": "archive"})
    assert titles(access) == []
    shown = browser_of(viewer).get(client.path("roadmap/ideas")).content.decode()
    assert 'action="/w/larder/roadmap/ideas/change"' not in shown.replace('action=""', "")


def test_all_that_fit_are_changed_from_any_page(
    access: Access, ideas: list[int], browser_of: type[SignedIn], monkeypatch: pytest.MonkeyPatch
) -> None:
    client = browser_of(access)
    list_page, change = client.path("roadmap/ideas"), client.path("roadmap/ideas/change")
    assert 'name="fitting"' not in client.get(list_page).content.decode(), "all are on the page"
    monkeypatch.setattr("clew.rooms.roadmap.pages.ideas.PAGE", 2)
    set_idea_state(access, idea_id=ideas[0], state="planned")
    shown = client.get(f"{list_page}?state=new").content.decode()
    assert ('value="state=new"' in shown, "All that fit, not only this page" in shown) == (True, True)
    client.post(change, {"ids": ideas[3], "fitting": "state=new", "act": "change", "add_tag": "Late"})
    assert {row.title: row.tags for row in listed_ideas(access)} == {
        "Alpha": (), "beta": ("Late",), "Gamma": ("Late",), "Delta": ("Late",),
    }  # fmt: skip
    client.post(change, {"ids": ideas[3], "fitting": "", "act": "archive"})
    assert titles(access) == []
    add_idea(access, title="Epsilon")
    monkeypatch.setattr("clew.rooms.roadmap.actions.ideas.MOST_AT_ONCE", 0)
    assert client.post(change, {"fitting": "", "act": "archive"}).status_code == 422
    assert client.post(change, {"fitting": "field=999", "act": "archive"}).status_code == 422
    assert titles(access) == ["Epsilon"]


@pytest.mark.parametrize(
    ("asked", "is_open"),
    [("", False), ("?q=count&page=1&sort=newest&view=board", False), ("?state=open", True), ("?sort=name", True)],
)
def test_filters_stand_behind_one_button_until_one_is_chosen(
    access: Access, browser_of: type[SignedIn], ideas: list[int], asked: str, is_open: bool
) -> None:
    page = browser_of(access)
    shown = page.get(page.path(f"roadmap/ideas{asked}")).content.decode()
    assert f'<details class="folds"{" open" if is_open else ""}><summary' in shown
    before, after = shown.split('class="toolbar"')[1].split('class="folded"')
    assert ('type="search"' in before, 'name="state"' in after, 'name="state"' in before) == (True, True, False)


def test_a_field_is_sorted_by_either_way_and_a_tag_taken_off_many(
    access: Access, ideas: list[int], browser_of: type[SignedIn]
) -> None:
    made = {kind: field(access, kind, kind, choices=["S"] if "choice" in kind else []).id for kind, _ in Field.KINDS}
    for idea, days in zip(ideas[:2], (3, 8), strict=True):
        fill_in(access, idea_id=idea, values=[{"field_id": made["number"], "value": days}])
    client = browser_of(access)
    assert "Take off a tag" not in client.get(client.path("roadmap/ideas")).content.decode()
    for idea in ideas:
        tag_idea(access, idea_id=idea, tags=["Phone", "Stock"])
    shown = client.get(client.path(f"roadmap/ideas?sort=-field-{made['number']}")).content.decode()
    assert shown.index("beta") < shown.index("Alpha")
    for told in ("number, smallest first", "number, largest first", "date, latest first", "check, yes first"):
        assert told in shown, told
    assert re.findall(r'<option\s+value="(\w+)"', shown.split("Take off a tag …")[1])[:2] == ["Phone", "Stock"]
    client.post(
        client.path("roadmap/ideas/change"), {"ids": ideas[:3], "act": "change", "remove_tag": "Phone"}, follow=True
    )
    assert titles(access, tag="Phone") == ["Delta"]
    assert len(titles(access, tag="Stock")) == 4
    for chosen, offers in ((ideas[:1], False), (ideas[3:], True)):
        change = {"ids": chosen, "act": "change", "remove_tag": "Phone"}
        said = client.post(client.path("roadmap/ideas/change"), change, follow=True).content.decode()
        assert ("/undo/" in said) is offers, "of what stayed as it was there is nothing to undo"
