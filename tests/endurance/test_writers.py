"""Eight processes write at once: every act goes through, none is refused, none is lost."""

import subprocess
import sys
from pathlib import Path

import pytest

CHILD = Path(__file__).with_name("writer.py")
WRITERS, FEW, MANY = 8, 25, 300


@pytest.mark.parametrize(
    "acts", [pytest.param(FEW, marks=pytest.mark.slow), pytest.param(MANY, marks=pytest.mark.endurance)]
)
def test_eight_writers(house: dict[str, str], acts: int) -> None:
    ready = subprocess.run(
        [sys.executable, str(CHILD), "prepare"], env=house, capture_output=True, text=True, check=False
    )
    assert ready.returncode == 0, ready.stderr
    writers = [
        subprocess.Popen(
            [sys.executable, str(CHILD), str(n), str(acts)],
            env=house,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for n in range(WRITERS)
    ]
    for writer in writers:
        out, err = writer.communicate(timeout=300)
        assert writer.returncode == 0, err
        assert out.split() == ["refused=0"], err
    counted = subprocess.run(
        [sys.executable, str(CHILD), "count"], env=house, capture_output=True, text=True, check=True
    )
    assert counted.stdout.split() == [f"{what}={WRITERS * acts}" for what in ("needs", "found", "history")]
