"""The last parts of several ideas go out at the same moment, with real transactions; the test beside it starts this in a house of its own."""

import threading
from functools import partial

TIMES, PARTS = 8, 4


def at_once() -> None:
    from django_scopes import scope
    from tests.live.child import in_thread, way_in

    from clew.ground.evidence.api import add_idea
    from clew.ground.thread.api import Node
    from clew.rooms.roadmap.actions.plan import add_item, set_item_state

    def one(together: threading.Barrier, item: int) -> None:
        together.wait(60)
        set_item_state(way_in(), item_id=item, state="released")

    access = way_in()
    for time in range(TIMES):
        idea = int(add_idea(access, title=f"Idea {time}").pk)
        items = [int(add_item(access, title=f"Part {n}", idea_ids=[idea]).pk) for n in range(PARTS)]
        together = threading.Barrier(PARTS)
        for thread in [in_thread(partial(one, together, item)) for item in items]:
            thread.join()
        with scope(workspace=access.workspace_id):
            assert Node.objects.get(pk=idea).state == "released", time


if __name__ == "__main__":
    from clew.front.cli.house import prepare
    from clew.ground.doors.commands import start_django

    start_django()
    prepare("")
    at_once()
