"""What each server does for the room every few seconds: letters that are due, files that were taken off, trackers that are followed."""

from clew.rooms.roadmap import answers, following, portal_mails
from clew.rooms.roadmap.actions.attachments import drop_detached


def send_due() -> int:
    """How many letters were sent, and how many files left the disk: last, for a disk in trouble is to hold up no letter."""
    sent = answers.send_due() + portal_mails.send_due()
    following.follow_due()
    return sent + drop_detached()
