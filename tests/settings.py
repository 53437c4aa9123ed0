"""Clew's settings, for a test run: a data folder of its own, quick passwords, and one of the two databases.

CLEW_TEST_DATABASE says which: `sqlite` (a real file, in memory) or `postgres` (started by tests/databases.py).
"""

import os

from tests import place, postgres

os.environ["CLEW_DATA"] = str(place.own_folder() / "data")
os.environ["CLEW_NO_POOL"] = "1"
os.environ.setdefault("CLEW_SECRET_KEY", "only for tests")
if os.environ.get("CLEW_TEST_DATABASE", "sqlite") == "postgres":
    os.environ["CLEW_DATABASE_URL"] = postgres.url(place.folder())
else:
    os.environ.pop("CLEW_DATABASE_URL", None)

from clew.front.settings import *  # noqa: F403 - settings are a module's names
from clew.front.settings import CLEW_DATA, DATABASES

CLEW_DATA.mkdir(exist_ok=True)
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
if os.environ.get("CLEW_TEST_DATABASE", "sqlite") == "sqlite":
    # A file, not Django's shared memory: threads and processes meet the same locks as in use.
    DATABASES["default"]["TEST"] = {"NAME": str(place.own_folder() / "test.sqlite3")}
