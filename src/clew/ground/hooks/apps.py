from django.apps import AppConfig


class HooksConfig(AppConfig):
    name = "clew.ground.hooks"
    label = "hooks"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from clew.ground.hooks.leaving import register_all

        register_all()
