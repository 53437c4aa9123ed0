from django.apps import AppConfig


class LedgerConfig(AppConfig):
    name = "clew.ground.ledger"
    label = "ledger"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from clew.ground.ledger.leaving import register_all

        register_all()
