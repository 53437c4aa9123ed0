"""A board of Trello goes out whole: what is no idea goes with them, and what changed stands where it stood."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clew.rooms.roadmap.trackers import Issue, read, written

WORDS = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=20)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | WORDS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(WORDS, inner, max_size=3),
    max_leaves=6,
)
LISTS, CARDS = st.sampled_from(["l1", "l2", "l3"]), st.sampled_from(["c0", "c1", "c2", "c9"])
CARD = st.fixed_dictionaries(
    {"name": WORDS.filter(lambda text: bool(text.strip())), "closed": st.booleans(), "idList": LISTS | st.just("nowhere")},
    optional={"desc": WORDS, "idLabels": JSON, "labels": JSON, "customFieldItems": JSON, "idMembers": JSON, "badges": JSON},
)  # fmt: skip
ANYTHING: dict[Any, Any] = {name: st.lists(st.dictionaries(WORDS, JSON, max_size=3), max_size=2)
            for name in ("labels", "customFields", "actions", "members", "memberships", "pluginData")}  # fmt: skip
NEEDED: dict[Any, Any] = {
    "id": WORDS, "name": WORDS, "cards": st.lists(CARD, min_size=1, max_size=4),
    "lists": st.lists(st.fixed_dictionaries({"id": LISTS, "name": WORDS}, optional={"closed": st.booleans()}),
                      max_size=3, unique_by=lambda one: str(one["id"])),
}  # fmt: skip
CHECKS = st.lists(st.fixed_dictionaries({"idCard": CARDS}, optional={"name": WORDS, "checkItems": JSON}), max_size=3)
BOARD = st.fixed_dictionaries(NEEDED, optional={"checklists": CHECKS, "prefs": JSON, **ANYTHING})
STOCK: dict[str, Any] = {
    "id": "b1", "name": "Stock", "prefs": {"background": "blue"},
    "labels": [{"id": "y1", "name": "phones", "color": "red"}],
    "customFields": [{"id": "f1", "name": "Effort", "type": "number"}],
    "members": [{"id": "m1", "username": "bea"}],
    "actions": [{"id": "a1", "type": "commentCard", "data": {"text": "Yes", "card": {"id": "c1"}}}],
    "lists": [{"id": "l0", "name": "Soon", "closed": True}, {"id": "l1", "name": "Soon"}, {"id": "l2", "name": "Empty"}],
    "cards": [
        {"id": "c2", "name": "Old", "closed": True, "idList": "l0"},
        {"id": "c1", "name": "Count by phone", "desc": "Words", "idList": "l1", "closed": False, "idLabels": ["y1"],
         "customFieldItems": [{"idCustomField": "f1", "value": {"number": "3"}}]},
        {"id": "c3", "name": "Scan", "desc": "", "idList": "l1", "closed": False},
    ],
    "checklists": [{"id": "k1", "idCard": "c3", "name": "To do", "checkItems": []}, {"id": "k2", "idCard": "c2", "name": "Done"}],
}  # fmt: skip
Out = Callable[..., dict[str, Any]]


@pytest.fixture
def out() -> Out:
    return lambda issues, *boards: json.loads("".join(written(issues, "trello", [json.dumps(one) for one in boards])))


@given(BOARD)
def test_any_board_comes_back_equal(board: dict[str, Any]) -> None:
    for n, card in enumerate(board["cards"]):
        card["id"] = f"c{n}"
    board["cards"][0]["closed"] = False
    text = json.dumps(board)
    assert json.loads("".join(written(read(text, "trello"), "trello", [text]))) == json.loads(text)


def test_what_changed_stands_where_it_stood(out: Out) -> None:
    first, second = read(json.dumps(STOCK), "trello")
    board = out([first.told(title="Count it", state="Empty"), second.told(title="Scan", state="planned")], STOCK)
    assert [(card["id"], card["name"], card["idList"]) for card in board["cards"]] == [
        ("c2", "Old", "l0"), ("c1", "Count it", "l2"), ("c3", "Scan", "planned"),
    ]  # fmt: skip
    assert board["lists"] == [*STOCK["lists"], {"id": "planned", "name": "planned"}]
    rest = ("labels", "customFields", "members", "actions", "prefs", "checklists")
    assert {name: board[name] for name in rest} == {name: STOCK[name] for name in rest}


def test_a_card_whose_idea_stays_here_goes_with_its_checklists(out: Out) -> None:
    board = out(read(json.dumps(STOCK), "trello")[:1], STOCK)
    assert [card["id"] for card in board["cards"]] == ["c2", "c1"]
    assert [one["id"] for one in board["checklists"]] == ["k2"]


def test_what_the_file_does_not_know_is_added(out: Out) -> None:
    before = read(json.dumps(STOCK), "trello")
    later = {**STOCK, "cards": STOCK["cards"][:2], "lists": STOCK["lists"][:1], "checklists": []}
    board = out([*before, Issue("clew-7", "Ours", "Words", "Soon", ("stock",))], later)
    assert [card["id"] for card in board["cards"]] == ["c2", "c1", "c3", "clew-7"]
    assert (board["cards"][3]["idList"], board["cards"][3]["labels"]) == ("l1", [{"name": "stock"}])
    assert [one["id"] for one in board["lists"]] == ["l0", "l1"]
    assert [one["id"] for one in board["checklists"]] == ["k1"]


def test_several_boards_become_one(out: Out) -> None:
    doors = {"id": "b2", "name": "Doors", "labels": [*STOCK["labels"], {"id": "y2"}], "lists": [{"id": "l9", "name": "Now"}],
             "cards": [{"id": "c9", "name": "Hinge", "idList": "l9"}]}  # fmt: skip
    board = out([*read(json.dumps(STOCK), "trello"), *read(json.dumps(doors), "trello")], STOCK, doors)
    assert (board["name"], [one["id"] for one in board["labels"]]) == ("Stock", ["y1", "y2"])
    assert [card["id"] for card in board["cards"]] == ["c2", "c1", "c3", "c9"]


def test_without_its_file_a_board_is_made_of_what_each_card_brought() -> None:
    issues = read(json.dumps(STOCK), "trello")
    for files in ([], ["This upload held words that were erased."], ["[]"], ['{"cards": 1, "lists": []}']):
        board = json.loads("".join(written(issues, "trello", files)))
        assert ([card["id"] for card in board["cards"]], board["lists"]) == (["c1", "c3"], [STOCK["lists"][1]])
