from django.apps import AppConfig


class CustomersConfig(AppConfig):
    name = "clew.ground.customers"
    label = "customers"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from clew.ground.customers import kinds, leaving

        kinds.register_all()
        leaving.register_all()
