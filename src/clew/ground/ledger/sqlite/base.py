"""Django's SQLite engine, with the functions that Clew's triggers call on every connection."""

import sqlite3
import time
from typing import Any

from django.db import OperationalError
from django.db.backends.sqlite3 import base

from clew.ground.ledger.context import current

LOOK_AGAIN = 0.004


class DatabaseWrapper(base.DatabaseWrapper):
    def get_new_connection(self, conn_params: dict[str, Any]) -> sqlite3.Connection:
        connection: sqlite3.Connection = super().get_new_connection(conn_params)
        connection.create_function("clew_act", 0, lambda: current().act)
        connection.create_function("clew_act_name", 0, lambda: current().name)
        connection.create_function("clew_actor", 0, lambda: current().actor_id)
        connection.create_function("clew_maintenance", 0, lambda: int(current().maintenance))
        connection.execute("PRAGMA recursive_triggers = ON")  # else REPLACE deletes rows without asking the guards
        connection.create_function("clew_recorded", 0, lambda: int(current().recorded))
        return connection

    def _start_transaction_under_autocommit(self) -> None:
        """Wait for the write lock by looking often.

        SQLite itself looks every 100 ms, and so misses the short gaps that a long import leaves between its chunks:
        measured, an act waited 1.6 s for its turn.
        """
        patience = float(self.settings_dict["OPTIONS"].get("timeout", 5))
        deadline = time.monotonic() + patience
        self.connection.execute("PRAGMA busy_timeout = 0")
        try:
            while True:
                try:
                    super()._start_transaction_under_autocommit()  # type: ignore[misc]  # unknown to the stubs
                    return
                except OperationalError as error:
                    if "locked" not in str(error) or time.monotonic() > deadline:
                        raise
                    time.sleep(LOOK_AGAIN)
        finally:
            self.connection.execute(f"PRAGMA busy_timeout = {int(patience * 1000)}")
