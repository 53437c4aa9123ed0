"""What the states of a tracker's file mean: shown, chosen, kept for the next file, and never claimed where the file does not say."""

import json
from pathlib import Path
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from tests.people import SignedIn
from tests.shell import Shell

from clew.ground.evidence.api import add_idea
from clew.ground.files.api import store
from clew.ground.ledger.api import Forbidden, NotFound, Refused, last_act_id
from clew.ground.thread.api import undo
from clew.ground.workspaces.api import Access
from clew.rooms.roadmap.actions.ideas import set_idea_state
from clew.rooms.roadmap.actions.trackers import IdeasImported, import_ideas
from clew.rooms.roadmap.models import TrackedIdea, TrackedWords
from clew.rooms.roadmap.queries.tracker_files import download_ideas
from clew.rooms.roadmap.queries.tracker_states import SHOWN_WORDS
from clew.rooms.roadmap.queries.trackers import IdeaImport, preview_idea_import
from clew.rooms.roadmap.trackers.words import UNSURE

LISTS = {"l1": "Ideas", "l2": "Doing", "l3": "Done"}
BOARD = json.dumps({
    "name": "Stock", "lists": [{"id": key, "name": name} for key, name in LISTS.items()],
    "cards": [{"id": f"c{n}", "name": f"Card {n}", "idList": f"l{n}"} for n in (1, 2, 3)],
})  # fmt: skip
GITLAB = "Issue ID,Title,State,URL\n1,Count,Open,https://g.example/1\n2,Scan,Closed,https://g.example/2\n3,Print,closed,https://g.example/3\n"
GITHUB = json.dumps([
    {"number": n, "title": f"Issue {n}", "state": state, **({"stateReason": why} if why is not None else {})}
    for n, (state, why) in enumerate([("OPEN", ""), ("CLOSED", "COMPLETED"), ("CLOSED", "NOT_PLANNED"), ("CLOSED", None)])
])  # fmt: skip


def file(access: Access, text: str) -> int:
    return int(store(access, name="file", chunks=[text.encode()]).pk)


def bring(access: Access, text: str, **more: Any) -> IdeasImported:
    return import_ideas(access, file_id=file(access, text), **more)


def look(access: Access, text: str, **more: Any) -> IdeaImport:
    return preview_idea_import(access, file(access, text), **more)


def stand(access: Access) -> list[str]:
    rows = TrackedIdea._base_manager.filter(workspace=access.workspace_id).order_by("key")
    return list(rows.values_list("idea__node__state", flat=True))


def told(found: IdeaImport) -> list[tuple[str, int, str]]:
    return [(one.word, one.rows, one.state) for one in found.words]


def out(access: Access, shape: str) -> str:
    content = download_ideas(access, shape=shape).content
    assert isinstance(content, bytes)
    return content.decode("utf-8-sig").replace("\r", "")


def test_what_is_closed_without_a_reason_is_left_and_said(access: Access) -> None:
    found = look(access, GITLAB)
    assert told(found) == [("Open", 1, "new"), ("Closed", 2, "")]
    assert [one.note for one in found.words] == ["May also be considered, planned or in work.", UNSURE]
    assert told(look(access, GITHUB)) == [
        ("OPEN", 1, "new"), ("closed as completed", 1, "released"), ("closed as not planned", 1, "declined"), ("closed", 1, ""),
    ]  # fmt: skip
    bring(access, GITLAB)
    assert stand(access) == ["", "", ""]
    assert out(access, "gitlab") == GITLAB


def test_lists_of_a_board_mean_what_somebody_says(access: Access) -> None:
    found = look(access, BOARD)
    assert told(found) == [("Ideas", 1, ""), ("Doing", 1, ""), ("Done", 1, "")]
    assert "It sounds like “released”" in found.words[2].note
    says = {"Done": "released", "DOING": "in work"}
    found = look(access, BOARD, states=says)
    assert [one.becomes for one in found.examples] == ["", "in work", "released"]
    assert TrackedWords._base_manager.count() == 0
    bring(access, BOARD, states=says)
    assert stand(access) == ["", "in work", "released"]
    assert json.loads(out(access, "trello")) == json.loads(BOARD)


def test_it_is_kept_for_the_next_file_and_undone_with_it(access: Access, elsewhere: Access) -> None:
    bring(access, BOARD, states={"Done": "released", "Ideas": ""})
    more = BOARD.replace('"c1"', '"c7"').replace('"c3"', '"c9"')
    found = look(access, more)
    assert told(found) == [("Ideas", 1, ""), ("Doing", 1, ""), ("Done", 1, "released")]
    assert [one.is_told for one in found.words] == [False, False, True]
    assert told(look(elsewhere, more))[2] == ("Done", 1, "")
    bring(access, more, states={"Done": "declined"})
    act = last_act_id()
    assert told(look(access, more))[2] == ("Done", 1, "declined")
    undo(access, act=act)
    assert told(look(access, more))[2] == ("Done", 1, "released")


def test_said_later_it_holds_for_ideas_that_stay_where_the_file_put_them(access: Access) -> None:
    bring(access, GITLAB)
    moved = TrackedIdea._base_manager.get(workspace=access.workspace_id, key="3").idea_id
    set_idea_state(access, idea_id=moved, state="considered")
    says = {"Closed": "released"}
    assert (look(access, GITLAB, states=says).moved, look(access, GITLAB, states=says).same) == (1, 3)
    assert bring(access, GITLAB, states=says).moved == 1
    assert stand(access) == ["", "released", "considered"]
    for again in (says, None, {"Open": "new", "Closed": "released"}):
        assert (bring(access, GITLAB, states=again).moved, stand(access)) == (0, ["", "released", "considered"])
    out_now = out(access, "gitlab")
    assert out_now.count("Closed") == 1
    assert bring(access, out_now).moved == 0
    assert stand(access) == ["", "released", "considered"]


def test_an_issue_that_is_closed_there_follows_what_was_said(access: Access) -> None:
    bring(access, GITLAB, states={"closed": "declined"})
    bring(access, GITLAB.replace("Open", "Closed"))
    assert stand(access) == ["declined", "declined", "declined"]


def test_what_began_here_keeps_its_state_where_their_word_has_room_for_it(access: Access) -> None:
    bring(access, GITLAB)
    ours = int(add_idea(access, title="Of our own").pk)
    set_idea_state(access, idea_id=ours, state="planned")
    content = download_ideas(access, shape="gitlab", which="ours").content
    assert isinstance(content, bytes)
    text = content.decode("utf-8-sig")
    says = {"Open": "in work"}
    assert look(access, text, states=says).moved == 1  # the one that came as open
    bring(access, text.replace("Of our own", "Of all of us"), states=says)
    assert stand(access)[-1] == "planned"


@pytest.mark.parametrize(
    ("states", "said"),
    [
        ({"Closed": "shipped"}, "no such state"),
        ({"Dnoe": "released"}, "No row says “dnoe”"),
        ({f"w{n}": "" for n in range(501)}, "more than 500"),
    ],
)
def test_bad_meanings_are_refused_whole(access: Access, states: dict[str, str], said: str) -> None:
    for call in (look, bring):
        with pytest.raises(Refused, match=said) as refused:
            call(access, GITLAB, states=states)
        assert refused.value.field == "states"
    assert (stand(access), TrackedWords._base_manager.count()) == ([], 0)


def test_many_words_are_counted_not_shown(access: Access) -> None:
    text = "Title,Status\n" + "".join(f"Idea {n},Word {n}\n" for n in range(SHOWN_WORDS + 5))
    found = look(access, text)
    assert (len(found.words), found.more_words) == (SHOWN_WORDS, 5)


def test_who_may(access: Access, viewer: Access, elsewhere: Access) -> None:
    kept = file(access, GITLAB)
    with pytest.raises(Forbidden):
        import_ideas(viewer, file_id=kept, states={"Closed": "released"})
    with pytest.raises(NotFound):
        import_ideas(elsewhere, file_id=kept, states={"Closed": "released"})


def test_words_of_a_shape_are_kept_once(access: Access) -> None:
    bring(access, GITLAB, states={"Closed": "released"})
    row = TrackedWords._base_manager.get()
    row.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save(force_insert=True)


def test_the_page_shows_what_was_chosen_before_it_is_brought_in(access: Access) -> None:
    alice = SignedIn(access)
    at = alice.path(f"roadmap/import/{file(access, GITLAB)}")
    page = alice.get(at).content.decode()
    assert ("What their states mean" in page, "the file does not say why it was closed" in page) == (True, True)
    chosen = {
        "shape": "gitlab", "place": "", "words_of": "gitlab:", "word_0": "Open", "means_0": "new", "word_1": "Closed",
        "means_1": "declined",
    }  # fmt: skip
    again = alice.post(at, {**chosen, "again": "1"})
    assert (again.status_code, "csrf" in again["Location"], stand(access)) == (302, False, [])
    assert '<option value="declined" selected' in alice.get(again["Location"]).content.decode()
    other = alice.post(at, {**chosen, "shape": "generic", "again": "1"})
    assert "cannot be read" not in alice.get(other["Location"]).content.decode()
    refused = alice.post(at, {**chosen, "means_1": "shipped"})
    assert (refused.status_code, "An idea has no such state" in refused.content.decode()) == (422, True)
    assert alice.post(at, chosen).status_code == 303
    assert stand(access) == ["", "declined", "declined"]
    assert "as you said" in alice.get(at).content.decode()


def test_the_command(here: Access, tmp_path: Path) -> None:
    path, clew = tmp_path / "issues.csv", Shell("roadmap")
    path.write_text(GITLAB, encoding="utf-8")
    said = clew("import", path, "--dry-run").output
    assert all(words in said for words in ("2  Closed", "left as it is", UNSURE))
    found = json.loads(clew("import", path, "--state", "closed=declined", "--dry-run", "--json").output)
    assert [one["state"] for one in found["words"]] == ["new", "declined"]
    assert clew("import", path, "--state", "closed=declined").exit_code == 0
    assert stand(here)[1:] == ["declined", "declined"]
    assert "2 known ones get another state." in clew("import", path, "--state", "Closed=released").output
    assert json.loads(clew("import", path, "--state", "Closed=leave", "--json").output)["moved"] == 0
    for wrong in ("closed", "closed=", "closed=shipped", "dnoe=released"):
        assert clew("import", path, "--state", wrong).exit_code == 2
