"""Django's SQLite engine, with the functions that Clew's triggers call on every connection."""

import sqlite3
from typing import Any

from django.db.backends.sqlite3 import base

from clew.ground.ledger.context import current


class DatabaseWrapper(base.DatabaseWrapper):
    def get_new_connection(self, conn_params: dict[str, Any]) -> sqlite3.Connection:
        connection: sqlite3.Connection = super().get_new_connection(conn_params)
        connection.create_function("clew_act", 0, lambda: current().act)
        connection.create_function("clew_act_name", 0, lambda: current().name)
        connection.create_function("clew_actor", 0, lambda: current().actor_id)
        connection.create_function("clew_maintenance", 0, lambda: int(current().maintenance))
        return connection
