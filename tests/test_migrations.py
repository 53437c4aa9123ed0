"""Migrations go up, down and up again in a house that holds data, on the database under test; models and migrations agree."""

import os
import re
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from django.core.management import call_command

from tests.databases import NewHouse
from tests.tables import FILE, ON_POSTGRES

pytestmark = pytest.mark.slow

CLEW = Path(sys.executable).with_name("clew")
# What the others depend on: taken away, it takes all of them along, from the top of the house to the bottom.
BOTTOM = ("workspaces", "ledger")


def run(house: dict[str, str], *command: str) -> str:
    ended = subprocess.run(command, env=house, capture_output=True, text=True, check=False, timeout=120)
    assert ended.returncode == 0, ended.stderr
    return ended.stdout


def migrate(house: dict[str, str], *arguments: str) -> None:
    run(
        {**house, "DJANGO_SETTINGS_MODULE": "clew.front.settings"},
        sys.executable,
        "-m",
        "django",
        "migrate",
        "-v0",
        *arguments,
    )


def test_down_and_up_again_with_data(new_house: NewHouse, tmp_path: Path) -> None:
    house = new_house()
    words = tmp_path / "words.csv"
    words.write_text("id,text\n1,The export fails every Monday\n2,Nobody told us that the price went up\n")
    run(house, str(CLEW), "init")
    run(house, str(CLEW), "import", str(words))
    for app in BOTTOM:
        migrate(house, app, "zero")
    left = run(
        {**house, "DJANGO_SETTINGS_MODULE": "clew.front.settings"}, sys.executable, "-m", "django", "showmigrations"
    )
    assert {"evidence", "thread", "workspaces", "ledger"} == set(
        re.findall(r"^(evidence|thread|workspaces|ledger)\n \[ \] 0001", left, re.M)
    )
    migrate(house)
    run(house, str(CLEW), "init")
    assert "done. 2 new" in run(house, str(CLEW), "import", str(words))
    assert "Guards" in run(house, str(CLEW), "doctor")


DJANGOS_OWN = """
import django
django.setup()
from django.core.management import call_command
from django.core.management.commands.migrate import Command
call_command(Command(), verbosity=0)
"""


@pytest.mark.skipif(ON_POSTGRES, reason="reads SQLite's list of tables")
def test_tables_are_those_that_django_makes_in_its_own_way(new_house: NewHouse) -> None:
    theirs, ours = new_house(), new_house(with_tables=True)
    Path(theirs["CLEW_DATA"]).mkdir()
    run({**theirs, "DJANGO_SETTINGS_MODULE": "clew.front.settings"}, sys.executable, "-c", DJANGOS_OWN)
    tables = [made_of(house) for house in (theirs, ours)]
    assert tables[0] == tables[1]
    assert len(tables[0]) > 100


def made_of(house: dict[str, str]) -> list[tuple[str, str]]:
    with closing(sqlite3.connect(Path(house["CLEW_DATA"]) / FILE)) as database:
        return database.execute(
            "SELECT name, sql FROM sqlite_master WHERE type IN ('table', 'index') ORDER BY 1"
        ).fetchall()


@pytest.mark.django_db
def test_models_and_migrations_agree() -> None:
    assert os.environ["DJANGO_SETTINGS_MODULE"]
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)
