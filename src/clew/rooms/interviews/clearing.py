"""What the room takes away every hour: recordings taken away a day ago, and clips and films in which somebody is heard who may not be any more."""

from django_scopes import scopes_disabled

from clew.ground.ledger.api import Forbidden, NotFound, Refused
from clew.ground.workspaces.api import Access, Role, enter
from clew.rooms.interviews.actions.recordings import drop_taken_away
from clew.rooms.interviews.actions.reels import drop_files, drop_silenced, make_reel
from clew.rooms.interviews.models import Clip, Reel

Place = tuple[int, str]


def clear() -> int:
    """A reel that lost its film so is made again without them, in the name of whoever made it."""
    made = _films()
    for workspace_id, slug in {(reel.workspace_id, reel.workspace.slug) for reel in made} | _with_pieces():
        drop_files(drop_silenced(Access(None, workspace_id, slug, Role.EDITOR)))
    left = {reel.pk for reel in _films()}
    return drop_taken_away() + sum(_made_again(reel) for reel in made if reel.pk not in left)


def _films() -> list[Reel]:
    with scopes_disabled():
        return list(Reel.objects.filter(film__isnull=False).select_related("workspace", "made_by"))


def _with_pieces() -> set[Place]:
    with scopes_disabled():
        return set(Clip.objects.filter(piece__isnull=False).values_list("workspace_id", "workspace__slug").distinct())


def _made_again(reel: Reel) -> int:
    try:
        make_reel(enter(reel.made_by, reel.workspace.slug), reel_id=reel.pk)
    except (Forbidden, NotFound, Refused):  # nobody is left to be heard, or whoever made it has gone
        return 0
    return 1
