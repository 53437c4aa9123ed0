"""How long a person waits for `clew --help`. The floors: a Python that does nothing, and one that imports click."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from time import perf_counter

from bench.table import Row

CLEW = Path(sys.executable).with_name("clew")
REPEATS = 15
PROMISE = 0.3


def rows() -> list[Row]:
    nothing = _middle([sys.executable, "-c", "pass"])
    click = _middle([sys.executable, "-c", "import click"])
    peer = f"python -c pass {nothing * 1000:.0f} ms, with click {click * 1000:.0f} ms"
    work = {"clew --help": ["--help"], "clew themes --help": ["themes", "--help"]}
    return [_row(name, _middle([str(CLEW), *arguments]), nothing, peer) for name, arguments in work.items()]


def _row(work: str, ours: float, floor: float, peer: str) -> Row:
    return Row(work, f"{ours * 1000:.0f} ms", peer, ours / floor, f"{PROMISE:g} s", ours <= PROMISE)


def _middle(command: list[str]) -> float:
    """The median of several starts."""
    taken = []
    for _again in range(REPEATS):
        start = perf_counter()
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        taken.append(perf_counter() - start)
    return sorted(taken)[REPEATS // 2]
