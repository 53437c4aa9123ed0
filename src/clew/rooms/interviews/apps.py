from django.apps import AppConfig


class InterviewsConfig(AppConfig):
    name = "clew.rooms.interviews"
    label = "interviews"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from clew.ground.doors.api import open_room
        from clew.rooms.interviews import jobs  # noqa: F401 - whoever runs long work has to know every job
        from clew.rooms.interviews.actions import bookings, consent  # noqa: F401 - hours and consent follow wherever somebody acts
        from clew.rooms.interviews.room import CARD

        open_room(CARD)
