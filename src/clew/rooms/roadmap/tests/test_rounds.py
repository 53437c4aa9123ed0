"""Estimating rounds: nobody sees others' numbers, anywhere, before the round is open."""

import re
import zipfile
from typing import Any

import pytest
from tests.people import SignedIn, _member

from clew.ground.evidence.api import add_idea
from clew.ground.exchange.api import export
from clew.ground.ledger.api import Forbidden, NotFound, Refused
from clew.ground.thread.api import archive, record_history
from clew.ground.workspaces.api import Access, Role, remove_member
from clew.rooms.roadmap.actions.estimates import estimate_idea
from clew.rooms.roadmap.actions.rankings import rank_ideas
from clew.rooms.roadmap.actions.rounds import begin_estimating, estimate_blind, open_estimating
from clew.rooms.roadmap.models import Estimate, Factor
from clew.rooms.roadmap.queries.estimates import estimated_ideas, estimates_of
from clew.rooms.roadmap.queries.rounds import estimating_round, estimating_rounds, side_by_side
from clew.rooms.roadmap.tests.ready import estimated, rice
from clew.rooms.roadmap.tests.round_ready import SECRET, Ready
from clew.rooms.roadmap.waiting import waiting


@pytest.fixture
def ready(access: Access, editor: Access) -> Ready:
    return Ready(access, editor)


def test_everybody_estimates_alone_and_the_last_opens_it(access: Access, editor: Access, ready: Ready) -> None:
    ready.say(access, 100, SECRET, note="as last year")
    ready.say(access, 200, 300, idea=1)
    (row,) = estimating_rounds(access)
    assert (row.done, row.people, row.mine, row.state) == (1, 2, 0, "blind")
    assert estimating_round(access, ready.round).ideas[0].mine[ready.factors["reach"]].high == SECRET
    assert [(one.given, one.is_done) for one in estimating_round(editor, ready.round).estimators] == [
        (2, True),
        (0, False),
    ]
    assert estimating_rounds(editor)[0].mine == 2
    assert estimating_round(editor, ready.round).ideas[0].mine == {}
    assert [one.title for one in waiting(editor)] == ["To estimate blind: Reach"]
    ready.say(editor, 5000, 9000)
    assert side_by_side(access, ready.round) == ()
    ready.say(editor, 250, 320, idea=1)
    first, second = side_by_side(editor, ready.round)
    assert (first.verdict, second.verdict) == ("apart", "agree")
    assert "have nothing in common" in first.words
    assert first.low <= 200
    assert first.high >= 8000
    assert {(one.low, one.high) for one in first.gave} == {(100, SECRET), (5000, 9000)}
    assert len(estimates_of(editor, ready.ideas[0])) == 2
    assert {one.author_id for one in Estimate._base_manager.filter(idea=ready.ideas[0])} == {
        access.user_id,
        editor.user_id,
    }
    assert waiting(editor) == []


def test_the_history_of_a_round_names_its_factors(access: Access, ready: Ready) -> None:
    said = [line.sentence for entry in record_history(access, ready.round).entries for line in entry.lines]
    assert "added a round factor: “Reach”" in said


def test_before_it_is_open_nothing_anywhere_tells(
    access: Access, editor: Access, ready: Ready, browser_of: type[SignedIn]
) -> None:
    ready.say(access, 100, SECRET, note="a note of mine alone")
    assert estimates_of(editor, ready.ideas[0], all=True) == ()
    (cell,) = estimated_ideas(editor, factor_ids=[ready.factors["reach"]], idea_ids=ready.ideas[:1])
    assert cell.cells == {}
    with pytest.raises(Refused, match="Fewer than two ideas"):
        rank_ideas(editor, model_id=ready.model)
    for pk in (ready.round, ready.ideas[0]):
        assert "4321" not in repr(record_history(editor, pk))
    idea, client = ready.ideas[0], browser_of(editor)
    pages = [
        f"n/{ready.round}", f"n/{idea}", "roadmap/estimates", f"roadmap/ideas/{idea}/estimates", "roadmap/rounds", "roadmap", "",
        f"roadmap/rounds/{ready.round}/ideas/{idea}"
    ]  # fmt: skip
    for page in pages:
        shown = client.get(client.path(page)).content.decode()
        assert "4321" not in shown, page
        assert "a note of mine alone" not in shown, page
    audit = browser_of(access)
    assert "4321" not in audit.get(audit.path("settings/audit")).content.decode()
    with export(access).file as file, zipfile.ZipFile(file) as kept:
        assert not any(b"a note of mine alone" in kept.read(name) for name in kept.namelist())


def test_who_began_it_opens_it_early(access: Access, editor: Access, viewer: Access, ready: Ready) -> None:
    with pytest.raises(Refused, match="Nobody has estimated"):
        open_estimating(access, round_id=ready.round)
    ready.say(editor, 100, 200)
    for who in (editor, viewer):
        with pytest.raises(Forbidden):
            open_estimating(who, round_id=ready.round)
    open_estimating(access, round_id=ready.round)
    (only,) = side_by_side(access, ready.round)
    assert (only.verdict, len(estimates_of(access, ready.ideas[0]))) == ("alone", 1)
    with pytest.raises(Refused, match="open already"):
        open_estimating(access, round_id=ready.round)
    with pytest.raises(Refused, match="open already"):
        ready.say(access, 1, 2)
    assert "open an estimating round" in {entry.act_name for entry in record_history(access, ready.round).entries}


def test_one_changes_one_s_mind_until_then(editor: Access, ready: Ready) -> None:
    ready.say(editor, 100, 200)
    ready.say(editor, 100, 200)
    ready.say(editor, 300, 400, basis="metric")
    (mine,) = estimating_round(editor, ready.round).ideas[0].mine.values()
    assert (mine.low, mine.high, mine.basis) == (300, 400, "metric")
    assert estimating_round(editor, ready.round).estimators[1].given == 1


def test_what_is_estimated_blind_is_estimated_nowhere_else(access: Access, editor: Access, ready: Ready) -> None:
    value = {"factor_id": ready.factors["reach"], "low": 1, "high": 2}
    with pytest.raises(Refused, match="blind in “Reach”"):
        estimate_idea(editor, idea_id=ready.ideas[0], values=[value])
    with pytest.raises(Refused, match="in “Reach” already"):
        begin_estimating(access, **ready.asked)
    archive(access, node_ids=[ready.round])
    assert estimate_idea(editor, idea_id=ready.ideas[0], values=[value])
    with pytest.raises(NotFound):
        ready.say(editor, 1, 2)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"idea_ids": []}, "ideas"),
        ({"factor_ids": []}, "factors"),
        ({"estimator_ids": [1]}, "estimators"),
        ({"title": ""}, "title"),
    ],
)
def test_bad_rounds_are_refused_whole(access: Access, ready: Ready, wrong: dict[str, Any], field: str) -> None:
    open_idea = estimated(access, "Other", {"effort": (1.0, 2.0)})
    with pytest.raises(Refused) as refused:
        begin_estimating(access, **{**ready.asked, "idea_ids": [open_idea], **wrong})
    assert refused.value.field == field
    assert len(estimating_rounds(access)) == 1


def test_strangers_viewers_and_who_is_not_asked(
    access: Access, editor: Access, viewer: Access, elsewhere: Access, ready: Ready
) -> None:
    with pytest.raises(Refused, match="may not estimate"):
        begin_estimating(
            access,
            **{
                **ready.asked,
                "idea_ids": [add_idea(access, title="X").pk],
                "estimator_ids": [access.user_id, viewer.user_id],
            },
        )
    with pytest.raises(Forbidden):
        ready.say(viewer, 1, 2)
    with pytest.raises(NotFound):
        ready.say(elsewhere, 1, 2)
    with pytest.raises(Forbidden):
        begin_estimating(viewer, **ready.asked)
    with pytest.raises(NotFound):
        begin_estimating(elsewhere, **ready.asked)
    for query in (estimating_round, side_by_side):
        with pytest.raises(NotFound):
            query(elsewhere, ready.round)
    with pytest.raises(NotFound):
        open_estimating(elsewhere, round_id=ready.round)
    assert estimating_rounds(elsewhere) == ()
    with pytest.raises(Refused, match="does not ask"):
        estimate_blind(
            editor,
            round_id=ready.round,
            idea_id=ready.ideas[0],
            values=[{"factor_id": ready.factors["effort"], "low": 1, "high": 2}],
        )
    with pytest.raises(NotFound):
        estimate_blind(
            editor,
            round_id=ready.round,
            idea_id=add_idea(access, title="Y").pk,
            values=[{"factor_id": ready.factors["reach"], "low": 1, "high": 2}],
        )


def test_pages(access: Access, editor: Access, browser_of: type[SignedIn]) -> None:
    rice(access)
    ideas = [int(add_idea(access, title=title).pk) for title in ("Count by phone", "Live prices")]
    reach = Factor._base_manager.get(workspace=access.workspace_id, key="reach").pk
    client = browser_of(access)
    assert "No estimating round yet" in client.get(client.path("roadmap/rounds")).content.decode()
    client.get(client.path("roadmap/rounds/new"))
    people = [access.user_id, editor.user_id]
    assert client.post(client.path("roadmap/rounds/new"), {"title": "Reach"}).status_code == 422
    client.post(
        client.path("roadmap/rounds/new"), {"title": "Reach", "ideas": ideas, "factors": [reach], "estimators": people}
    )
    (row,) = estimating_rounds(access)
    sheet = client.path(f"roadmap/rounds/{row.id}/ideas/{ideas[0]}")
    bare = client.post(sheet, {"reach_likely": "120"})
    assert bare.status_code == 422
    assert "100 to 144 (quite sure)" in bare.content.decode()
    client.post(sheet, {"reach_likely": "120", "reach_span": "half"})
    mine = estimating_round(access, row.id).ideas[0].mine[reach]
    assert (mine.low, mine.likely, mine.high) == (80, 120, 180)
    assert "0 of 2 have estimated" in client.get(client.path(f"n/{row.id}")).content.decode()
    client.post(client.path(f"roadmap/rounds/{row.id}/open"), {})
    shown = client.get(client.path(f"n/{row.id}")).content.decode()
    for words in ("Side by side", "80 to 180", "Only one has estimated it"):
        assert words in shown, words


def test_who_left_the_workspace_is_not_waited_for(access: Access, editor: Access, ready: Ready) -> None:
    ready.say(access, 100, 200)
    remove_member(access, user_id=editor.user_id or 0)
    assert [one.is_asked for one in estimating_round(access, ready.round).estimators] == [True, False]
    ready.say(access, 200, 300, idea=1)
    assert estimating_round(access, ready.round).opened_at is not None


def test_what_was_chosen_is_kept_when_a_round_is_refused(
    access: Access, editor: Access, ready: Ready, browser_of: type[SignedIn]
) -> None:
    client = browser_of(access)
    told = {
        "title": "Again",
        "estimators": [access.user_id],
        "ideas": [ready.ideas[1]],
        "factors": [ready.factors["effort"]],
    }
    page = client.post(client.path("roadmap/rounds/new"), told)
    shown = page.content.decode()
    ticked = set(re.findall(r'name="(\w+)" value="(\d+)"\s+checked', shown))
    assert page.status_code == 422
    assert ticked == {
        ("estimators", str(access.user_id)), ("ideas", str(ready.ideas[1])), ("factors", str(ready.factors["effort"])),
    }  # fmt: skip


def test_the_sheet_is_for_who_is_asked_and_while_it_is_blind(
    access: Access, editor: Access, ready: Ready, browser_of: type[SignedIn]
) -> None:
    owner, late = browser_of(access), browser_of(editor)
    sheet = late.path(f"roadmap/rounds/{ready.round}/ideas/{ready.ideas[0]}")
    assert late.get(sheet).status_code == 200
    ready.say(access, 100, 200)
    open_estimating(access, round_id=ready.round)
    assert late.get(sheet)["Location"] == late.path(f"roadmap/ideas/{ready.ideas[0]}/estimates")
    alone = {**ready.asked, "title": "Effort", "factor_ids": [ready.factors["effort"]]}
    other = begin_estimating(
        access,
        **{
            **alone,
            "estimator_ids": [
                editor.user_id or 0,
                _member(access, "dora@example.org", "Dora", Role.EDITOR).user_id or 0,
            ],
        },
    )
    not_asked = owner.path(f"roadmap/rounds/{other.pk}/ideas/{ready.ideas[0]}")
    assert owner.get(not_asked)["Location"] == owner.path(f"n/{other.pk}")


def test_large_numbers_are_said_in_digits(access: Access, ready: Ready) -> None:
    reach = {"factor_id": ready.factors["reach"], "likely": 77123}
    with pytest.raises(Refused) as refused:
        estimate_blind(access, round_id=ready.round, idea_id=ready.ideas[0], values=[reach])
    assert "64,270 to 92,550" in refused.value.remedy


def test_a_round_begins_with_what_was_chosen_in_the_list(
    access: Access, editor: Access, browser_of: type[SignedIn]
) -> None:
    first = int(add_idea(access, title="Count by phone").pk)
    for number in range(51):
        add_idea(access, title=f"Later {number}")
    gone = int(add_idea(access, title="Gone").pk)
    archive(access, node_ids=[gone])
    client = browser_of(access)
    led = client.post(client.path("roadmap/ideas/change"), {"ids": [first, gone], "act": "estimate"})
    assert led["location"] == client.path(f"roadmap/rounds/new?ideas={first},{gone}")
    shown = client.get(led["location"]).content.decode()
    assert re.findall(r'name="ideas" value="(\d+)"\s+checked', shown) == [str(first)], "though fifty are newer"
    assert "Gone" not in shown
    for odd in ("x", f"{first},9{'9' * 30}", ",,", str(access.workspace_id)):
        assert client.get(client.path(f"roadmap/rounds/new?ideas={odd}")).status_code == 200
