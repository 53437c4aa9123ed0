"""./run and ./test: what can be checked of them in seconds. .ci/run checks the rest by using them."""

import fcntl
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
SHELL = [ROOT / "run", ROOT / "test", ROOT / "scripts" / "setup.sh", ROOT / "scripts" / "lock"]


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A folder with the two commands, nothing set up, at a path with a space."""
    place = tmp_path / "a copy"
    place.mkdir()
    for name in ("run", "test"):
        shutil.copy(ROOT / name, place)
    shutil.copytree(ROOT / "scripts", place / "scripts")
    return place


def command(
    *words: str | Path, path: str = "/usr/bin:/bin", cwd: Path | None = None, **more: str
) -> subprocess.CompletedProcess[str]:
    """Run with next to no environment, as on a machine that knows nothing of us."""
    return subprocess.run(
        words, cwd=cwd, env={"PATH": path, **more}, capture_output=True, text=True, check=False, timeout=180
    )


@pytest.mark.parametrize("script", SHELL, ids=lambda place: place.name)
def test_they_are_plain_sh(script: Path) -> None:
    first, *lines = script.read_text().splitlines()
    assert script.suffix == ".sh" or first == "#!/bin/sh"
    assert not re.search(r"\[\[|\blocal |\bfunction |<<<|\$'|\bsource |&>|\becho -[en]", "\n".join(lines))
    shell = shutil.which("dash") or "sh"
    assert command(shell, "-n", script).returncode == 0


@pytest.mark.parametrize("name", ["run", "test"])
def test_help_sets_nothing_up(copy: Path, name: str) -> None:
    said = command(copy / name, "--help", cwd=copy.parent)
    assert said.returncode == 0
    assert said.stdout.startswith(f"Usage: ./{name}")
    assert {place.name for place in copy.iterdir()} == {"run", "test", "scripts"}


@pytest.mark.parametrize("words", [["--prot", "8000"], ["--port"], ["--port", "http"], ["--data"], ["8000"]])
def test_run_refuses_what_it_does_not_know(copy: Path, words: list[str]) -> None:
    said = command(copy / "run", *words)
    assert said.returncode == 2
    assert "Try ./run --help" in said.stderr


def test_every_option_is_in_the_help() -> None:
    script = (ROOT / "run").read_text()
    options = set(re.findall(r"^    (--[a-z-]+)", script, re.MULTILINE)) | {"--data"}
    shown = command(ROOT / "run", "--help").stdout
    assert options <= set(re.findall(r"--[a-z-]+", shown))


def test_without_a_python_it_says_what_to_do(copy: Path, tmp_path: Path) -> None:
    tools = tmp_path / "tools"
    tools.mkdir()
    for name in ("sh", "dirname", "mkdir", "cat", "date", "tail", "sed"):
        (tools / name).symlink_to(shutil.which(name) or "")
    old = tools / "python3"
    old.write_text("#!/bin/sh\n[ \"$1\" = --version ] && echo 'Python 3.9.2'\nexit 1\n")
    old.chmod(0o755)
    said = command(copy / "run", path=str(tools))
    assert said.returncode == 1
    assert "needs Python 3.11, 3.12 or 3.13; found: Python 3.9.2" in said.stderr


@pytest.mark.slow
def test_a_step_that_fails_names_its_log(copy: Path) -> None:
    """Here the pinned requirements are missing."""
    said = command(copy / "run", path=_path_with_python(), HOME=str(copy))
    assert said.returncode != 0
    assert "./run stopped at: Installer and Node" in said.stderr
    assert f"The whole log is in {copy}/.cache/log/run.log" in said.stderr
    assert "build.lock" in (copy / ".cache" / "log" / "run.log").read_text()


@pytest.mark.slow
def test_two_at_once_wait_for_each_other(copy: Path) -> None:
    (copy / ".cache").mkdir()
    with (copy / ".cache" / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        waiting = subprocess.Popen(
            [copy / "test"],
            env={"PATH": _path_with_python()},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
        )
        assert waiting.stderr is not None
        assert "waiting" in waiting.stderr.readline()
        assert waiting.poll() is None
    waiting.communicate(timeout=180)
    assert waiting.returncode != 0  # it went on, and found no requirements


def test_a_home_is_given_where_there_is_none(copy: Path) -> None:
    show = 'ROOT=$PWD; . scripts/setup.sh; echo "$HOME"'
    for home in ({}, {"HOME": ""}, {"HOME": "/nonexistent"}):
        assert command("sh", "-c", show, cwd=copy, **home).stdout.strip() == f"{copy}/.cache/home"
    assert command("sh", "-c", show, cwd=copy, HOME=str(copy)).stdout.strip() == str(copy)


def test_the_locks_agree() -> None:
    """One environment can hold all three, and each entry has its hashes."""
    pinned: dict[str, set[str]] = {}
    for lock in ("dev", "run", "build"):
        text = (ROOT / "requirements" / f"{lock}.lock").read_text()
        entries = re.findall(r"^([a-z0-9._-]+)(\[[a-z,]+\])?==(.+) \\\n    --hash=sha256:", text, re.MULTILINE)
        assert len(entries) == len(re.findall(r"^\S+==", text, re.MULTILINE)) > 0
        here: dict[str, set[str]] = {}
        for name, _, version in entries:  # a version may depend on the version of Python
            here.setdefault(name, set()).add(version.split(";")[0].strip())
        for name, versions in here.items():
            assert pinned.setdefault(name, versions) == versions, f"{name} in {lock}.lock"


def _path_with_python() -> str:
    """The real Python, not a launcher that needs variables of its own."""
    return os.pathsep.join([str(Path(sys.base_prefix) / "bin"), "/usr/bin", "/bin"])
