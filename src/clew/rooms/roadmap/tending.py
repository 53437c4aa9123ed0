"""What each server does for the room every few seconds: letters that are due."""

from clew.rooms.roadmap import answers, portal_mails


def send_due() -> int:
    """How many were sent."""
    return answers.send_due() + portal_mails.send_due()
