"""Who is meant by what is remembered: that very person, and nobody who came later or lives elsewhere."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from pytest_django import Settings

from clew.ground.exchange.erasures import NAME, keep_beside, of_kind, remember, remembered
from clew.ground.exchange.traces import Erasure, Identity

BORN = datetime(2026, 1, 2, 3, 4, 5, 678, tzinfo=UTC)
ANNA = Identity(BORN, 7, BORN + timedelta(days=1), "Anna Keller", "anna@x.example")


@pytest.fixture
def folder(settings: Settings) -> Path:
    return Path(settings.CLEW_DATA)


@pytest.mark.parametrize(
    ("changes", "is_her"),
    [
        ({}, True),
        ({"name": "Anna Schmidt"}, True),
        ({"name": "Anna Schmidt", "email": ""}, True),
        ({"person_id": 99}, True),
        ({"person_id": 99, "name": "Anna Schmidt", "email": "", "born": BORN}, False),
        ({"person_id": 99, "name": "Ben", "email": ""}, False),
        ({"email": "ANNA@x.example", "name": "Ben", "person_id": 99, "born": BORN}, True),
        ({"workspace_born": BORN + timedelta(seconds=1)}, False),
        ({"born": datetime.now(UTC) + timedelta(days=1)}, False),
    ],
)
def test_who_is_meant(changes: dict[str, object], is_her: bool) -> None:
    remember(ANNA)
    (erasure,) = of_kind(Erasure, remembered())
    assert erasure.is_of(replace(ANNA, **changes)) is is_her  # type: ignore[arg-type]


def test_without_an_address_nobody_is_meant_by_it() -> None:
    remember(replace(ANNA, email=""))
    (erasure,) = of_kind(Erasure, remembered())
    assert not erasure.is_of(Identity(BORN, 8, BORN, "Ben", ""))


def test_folders_of_backups_are_told(tmp_path: Path, folder: Path) -> None:
    backups = tmp_path / "backups"
    backups.mkdir()
    remember(ANNA)
    keep_beside(backups)
    keep_beside(backups)
    remember(replace(ANNA, person_id=8))
    assert (backups / NAME).read_text() == (folder / NAME).read_text()
    (folder / NAME).unlink()
    assert len(remembered(backups / NAME)) == 2
    keep_beside(backups)
    assert len(remembered()) == 2


def test_a_folder_that_is_away_does_not_matter(tmp_path: Path) -> None:
    backups = tmp_path / "backups"
    backups.mkdir()
    keep_beside(backups)
    (backups).rmdir()
    remember(ANNA)
    assert len(remembered()) == 1


def test_a_line_that_was_cut_off_is_skipped(folder: Path) -> None:
    remember(ANNA)
    with (folder / NAME).open("a") as file:
        file.write('{"at": "20\n[]\n7\n')
    assert len(remembered()) == 1
