from django.apps import AppConfig


class EvidenceConfig(AppConfig):
    name = "clew.ground.evidence"
    label = "evidence"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from clew.ground.evidence import api, jobs  # noqa: F401 - whoever runs long work has to know every job
        from clew.ground.evidence.kinds import register_all

        register_all()
