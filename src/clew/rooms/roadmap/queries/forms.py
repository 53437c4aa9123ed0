"""The public form for feedback: what it says, where it may be embedded, and whom its address lets in."""

from dataclasses import dataclass, replace

from clew.ground.ledger.api import NotFound
from clew.ground.workspaces.api import Access, Role, read
from clew.rooms.roadmap.models import FeedbackForm


@dataclass(frozen=True, slots=True)
class FormDetail:
    """`origins`: the sites whose pages may send to it, as https://shop.example."""

    token: str
    title: str
    intro: str
    origins: tuple[str, ...]
    is_open: bool


@dataclass(frozen=True, slots=True)
class FormDoor:
    """What a form's address opens: words may be sent in, and nothing else. `access` belongs to no member."""

    access: Access
    form: FormDetail
    house: str


@read
def feedback_form(access: Access) -> FormDetail | None:
    """None before one was made."""
    found = FeedbackForm.objects.first()
    return None if found is None else _detail(found)


def enter_by_form(token: str) -> FormDoor:
    """A form that was closed, or whose address was changed, is as good as none."""
    found = FeedbackForm._base_manager.select_related("workspace").filter(token=token, is_open=True).first()
    if found is None:
        raise NotFound("This form is unknown or closed.")
    access = Access(None, found.workspace_id, found.workspace.slug, Role.VIEWER)
    return FormDoor(replace(access, role=Role.EDITOR), _detail(found), found.workspace.name)


def _detail(found: FeedbackForm) -> FormDetail:
    return FormDetail(found.token, found.title, found.intro, tuple(found.origins), found.is_open)
