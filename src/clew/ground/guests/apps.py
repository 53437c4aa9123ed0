from django.apps import AppConfig


class GuestsConfig(AppConfig):
    name = "clew.ground.guests"
    label = "guests"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from clew.ground.guests import leaving
        from clew.ground.guests.models import GuestLink
        from clew.ground.thread.api import not_undone

        leaving.register_all()
        not_undone(GuestLink, "A link for a guest is withdrawn, not undone.")
