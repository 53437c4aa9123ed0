"""An older house is upgraded with all that is in it; killed at whatever moment, the next start finishes; two starts do not meet."""

import fcntl
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from clew.front.cli import upgrading
from clew.ground.ledger.api import Refused
from tests.databases import NewHouse, houses_in
from tests.tables import ON_POSTGRES

CLEW = Path(sys.executable).with_name("clew")
OLD = """
from clew.front.cli.house import prepare
prepare("")
from django.core.management import call_command
from clew.ground.doors.commands import way_in
from clew.ground.evidence.api import add_source
add_source(way_in(None), text="The export fails on Mondays", title="Anna", kind="note")
for app in ("evidence", "thread"):
    call_command("migrate", app, "0001", verbosity=0)
"""
# What `clew init` does; it dies when it is about to do this for the n-th time.
DYING = """
import importlib, os, signal, sys
module, path, times = sys.argv[1], sys.argv[2].split("."), int(sys.argv[3])
from clew.ground.doors.commands import start_django
start_django()
owner = importlib.import_module(module)
for part in path[:-1]:
    owner = getattr(owner, part)
done = getattr(owner, path[-1])
def die(*given, **named):
    global times
    times -= 1
    if times == 0:
        os.kill(os.getpid(), signal.SIGKILL)
    return done(*given, **named)
setattr(owner, path[-1], die)
from clew.front.cli.house import prepare
prepare("")
"""
HEALED = """
from clew.front.cli.house import prepare
prepare("")
from clew.ground.doors.commands import way_in
from clew.front.cli.upgrading import _is_needed
from clew.ground.search.api import find
assert not _is_needed()
print([hit.title for hit in find(way_in(None), "Mondays").hits])
"""
UPGRADING, MIGRATE = "clew.front.cli.upgrading", "clew.front.management.commands.migrate"
EXECUTOR = "django.db.migrations.executor"
FEW = [(EXECUTOR, "MigrationExecutor.record_migration", 1)]  # a step done and not written down
MORE = [
    (MIGRATE, "drop_triggers", 1),
    (EXECUTOR, "MigrationExecutor.apply_migration", 1),
    (EXECUTOR, "MigrationExecutor.apply_migration", 2),
    (MIGRATE, "install_triggers", 1),
]
if not ON_POSTGRES:  # half a copy; all done but the copy still there
    FEW.append((UPGRADING, "Path.unlink", 2))
    MORE.append((UPGRADING, "os.replace", 1))
MOMENTS = [
    *(pytest.param(moment, marks=pytest.mark.slow, id=f"{moment[1]}-{moment[2]}") for moment in FEW),
    *(pytest.param(moment, marks=pytest.mark.endurance, id=f"{moment[1]}-{moment[2]}") for moment in MORE),
]


def python(house: dict[str, str], script: str, *words: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", script, *map(str, words)]
    return subprocess.run(command, env=house, capture_output=True, text=True, check=False, timeout=240)


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """A house of the version before, with something in it."""
    with houses_in(tmp_path_factory.mktemp("old")) as new:
        house = new(with_tables=True)
        made = python(house, OLD)
        assert made.returncode == 0, made.stderr
        yield house


@pytest.fixture
def old(new_house: NewHouse, first: dict[str, str]) -> dict[str, str]:
    return new_house(like=first)


def assert_healed(house: dict[str, str]) -> None:
    found = python(house, HEALED)
    assert found.returncode == 0, found.stderr
    assert found.stdout.strip() == "['Anna']"
    assert [p.name for p in Path(house["CLEW_DATA"]).glob("*upgrade*")] == ["upgrade.lock"]


@pytest.mark.parametrize("moment", MOMENTS)
def test_killed_at_any_moment_the_next_start_finishes(old: dict[str, str], moment: tuple[str, str, int]) -> None:
    killed = python(old, DYING, *moment)
    assert killed.returncode == -signal.SIGKILL, killed.stderr
    assert_healed(old)


@pytest.mark.endurance
def test_two_starts_at_once(old: dict[str, str]) -> None:
    both = [subprocess.Popen([CLEW, "init"], env=old, stderr=subprocess.PIPE, text=True) for _ in range(2)]
    for one in both:
        _, said = one.communicate(timeout=240)
        assert one.returncode == 0, said
    assert_healed(old)


@pytest.mark.slow
def test_it_is_not_upgraded_under_a_clew_at_work(old: dict[str, str]) -> None:
    with (Path(old["CLEW_DATA"]) / "runner.lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        refused = subprocess.run([CLEW, "init"], env=old, capture_output=True, text=True, check=False, timeout=240)
    assert refused.returncode == 2
    assert "Stop it there first" in refused.stderr
    assert_healed(old)


def test_without_room_for_a_copy_nothing_is_begun(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(upgrading, "ROOM", 2**60)
    with pytest.raises(Refused, match="too little room"):
        upgrading._copy(tmp_path / "clew.sqlite3", tmp_path / "before")
    assert not (tmp_path / "before").exists()
