"""Leaving and staying from the command line: backup, restore, move, export, erasure that outlives a restore."""

import json
import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile

import pytest

from tests.databases import NewHouse
from tests.tables import ON_POSTGRES

pytestmark = pytest.mark.slow
CLEW = Path(sys.executable).with_name("clew")
WORDS = "id,text,author,email\n1,The export fails every Monday and nobody tells me,Anna Keller,anna@bakery.example\n2,Fine by me,Ben Ortiz,\n"


@pytest.fixture
def lived_in(house: dict[str, str], tmp_path: Path) -> dict[str, str]:
    words = tmp_path / "words.csv"
    words.write_text(WORDS)
    clew(house, "init")
    clew(house, "import", str(words))
    return house


def clew(house: dict[str, str], *words: str, code: int = 0) -> str:
    ended = subprocess.run([CLEW, *words], env=house, capture_output=True, text=True, check=False, timeout=120)
    assert ended.returncode == code, ended.stdout + ended.stderr
    return ended.stdout + ended.stderr


def anna(house: dict[str, str]) -> str:
    return str(json.loads(clew(house, "find", "Keller", "--kind", "person", "--json"))["hits"][0]["id"])


def test_an_older_backup_does_not_bring_the_erased_back(
    lived_in: dict[str, str], new_house: NewHouse, tmp_path: Path
) -> None:
    backups, elsewhere = tmp_path / "backups", new_house(with_tables=True)
    backups.mkdir()
    clew(lived_in, "backup", str(backups / "before.zip"))
    said = clew(lived_in, "erase", anna(lived_in), "--name", "Anna Keller")
    assert "found nothing" in said
    assert "database's own file" not in said
    assert "therefore again: 1 person" in clew(elsewhere, "restore", str(backups / "before.zip"))
    assert "0 found" in clew(elsewhere, "find", "Keller", code=1)
    assert "1 found" in clew(elsewhere, "find", "fine")
    for house in (lived_in, elsewhere):
        for place in Path(house["CLEW_DATA"]).rglob("*"):
            if place.is_file():
                content = place.read_bytes()
                assert b"Keller" not in content, place
                assert b"nobody tells me" not in content, place


def test_a_house_that_came_back_remembers_who_was_erased(
    lived_in: dict[str, str], new_house: NewHouse, tmp_path: Path
) -> None:
    """Also what comes from elsewhere later does not bring them back, and a third house hears what the second erased."""
    backups, export = tmp_path / "backups", tmp_path / "old.zip"
    elsewhere, third = new_house(with_tables=True), new_house()
    backups.mkdir()
    clew(lived_in, "export", str(export))
    clew(lived_in, "backup", str(backups / "before.zip"))
    clew(lived_in, "erase", anna(lived_in), "--name", "Anna Keller")
    clew(elsewhere, "restore", str(backups / "before.zip"))
    slug = json.loads(clew(elsewhere, "import-workspace", str(export), "--json"))["slug"]
    assert "0 found" in clew(elsewhere, "find", "Keller", "--workspace", slug, code=1)
    ben = json.loads(clew(elsewhere, "find", "Ortiz", "--kind", "person", "--json"))["hits"][0]["id"]
    clew(elsewhere, "erase", str(ben), "--name", "Ben Ortiz")
    assert "therefore again: 2 people" in clew(third, "restore", str(backups / "before.zip"))
    assert "0 found" in clew(third, "find", "Ortiz", code=1)


def test_a_house_is_not_overwritten_by_mistake(lived_in: dict[str, str], tmp_path: Path) -> None:
    place, name = tmp_path / "house.zip", Path(lived_in["CLEW_DATA"]).name
    before = clew(lived_in, "ledger")
    assert before.strip() in clew(lived_in, "backup", str(place))
    assert "there already" in clew(lived_in, "backup", str(place), code=2)
    for command in ("backup", "export"):
        assert "There is no folder" in clew(lived_in, command, str(tmp_path / "none" / "house.zip"), code=2)
    assert name in clew(lived_in, "restore", str(place), code=2)
    clew(lived_in, "restore", str(place), "--replace", "wrong", code=2)
    clew(lived_in, "erase", anna(lived_in), "--name", "Anna", code=2)
    assert clew(lived_in, "ledger") == before
    clew(lived_in, "restore", str(place), "--replace", name)
    assert clew(lived_in, "ledger") == before
    assert place.stat().st_mode & 0o077 == 0


def test_a_damaged_backup_changes_nothing(lived_in: dict[str, str], tmp_path: Path) -> None:
    place = tmp_path / "house.zip"
    clew(lived_in, "backup", str(place))
    before = clew(lived_in, "ledger")
    place.write_bytes(place.read_bytes()[:-40])
    assert "no whole archive" in clew(
        lived_in, "restore", str(place), "--replace", Path(lived_in["CLEW_DATA"]).name, code=2
    )
    assert clew(lived_in, "ledger") == before


def test_the_demo_goes_out_and_comes_in(new_house: NewHouse, tmp_path: Path) -> None:
    here, elsewhere = new_house(with_tables=True), new_house(with_tables=True)
    first, again = tmp_path / "first.zip", tmp_path / "again.zip"
    clew(here, "init")
    clew(here, "demo")
    clew(elsewhere, "init")
    clew(here, "export", str(first), "--workspace", "larder-demo")
    made = json.loads(clew(elsewhere, "import-workspace", str(first), "--json"))
    clew(elsewhere, "export", str(again), "--workspace", made["slug"])
    assert first.read_bytes() == again.read_bytes()
    other = json.loads(clew(elsewhere, "import-workspace", str(first), "--name", "Another", "--json"))
    clew(elsewhere, "export", str(tmp_path / "other.zip"), "--workspace", other["slug"])
    with ZipFile(first) as told, ZipFile(tmp_path / "other.zip") as renamed:
        differing = [name for name in told.namelist() if told.read(name) != renamed.read(name)]
        assert told.namelist() == renamed.namelist()
    assert set(differing) == {"tables/workspaces_workspace.jsonl", "manifest.json"}


def test_keep(lived_in: dict[str, str]) -> None:
    assert "0 sources would go" in clew(lived_in, "keep", "--days", "1")
    clew(lived_in, "keep", code=2)
    clew(lived_in, "keep", "--days", "1", "--set")
    assert "0 sources are gone" in clew(lived_in, "keep", "--now")
    clew(lived_in, "keep", "--off")


@pytest.mark.skipif(not ON_POSTGRES, reason="moves between the two databases")
def test_move_there_and_back(new_house: NewHouse, tmp_path: Path) -> None:
    there = new_house()
    here = {name: value for name, value in there.items() if name != "CLEW_DATABASE_URL"}
    clew(here, "init")
    clew(here, "demo")
    words = tmp_path / "words.csv"
    words.write_text(WORDS)
    clew(here, "import", str(words))
    before, first, second = clew(here, "ledger"), tmp_path / "first.zip", tmp_path / "second.zip"
    clew(here, "move", "--to", there["CLEW_DATABASE_URL"])
    assert clew(there, "ledger") == before
    for house, place in ((here, first), (there, second)):
        clew(house, "export", str(place), "--workspace", "larder-demo")
    assert first.read_bytes() == second.read_bytes()
    assert clew(there, "find", "export").splitlines()[0]
    clew(there, "move", "--to", "sqlite", code=2)
    clew(there, "move", "--to", "sqlite", "--replace", Path(here["CLEW_DATA"]).name)
    assert clew(here, "ledger") == before


@pytest.mark.parametrize(
    "words", [("ledger",), ("backup", "house.zip"), ("move", "--to", "sqlite")], ids=lambda w: w[0]
)
def test_without_a_house_there_is_nothing_to_take(
    new_house: NewHouse, tmp_path: Path, words: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    said = clew(new_house(), *words, code=2)
    assert said == "clew: The database is not ready.\n      Run `clew init` first.\n"
    assert not (tmp_path / "house.zip").exists()
