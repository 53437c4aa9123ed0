"""The whole job on the command line, over real reviews: from 1,250 of them to a release, its changelog and a prediction that was scored."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import pytest
from tests.serving import serving

CLEW = Path(sys.prefix) / "bin" / "clew"
DATA = Path(os.environ.get("CLEW_REFERENCE_DATA", Path(__file__).parents[6] / "shared" / "data"))
REVIEWS = DATA / "feedback" / "evernote_reviews.csv"
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not REVIEWS.is_file(), reason="the reviews are not here (CLEW_REFERENCE_DATA)"),
]
OFFLINE, PRIVATE = "Reach my notes without a connection", "Know what the app may see"


# One process for all commands: to begin one takes longer than most of them work.
COMMANDS = """
import json, sys
from click.testing import CliRunner
from clew.front.cli import main
for line in sys.stdin:
    done = CliRunner().invoke(main, json.loads(line))
    print(json.dumps([done.exit_code, done.stdout, done.stderr]), flush=True)
"""


@dataclass(frozen=True)
class House:
    """A house of its own, and the command that works in it."""

    environment: dict[str, str]
    at_work: "subprocess.Popen[str]"

    def clew(self, *words: Any, code: int = 0) -> str:
        told, asked = self.at_work.stdout, self.at_work.stdin
        assert told
        assert asked
        print(json.dumps(list(map(str, words))), file=asked, flush=True)
        ended, said, beside = json.loads(told.readline())
        assert ended == code, f"{words}: {said}{beside}"
        return f"{said}{beside}"

    def told(self, *words: Any, code: int = 0) -> Any:
        return json.JSONDecoder().raw_decode(self.clew(*words, "--json", code=code))[0]


@pytest.fixture
def mine(house: dict[str, str]) -> Iterator[House]:
    for words in (["init"], ["import", REVIEWS, "--title", "Evernote reviews"]):
        subprocess.run([CLEW, *words], env=house, check=True, capture_output=True, timeout=300)
    command = [sys.executable, "-c", COMMANDS]
    with subprocess.Popen(command, env=house, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as at_work:
        yield House(house, at_work)
        assert at_work.stdin
        at_work.stdin.close()


def test_reviews_become_needs_an_order_a_release_and_a_score(mine: House, tmp_path: Path) -> None:
    clew, told = mine.clew, mine.told
    assert "1,250 came in" in clew("roadmap", "inbox", "--take-in", "--limit", 1)
    assert told("roadmap", "inbox", "--limit", 1)["total"] == 1250

    offline = told("roadmap", "sort", "--search", "offline", "--need", OFFLINE)
    private = told("roadmap", "sort", "--search", "permissions", "--need", PRIVATE)
    assert (offline["sorted"] >= 10, private["sorted"] >= 10) == (True, True)
    assert told("roadmap", "inbox", "--search", "offline", code=1)["total"] == 0
    assert told("roadmap", "sort", "--search", "offline", "--need", OFFLINE, code=1)["sorted"] == 0
    assert "0 came in" in clew("roadmap", "inbox", "--take-in", "--limit", 1)
    against = told("roadmap", "inbox", "--search", "any internet device")["rows"][0]["id"]
    clew("roadmap", "sort", against, "--need", offline["need"], "--stance", "contradicts")
    clew("roadmap", "sort", "--search", "love this app", "--aside")

    keep = told("idea", "Keep the last notebooks on the device", "--need", offline["need"])["id"]
    ask = told("idea", "Ask for each permission when it is needed", "--need", private["need"])["id"]
    clew("roadmap", "add-model", "RICE")
    assert "confidence (0 to 1)" in clew("roadmap", "models")
    for idea, reach in ((keep, "400-800-900"), (ask, "50-100-200")):
        clew("roadmap", "estimate", idea, f"reach={reach}", "impact=1-2", "confidence=0.5-0.8", "effort=2-3-6")
    ranked = told("roadmap", "rank", "--top", 1)
    assert (ranked["ideas"][0]["id"], ranked["ideas"][0]["share_top"] > 0.5) == (keep, True)
    clew("roadmap", "changes")

    today = date.today()  # noqa: DTZ011 - as the commands count days
    half = today + timedelta(days=180)
    expected = ("--predict", "Will reviews about offline halve?", "--probability", 70, "--by", half)
    decided = told("roadmap", "decide", *expected)
    days = ("--earliest", today, "--latest", today + timedelta(days=30))
    item = told(
        "roadmap", "plan", "Notes that open anywhere", "--idea", keep, "--horizon", "now", *days, "--audience", "public"
    )["id"]  # fmt: skip
    words = told("roadmap", "item", item)
    assert (words["supports"]["total"], words["contradicts"]["total"]) == (offline["sorted"], 1)
    assert all("offline" in row["quote"]["exact"].lower() for row in words["supports"]["rows"])
    assert f"{offline['sorted'] - 10:,} more: --page 2" in clew("roadmap", "item", item)
    last = clew("roadmap", "item", item, "--page", 2)
    assert ("“" in last, "more: --page" in last) == (True, False)
    assert "offline" in clew("roadmap", "inbox", "--search", "offline", "--state", "sorted", "--limit", 1).lower()

    clew("roadmap", "portal", "--title", "Ideas for the notebook", "--slug", "notebook")
    clew("roadmap", "publish", keep, "--title", "Notes that open anywhere")
    out = told(
        "roadmap", "release", "Notes anywhere", "--item", item, "--on", today, "--notes", "Open them on the train.",
        "--audience", "public",
    )["id"]  # fmt: skip
    assert "- Notes that open anywhere" in clew("roadmap", "changelog", "--audience", "public")
    everybody_reads(mine, tmp_path / "serve.log", "Notes anywhere", "Open them on the train.")

    scored = told("resolve", decided["predictions"][0], "yes")
    assert (scored["method"], scored["score"]) == ("Brier", pytest.approx(0.09))
    behind = told("why", out)["records"]
    assert {row["id"] for row in behind} >= {out, item, keep, offline["need"], against}
    assert len([row for row in behind if row["quotation"]]) == offline["sorted"] + 1
    forward = {row["kind"] for row in told("so-what", against)["records"]}
    assert forward >= {"excerpt", "need", "idea", "ranking", "decision", "prediction", "roadmap_item", "release"}
    assert "is scored by resolution “Yes: Will reviews about offline halve?”" in clew("so-what", against)


def everybody_reads(mine: House, log: Path, *words: str) -> None:
    """On the portal's changelog and in both feeds."""
    with serving(CLEW, mine.environment, log) as address:
        for page in ("changelog", "feeds/changelog.atom", "feeds/changelog.json"):
            with urlopen(f"{address.split('/enter/')[0]}/portal/notebook/{page}", timeout=60) as answer:
                shown = answer.read().decode()
            assert all(one in shown for one in words), page
