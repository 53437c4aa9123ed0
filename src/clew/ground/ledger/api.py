"""The ledger's only door."""

from clew.ground.ledger.context import ActContext, acting, current, last_act_id, maintenance
from clew.ground.ledger.errors import Forbidden, NotFound, Refused
from clew.ground.ledger.guards import Guards, Rule
from clew.ground.ledger.queries import Change, changes_of_act, history
from clew.ground.ledger.triggers import drop as drop_triggers
from clew.ground.ledger.triggers import install as install_triggers

__all__ = [
    "ActContext",
    "Change",
    "Forbidden",
    "Guards",
    "NotFound",
    "Refused",
    "Rule",
    "acting",
    "changes_of_act",
    "current",
    "drop_triggers",
    "history",
    "install_triggers",
    "last_act_id",
    "maintenance",
]
