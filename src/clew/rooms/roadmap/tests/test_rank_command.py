"""`clew rank`: a file of ideas in order, without a house; what cannot be read is named by row and column."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from clew.rooms.roadmap.commands.rank import rank
from clew.rooms.roadmap.idea_sheet import SheetError, read_ideas
from clew.science.ranking import rice

HEADS = "idea,reach,impact,confidence,effort low,effort high"
SHEET = f"""{HEADS}
Count by phone,"2,000-4,000",1-3,70%-90%,8,16
Shelf order,300 to 900,0.5..2,0.6–0.9,3,6
Price digest,150-600,0.5-0.75-1,0.7,2,2
"""


def run(tmp_path: Path, text: str, *arguments: str) -> tuple[int, str]:
    file = tmp_path / "ideas.csv"
    file.write_text(text, encoding="utf-8")
    done = CliRunner().invoke(rank, [str(file), *arguments])
    return done.exit_code, done.output


def test_the_order_says_how_sure_it_is(tmp_path: Path) -> None:
    code, said = run(tmp_path, SHEET, "--top", "1")
    assert code == 0
    assert "P(top 1)" in said
    assert run(tmp_path, SHEET) == (0, said), "of few, the first half"
    assert "e+0" not in run(tmp_path, f"{HEADS}\nOne,90000-120000,2,0.9,1,2\nTwo,10-20,1,0.5,1,2")[1]
    code, said = run(tmp_path, SHEET, "--top", "1", "--json")
    told = json.loads(said)
    assert told["items"][0]["name"] == "Count by phone"
    assert sum(item["top"]["value"] for item in told["items"]) == pytest.approx(1, abs=0.01)
    assert run(tmp_path, SHEET, "--top", "1", "--json") == (0, said), "the same again"


def test_it_says_in_plain_words_why_a_score_begins_at_0(tmp_path: Path) -> None:
    said = run(tmp_path, SHEET)[1]
    assert "an idea succeeds or fails in each draw, as likely as its confidence, seed 1." in said
    assert (
        "Where a score begins at 0, the idea failed in one of twenty draws or more, as its confidence allows." in said
    )
    sure = run(tmp_path, "title,fit,cost\nOne,1-2,5\nTwo,2-3,5\n", "--formula", "fit / cost")[1]
    assert [word for word in ("success", "begins at 0") if word in said + sure] == ["begins at 0"]
    assert "begins at 0" not in sure


@pytest.mark.parametrize(("ideas", "first"), [(2, 1), (3, 1), (9, 4), (10, 5), (11, 5), (24, 10)])
def test_of_few_ideas_half_are_the_first(tmp_path: Path, ideas: int, first: int) -> None:
    """Among the first ten of ten is everybody always, which says nothing."""
    rows = "".join(f"Idea {n},{n}-{n + 3},5\n" for n in range(ideas))
    code, said = run(tmp_path, f"title,fit,cost\n{rows}", "--formula", "fit / cost")
    assert code == 0
    assert f"P(top {first})" in said


def test_needs_no_house(tmp_path: Path) -> None:
    (tmp_path / "ideas.csv").write_text(SHEET, encoding="utf-8")
    clew = Path(sys.prefix) / "bin" / "clew"
    ended = subprocess.run(
        [clew, "rank", "ideas.csv"], cwd=tmp_path, env={"CLEW_DATA": str(tmp_path / "none")}, capture_output=True,
        text=True, check=False,
    )  # fmt: skip
    assert (ended.returncode, ended.stderr.count("\n")) == (0, 1)
    assert "1 of 3 ideas have numbers without a spread" in ended.stderr
    assert not (tmp_path / "none").exists()


def test_how_it_is_to_be_read_stands_beside_it_and_a_row_that_cannot_be_read_leaves_nothing(tmp_path: Path) -> None:
    """The order is whole, so it ends with 0; of a file with one bad row nothing is put in order."""
    file = tmp_path / "ideas.csv"
    file.write_text(SHEET, encoding="utf-8")
    bare = "without a spread: they look surer than they are."
    done = CliRunner().invoke(rank, [str(file)])
    assert (done.exit_code, bare in done.stderr, bare in done.stdout) == (0, True, False)
    done = CliRunner().invoke(rank, [str(file), "--json"])
    assert (done.exit_code, done.stderr, bare in json.loads(done.stdout)["warnings"][0]) == (0, "", True)
    done = CliRunner().invoke(rank, [str(file), "--formula", "reach / effort"])
    assert (done.exit_code, "no units" in done.stderr, "no units" in done.stdout) == (0, True, False)
    file.write_text(SHEET + "Lists,many,1,0.5,1,2\n", encoding="utf-8")
    done = CliRunner().invoke(rank, [str(file)])
    assert (done.exit_code, done.stdout, "row 5, reach" in done.stderr) == (2, "", True)


def test_a_formula_of_ones_own(tmp_path: Path) -> None:
    assert "no units" in run(tmp_path, "title,fit,cost\nA,1-2,5\nB,8-9,4\n", "--formula", "fit + cost")[1]
    code, said = run(tmp_path, "title,fit,cost\nA,1-2,5\nB,8-9,4\n", "--formula", "fit / cost", "--json")
    assert (code, json.loads(said)["items"][0]["name"]) == (0, "B")
    assert run(tmp_path, "title,fit\nA,1\nB,2\n", "--formula", "fit.real")[0] == 2


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "a row of headings"),
        (SHEET.replace("idea,", "what,"), "headed idea"),
        (SHEET.replace("impact", "punch"), "headed impact"),
        (SHEET.replace("300 to 900", "many"), "row 3, reach: “many” is no number"),
        (SHEET.replace(",3,6", ",6,3"), "row 3, effort"),
        (SHEET.replace(",3,6", ",3,"), "row 3, effort high"),
        (SHEET.replace("Shelf order", "Count by phone"), "row 3: “Count by phone” stands there twice"),
        (SHEET.replace("Shelf order", " "), "row 3: the idea has no name"),
        (SHEET.replace("70%-90%", "70%-190%"), "row 2, confidence"),
        (SHEET.replace('"2,000-4,000"', '"2,000-4,000'), "no CSV"),
    ],
)
def test_what_cannot_be_read_is_named(tmp_path: Path, text: str, said: str) -> None:
    code, output = run(tmp_path, text)
    assert code == 2
    assert said in output


PLAIN = "idea,reach,impact,confidence,effort\nA,1200-2400,0.5-1.5,0.5-0.8,2-3\nB,100-300,0.5-1,0.6-0.9,1-2\n"


@pytest.mark.parametrize(
    "text",
    [
        "\ufeff" + PLAIN,
        PLAIN.replace("\n", "\r\n"),
        PLAIN.replace("\n", "\r"),
        PLAIN.replace("\n", "\n\n,,,,\n"),
        PLAIN.replace(",", "\t"),
        PLAIN.replace(",", ";").replace(".", ","),
        "sep=;\n" + PLAIN.replace(",", ";").replace("1200-2400", "1.200-2.400").replace("0.", "0,").replace("1.5", "1,5"),
        PLAIN.replace("1200-2400", '"1,200 – 2,400"'),
        PLAIN.replace("1200-2400", "1\u202f200..2\u00a0400"),
        PLAIN.replace("0.5-1.5", '"0,5-1,5"').replace("0.5-0.8", '"0,5-0,8"').replace("0.5-1", '"0,5-1"').replace("0.6-0.9", '"0,6-0,9"'),
        PLAIN.replace("idea,", " Idea ,").replace("reach", "REACH"),
        PLAIN.replace("A,", "\x1b\x00A\x07,"),
    ],
)  # fmt: skip
def test_however_a_spreadsheet_writes_it(tmp_path: Path, text: str) -> None:
    plain = json.loads(run(tmp_path, PLAIN, "--json")[1])
    code, said = run(tmp_path, text, "--json")
    assert code == 0, said
    assert json.loads(said)["items"] == plain["items"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (PLAIN.replace("0.5-1.5", '"0,5-1,5"'), "“0,5-1,5” in row 2 has a decimal comma, “0.5-0.8” in row 2 a decimal"),
        (
            PLAIN.replace(",", ";").replace("0.", "").replace("1.5", "1").replace("1200-2400", "1,200"),
            "row 2: “1,200” may mean thousands or a fraction",
        ),
        (PLAIN.replace("0.5-1,0.6", "0,5-1,0,6"), "row 3 has more cells than the headings"),
        (PLAIN.replace("impact", "reach"), "two columns are headed reach"),
        (PLAIN.replace("\nB,", "\n\n\nA,"), "row 5: “A” stands there twice"),
        (PLAIN.replace("2-3", "3-2"), "row 2, effort: the low end, 3, is above the high one, 2"),
        (PLAIN.replace("0.6-0.9", "60-90"), "row 3, confidence: it lies between 0 and 1, or 0% and 100%"),
        (PLAIN.replace("1200-2400", "1,,200"), "more cells"),
        (PLAIN.replace("1200-2400", "nan"), "row 2, reach: “nan” is no number"),
        (PLAIN.splitlines()[0] + "".join(f"\nIdea {n},1,1,0.5,1" for n in range(2001)), "at most 2,000 ideas are read"),
    ],
)  # fmt: skip
def test_what_may_be_read_in_two_ways_is_not_guessed(tmp_path: Path, text: str, said: str) -> None:
    code, output = run(tmp_path, text)
    assert (code, said in output) == (2, True), output


def test_other_files_are_refused(tmp_path: Path) -> None:
    file = tmp_path / "ideas.csv"
    file.write_bytes(b"\xff\xfe\x00idea")
    done = CliRunner().invoke(rank, [str(file)])
    assert (done.exit_code, "UTF-8" in done.output) == (2, True)


@given(st.text(max_size=300), st.text(alphabet='0123456789-.,% to"\n', max_size=80))
@settings(deadline=None)
def test_whatever_stands_there_is_read_or_named(text: str, cell: str) -> None:
    for whole in (text, f"{HEADS}\nA,{cell},1,0.5,1,2\nB,{cell},1,0.5,1,2\n"):
        try:
            items = read_ideas(whole, rice())
        except SheetError:
            continue
        assert all(len(item.inputs) == 4 for item in items)


LABELS = "idea,moscow,effort\nCounting,must,8-10\nShelves,must; wont,10-15\nDigest,could,3-5\nPass,won't,1-2\n"


def test_what_fits_by_its_label(tmp_path: Path) -> None:
    asked = ("--method", "moscow", "--capacity")
    told = json.loads(run(tmp_path, LABELS, *asked, "16-18", "--json")[1])
    chances = {one["name"]: one["top"]["value"] for one in told["items"]}
    assert (chances["Counting"] > 0.7, chances["Pass"]) == (True, pytest.approx(0, abs=0.001))
    assert chances["Digest"] > chances["Shelves"]
    code, said = run(tmp_path, LABELS, *asked, "16-18")
    assert (code, "P(fits)" in said, "must be done" in said) == (0, True, True)
    for capacity in ("", "0-4", "much"):
        code, said = run(tmp_path, LABELS, *asked, capacity)
        assert (code, "--capacity" in said) == (2, True)
    code, said = run(tmp_path, LABELS.replace("could", "maybe"), *asked, "16-18")
    assert (code, "row 4, moscow: “maybe” is none of must, should, could, won't" in said) == (2, True)
