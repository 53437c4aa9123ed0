from django.apps import AppConfig


class WorkspacesConfig(AppConfig):
    name = "clew.ground.workspaces"
    label = "workspaces"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from clew.ground.workspaces.leaving import register_all

        register_all()
