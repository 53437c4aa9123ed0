from django.apps import AppConfig


class FilesConfig(AppConfig):
    name = "clew.ground.files"
    label = "files"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from clew.ground.files.leaving import register_all

        register_all()
