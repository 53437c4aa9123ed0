"""The wheel is complete: installed where there is no Node and no source, Clew serves its pages with their looks."""

import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.request import HTTPCookieProcessor, OpenerDirector, build_opener

import pytest

from tests.serving import serving

ROOT = Path(__file__).resolve().parents[1]
UV = Path(sys.prefix) / "bin" / "uv"
BUILT = ("app.css", "app.js", "early.js")

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("wheel")]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Built from a copy of what is released, with the tools that are pinned in requirements/build.lock."""
    source, target = tmp_path_factory.mktemp("source"), tmp_path_factory.mktemp("wheel")
    for name in ("pyproject.toml", "README.md", "LICENSE", "NOTICE"):
        shutil.copy(ROOT / name, source)
    shutil.copytree(ROOT / "src", source / "src", ignore=shutil.ignore_patterns("__pycache__"))
    _run(UV, "build", "--wheel", "--no-build-isolation", "--python", sys.executable, "--out-dir", target, source)
    return next(target.glob("clew-*.whl"))


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of programs of an environment that has the wheel and what it needs, nothing else."""
    place = tmp_path_factory.mktemp("elsewhere") / "env"
    _run(UV, "venv", "-q", "--python", sys.executable, place)
    python = place / "bin" / "python"
    _run(UV, "pip", "install", "-q", "--python", python, "--require-hashes", "-r", ROOT / "requirements" / "run.lock")
    _run(UV, "pip", "install", "-q", "--python", python, "--no-deps", wheel)
    return place / "bin"


def test_the_wheel_holds_what_was_built(wheel: Path) -> None:
    inside = set(zipfile.ZipFile(wheel).namelist())
    assert {f"clew/front/static/dist/{name}" for name in BUILT} <= inside
    templates = {str(place.relative_to(ROOT / "src")) for place in (ROOT / "src").rglob("templates/**/*.html")}
    assert templates <= inside
    assert {"licenses/LICENSE", "licenses/NOTICE"} <= {name.split(".dist-info/")[-1] for name in inside}


def test_it_fits_what_was_pinned(installed: Path) -> None:
    _run(UV, "pip", "check", "--python", installed / "python")


@pytest.fixture
def link(installed: Path, tmp_path: Path) -> Iterator[str]:
    """The sign-in link of a server with nothing but the wheel: no Node to find, no variables of this run."""
    environment = {"PATH": str(installed), "HOME": str(tmp_path), "CLEW_DATA": str(tmp_path / "data")}
    _run(installed / "clew", "init", env=environment, cwd=tmp_path)
    with serving(installed / "clew", environment, tmp_path / "serve.log") as address:
        yield address


def test_a_page_comes_with_its_looks(link: str) -> None:
    browser = build_opener(HTTPCookieProcessor(CookieJar()))
    page = _open(browser, link)
    assert "</html>" in page
    home = link.split("/enter/")[0]
    looks = re.findall(r'(?:href|src)="(/static/[^"]+\.(?:css|js)[^"]*)"', page)
    assert any(".css" in address for address in looks), page
    for address in looks:
        assert len(_open(browser, home + address)) > 100, address


def _open(browser: OpenerDirector, address: str) -> str:
    with browser.open(address, timeout=60) as answer:
        body: bytes = answer.read()
    return body.decode()


def _run(*command: str | Path, cwd: Path | None = None, env: dict[str, str] | None = None) -> None:
    ended = subprocess.run(command, cwd=cwd, env=env, capture_output=True, text=True, check=False)
    assert ended.returncode == 0, f"{command}\n{ended.stdout}{ended.stderr}"
