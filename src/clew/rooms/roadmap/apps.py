from django.apps import AppConfig


class RoadmapConfig(AppConfig):
    name = "clew.rooms.roadmap"
    label = "roadmap"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from clew.ground.doors.api import open_room
        from clew.rooms.roadmap.room import CARD

        open_room(CARD)
