"""One test run, one database: starts PostgreSQL when it is asked for, and keeps to the tests that touch a database then.

Also the fixture `house`, for tests that start `clew` as a process of its own.
"""

import os
import secrets
import shutil
import subprocess
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.conf import LazySettings
from pytest_django import DjangoDbBlocker

from tests import place, postgres
from tests.tables import FILE, ON_POSTGRES, copy_database, copy_file, prepare, tell_server

FIXTURES = {"db", "transactional_db", "django_db_setup", "house", "new_house"}
OURS = {place.NAME, "CLEW_NO_POOL", "CLEW_SECRET_KEY", "CLEW_DATABASE_URL", "DJANGO_SETTINGS_MODULE"}  # a user has none
NewHouse = Callable[..., dict[str, str]]
SERVER = pytest.StashKey[subprocess.Popen[bytes]]()
TABLES = pytest.StashKey[threading.Thread]()


def pytest_configure(config: pytest.Config) -> None:
    if ON_POSTGRES and _is_first(config) and not config.option.collectonly:
        config.stash[SERVER] = postgres.start(place.folder())
    if _is_first(config) and config.getoption("numprocesses", None):
        config.stash[TABLES] = threading.Thread(target=prepare, daemon=True)  # while the workers look for their tests
        config.stash[TABLES].start()


def pytest_unconfigure(config: pytest.Config) -> None:
    if TABLES in config.stash:
        config.stash[TABLES].join()  # it needs the server, and the folder
    if SERVER in config.stash:
        postgres.stop(config.stash[SERVER])
    if _is_first(config):
        place.remove()


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """What does not touch a database behaves the same on both: it is run on SQLite only, unless a round has one engine for all."""
    if not ON_POSTGRES or os.environ.get("TEST_WITHOUT_DATABASE"):
        return
    kept = [item for item in items if _touches_database(item)]
    config.hook.pytest_deselected(items=[item for item in items if item not in set(kept)])
    items[:] = kept


@pytest.fixture(scope="session")
def django_db_setup(django_db_blocker: DjangoDbBlocker) -> None:
    """This worker's database, where tests/settings.py says it is."""
    from django.conf import settings

    with django_db_blocker.unblock():
        if ON_POSTGRES:
            copy_database(settings.DATABASES["default"]["NAME"])
        else:
            copy_file(settings.DATABASES["default"]["NAME"])


@pytest.fixture
def data(tmp_path: Path, settings: LazySettings) -> Path:
    """A data folder of the test's own, where files of other tests are not found."""
    settings.CLEW_DATA = tmp_path
    return tmp_path


@pytest.fixture
def house(new_house: NewHouse) -> dict[str, str]:
    """The environment for a `clew` process with a data folder and a database of its own, all tables there and nothing in them."""
    return new_house(with_tables=True)


@pytest.fixture
def new_house(tmp_path: Path) -> Iterator[NewHouse]:
    """Makes one such environment after the other: bare, with tables, or like another house."""
    with houses_in(tmp_path) as new:
        yield new


@contextmanager
def houses_in(folder: Path) -> Iterator[NewHouse]:
    made: list[str] = []

    def new(*, with_tables: bool = False, like: Mapping[str, str] | None = None) -> dict[str, str]:
        environment = {name: value for name, value in os.environ.items() if name not in OURS}
        made.append(f"house_{secrets.token_hex(6)}")
        environment["CLEW_DATA"] = str(folder / made[-1])
        environment["CLEW_MEANING"] = "off"  # these houses are killed and crowded; reading texts would only take time
        if like:
            shutil.copytree(like["CLEW_DATA"], folder / made[-1])
        if ON_POSTGRES:
            environment["CLEW_DATABASE_URL"] = _database(made[-1], with_tables, like)
        elif with_tables:
            (folder / made[-1]).mkdir(mode=0o700)
            copy_file(folder / made[-1] / FILE)
        return environment

    yield new
    if ON_POSTGRES:
        for name in made:
            tell_server(f'drop database "{name}" with (force)')


def _database(name: str, with_tables: bool, like: Mapping[str, str] | None) -> str:
    if like:
        tell_server(f'create database "{name}" template "{Path(like["CLEW_DATA"]).name}"')
    elif with_tables:
        copy_database(name)
    else:
        tell_server(f'create database "{name}"')
    return postgres.url(place.folder(), name)


def _touches_database(item: pytest.Item) -> bool:
    return bool(item.get_closest_marker("django_db")) or bool(FIXTURES & set(getattr(item, "fixturenames", ())))


def _is_first(config: pytest.Config) -> bool:
    """The process that was started, not one of its workers."""
    return not hasattr(config, "workerinput")
