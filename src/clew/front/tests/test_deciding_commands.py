"""The commands that write: a decision with a quantity, its score, and what is refused in one line."""

import json
from datetime import timedelta

import pytest
from django.utils import timezone
from tests.shell import Shell

from clew.ground.thread.api import decisions, predictions
from clew.ground.workspaces.api import Access

SOON = (timezone.localdate() + timedelta(days=30)).isoformat()
DECIDE = (
    "decide", "Which first?", "--choose", "Offline", "--because", "Lost.", "--reject", "Nothing", "They leave.",
    "--flips", "Few lose.", "--predict", "How many weeks will it take?", "--by", SOON,
)  # fmt: skip
HUGE = "9" * 30


clew = Shell()


def test_a_decision_with_a_quantity_is_scored(here: Access) -> None:
    told = clew(*DECIDE, "--range", "4", "6", "11", "--level", "70", "--unit", "weeks", "--json")
    assert told.exit_code == 0, told.stderr
    assert len(json.loads(told.stdout)["hash"]) == 64
    (made,) = predictions(here)
    assert (made.low, made.best, made.high, made.level, made.unit) == (4, 6, 11, 0.7, "weeks")
    scored = clew("resolve", str(made.id), "7.5", "--json")
    assert scored.exit_code == 0, scored.stderr
    assert json.loads(scored.stdout)["method"] == "CRPS"
    assert [d.state for d in decisions(here)] == ["scored"]


@pytest.mark.parametrize(
    ("how", "message"),
    [
        ((), "not said how sure"),
        (("--probability", "60", "--range", "1", "2", "3"), "either yes-or-no or a quantity"),
        (("--range", "3", "2", "1"), "out of order"),
        (("--range", "1", "2", "nan"), "out of order"),
    ],
)
def test_what_is_no_prediction_is_refused_and_nothing_stays(here: Access, how: tuple[str, ...], message: str) -> None:
    told = clew(*DECIDE, *how)
    assert told.exit_code == 2
    assert message in told.stderr
    assert decisions(here) == []


@pytest.mark.parametrize(
    "words",
    [
        ("why", HUGE),
        ("resolve", HUGE, "yes"),
        ("mark", HUGE, "words", "--need", "x"),
        ("mark", "1", "words", "--need", HUGE),
        ("idea", "x", "--need", HUGE),
        (*DECIDE, "--probability", "50", "--rests-on", HUGE),
        ("idea", "caf\udce9"),
        ("find", "x", "--workspace", "\udcff"),
    ],
)
def test_what_no_database_can_hold_is_refused_in_words(here: Access, words: tuple[str, ...]) -> None:
    told = clew(*words)
    assert told.exit_code == 2
    assert told.stderr.startswith("clew: ")
    assert isinstance(told.exception, SystemExit)
