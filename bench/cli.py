"""How long a person waits for `clew --help`. `rows()` gives (work, ours, floor, ratio); run as a script it prints them."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from time import perf_counter

CLEW = Path(sys.executable).with_name("clew")
REPEATS = 9
PROMISE = 0.3


def rows() -> list[tuple[str, str, str, str]]:
    """The floor is a Python that only imports click, the library every command line here stands on."""
    floor = _best([sys.executable, "-c", "import click"])
    work = {
        "clew --help": ["--help"],
        "clew themes --help": ["themes", "--help"],
    }
    return [_row(name, _best([str(CLEW), *arguments]), floor) for name, arguments in work.items()]


def _row(work: str, ours: float, floor: float) -> tuple[str, str, str, str]:
    kept = "" if ours <= PROMISE else f" (promised {PROMISE:g} s)"
    return work, f"{ours * 1000:.0f} ms{kept}", f"import click {floor * 1000:.0f} ms", f"{ours / floor:.2f}"


def _best(command: list[str]) -> float:
    """The best of several starts: what the code costs, not what the neighbours do."""
    best = float("inf")
    for _again in range(REPEATS):
        start = perf_counter()
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        best = min(best, perf_counter() - start)
    return best


if __name__ == "__main__":
    for line in rows():
        print(" | ".join(line))
