"""The room's long work; whoever runs it has to know every job."""

from clew.rooms.interviews.jobs import mailing, reels, silencing, transcribing

__all__ = ["mailing", "reels", "silencing", "transcribing"]
