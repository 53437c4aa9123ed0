"""`clew import` as a process of its own, with the runner that it launches."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from clew.ground.evidence.tests.importing import REVIEWS, table
from clew.ground.evidence.tests.test_import_interviews import SRT, VTT

pytestmark = [pytest.mark.slow]
CLEW = [str(Path(sys.prefix) / "bin" / "clew")]
MANY = 12_000  # enough to be stopped in the middle


def clew(house: dict[str, str], *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*CLEW, *map(str, arguments)], check=False, env=house, capture_output=True, text=True, timeout=120
    )


@pytest.fixture
def ready(house: dict[str, str]) -> dict[str, str]:
    made = clew(house, "init")
    assert made.returncode == 0, made.stderr
    return house


def test_a_table_and_again(ready: dict[str, str], tmp_path: Path) -> None:
    file = tmp_path / "reviews.csv"
    file.write_text(table() + ",,,,,,\n" * 2)
    tried = clew(ready, "import", file, "--dry-run", "--json")
    assert tried.returncode == 0
    assert {"added": 4, "empty": 2}.items() <= json.loads(tried.stdout)[0].items()
    assert "2 empty rows left out" in clew(ready, "import", file, "--dry-run").stdout
    first = clew(ready, "import", file, "--json")
    assert first.returncode == 0, first.stderr
    (report,) = json.loads(first.stdout)
    assert (report["state"], report["added"], report["rows_read"], report["empty"]) == ("done", 4, 4, 2)
    again = clew(ready, "import", file)
    assert again.returncode == 0
    assert "everything is there already" in again.stdout
    (report,) = json.loads(clew(ready, "import", file, "--json").stdout)
    assert (report["state"], report["added"], report["duplicates"]) == ("there already", 0, 4)


def test_row_errors_transcripts_and_refusals(ready: dict[str, str], tmp_path: Path) -> None:
    bad, one, two = tmp_path / "bad.csv", tmp_path / "call.vtt", tmp_path / "labels.srt"
    rows = [*REVIEWS, ("r9", "not a day", "", "", "", "", "Some words.")]
    bad.write_text(table(rows))
    one.write_text(VTT)
    two.write_text(SRT)
    answer = clew(ready, "import", bad, one, two, "--json")
    assert answer.returncode == 1, answer.stderr
    reports = json.loads(answer.stdout)
    assert [(r["added"], r["failed"]) for r in reports] == [(4, 1), (2, 0)]
    wrong = tmp_path / "wrong.csv"
    answer = clew(ready, "import", bad, "--errors", wrong)
    assert "not a day" in wrong.read_text(encoding="utf-8-sig"), answer.stderr
    for refused in (
        ["--errors", wrong, "--dry-run"],
        ["--map", "text=Nothing"],
        ["--map", "mood=Content"],
        ["--map", "text"],
        ["--workspace", "nowhere"],
    ):
        answer = clew(ready, "import", bad, *refused)
        assert answer.returncode == 2, answer.stderr
        assert answer.stderr.startswith("clew: ")
        assert "Traceback" not in answer.stderr


def test_ctrl_c_cancels_keeps_and_goes_on(ready: dict[str, str], tmp_path: Path) -> None:
    file = tmp_path / "many.csv"
    file.write_text(
        table([(f"r{n}", "", "", f"P {n % 50}", "", "", f"Text number {n} of very many.") for n in range(MANY)])
    )
    with subprocess.Popen(
        [*CLEW, "import", str(file), "--json"], env=ready, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stderr is not None
        while "000 of" not in process.stderr.readline():
            time.sleep(0.01)
        os.kill(process.pid, signal.SIGINT)
        out, err = process.communicate(timeout=60)
    assert process.returncode == 130, err
    (report,) = json.loads(out)
    assert report["state"] == "cancelled"
    assert 0 < report["added"] < MANY
    on = clew(ready, "import", file, "--json")
    assert on.returncode == 0, on.stderr
    assert json.loads(on.stdout)[0]["added"] == MANY
