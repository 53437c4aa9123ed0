"""Django's migrate, with Clew's guards taken off before and put on again after."""

from typing import Any

from django.core.management.commands import migrate

from clew.ground.ledger.api import drop_triggers, install_triggers
from clew.ground.thread.api import sync_registry


class Command(migrate.Command):
    def handle(self, *args: Any, **options: Any) -> None:
        if not (options.get("plan") or options.get("check_unapplied")):
            drop_triggers()
        super().handle(*args, **options)
        if options.get("app_label") is None:
            sync_registry()
            install_triggers()
