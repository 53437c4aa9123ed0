"""What an assistant asks for: checked when it is asked, done when a person says yes, in that person's name."""

from contextlib import suppress
from typing import Any

from django.db import transaction
from pydantic import ValidationError

from clew.front.api.shapes import shape_of
from clew.front.api.table import DOORS
from clew.ground.doors.api import Door, rooms
from clew.ground.ledger.api import NotFound, Refused, acting, asked_by
from clew.ground.proposals.api import ProposalRow, proposal, propose, settle
from clew.ground.workspaces.api import Access

# What assistants may ask for. All of it adds; nothing of it changes or takes away what a person made.
OFFERED = (
    *("add_source", "capture_feedback", "mark", "add_need", "add_idea", "register_prediction", "comment"),
    *(tool.door.name for room in rooms() for tool in room.assistant_tools if tool.door.is_act),
)
_BY_NAME = {door.name: door for door in DOORS if door.name in OFFERED}


class _TakenBack(Exception):
    """Ends the trial of an act."""


def ask_for(access: Access, *, call: str, arguments: dict[str, Any], words: str, assistant: str) -> ProposalRow:
    """Refuses at once what could not be done: it is done for a moment and taken back."""
    door = _door(call)
    access.require(door.role)
    given = _checked(door, arguments)
    with suppress(_TakenBack), transaction.atomic():
        door.call(access, **given)
        raise _TakenBack
    made = propose(access, call=call, arguments=arguments, words=words, assistant=assistant)
    return proposal(access, made.pk)


def accept(access: Access, *, proposal_id: int) -> Any:
    """Do what was asked for. The history says who let it happen and which assistant asked."""
    asked = proposal(access, proposal_id)
    door = _door(asked.call)
    access.require(door.role)
    with acting(asked_by(door.summary.lower(), asked.assistant), actor_id=access.user_id):
        settled = settle(access, proposal_id=proposal_id, accepted=True)
        return door.call(access, **_checked(door, settled.arguments))


def refuse(access: Access, *, proposal_id: int, reason: str = "") -> None:
    settle(access, proposal_id=proposal_id, accepted=False, reason=reason)


def _door(call: str) -> Door:
    if call not in _BY_NAME:
        raise NotFound("Assistants cannot ask for this.")
    return _BY_NAME[call]


def _checked(door: Door, arguments: dict[str, Any]) -> dict[str, Any]:
    """The arguments as the act takes them, by the same shapes as the API's."""
    shape = shape_of(door)
    inside = {name: arguments[name] for name in door.in_path if name in arguments}
    beside = {name: value for name, value in arguments.items() if name not in inside}
    try:
        read = shape.body.model_validate(beside) if shape.body else None
    except ValidationError as error:
        first = error.errors()[0]
        field = str(first["loc"][0]) if first["loc"] else ""
        raise Refused(f"{first['msg']}.", field=field, remedy="See what the tool takes.") from error
    given = {name: getattr(read, name) for name in type(read).model_fields} if read else {}
    return {**inside, **given}
