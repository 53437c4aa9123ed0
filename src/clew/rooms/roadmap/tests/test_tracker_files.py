"""Files of trackers go out with what is so today, and are known when they come back."""

import json
from pathlib import Path
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from tests.people import SignedIn
from tests.shell import Shell

from clew.ground.customers.api import add_person
from clew.ground.evidence.api import Idea, add_idea, describe_idea
from clew.ground.exchange.api import erase_person
from clew.ground.files.api import store
from clew.ground.ledger.api import Refused, last_act_id
from clew.ground.thread.api import archive, rename, undo
from clew.ground.workspaces.api import Access
from clew.rooms.roadmap.actions.ideas import set_idea_state
from clew.rooms.roadmap.actions.trackers import IdeasImported, import_ideas
from clew.rooms.roadmap.models import TrackedFile, TrackedIdea
from clew.rooms.roadmap.queries.tracker_files import download_ideas
from clew.rooms.roadmap.queries.trackers import preview_idea_import
from clew.rooms.roadmap.tests.test_trello_boards import STOCK

JIRA = "Issue key,Summary,Status,Description\r\nA-1,Count by phone,TO DO,Words\r\nA-2,Shelf order,Doing,\r\n"


def bring(access: Access, text: str, **more: Any) -> IdeasImported:
    return import_ideas(access, file_id=store(access, name="file", chunks=[text.encode()]).pk, **more)


def out(access: Access, shape: str, **more: Any) -> str:
    content = download_ideas(access, shape=shape, **more).content
    assert isinstance(content, bytes)
    return content.decode()


def idea_of(access: Access, key: str) -> int:
    return int(TrackedIdea._base_manager.get(workspace=access.workspace_id, key=key).idea_id)


def counts(made: IdeasImported) -> tuple[int, int, int]:
    return made.new, made.changed, made.same


def count_ideas() -> int:
    return Idea._base_manager.count()


def test_a_board_goes_out_whole_with_what_changed(access: Access) -> None:
    assert counts(bring(access, json.dumps(STOCK), place="Stock")) == (2, 0, 0)
    assert json.loads(out(access, "trello", place="Stock")) == STOCK
    rename(access, node_id=idea_of(access, "c1"), title="Count on any phone")
    archive(access, node_ids=[idea_of(access, "c3")])
    board = json.loads(out(access, "trello"))
    assert [card["name"] for card in board["cards"]] == ["Old", "Count on any phone"]
    assert (board["actions"], board["lists"]) == (STOCK["actions"], STOCK["lists"])
    assert counts(bring(access, json.dumps(board), place="Stock")) == (0, 1, 0)
    assert json.loads(out(access, "trello")) == board
    assert TrackedFile._base_manager.count() == 1


def test_the_board_of_another_place_is_another(access: Access) -> None:
    bring(access, json.dumps(STOCK), place="Stock")
    doors = {"id": "b2", "name": "Doors", "lists": [], "cards": [{"id": "c9", "name": "Hinge"}]}
    bring(access, json.dumps(doors), place="Doors")
    assert json.loads(out(access, "trello", place="Doors")) == doors
    assert [card["id"] for card in json.loads(out(access, "trello"))["cards"]] == ["c2", "c1", "c3", "c9"]
    row = TrackedFile._base_manager.first()
    assert row is not None
    row.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save(force_insert=True)


def test_undone_the_board_before_goes_out(access: Access) -> None:
    bring(access, json.dumps(STOCK))
    bring(access, json.dumps({**STOCK, "name": "Stock of today"}))
    assert json.loads(out(access, "trello"))["name"] == "Stock of today"
    undo(access, act=last_act_id())
    assert json.loads(out(access, "trello")) == STOCK


def test_an_erased_board_is_made_of_its_cards(access: Access) -> None:
    person = add_person(access, name="Hanna Vogel-Brandt", email="hanna@example.org")
    bring(access, json.dumps({**STOCK, "members": [{"id": "m1", "fullName": "Hanna Vogel-Brandt"}]}))
    erase_person(access, person_id=person.pk, typed_name="Hanna Vogel-Brandt")
    board = json.loads(out(access, "trello"))
    assert ([card["id"] for card in board["cards"]], "members" in board) == (["c1", "c3"], False)


def test_how_far_an_idea_is_goes_out_once_it_moved_on(access: Access) -> None:
    bring(access, JIRA)
    assert out(access, "jira") == JIRA
    set_idea_state(access, idea_id=idea_of(access, "A-1"), state="considered")
    set_idea_state(access, idea_id=idea_of(access, "A-2"), state="released")
    assert out(access, "jira") == JIRA.replace("Doing", "Done")  # what is considered stands under TO DO there
    assert counts(bring(access, out(access, "jira"))) == (0, 1, 1)
    assert out(access, "jira") == JIRA.replace("Doing", "Done")
    bring(access, JIRA.replace("Doing", "Review"))  # it moved on there too, and later
    assert out(access, "jira") == JIRA.replace("Doing", "Review")


def test_what_began_here_goes_too_and_is_known_again(access: Access) -> None:
    bring(access, JIRA)
    bring(access, "Name,Status\nFrom elsewhere,New\n", shape="generic")
    ours = add_idea(access, title="Of our own").pk
    describe_idea(access, idea_id=ours, detail="Two\nlines")
    set_idea_state(access, idea_id=ours, state="planned")
    assert out(access, "jira") == JIRA
    with_ours, every = out(access, "jira", which="ours"), out(access, "jira", which="all")
    assert ("Of our own" in with_ours, "From elsewhere" in with_ours) == (True, False)
    assert (with_ours.count("TO DO"), "From elsewhere" in every) == (2, True)
    before = count_ideas()
    for text in (with_ours, every):
        assert counts(bring(access, text))[:2] == (0, 0)
    assert (count_ideas(), out(access, "jira", which="ours")) == (before, with_ours)

    assert counts(bring(access, with_ours.replace("Of our own", "Of all of us"))) == (0, 1, 2)
    assert (count_ideas(), Idea._base_manager.get(pk=ours).node.title) == (before, "Of all of us")
    assert counts(bring(access, with_ours)) == (0, 1, 2)
    assert TrackedIdea._base_manager.filter(idea=ours).count() == 1


@pytest.mark.parametrize("shape", ["jira", "gitlab", "linear", "productboard", "canny", "generic", "github", "trello"])
def test_in_every_shape_it_is_known_again(access: Access, shape: str) -> None:
    ours = add_idea(access, title="Of our own").pk
    describe_idea(access, idea_id=ours, detail="Two\nlines")
    set_idea_state(access, idea_id=ours, state="released")
    before = count_ideas()
    assert counts(bring(access, out(access, shape), shape=shape)) == (0, 0, before)
    assert counts(bring(access, out(access, shape))) == (0, 0, before)
    assert TrackedIdea._base_manager.count() == 0


def test_the_same_number_elsewhere_is_another_idea(access: Access, elsewhere: Access) -> None:
    add_idea(access, title="Of our own")
    assert counts(bring(elsewhere, out(access, "jira"))) == (1, 0, 0)
    key = out(access, "jira").splitlines()[1].split(",")[0]
    forged = f"Issue key,Summary\n{key[:-8]}00000000,Taken over\n"
    assert counts(bring(access, forged)) == (1, 0, 0)


def test_a_number_of_two_repositories_is_two_issues(access: Access) -> None:
    def rows(*homes: str) -> str:
        found = [{"number": 7, "title": f"Of {home}", "url": f"https://github.com/{home}/issues/7"} for home in homes]
        return json.dumps(found)

    assert counts(bring(access, rows("larder/shop"))) == (1, 0, 0)
    assert counts(bring(access, rows("larder/doors"))) == (1, 0, 0)
    assert counts(bring(access, rows("larder/doors", "larder/shop", "larder/shelf"))) == (1, 0, 2)
    assert counts(bring(access, rows("larder/shelf"))) == (0, 0, 1)
    assert sorted(TrackedIdea._base_manager.values_list("key", flat=True)) == ["7", "larder/doors#7", "larder/shelf#7"]
    assert counts(bring(access, out(access, "github"))) == (0, 0, 3)


def test_an_address_that_comes_later_is_of_the_same_idea(access: Access) -> None:
    assert counts(bring(access, "Name,Status\nCount,New\nScan,New\n")) == (2, 0, 0)
    link = "https://x.example"
    assert counts(bring(access, f"Name,Status,URL\nCount,New,{link}/1\nScan,New,{link}/2\n")) == (0, 2, 0)
    assert counts(bring(access, f"Name,Status,URL\nCount,New,{link}/1\nScan,New,\n")) == (0, 1, 1)
    assert counts(bring(access, f"Name,Status,URL\nCount on,New,{link}/1\nScan,Done,{link}/2\n"))[0] <= 1


def test_page_command_and_refusal(access: Access, viewer: Access, elsewhere: Access) -> None:
    bring(access, JIRA, place="Shop")
    add_idea(access, title="Of our own")
    with pytest.raises(Refused) as refused:
        download_ideas(access, shape="jira", which="pile")
    assert (refused.value.field, "ours" in refused.value.remedy) == ("which", True)
    alice = SignedIn(access)
    page = alice.get(alice.path("roadmap/import")).content.decode()
    assert ("which=ours" in page, "Also those that began here" in page) == (True, True)
    sent = alice.get(alice.path("roadmap/export?shape=jira&place=Shop&which=ours")).content.decode()
    assert ("A-1,Count by phone" in sent, "Of our own" in sent) == (True, True)
    assert "Of our own" not in alice.get(alice.path("roadmap/export?shape=jira&place=Shop")).content.decode()
    assert alice.get(alice.path("roadmap/export?shape=jira&which=pile")).status_code == 422
    assert "Of our own" in out(viewer, "jira", which="ours")
    assert "Of our own" not in out(elsewhere, "jira", which="all")


def test_the_preview_says_what_is_known(access: Access) -> None:
    add_idea(access, title="Of our own")
    file = store(access, name="file", chunks=[out(access, "jira").encode()]).pk
    look = preview_idea_import(access, file)
    assert (look.new, look.changed, look.same, look.gone) == (0, 0, 1, 0)


def test_the_command(here: Access, tmp_path: Path) -> None:
    bring(here, JIRA)
    add_idea(here, title="Of our own")
    path = tmp_path / "out.csv"
    made = Shell("roadmap")("export", str(path), "--shape", "jira", "--which", "ours")
    assert (made.exit_code, "Of our own" in path.read_text(encoding="utf-8")) == (0, True)
    assert Shell("roadmap")("export", str(path), "--which", "pile").exit_code == 2
