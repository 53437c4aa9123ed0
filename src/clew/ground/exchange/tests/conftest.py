"""Each test has a data folder of its own: an erasure searches all files, also those that other tests left."""

from pathlib import Path

import pytest
from pytest_django import Settings


@pytest.fixture(autouse=True)
def own_data(tmp_path: Path, settings: Settings) -> None:
    settings.CLEW_DATA = tmp_path / "data"
    settings.CLEW_DATA.mkdir()
