"""Sound out of any recording, as samples on disk: two hours would be half a gigabyte in memory."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from clew.ground.ledger.api import Refused

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

RATE = 16_000
LONGEST_S = 8 * 3600
SAME = 0.98  # two channels that go together like this are one sound
_LOOKED_AT = RATE * 60


class Sound:
    """Samples at 16 kHz, one row for each channel that is worth hearing apart."""

    def __init__(self, samples: NDArray[np.int16]) -> None:
        self._samples = samples
        self.channels = 2 if _are_apart(samples) else 1
        self.length_ms = len(samples) * 1000 // RATE

    def part(self, channel: int, start_ms: int, end_ms: int) -> NDArray[np.float32]:
        """A stretch of one channel, between -1 and 1; of one sound both channels together."""
        import numpy as np

        rows = self._samples[start_ms * RATE // 1000 : end_ms * RATE // 1000].astype(np.float32) / 32768
        return np.ascontiguousarray(rows[:, channel] if self.channels == 2 else rows.mean(axis=1))


def _are_apart(samples: NDArray[np.int16]) -> bool:
    """Whether two people were recorded on a channel each: looked at where it is loud, in three places."""
    import numpy as np

    places = {0, max(0, len(samples) // 2 - _LOOKED_AT // 2), max(0, len(samples) - _LOOKED_AT)}
    rows = np.concatenate([samples[at : at + _LOOKED_AT] for at in sorted(places)]).astype(np.float32)
    left, right = rows[:, 0], rows[:, 1]
    power = float(np.sqrt((left @ left) * (right @ right)))
    is_silent = min(float(left @ left), float(right @ right)) < 1e-3 * max(float(left @ left), float(right @ right), 1)
    return not is_silent and power > 0 and abs(float(left @ right)) / power < SAME


@contextmanager
def sound_of(path: Path) -> Iterator[Sound]:
    """Raises Refused when the file holds no sound that can be read."""
    import numpy as np

    program = shutil.which("ffmpeg")
    if program is None:
        raise Refused("ffmpeg, which reads sound and film, is not installed.", remedy="Install it, then try again.")
    with TemporaryDirectory(prefix="clew-sound-") as folder:
        raw = Path(folder) / "samples"
        _decode(program, path, raw)
        samples: Any = np.memmap(raw, dtype="<i2", mode="r").reshape(-1, 2)
        yield Sound(samples)


def _decode(program: str, path: Path, raw: Path) -> None:
    """Only files are read: a playlist that names an address fetches nothing."""
    made = subprocess.run(  # noqa: S603
        [
            program, "-nostdin", "-v", "error", "-protocol_whitelist", "file,pipe", "-i", str(path), "-map", "0:a:0", "-vn",
            "-t", str(LONGEST_S), "-ac", "2", "-ar", str(RATE), "-f", "s16le", str(raw),
        ],
        capture_output=True,
        timeout=3600,
        check=False,
    )  # fmt: skip
    if made.returncode or not raw.is_file() or raw.stat().st_size < 4 * RATE // 10:
        raise Refused("No sound can be read from this file.", remedy="Save it as .wav, .mp3, .m4a or .webm.")
