"""What GitHub's issues are known by, and what trackers call how far an idea is."""

import json
from typing import Any

import pytest

from clew.rooms.roadmap.kinds import IDEA_STATES
from clew.rooms.roadmap.trackers import TrackerError, read, written
from clew.rooms.roadmap.trackers.github import home_of
from clew.rooms.roadmap.trackers.words import WORDS, word_for


def test_issues_of_several_repositories_are_known_by_both() -> None:
    rows = [{"number": 7, "title": "One", "url": f"https://{at}/issues/7"} for at in
            ("github.com/larder/shop", "github.com/larder/doors", "git.example/larder/shop")]  # fmt: skip
    assert [one.key for one in read(json.dumps(rows), "github")] == [
        "larder/shop#7", "larder/doors#7", "git.example/larder/shop#7",
    ]  # fmt: skip
    assert [one.key for one in read(json.dumps(rows[:1]), "github")] == ["7"]
    with pytest.raises(TrackerError, match="stands in row 2 already"):
        read(json.dumps([rows[0], rows[0]]), "github")
    assert json.loads("".join(written(read(json.dumps(rows), "github"), "github"))) == rows


@pytest.mark.parametrize(
    ("url", "home"),
    [
        ("https://github.com/Larder/Shop/issues/7", "larder/shop"),
        ("https://api.github.com/repos/larder/shop/issues/7", "larder/shop"),
        ("https://git.example/api/v3/repos/larder/shop/issues/7", "git.example/larder/shop"),
        ("https://git.example/larder/shop/issues/7", "git.example/larder/shop"),
        ("https://api.larder.ghe.com/repos/larder/shop/issues/7", "larder.ghe.com/larder/shop"),
        ("", ""),
        ("javascript:alert(1)", ""),
    ],
)
def test_an_address_says_which_repository(url: str, home: str) -> None:
    assert home_of(url) == home


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ({"state": "OPEN", "stateReason": ""}, {"state": "CLOSED", "stateReason": "NOT_PLANNED"}),
        ({"state": "open", "state_reason": None}, {"state": "closed", "state_reason": "not_planned"}),
        ({"state": "open"}, {"state": "closed"}),
    ],
)
def test_what_is_declined_here_is_closed_in_github_words(row: dict[str, Any], told: dict[str, Any]) -> None:
    [issue] = read(json.dumps([{"number": 1, "title": "One", **row}]), "github")
    [back] = json.loads("".join(written([issue.told(title="One", state="not planned")], "github")))
    assert back == {"number": 1, "title": "One", **told}


def test_what_stands_there_already_is_preferred_to_what_is_usual() -> None:
    assert word_for("jira", "planned", ["Open", "TO DO"]) == "TO DO"
    assert [word_for(shape, "planned") for shape in ("jira", "github", "trello")] == [
        "Selected for Development",
        "open",
        "planned",
    ]
    assert word_for("trello", "in work", ["In Work"]) == "In Work"
    assert all(set(words) == set(IDEA_STATES) for words in WORDS.values())
