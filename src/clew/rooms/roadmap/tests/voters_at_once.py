"""Fifty who vote at the same moment, with real transactions; the test beside it starts this in a house of its own."""

import threading
from functools import partial

CROWD = 50


def at_once() -> None:
    from django_scopes import scope
    from tests.live.child import in_thread, way_in

    from clew.ground.customers.api import add_account, add_person
    from clew.ground.evidence.api import add_idea
    from clew.rooms.roadmap.actions.votes import take_back_vote_for, vote_for
    from clew.rooms.roadmap.models import Vote
    from clew.rooms.roadmap.queries.votes import Votes, votes_of

    access = way_in()
    idea = int(add_idea(access, title="Count by phone").pk)
    account = int(add_account(access, name="Big").pk)
    people = [int(add_person(access, name=f"P{n}", account_id=account).pk) for n in range(CROWD)]
    together = threading.Barrier(CROWD)

    def one(person: int) -> None:
        together.wait(60)
        vote_for(way_in(), idea_id=idea, person_id=person)

    def all_of(them: list[int]) -> None:
        for thread in [in_thread(partial(one, person)) for person in them]:
            thread.join()

    def standing() -> int:
        with scope(workspace=access.workspace_id):
            return Vote.objects.filter(idea=idea, withdrawn_at__isnull=True).count()

    all_of([people[0]] * CROWD)
    assert (standing(), votes_of(access, [idea])[idea]) == (1, Votes(1, 1, 0))
    take_back_vote_for(access, idea_id=idea, person_id=people[0])
    all_of(people)
    assert (standing(), votes_of(access, [idea])[idea]) == (CROWD, Votes(CROWD, 1, 0))


if __name__ == "__main__":
    from clew.front.cli.house import prepare
    from clew.ground.doors.commands import start_django

    start_django()
    prepare("")
    at_once()
