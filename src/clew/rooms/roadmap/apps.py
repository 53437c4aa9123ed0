from django.apps import AppConfig


class RoadmapConfig(AppConfig):
    name = "clew.rooms.roadmap"
    label = "roadmap"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from clew.ground.doors.api import open_room
        from clew.ground.thread.api import name_rows_by, not_undone
        from clew.rooms.roadmap import jobs  # noqa: F401 - whoever runs long work has to know every job
        from clew.rooms.roadmap.models import Factor, TrackerConnection
        from clew.rooms.roadmap.room import CARD

        open_room(CARD)
        name_rows_by(Factor._meta.db_table, "label")
        not_undone(TrackerConnection, "A tracker's connection is changed on its page.")
