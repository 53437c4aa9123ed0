"""How quickly this machine writes down what is said, and how many words it gets wrong, on speech that espeak-ng made: clearer than people, and odder."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path
from time import perf_counter, process_time

from bench.engines import measured, open_house
from bench.table import Row

TIMES = 3


def rows(*, small: bool = False) -> list[Row]:
    """None where the speech model or espeak-ng is not installed."""
    return measured(__name__, "sqlite", small=small)


def measure(engine: str, small: bool) -> list[Row]:
    open_house()
    from clew.ground.evidence.api import listen, sound_of, why_no_speech

    if why_no_speech() or shutil.which("espeak-ng") is None:
        return []
    from tests.endurance.test_speech import SAID, wrong_words

    said = " ".join([SAID] * (1 if small else TIMES))
    path = Path(os.environ["CLEW_DATA"]) / "made.wav"
    subprocess.run(["espeak-ng", "-v", "en-us", "-s", "150", "-w", str(path), said], check=True)
    with sound_of(path) as sound:
        next(listen(sound))  # the model is loaded once
        began, used = perf_counter(), process_time()
        heard = " ".join(word.text for stretch in listen(sound) for word in stretch.words)
        took, cpu, length = perf_counter() - began, process_time() - used, sound.length_ms / 1000
    ours = f"{length / took:.1f} times real time, CPU {cpu:.1f} s, {wrong_words(said, heard):.1%} of words wrong"
    return [Row(f"transcribing {length:.0f} s of made speech (Whisper base)", ours, "", None, "", None)]
