"""How the exchange's own table takes part when a workspace leaves."""

from clew.ground.exchange.models import RetentionRule
from clew.ground.ledger.api import Table, register_tables


def register_all() -> None:
    register_tables(
        Table(RetentionRule, about="How long the workspace keeps what customers said.", erased="Holds no words.")
    )
