"""The logo in the head of the portal's pages."""

from clew.ground.files.api import path_of, store
from clew.ground.ledger.api import Refused
from clew.ground.workspaces.api import Access, Role, act
from clew.rooms.roadmap.logos import MOST_BYTES, drawn_again
from clew.rooms.roadmap.models import Portal
from clew.rooms.roadmap.models.portal import ALT_LIMIT


@act("set the portal's logo", role=Role.OWNER)
def set_portal_logo(access: Access, *, file_id: int, alt: str = "") -> Portal:
    """From a PNG, JPEG or WebP that was uploaded; it is drawn anew, and that is shown. `alt`: what it shows; without it nothing is read out beside the name."""
    portal, words = _portal(), alt.strip()
    if len(words) > ALT_LIMIT:
        raise Refused(f"This is longer than {ALT_LIMIT} characters.", field="alt", remedy="Shorten it.")
    with path_of(access, file_id=file_id).open("rb") as file:
        drawn = drawn_again(file.read(MOST_BYTES + 1))
    portal.logo, portal.logo_alt = store(access, name="logo.png", chunks=[drawn]), words
    portal.save(update_fields=["logo", "logo_alt"])
    return portal


@act("take the portal's logo away", role=Role.OWNER)
def remove_portal_logo(access: Access) -> Portal:
    portal = _portal()
    portal.logo, portal.logo_alt = None, ""
    portal.save(update_fields=["logo", "logo_alt"])
    return portal


def _portal() -> Portal:
    found = Portal.objects.first()
    if found is None:
        raise Refused("There is no portal yet.", remedy="Set it up first.")
    return found
