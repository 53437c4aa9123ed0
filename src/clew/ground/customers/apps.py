from django.apps import AppConfig


class CustomersConfig(AppConfig):
    name = "clew.ground.customers"
    label = "customers"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from clew.ground.customers.kinds import register_all

        register_all()
