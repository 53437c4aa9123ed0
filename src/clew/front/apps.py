from django.apps import AppConfig


class FrontConfig(AppConfig):
    name = "clew.front"
    label = "front"

    def ready(self) -> None:
        from clew.front.leaving import register_all

        register_all()
