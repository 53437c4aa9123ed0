"""Clew's settings, for a test run: a data folder of its own, quick passwords, and one of the two databases.

CLEW_TEST_DATABASE says which: `sqlite` (a real file, in memory) or `postgres`. tests/databases.py makes it, one for each worker.
"""

import os

from tests import place, postgres
from tests.tables import ON_POSTGRES

os.environ["CLEW_DATA"] = str(place.own_folder() / "data")
os.environ["CLEW_NO_POOL"] = "1"
os.environ.setdefault("CLEW_SECRET_KEY", "only for tests")
if ON_POSTGRES:
    os.environ["CLEW_DATABASE_URL"] = postgres.url(place.folder(), place.own_folder().name)
else:
    os.environ.pop("CLEW_DATABASE_URL", None)

from clew.front.settings import *  # noqa: F403 - settings are a module's names
from clew.front.settings import CLEW_DATA

CLEW_DATA.mkdir(exist_ok=True)
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
