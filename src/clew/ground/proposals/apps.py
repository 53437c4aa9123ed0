from django.apps import AppConfig


class ProposalsConfig(AppConfig):
    name = "clew.ground.proposals"
    label = "proposals"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from clew.ground.proposals.leaving import register_all

        register_all()
