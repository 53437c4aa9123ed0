"""The only door to links for guests."""

from clew.ground.guests.actions import NewGuestLink, share_with_guest, withdraw_guest_link
from clew.ground.guests.queries import Guest, GuestLinkRow, enter_by_guest_link, guest_links

__all__ = [
    "Guest",
    "GuestLinkRow",
    "NewGuestLink",
    "enter_by_guest_link",
    "guest_links",
    "share_with_guest",
    "withdraw_guest_link",
]
