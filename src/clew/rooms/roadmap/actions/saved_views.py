"""Saved views of the ideas: what stands in the address, under a name."""

from urllib.parse import parse_qsl, urlencode

from django.db.models import QuerySet

from clew.ground.ledger.api import NotFound, Refused
from clew.ground.workspaces.api import Access, Role, act
from clew.rooms.roadmap.models import SavedView

NAME_LIMIT, ASKED_LIMIT, MOST_VIEWS = 60, 1000, 100
# What is not part of a view: where one is in it, and which view it is.
PASSING = ("page", "saved", "peek", "act")


@act("save a view of the ideas", role=Role.VIEWER)
def save_view(access: Access, *, name: str, asked: str, for_all: bool = False) -> SavedView:
    """`asked`: what stands in the list's address behind the question mark. One's own, or for all; the same name is written over."""
    told = " ".join(name.split())
    if not told or len(told) > NAME_LIMIT:
        raise Refused(f"A view has a name of 1 to {NAME_LIMIT} characters.", field="name", remedy="Change it.")
    if for_all:
        access.require(Role.EDITOR)
    mine = SavedView.objects.filter(for_all=True) if for_all else _own(access)
    found = mine.filter(name__iexact=told).first()
    if found is None:
        if mine.count() >= MOST_VIEWS:
            raise Refused(f"There are {MOST_VIEWS} views.", field="name", remedy="Drop one first.")
        found = SavedView(workspace_id=access.workspace_id, made_by_id=access.user_id, for_all=for_all)
    found.name, found.asked = told, tidy(asked)
    found.save()
    return found


@act("drop a saved view of the ideas", role=Role.VIEWER)
def drop_view(access: Access, *, view_id: int) -> None:
    """One's own; one for all by whoever may change the workspace."""
    found = _own(access).filter(pk=view_id).first() or SavedView.objects.filter(pk=view_id, for_all=True).first()
    if found is None:
        raise NotFound("No such view.")
    if found.for_all:
        access.require(Role.EDITOR)
    found.delete()


def tidy(asked: str) -> str:
    """Only what says how one looks, in one order, so that the same view is the same words."""
    try:
        pairs = parse_qsl(asked.lstrip("?"), max_num_fields=200, encoding="utf-8", errors="strict")
    except ValueError as error:
        raise Refused("This is no address of a list.", field="asked", remedy="Save it from the list.") from error
    told = urlencode(sorted((name, value) for name, value in pairs if name not in PASSING and "\0" not in name + value))
    if len(told) > ASKED_LIMIT:
        raise Refused("This view asks for too much.", field="asked", remedy="Leave a filter out.")
    return told


def _own(access: Access) -> QuerySet[SavedView]:
    return SavedView.objects.filter(made_by=access.user_id, for_all=False)
