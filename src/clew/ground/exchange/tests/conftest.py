"""Each test has a data folder of its own: an erasure searches all files, also those that other tests left. Anna is who is erased."""

from pathlib import Path

import pytest
from pytest_django import Settings

from clew.ground.evidence.api import add_need
from clew.ground.exchange.tests.erasing import anna_in, said_in
from clew.ground.workspaces.api import Access


@pytest.fixture(autouse=True)
def own_data(tmp_path: Path, settings: Settings) -> None:
    settings.CLEW_DATA = tmp_path / "data"
    settings.CLEW_DATA.mkdir()


@pytest.fixture
def anna(access: Access) -> int:
    return anna_in(access)


@pytest.fixture
def need(access: Access) -> int:
    return int(add_need(access, title="Count stock quickly").pk)


@pytest.fixture
def said(access: Access, anna: int) -> int:
    return said_in(access, anna)
