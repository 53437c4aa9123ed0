from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    name = "clew.ground.exchange"
    label = "exchange"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from clew.ground.exchange import jobs  # noqa: F401 - whoever runs long work has to know every job
        from clew.ground.exchange.leaving import register_all

        register_all()
