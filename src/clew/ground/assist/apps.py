from django.apps import AppConfig


class AssistConfig(AppConfig):
    name = "clew.ground.assist"
    label = "assist"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from clew.ground.assist import jobs  # noqa: F401 - whoever runs long work has to know every job
        from clew.ground.assist.leaving import register_all

        register_all()
