from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "clew.ground.search"
    label = "search"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        import clew.ground.search.reading  # noqa: F401 - registers its job
        from clew.ground.search.leaving import register_all

        register_all()
