"""One test run, one database: starts PostgreSQL when it is asked for, and keeps to the tests that touch a database then.

Also the fixture `house`, for tests that start `clew` as a process of its own.
"""

import os
import secrets
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest

from tests import place, postgres

ON_POSTGRES = os.environ.get("CLEW_TEST_DATABASE", "sqlite") == "postgres"
FIXTURES = {"db", "transactional_db", "django_db_setup", "house", "new_house"}
OURS = {place.NAME, "CLEW_NO_POOL", "CLEW_SECRET_KEY", "CLEW_DATABASE_URL", "DJANGO_SETTINGS_MODULE"}  # a user has none
NewHouse = Callable[[], dict[str, str]]
SERVER = pytest.StashKey[subprocess.Popen[bytes]]()


def pytest_configure(config: pytest.Config) -> None:
    if ON_POSTGRES and _is_first(config) and not config.option.collectonly:
        config.stash[SERVER] = postgres.start(place.folder())


def pytest_unconfigure(config: pytest.Config) -> None:
    if SERVER in config.stash:
        postgres.stop(config.stash[SERVER])
    if _is_first(config):
        place.remove()


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """What does not touch a database behaves the same on both: it is run on SQLite only."""
    if not ON_POSTGRES:
        return
    kept = [item for item in items if _touches_database(item)]
    config.hook.pytest_deselected(items=[item for item in items if item not in set(kept)])
    items[:] = kept


@pytest.fixture
def house(new_house: NewHouse) -> dict[str, str]:
    """The environment for a `clew` process with a data folder and a database of its own; `clew init` has not run yet."""
    return new_house()


@pytest.fixture
def new_house(tmp_path: Path) -> Iterator[NewHouse]:
    """Makes one such environment after the other."""
    made: list[str] = []

    def make() -> dict[str, str]:
        environment = {name: value for name, value in os.environ.items() if name not in OURS}
        made.append(f"house_{secrets.token_hex(6)}")
        environment["CLEW_DATA"] = str(tmp_path / made[-1])
        environment["CLEW_MEANING"] = "off"  # these houses are killed and crowded; reading texts would only take time
        if ON_POSTGRES:
            _tell_server(f'create database "{made[-1]}"')
            environment["CLEW_DATABASE_URL"] = postgres.url(place.folder(), made[-1])
        return environment

    yield make
    if ON_POSTGRES:
        for name in made:
            _tell_server(f'drop database "{name}" with (force)')


def _tell_server(statement: str) -> None:
    with psycopg.connect(postgres.url(place.folder(), "postgres"), autocommit=True) as connection:
        connection.execute(statement)


def _touches_database(item: pytest.Item) -> bool:
    return bool(item.get_closest_marker("django_db")) or bool(FIXTURES & set(getattr(item, "fixturenames", ())))


def _is_first(config: pytest.Config) -> bool:
    """The process that was started, not one of its workers."""
    return not hasattr(config, "workerinput")
