"""Somebody who took part in everything is erased: her words, sound, transcript, marks, notes and what search knows of her are gone,
what counts stays, the proof is printed, and neither an older export nor an older backup brings anything back."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from clew.rooms.interviews.tests.leaver import NAME

pytestmark = [pytest.mark.slow]
CLEW = str(Path(sys.prefix) / "bin" / "clew")
NOWHERE: dict[str, list[str]] = {"rows": [], "files": [], "heard": [], "found": []}


def test_whoever_is_erased_is_gone_from_the_whole_room(house: dict[str, str], tmp_path: Path) -> None:
    def run(*command: Any, code: int = 0) -> str:
        ended = subprocess.run(
            [*map(str, command)], check=False, env=house, capture_output=True, text=True, timeout=300
        )
        assert ended.returncode == code, (command, ended.stdout, ended.stderr)
        return ended.stdout

    def child(what: str) -> Any:
        return json.loads(run(sys.executable, "-m", "clew.rooms.interviews.tests.leaver", what).splitlines()[-1])

    run(CLEW, "init")
    made, backup, exported = child("fill"), tmp_path / "before.backup", tmp_path / "before.zip"
    before = child("look")
    assert {"interviews_note", "interviews_candidate", "evidence_source_version"} <= set(before["rows"])
    assert len(before["heard"]) == 2
    assert before["found"]
    run(CLEW, "backup", backup)
    run(CLEW, "export", exported)

    proof = json.loads(run(CLEW, "erase", made["person"], "--name", NAME, "--json"))
    assert (proof["holds"], proof["proof"]["found"]) == (True, [])
    assert proof["proof"]["columns"] > 100
    after = child("look")
    assert {part: after[part] for part in NOWHERE} == NOWHERE
    assert after["counts"] == before["counts"] | {"BlindMark": 0, "Embedding": 0}
    assert after["states"] == ["erased"]

    run(CLEW, "import-workspace", exported)
    assert {part: child("look")[part] for part in NOWHERE} == NOWHERE
    told = json.loads(run(CLEW, "restore", backup, "--replace", Path(house["CLEW_DATA"]).name, "--json"))
    assert told["erased_again"] == 1
    assert {part: child("look")[part] for part in NOWHERE} == NOWHERE
    assert child("look")["counts"] == after["counts"]
