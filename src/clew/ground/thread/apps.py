from django.apps import AppConfig


class ThreadConfig(AppConfig):
    name = "clew.ground.thread"
    label = "thread"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from clew.ground.thread import kinds, leaving

        kinds.register_all()
        leaving.register_all()
