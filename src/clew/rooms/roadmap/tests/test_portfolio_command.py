"""`clew portfolio`: what fits is chosen, what a pin gives up is said, and what cannot be read is named."""

import json
from contextlib import suppress
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from clew.rooms.roadmap.commands.portfolio import portfolio
from clew.rooms.roadmap.idea_sheet import SheetError
from clew.rooms.roadmap.portfolio_sheet import read_portfolio

HEADS = "idea,value,Design,Web,needs,not with,pin"
SHEET = f"""{HEADS}
Count by phone,90,3,4,Sign in,,
Sign in,5,1,2,,,
Shelf order,40,2,2,,Shelf map,
Shelf map,50,2,2,,,
Day pass,10,1,3,,,{{pin}}
"""
ROOM = ("--room", "Design=4,2", "--room", "Web=6,3")


def run(tmp_path: Path, text: str, *arguments: str) -> tuple[int, str]:
    file = tmp_path / "ideas.csv"
    file.write_text(text, encoding="utf-8")
    done = CliRunner().invoke(portfolio, [str(file), *arguments])
    return done.exit_code, done.output


def test_what_is_worth_most_together_is_chosen_with_what_it_needs(tmp_path: Path) -> None:
    code, said = run(tmp_path, SHEET.format(pin=""), *ROOM, "--json")
    told = json.loads(said)
    assert code == 0
    assert told["starts"] == {
        "Count by phone": 1, "Sign in": 1, "Shelf order": None, "Shelf map": 2, "Day pass": None,
    }  # fmt: skip
    assert (told["value"], told["used"]) == (145, [[4, 6], [2, 2]])
    code, said = run(tmp_path, SHEET.format(pin=""), *ROOM)
    assert "Period 1 (4 of 4, 6 of 6)" in said
    assert "Worth 145; no choice is worth more." in said


def test_however_a_spreadsheet_writes_it(tmp_path: Path) -> None:
    plain = SHEET.format(pin="").replace("40,2,2", "1500.5,2,2")
    said = run(tmp_path, plain, *ROOM)
    assert said[0] == 0, said
    for text in (
        plain.replace(",", "\t"),
        plain.replace(",", ";").replace("1500.5", "1.500,5"),
        plain.replace("1500.5", '"1,500.5"'),
    ):
        assert run(tmp_path, text, *ROOM) == said


def test_a_pin_says_what_it_gives_up(tmp_path: Path) -> None:
    code, said = run(tmp_path, SHEET.format(pin="2"), *ROOM)
    assert code == 0
    assert "“Day pass” must begin in period 2: gives up 40" in said


def test_must_haves_that_clash_are_named_with_the_team(tmp_path: Path) -> None:
    text = f"{HEADS}\nBig,1,4,1,,,must\nOther,1,4,1,,,must\nSmall,1,0,1,,,must\n"
    code, said = run(tmp_path, text, "--room", "Design=6", "--room", "Web=9")
    assert code == 2
    assert "“Big” must be in; “Other” must be in" in said
    assert "Small" not in said
    assert "the capacity of Design" in said


@pytest.mark.parametrize(
    ("row", "says"),
    [
        ("Big,x,1,1,,,", "no number"),
        ("Big,,1,1,,,", "no number"),
        ("Big,1,-1,1,,,", "from 0 up"),
        ("Big,1,1,1,Gone,,", "no other idea"),
        ("Big,1,1,1,,Big,", "no other idea"),
        ("Big,1,1,1,,,later", "neither must"),
        ("Big,1,1,1,,,9", "period"),
        (",1,1,1,,,", "one of its own"),
        ("Big,inf,1,1,,,", "no number"),
        ("Big,1,1,1,,,,9", "row 2 has more cells"),
        ('Big,"1,5",1.5,1,,,', "a decimal comma"),
    ],
)
def test_what_cannot_be_read_is_named(tmp_path: Path, row: str, says: str) -> None:
    code, said = run(tmp_path, f"{HEADS}\n{row}\n", *ROOM)
    assert (code, says in said) == (2, True), said


@pytest.mark.parametrize("room", ["Design", "=1", "Design=x", "Design=1,nan", "Design=-1"])
def test_what_is_no_capacity_is_refused(tmp_path: Path, room: str) -> None:
    assert run(tmp_path, SHEET.format(pin=""), "--room", room)[0] == 2
    assert run(tmp_path, SHEET.format(pin=""), "--room", "Design=1,2", "--room", "Web=1")[0] == 2
    assert "twice" in run(tmp_path, SHEET.format(pin=""), "--room", "Design=1", "--room", "Design=2")[1]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("idea,value,Design\nBig,1,2\n", "no column “Web”"),
        ("name,value,Design,Web\nBig,1,2,1\n", "no column “idea”"),
        ("idea,value,Design,Web\nBig,1,2,1\nBig,1,1,1\n", "“Big” stands there twice"),
        ("idea,value,Design,Web\nBig,1,2,1\n,1,1,1\n", "idea 2 has no name"),
    ],
)
def test_a_column_or_a_name_that_is_missing_is_named(tmp_path: Path, text: str, says: str) -> None:
    code, said = run(tmp_path, text, *ROOM)
    assert (code, says in said) == (2, True), said


@given(st.text(max_size=200))
@settings(max_examples=30, deadline=None)
def test_any_text_is_read_or_refused(text: str) -> None:
    with suppress(SheetError):
        assert read_portfolio(f"idea,value,web\n{text}", {"web": [1.0]}).ideas
