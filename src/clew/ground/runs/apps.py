from django.apps import AppConfig


class RunsConfig(AppConfig):
    name = "clew.ground.runs"
    label = "runs"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from clew.ground.runs.leaving import register_all

        register_all()
