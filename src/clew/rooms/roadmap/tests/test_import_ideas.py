"""Ideas brought in from a tracker's file: once, followed when it changes there, kept when they were changed here."""

import json
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from tests.people import SignedIn
from tests.shell import Shell

from clew.ground.evidence.api import add_idea, describe_idea
from clew.ground.files.api import store
from clew.ground.ledger.api import Forbidden, NotFound, Refused, last_act_id
from clew.ground.thread.api import record_history, rename, undo
from clew.ground.workspaces.api import Access
from clew.rooms.roadmap.actions.ideas import set_idea_state, tag_idea
from clew.rooms.roadmap.actions.trackers import import_ideas
from clew.rooms.roadmap.models import TrackedIdea
from clew.rooms.roadmap.queries.ideas import listed_ideas, ways_to_look
from clew.rooms.roadmap.queries.tracker_files import download_ideas
from clew.rooms.roadmap.queries.trackers import preview_idea_import, tracked, tracked_places
from clew.rooms.roadmap.trackers import Issue, read
from clew.rooms.roadmap.trackers.words import guess, word_of

HEAD = "Issue key,Summary,Status,Description,Rank\n"
FIRST = HEAD + "A-1,Count by phone,To Do,Words,0\nA-2,Shelf order,To Do,,1\n"
LATER = HEAD + "A-1,Count on any phone,Done,Words,0\nA-2,Shelf order,Doing,More,1\nA-3,Scan,To Do,,2\n"


def kept(access: Access, text: str, name: str = "jira.csv") -> int:
    return int(store(access, name=name, chunks=[text.encode()]).pk)


def ideas(access: Access) -> dict[str, TrackedIdea]:
    return {
        row.key: row
        for row in TrackedIdea._base_manager.filter(workspace=access.workspace_id).select_related("idea__node")
    }


def stands(access: Access, key: str) -> str:
    return str(ideas(access)[key].idea.node.state)


STANDS = HEAD + "B-1,Scan,{},,0\nB-2,Print,To Do,,1\nB-3,Fax,Waiting for Bob,,2\nB-4,Lists,in progress,,3\n"


def test_ideas_stand_where_the_tracker_says_and_follow_it_until_they_moved_here(access: Access) -> None:
    """A word that means no state of here says nothing; each goes out in the tracker's word."""
    first = STANDS.format("Done")
    import_ideas(access, file_id=kept(access, first))
    assert [stands(access, f"B-{n}") for n in (1, 2, 3, 4)] == ["released", "", "", "in work"]
    out = download_ideas(access, shape="jira").content
    assert isinstance(out, bytes)
    assert out.decode("utf-8-sig").replace("\r", "") == first
    import_ideas(access, file_id=kept(access, STANDS.format("Selected for Development")))
    assert stands(access, "B-1") == "planned"
    set_idea_state(access, idea_id=ideas(access)["B-1"].idea_id, state="declined")
    import_ideas(access, file_id=kept(access, STANDS.format("Done")))
    assert stands(access, "B-1") == "declined"


def test_an_import_that_is_undone_takes_the_states_along(access: Access) -> None:
    import_ideas(access, file_id=kept(access, STANDS.format("To Do")))
    import_ideas(access, file_id=kept(access, STANDS.format("Done")))
    undo(access, act=last_act_id())
    assert (stands(access, "B-1"), ideas(access)["B-1"].state) == ("", "To Do")
    import_ideas(access, file_id=kept(access, STANDS.format("Done")))
    assert stands(access, "B-1") == "released"


def tags(access: Access) -> dict[str, tuple[str, ...]]:
    return {row.title: row.tags for row in listed_ideas(access)}


def test_labels_of_what_comes_in_are_tags(access: Access) -> None:
    """Known ones are the same in capitals or not; what is no tag here is left out, and goes out again all the same."""
    tag_idea(access, idea_id=int(add_idea(access, title="Ours").pk), tags=["Phone"])
    long = "x" * 41
    file = f"Issue key,Summary,Labels,Labels,Labels\nC-1,Scan,phone,Stock,{long}\nC-2,Print,stock,,\n"
    import_ideas(access, file_id=kept(access, file))
    here = tags(access)
    assert (here["Ours"], here["Scan"], here["Print"]) == (("Phone",), ("Phone", "Stock"), ("Stock",))
    tag_idea(access, idea_id=ideas(access)["C-1"].idea_id, tags=[])
    import_ideas(access, file_id=kept(access, file.replace("Scan", "Scan all")))
    assert tags(access)["Scan all"] == (), "once it is here its tags are ours"
    out = download_ideas(access, shape="jira").content
    assert isinstance(out, bytes)
    assert long in out.decode()
    assert listed_ideas(access, tag="stock")


def test_no_more_tags_than_there_is_room_for(access: Access, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("clew.rooms.roadmap.actions.ideas.MOST_TAGS_KNOWN", 1)
    file = "Issue key,Summary,Labels,Labels\nC-1,Scan,seldom,often\nC-2,Print,often,\n"
    import_ideas(access, file_id=kept(access, file))
    assert tags(access) == {"Scan": ("often",), "Print": ("often",)}
    undo(access, act=last_act_id())
    assert (tags(access), ways_to_look(access).tags) == ({}, ())


@pytest.mark.parametrize(
    ("told", "state"),
    [
        ({"state": "OPEN"}, "new"),
        ({"state": "CLOSED"}, ""),
        ({"state": "CLOSED", "stateReason": "COMPLETED"}, "released"),
        ({"state": "closed", "state_reason": "duplicate"}, "declined"),
        ({"state": "CLOSED", "stateReason": "NOT_PLANNED"}, "declined"),
        ({"state": "closed", "state_reason": "not_planned"}, "declined"),
        ({"state": "closed", "state_reason": None}, ""),
    ],
)
def test_what_github_says_of_a_closed_issue(told: dict[str, Any], state: str) -> None:
    [issue] = read(json.dumps([{"number": 1, "title": "One", **told}]), "github")
    assert guess("github", word_of("github", issue)).state == state


@pytest.mark.parametrize(
    ("shape", "word", "state"),
    [
        ("canny", "complete", "released"), ("canny", "under review", "considered"), ("linear", "Canceled", "declined"),
        ("productboard", "In progress", "in work"), ("gitlab", "Closed", ""), ("gitlab", "Open", "new"),
        ("generic", "Planned", "planned"), ("trello", "Some list", ""), ("generic", "", ""),
    ],
)  # fmt: skip
def test_what_a_word_of_a_tracker_means(shape: str, word: str, state: str) -> None:
    assert guess(shape, word_of(shape, Issue("1", "One", state=word))).state == state


def test_it_comes_in_once_and_is_followed(access: Access) -> None:
    file = kept(access, FIRST)
    look = preview_idea_import(access, file)
    assert (look.shape, look.new, look.changed, look.same, look.headings[0]) == ("jira", 2, 0, 0, "Issue key")
    made = import_ideas(access, file_id=file)
    assert (made.new, made.changed, made.same) == (2, 0, 0)
    assert (import_ideas(access, file_id=file).same, len(ideas(access))) == (2, 2)
    found = ideas(access)["A-1"].idea
    assert (found.node.title, found.detail, tracked(access, found.pk)[0].state) == ("Count by phone", "Words", "To Do")
    assert "import ideas" in {entry.act_name for entry in record_history(access, found.pk).entries}
    assert tracked_places(access) == (("jira", "", 2),)

    rename(access, node_id=ideas(access)["A-2"].idea_id, title="In the order of shelves")
    later = kept(access, LATER)
    assert [row.said for row in preview_idea_import(access, later).examples] == ["new", "changed", "changed"]
    made = import_ideas(access, file_id=later)
    assert (made.new, made.changed, made.same, made.kept) == (1, 2, 0, 0)
    rows = ideas(access)
    assert [(rows[key].idea.node.title, rows[key].idea.detail, rows[key].state) for key in ("A-1", "A-2")] == [
        ("Count on any phone", "Words", "Done"), ("In the order of shelves", "More", "Doing"),
    ]  # fmt: skip
    assert preview_idea_import(access, file).gone == 1


def test_words_of_here_stay(access: Access) -> None:
    import_ideas(access, file_id=kept(access, FIRST))
    idea = ideas(access)["A-1"].idea_id
    rename(access, node_id=idea, title="Ours")
    describe_idea(access, idea_id=ideas(access)["A-2"].idea_id, detail="Ours")
    assert import_ideas(access, file_id=kept(access, LATER)).kept == 2
    assert (ideas(access)["A-1"].idea.node.title, ideas(access)["A-2"].idea.detail) == ("Ours", "Ours")


def test_two_places_may_have_the_same_keys_and_the_database_keeps_one_each(access: Access) -> None:
    for place in ("Stock", "Doors"):
        assert import_ideas(access, file_id=kept(access, FIRST), place=f" {place} ").new == 2
    row = ideas(access)["A-1"]
    row.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save(force_insert=True)


def test_out_it_goes_as_it_came_with_what_changed(access: Access) -> None:
    add_idea(access, title="Of our own")
    assert b"Of our own" in bytes(download_ideas(access).content)  # type: ignore[arg-type]
    import_ideas(access, file_id=kept(access, FIRST))
    rename(access, node_id=ideas(access)["A-1"].idea_id, title="Count on any phone")
    made = download_ideas(access, shape="jira", place="")
    assert bytes(made.content).decode() == FIRST.replace("Count by phone", "Count on any phone").replace("\n", "\r\n")  # type: ignore[arg-type]
    assert made.name == "ideas-jira.csv"
    describe_idea(access, idea_id=ideas(access)["A-1"].idea_id, detail="In our own words")
    assert b"In our own words" in bytes(download_ideas(access, shape="jira").content)  # type: ignore[arg-type]
    with pytest.raises(Refused):
        download_ideas(access, shape="pile")


def test_undo_takes_it_back_whole(access: Access) -> None:
    import_ideas(access, file_id=kept(access, FIRST))
    undo(access, act=last_act_id())
    assert ideas(access) == {}
    assert import_ideas(access, file_id=kept(access, FIRST)).new == 2


@pytest.mark.parametrize(
    ("text", "more", "field"),
    [
        (HEAD + "A-1,,To Do,,\n", {}, "title"),
        ("", {}, "file"),
        (FIRST, {"shape": "pile"}, "shape"),
        (FIRST, {"mapped": {"colour": "Rank"}}, "mapped"),
        (FIRST, {"place": "x" * 101}, "place"),
    ],
)
def test_bad_files_are_refused_whole(access: Access, text: str, more: dict[str, Any], field: str) -> None:
    with pytest.raises(Refused) as refused:
        import_ideas(access, file_id=kept(access, text), **more)
    assert (refused.value.field, bool(refused.value.remedy), ideas(access)) == (field, True, {})


def test_who_may(access: Access, viewer: Access, elsewhere: Access) -> None:
    file = kept(access, FIRST)
    with pytest.raises(Forbidden):
        import_ideas(viewer, file_id=file)
    for call in (lambda: import_ideas(elsewhere, file_id=file), lambda: preview_idea_import(elsewhere, file)):
        with pytest.raises(NotFound):
            call()


def test_pages(access: Access) -> None:
    alice = SignedIn(access)
    sent = alice.post(
        alice.path("roadmap/import"), {"file": SimpleUploadedFile("ideas.csv", b"Nr,Was\n1,Count by phone\n")}
    )
    look = sent["Location"]
    unreadable = alice.get(look).content.decode()
    assert ("No column is the name" in unreadable, 'value="Was"' in unreadable) == (True, True)
    seen = alice.get(f"{look}?shape=generic&map_title=Was&map_key=Nr").content.decode()
    assert ("Count by phone" in seen, "Which column says what" in seen) == (True, True)
    made = alice.post(look, {"shape": "generic", "map_title": "Was", "map_key": "Nr"})
    assert made.status_code == 303
    idea = ideas(access)["1"].idea_id
    assert "In trackers" in alice.get(alice.path(f"n/{idea}")).content.decode()
    refused = alice.post(look, {"shape": "generic"})
    assert (refused.status_code, "No column is the name" in refused.content.decode()) == (422, True)
    assert alice.post(alice.path("roadmap/import")).status_code == 422
    assert alice.get(alice.path("roadmap/export?shape=generic&place=")).content.startswith(b"Nr,Was\r\n1,Count")
    assert "Any CSV" in alice.get(alice.path("roadmap/import")).content.decode()


def test_a_link_that_is_none_is_shown_as_words(access: Access) -> None:
    rows = [{"number": 1, "title": "One", "html_url": "javascript:alert(1)"}]
    import_ideas(access, file_id=kept(access, json.dumps(rows), "issues.json"))
    alice = SignedIn(access)
    assert 'href="javascript:' not in alice.get(alice.path(f"n/{ideas(access)['1'].idea_id}")).content.decode()


def test_commands(here: Access, tmp_path: Path) -> None:
    file, out = tmp_path / "jira.csv", tmp_path / "out.csv"
    file.write_text(FIRST)
    clew = Shell("roadmap")
    assert clew("import", file, "--dry-run").output.startswith("Would be: 2 new, 0 changed, 0 the same.\n")
    assert json.loads(clew("import", file, "--map", "title=Summary", "--json").output)["new"] == 2
    assert clew("export", out, "--shape", "jira").exit_code == 0
    assert out.read_text(encoding="utf-8") == FIRST
    wrong = clew("import", file, "--map", "title")
    assert (wrong.exit_code, "title=Name" in wrong.output) == (2, True)
