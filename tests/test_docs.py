"""The documents say what is so: the tutorial's commands run, every command and page named exists, links lead somewhere."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from clew.front.cli import COMMANDS, SUMMARIES

ROOT = Path(__file__).parents[1]
BIN = Path(sys.executable).parent
DOCUMENTS = [ROOT / "README.md", ROOT / "AGENTS.md", *sorted((ROOT / "docs").glob("*.md"))]


def commands(document: Path) -> list[str]:
    blocks = re.findall(r"```console\n(.*?)```", document.read_text(encoding="utf-8"), re.DOTALL)
    return [line[2:] for block in blocks for line in block.splitlines() if line.startswith("$ ")]


def test_the_tutorial_runs(house: dict[str, str], tmp_path: Path) -> None:
    first = tmp_path / "clew-id"
    first.write_text(f"#!{sys.executable}\nimport json, sys\nprint(json.load(sys.stdin)['hits'][0]['id'])\n")
    first.chmod(0o755)
    environment = {**house, "PATH": os.pathsep.join([str(tmp_path), str(BIN), os.environ["PATH"]])}
    said, told = [], commands(ROOT / "docs" / "tutorial.md")
    job = ("import", "find", "mark", "themes", "idea", "decide", "predict", "resolve", "why", "brief")
    assert [name for name in job if not any(f"clew {name} " in f"{command} " for command in told)] == []
    for command in ["clew init", *told]:
        ended = subprocess.run(
            command, shell=True, check=False, cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=120
        )
        assert ended.returncode == 0, f"{command}\n{ended.stdout}\n{ended.stderr}"
        said.append(ended.stdout)
    assert any("6 new, 0 here already" in text for text in said)
    assert any("Brier score 0.09" in text for text in said)
    assert any("themes in 6 pieces" in text for text in said)
    assert any("is supported by “Offline does not work at all on the train.”" in text for text in said)
    brief = (tmp_path / "brief.md").read_text()
    assert "Against: “offline means nothing to me”" in brief
    assert "Read my notes without a connection" in brief
    assert "Offline does not work at all on the train." in brief
    assert json.loads((tmp_path / "found.json").read_text())


def test_every_command_has_its_summary_and_is_in_the_reference() -> None:
    assert set(COMMANDS) == set(SUMMARIES)
    reference = (ROOT / "docs" / "commands.md").read_text(encoding="utf-8")
    for name in COMMANDS:
        assert f"`clew {name}" in reference, f"docs/commands.md does not name clew {name}"


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda d: d.name)
def test_links_lead_somewhere(document: Path) -> None:
    for target in re.findall(r"\]\(([^)#]+)\)", document.read_text(encoding="utf-8")):
        if "://" not in target:
            assert (document.parent / target).exists(), f"{document.name} points to {target}"
