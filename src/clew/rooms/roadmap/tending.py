"""What each server does for the room every few seconds: letters that are due, files that were taken off."""

from clew.rooms.roadmap import answers, portal_mails
from clew.rooms.roadmap.actions.attachments import drop_detached


def send_due() -> int:
    """How many were sent, and how many files left the disk."""
    return drop_detached() + answers.send_due() + portal_mails.send_due()
