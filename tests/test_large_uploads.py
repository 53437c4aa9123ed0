"""Half a gigabyte in parts against a real server: it is killed half way, goes on where it was, and never holds the file in memory."""

import hashlib
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from clew.client import Client
from tests.live.listening import CLEW, Server
from tests.serving import as_a_user, token

pytestmark = pytest.mark.slow
PART, PARTS = 4 * 2**20, 125
MOST_MORE = 64 * 2**20  # beside what the server holds anyway; a part, its copies and what the allocator keeps


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    house = as_a_user(tmp_path / "data")
    subprocess.run([CLEW, "init"], env=house, check=True, capture_output=True, timeout=120)
    made = Server(house, tmp_path / "serve.log")
    yield made
    made.stop()


def memory(server: Server, what: str) -> int:
    told = Path(f"/proc/{server.process.pid}/status").read_text()
    found = re.search(rf"{what}:\s+(\d+) kB", told)
    assert found
    return int(found[1]) * 1024


def part_of(number: int) -> bytes:
    return hashlib.sha256(str(number).encode()).digest() * (PART // 32)


@pytest.mark.skipif(sys.platform != "linux", reason="reads how much memory a process holds from /proc")
def test_half_a_gigabyte(server: Server, tmp_path: Path) -> None:
    secret = token(tmp_path / "data", "write")
    with Client(f"http://127.0.0.1:{server.port}", token=secret, timeout=120) as clew:
        number = clew.begin_upload(name="talk.webm", type="video/webm", size=PART * PARTS)["id"] or 0
        whole, at = hashlib.sha256(), 0
        for one in range(PARTS):
            whole.update(part_of(one))
            at = clew.send_part(number, offset=at, part=part_of(one))["received"]
            if one == 0:
                before = memory(server, "VmRSS")
            if one == PARTS // 2:
                half = memory(server, "VmHWM") - before
                server.kill()
                server.start()
                at = clew.upload(number)["received"]
                assert at == PART * (one + 1)
                before = memory(server, "VmRSS")
        file_id = clew.finish_upload(number)["id"]
        more = max(half, memory(server, "VmHWM") - before)
    kept = next((tmp_path / "data" / "files").rglob(whole.hexdigest()))
    assert (file_id is not None, kept.stat().st_size) == (True, PART * PARTS)
    with kept.open("rb") as file:
        assert hashlib.file_digest(file, "sha256").hexdigest() == whole.hexdigest()
    print(json.dumps({"MB sent": PART * PARTS // 2**20, "MB more at most": more // 2**20}))
    assert more < MOST_MORE
