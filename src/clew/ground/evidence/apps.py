from django.apps import AppConfig


class EvidenceConfig(AppConfig):
    name = "clew.ground.evidence"
    label = "evidence"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from clew.ground.evidence import api, jobs, kinds, leaving  # noqa: F401 - whoever runs long work has to know every job
        from clew.ground.evidence.queries.withheld import words_silenced, words_withheld
        from clew.ground.workspaces.api import tells_silenced, tells_withheld

        kinds.register_all()
        leaving.register_all()
        tells_withheld(words_withheld)
        tells_silenced(words_silenced)
