from django.apps import AppConfig


class ThreadConfig(AppConfig):
    name = "clew.ground.thread"
    label = "thread"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from clew.ground.thread.kinds import register_all

        register_all()
