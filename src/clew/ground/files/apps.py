from django.apps import AppConfig


class FilesConfig(AppConfig):
    name = "clew.ground.files"
    label = "files"
    default_auto_field = "django.db.models.BigAutoField"
