"""The room's long work; whoever runs it has to know every job."""

from clew.rooms.interviews.jobs import mailing, transcribing

__all__ = ["mailing", "transcribing"]
