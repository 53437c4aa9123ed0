"""How often a death or a restore is tried: as often as is promised, or a part of it (CLEW_SHORT=1) on every submission."""

import os

from tests.tables import ON_POSTGRES

IS_SHORT = bool(os.environ.get("CLEW_SHORT"))


def often(*, sqlite: int, postgres: int, short: int) -> int:
    if IS_SHORT:
        return min(short // 3, postgres) if ON_POSTGRES else short
    return postgres if ON_POSTGRES else sqlite
