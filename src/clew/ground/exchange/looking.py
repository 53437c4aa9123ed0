"""Whether a file holds certain bytes; of a database's own file asked from a process of its own.

A process that closes a file loses every lock it has on it, also those that SQLite took through another opening of the same file
(sqlite.org/howtocorrupt.html, 2.2). Another command that ends then believes itself the last one, and takes the log of changes away
under a running server. So whoever holds a database open does not open its file besides.
"""

import subprocess
import sys
from pathlib import Path
from typing import IO

BLOCK, OVERLAP = 8 << 20, 4096
FOUND, NOT_FOUND = 10, 11


def is_in(file: IO[bytes], needles: list[bytes]) -> bool:
    before = b""
    while block := file.read(BLOCK):
        look = before + block
        if any(needle in look for needle in needles):
            return True
        before = block[-OVERLAP:]
    return False


def is_in_database(place: Path, needles: list[bytes]) -> bool:
    """The needles go by standard input: whoever lists the processes does not read them."""
    told = "\n".join(needle.hex() for needle in needles)
    asked = subprocess.run([sys.executable, "-I", __file__, str(place)], input=told, text=True, check=False)  # noqa: S603
    if asked.returncode not in (FOUND, NOT_FOUND):
        raise OSError(f"{place.name} could not be read.")
    return asked.returncode == FOUND


def _look(place: str) -> int:
    needles = [bytes.fromhex(line) for line in sys.stdin.read().split()]
    try:
        with Path(place).open("rb") as file:
            return FOUND if is_in(file, needles) else NOT_FOUND
    except FileNotFoundError:  # it has gone since its folder was read
        return NOT_FOUND


if __name__ == "__main__":
    sys.exit(_look(sys.argv[1]))
