"""Django's migrate, with Clew's guards taken off before and put on again after, and in a fifth of the time where tables are new."""

from typing import Any

from django.core.management.commands import migrate
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.state import ModelState, ProjectState

from clew.ground.ledger.api import drop_triggers, install_triggers
from clew.ground.thread.api import sync_registry


class Growing(ProjectState):
    """Nothing points at a table that is new, so that the models it points at need not be drawn again, and all that point at those."""

    def clone(self) -> "Growing":
        copied = super().clone()
        copied.__class__ = Growing
        return copied  # type: ignore[return-value]

    def add_model(self, model_state: ModelState) -> None:
        key = model_state.app_label, model_state.name_lower
        self.models[key] = model_state
        if self._relations is not None:  # type: ignore[attr-defined]
            self.resolve_model_relations(key)
        if "apps" in self.__dict__:
            self.apps.render_multiple([model_state])
            self.apps.clear_cache()

    def _append_option(self, app_label: str, model_name: str, option_name: str, obj: object) -> None:
        """An index or a constraint changes nothing for the models beside it."""
        model_state = self.models[app_label, model_name]
        model_state.options[option_name] = [*model_state.options[option_name], obj]
        if "apps" in self.__dict__:
            self.apps.unregister_model(app_label, model_name)
            self.apps.render_multiple([model_state])
            self.apps.clear_cache()


class Executor(MigrationExecutor):
    def _create_project_state(self, with_applied_migrations: bool = False) -> ProjectState:
        state: ProjectState = super()._create_project_state(with_applied_migrations)  # type: ignore[misc]
        state.__class__ = Growing
        return state


class Command(migrate.Command):
    def handle(self, *args: Any, **options: Any) -> None:
        if not (options.get("plan") or options.get("check_unapplied")):
            drop_triggers()
        vars(migrate)["MigrationExecutor"] = Executor  # the command asks its own module for it
        super().handle(*args, **options)
        if options.get("app_label") is None:
            sync_registry()
            install_triggers()
