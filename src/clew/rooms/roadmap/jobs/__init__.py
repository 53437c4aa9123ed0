"""The room's long work; whoever runs it has to know every job."""

from clew.rooms.roadmap.jobs import choosing, following

__all__ = ["choosing", "following"]
