"""What of the room waits for whoever looks at Today."""

from collections.abc import Sequence

from clew.ground.doors.api import Waiting
from clew.ground.workspaces.api import Access
from clew.rooms.interviews.waiting.recruiting import recruiting
from clew.rooms.interviews.waiting.schedule import interviews


def waiting(access: Access) -> Sequence[Waiting]:
    return (*interviews(access), *recruiting(access))
