"""`clew roadmap trackers take-over`, killed at its worst moments: nothing is done twice, nothing is lost."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from clew.rooms.roadmap.tests.tracker_server import TOKEN, Vendor, serving

CLEW = Path(sys.executable).with_name("clew")
pytestmark = pytest.mark.slow


@pytest.fixture
def vendor() -> Iterator[Vendor]:
    with serving() as found:
        yield found


def clew(house: dict[str, str], *words: str, code: int = 0) -> str:
    told = {**house, "CLEW_TRACKER_TOKEN": TOKEN}
    ended = subprocess.run([CLEW, *words], env=told, capture_output=True, text=True, check=False, timeout=300)
    assert ended.returncode == code, ended.stdout + ended.stderr
    return ended.stdout


def killed_at(house: dict[str, str], vendor: Vendor, method: str, ending: str, at: int = 1) -> None:
    """Killed while the tracker does what it was asked, so that no answer comes home."""
    begun = subprocess.Popen(
        [CLEW, "roadmap", "trackers", "take-over", "1"], env=house, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    count = 0

    def kill(asked: str, path: str) -> None:
        nonlocal count
        count += asked == method and path.partition("?")[0].endswith(ending)
        if count == at:
            os.kill(begun.pid, signal.SIGKILL)
            begun.wait()

    vendor.before = kill
    assert begun.wait(timeout=300) == -signal.SIGKILL
    vendor.before = lambda method, path: None


@pytest.fixture
def connected(house: dict[str, str], vendor: Vendor) -> dict[str, str]:
    clew(house, "init")
    clew(house, "roadmap", "trackers", "connect", "github", "larder/shop", "--address", vendor.url, "--bring-new")
    return house


def test_killed_while_it_takes_over(connected: dict[str, str], vendor: Vendor) -> None:
    vendor.page_size = 2
    for n in range(5):
        vendor.github(f"Idea {n}")
    killed_at(connected, vendor, "GET", "/issues", at=3)
    clew(connected, "roadmap", "trackers", "take-over", "1")
    found = json.loads(clew(connected, "roadmap", "ideas", "--json"))
    assert sorted(row["title"] for row in found) == [f"Idea {n}" for n in range(5)]


def test_killed_while_it_opens_an_issue(connected: dict[str, str], vendor: Vendor) -> None:
    made = json.loads(clew(connected, "idea", "Of our own", "--json"))
    clew(connected, "roadmap", "trackers", "open", "1", str(made["id"]))
    killed_at(connected, vendor, "POST", "/issues")
    clew(connected, "roadmap", "trackers", "take-over", "1")
    assert (len(vendor.issues), len(vendor.asked("POST"))) == (1, 1)
    (row,) = json.loads(clew(connected, "roadmap", "trackers", "list", "--json"))
    assert (row["ideas"], row["waiting"], "token" in row) == (1, 0, False)
