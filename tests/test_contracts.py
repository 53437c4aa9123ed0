"""A wrong import is caught by the contracts in .importlinter; each case breaks a copy of the house in one place."""

import configparser
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
CLEW = ROOT / "src" / "clew"


@pytest.mark.parametrize(
    ("place", "wrong", "contract"),
    [
        ("science/wrong.py", "import django.db", "Science is pure"),
        ("science/wrong.py", "from urllib.request import urlopen", "Science is pure"),
        ("science/wrong.py", "import clew.ground.ledger.api", "Storeys"),
        ("ground/thread/wrong.py", "import clew.front.settings", "Storeys"),
        ("ground/ledger/wrong.py", "import clew.ground.workspaces.api", "Order of the ground"),
        ("ground/wrong/__init__.py", "", "Order of the ground"),
        ("ground/thread/models/wrong.py", "import clew.ground.thread.queries.wrong", "Inside a ground module"),
        ("ground/thread/queries/wrong.py", "import clew.ground.thread.actions", "Inside a ground module"),
        ("ground/evidence/wrong.py", "import clew.ground.thread.registry", "thread is entered through its api"),
        ("front/wrong.py", "def f():\n    from clew.ground.evidence.models import Need", "evidence is entered through its api"),
        ("front/wrong.py", "from clew.ground.evidence.api.coding import add_code", "evidence is entered through its api"),
    ],
)  # fmt: skip
def test_a_wrong_import_is_caught(tmp_path: Path, place: str, wrong: str, contract: str) -> None:
    house = tmp_path / "clew"
    shutil.copytree(CLEW, house, ignore=shutil.ignore_patterns("static", "templates", "texts", "__pycache__", "tests"))
    for package in ("ground/thread/models", "ground/thread/queries"):
        _become_package(house / package)
    (house / place).parent.mkdir(exist_ok=True)
    (house / place).write_text(wrong)
    (house / "ground/thread/queries/wrong.py").touch()
    status, said = _lint(tmp_path)
    assert status == 1, said
    assert f"{contract}" in _broken(said), said


def test_every_module_of_the_ground_has_its_door() -> None:
    contracts = configparser.ConfigParser()
    contracts.read(ROOT / ".importlinter")
    modules = {place.parent.name for door in ("api", "api.py") for place in (CLEW / "ground").glob(f"*/{door}")}
    assert {
        name.removeprefix("importlinter:contract:door-") for name in contracts.sections() if ":door-" in name
    } == modules


def _become_package(module: Path) -> None:
    """A module that is one file becomes a folder with the same content, so that a case can add to it."""
    if not module.is_dir():
        content = module.with_suffix(".py").read_text()
        module.with_suffix(".py").unlink()
        module.mkdir()
        (module / "__init__.py").write_text(content)


def _lint(tree: Path) -> tuple[int, str]:
    command = [Path(sys.prefix) / "bin" / "lint-imports", "--config", ROOT / ".importlinter", "--no-cache"]
    ended = subprocess.run(
        command,
        cwd=tree,
        env={**os.environ, "PYTHONPATH": str(tree), "COLUMNS": "200"},
        capture_output=True,
        text=True,
        check=False,
    )
    return ended.returncode, ended.stdout + ended.stderr


def _broken(said: str) -> str:
    return "\n".join(line for line in said.splitlines() if "BROKEN" in line)
