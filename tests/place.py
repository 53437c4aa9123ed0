"""The temporary folder of one test run: in memory where there is room, removed at the end."""

import os
import shutil
import tempfile
from pathlib import Path

NAME = "CLEW_TEST_FOLDER"
ROOM = 1 << 30


def folder() -> Path:
    """Made by the first process that asks; the workers that it starts share it."""
    if NAME not in os.environ:
        base = _base()
        _sweep(base)
        place = Path(tempfile.mkdtemp(prefix=f"clew-test-{os.getpid()}-", dir=base))
        place.chmod(0o755)  # the PostgreSQL of a run as root belongs to another user
        os.environ[NAME] = str(place)
    return Path(os.environ[NAME])


def own_folder() -> Path:
    """This worker's part of it."""
    place = folder() / os.environ.get("PYTEST_XDIST_WORKER", "main")
    place.mkdir(exist_ok=True)
    return place


def remove() -> None:
    if place := os.environ.pop(NAME, None):
        shutil.rmtree(place, ignore_errors=True)


def _base() -> Path:
    """Memory if it has a gigabyte free; else the short path, since a socket's path may have 107 characters only."""
    memory = Path("/dev/shm")
    if os.access(memory, os.W_OK) and shutil.disk_usage(memory).free > ROOM:
        return memory
    return Path("/tmp") if os.access("/tmp", os.W_OK) else Path(tempfile.gettempdir())


def _sweep(base: Path) -> None:
    """What runs left behind that were killed. A PostgreSQL whose folder is gone stops by itself."""
    for place in base.glob("clew-test-*-*"):
        pid = place.name.split("-")[2]
        if pid.isdigit() and not _is_alive(int(pid)):
            shutil.rmtree(place, ignore_errors=True)


def _is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
