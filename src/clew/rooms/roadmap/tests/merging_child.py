"""Thirty people vote for an idea, from as many threads, while it is merged into another; the test beside it starts this one.

Whoever was too late votes for the other, as the portal leads them there. Nobody's vote may be lost, stay on the hidden idea or count twice.
"""

import threading
from dataclasses import replace
from functools import partial
from typing import Any

from tests.live.child import in_thread, way_in

PEOPLE = 30


def main() -> None:
    from clew.ground.customers.api import add_person
    from clew.ground.evidence.api import add_idea
    from clew.rooms.roadmap.actions.portal import publish_idea, set_up_portal
    from clew.rooms.roadmap.actions.portal_merging import merge_published
    from clew.rooms.roadmap.queries.visitors import enter_portal
    from clew.rooms.roadmap.queries.votes import Votes, votes_of

    access = way_in()
    set_up_portal(access, title="Larder ideas", slug="larder")
    kept, gone = (int(add_idea(access, title=title).pk) for title in ("Count by phone", "Counting with the phone"))
    for idea in (kept, gone):
        publish_idea(access, idea_id=idea, title="Count")
    here = enter_portal("larder")
    people = [replace(here, person_id=int(add_person(access, name=f"Voter {n}").pk)) for n in range(PEOPLE)]
    gate, late = threading.Barrier(PEOPLE + 1), [0]
    for person in people[:5]:
        _vote(person, gone, kept)
    working = [in_thread(partial(_behind, gate, person, gone, kept, late)) for person in people]
    gate.wait()
    merge_published(access, idea_id=gone, into=kept)
    for one in working:
        one.join()
    assert votes_of(access, [kept, gone]) == {kept: Votes(PEOPLE, 0, 0), gone: Votes()}
    print(f"late={late[0]}")


def _behind(gate: threading.Barrier, person: Any, gone: int, kept: int, late: list[int]) -> None:
    gate.wait()
    late[0] += _vote(person, gone, kept)


def _vote(person: Any, gone: int, kept: int) -> bool:
    """Whether they came too late."""
    from clew.ground.ledger.api import NotFound
    from clew.rooms.roadmap.actions.visiting import vote

    try:
        vote(person, idea_id=gone)
    except NotFound:
        vote(person, idea_id=kept)
        return True
    return False


if __name__ == "__main__":
    from clew.front.cli.house import prepare
    from clew.ground.doors.commands import start_django

    start_django()
    prepare("")
    main()
