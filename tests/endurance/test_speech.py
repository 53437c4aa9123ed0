"""The speech model itself, on speech that espeak-ng made: no socket is opened, a kill costs half a minute, the words are right."""

import shutil
import signal
import subprocess
import sys
from ast import literal_eval
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from clew.ground.evidence.speech.weights import why_not
from tests.tables import ON_POSTGRES

pytestmark = [
    pytest.mark.endurance,
    pytest.mark.skipif(ON_POSTGRES, reason="the engine makes no difference to what is heard"),
    pytest.mark.skipif(bool(why_not()), reason=f"{why_not()} ./test endurance installs it (requirements/speech.lock)"),
    pytest.mark.skipif(shutil.which("espeak-ng") is None, reason="espeak-ng is not installed"),
]
CHILD = Path(__file__).with_name("hearer.py")
SAID = (
    "What slows you down on Fridays? I count the shelves by hand every Friday, and it takes two hours. And then I type the numbers into a"
    " sheet, because the export stops half way when the list is long. Last week I lost everything and had to begin again. My colleague"
    " prints the labels twice, since the first one fades after a month. How do you know that the count is right? I do not, to be honest."
    " We compare it with the orders at the end of the quarter, and usually about five percent are missing."
)


@contextmanager
def hearer(house: dict[str, str], file: Path, *what: str) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, str(CHILD), str(file), *what]
    with subprocess.Popen(command, env=house, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        yield process


def test_a_kill_costs_one_stretch_and_nothing_is_fetched(house: dict[str, str], tmp_path: Path) -> None:
    file = tmp_path / "talk.wav"
    subprocess.run(["espeak-ng", "-v", "en-us", "-s", "150", "-w", str(file), f"{SAID} {SAID}"], check=True)
    with hearer(house, file, "prepare") as process:
        assert process.wait(timeout=120) == 0
    with hearer(house, file) as process:
        assert process.stdout is not None
        heard = next(int(line.split("=")[1]) for line in process.stdout if line.startswith("heard="))
        next(line for line in process.stdout if line.startswith("heard="))
        process.kill()
    assert process.returncode == -signal.SIGKILL
    with hearer(house, file) as process:
        out, err = process.communicate(timeout=600)
    told = dict(line.split("=", 1) for line in out.splitlines() if "=" in line)
    assert told["state"].strip() == "done", out + err
    assert heard <= int(told["from"])
    text = literal_eval(told["text"]).replace("Speaker 1:", " ")
    assert wrong_words(f"{SAID} {SAID}", text) < 0.15


def wrong_words(said: str, heard: str) -> float:
    """Word error rate: substitutions, deletions and insertions for each word that was said (Levenshtein 1966)."""
    first, second = words(said), words(heard)
    row = list(range(len(second) + 1))
    for i, word in enumerate(first, 1):
        before, row = row, [i]
        for j, other in enumerate(second, 1):
            row.append(min(before[j] + 1, row[-1] + 1, before[j - 1] + (word != other)))
    return row[-1] / len(first)


def words(text: str) -> list[str]:
    kept = "".join(letter if letter.isalnum() or letter.isspace() else " " for letter in text.casefold())
    return [{"5": "five", "2": "two"}.get(word, word) for word in kept.replace(" percent", "").split()]
