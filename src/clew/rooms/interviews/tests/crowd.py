"""Twenty people book one hour at the same moment, in a house of its own, with real threads and transactions; started by test_crowd.py.

`look`: as it is. `blind`: the act's own look at what is free and its lock are taken away, so that the database alone decides.
"""

import sys
import threading
from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Any

CROWD = 20


def crowd(is_blind: bool) -> None:
    from django_scopes import scopes_disabled
    from tests.live.child import way_in

    from clew.ground.ledger.api import Refused
    from clew.rooms.interviews.actions import bookings
    from clew.rooms.interviews.models import Booking, Candidate, Interview, Notice, TakenQuarter
    from clew.rooms.interviews.queries.invited import enter_by_invitation
    from clew.rooms.interviews.tests.ready import Ready, ready

    there: Ready = ready(way_in())
    hour = there.hours()[8]
    ids = [there.another(f"Person {number}") for number in range(CROWD)]
    links = [enter_by_invitation(_secret(there, pk)) for pk in ids]
    if is_blind:
        vars(bookings)["free_hours"] = lambda *_, **__: {hour: (there.access.user_id or 0,)}
    won: list[int] = []
    lost: list[Refused] = []
    together = threading.Barrier(CROWD)

    def one(number: int) -> None:
        together.wait(30)
        try:
            if number % 2:
                won.append(bookings.book_by_link(links[number], starts_at=hour, zone="Europe/Berlin").pk)
            else:
                won.append(bookings.book(there.access, candidate_id=ids[number], starts_at=hour).pk)
        except Refused as refused:
            lost.append(refused)

    _all_at_once(one)
    assert len(won) == 1, won
    assert len(lost) == CROWD - 1
    assert {one.field for one in lost} == {"at"}
    if not is_blind:
        assert all("Free next: " in one.remedy for one in lost), lost[0].remedy
    with scopes_disabled():
        states = sorted(Candidate._base_manager.filter(pk__in=ids).values_list("state", flat=True))
        assert states == ["accepted"] * (CROWD - 1) + ["booked"]
        assert [row.pk for row in Interview._base_manager.all()] == won
        assert TakenQuarter._base_manager.count() == 5  # an hour, and a quarter after it
        assert Booking._base_manager.count() == 1
        assert Notice._base_manager.filter(kind="request").count() == 2
    if not is_blind:
        _swap(there, hour, won[0], ids)


def _swap(there: Any, hour: datetime, taken_by: int, ids: list[int]) -> None:
    """One goes away from an hour while others come to it: it is never empty and taken, nor twice taken."""
    from clew.ground.ledger.api import Refused
    from clew.rooms.interviews.actions.bookings import book, move_booking
    from clew.rooms.interviews.models import Candidate, Interview

    away = there.hours()[20]
    waiting = list(Candidate._base_manager.filter(pk__in=ids, state="accepted").values_list("pk", flat=True))
    together = threading.Barrier(CROWD)
    refused: list[Refused] = []

    def one(number: int) -> None:
        together.wait(30)
        try:
            if number == 0:
                move_booking(there.access, interview_id=taken_by, starts_at=away)
            else:
                book(there.access, candidate_id=waiting[number - 1], starts_at=hour)
        except Refused as error:
            refused.append(error)

    _all_at_once(one)
    assert Interview._base_manager.get(pk=taken_by).starts_at == away
    assert Interview._base_manager.filter(starts_at=hour).count() == CROWD - 1 - len(refused)
    assert Interview._base_manager.filter(starts_at=hour).count() <= 1


def _secret(there: Any, candidate_id: int) -> str:
    from clew.rooms.interviews.actions.invitations import make_link

    return make_link(there.access, candidate_id=candidate_id).secret


def _all_at_once(one: Callable[[int], None]) -> None:
    from tests.live.child import in_thread

    for thread in [in_thread(partial(one, number)) for number in range(CROWD)]:
        thread.join()


if __name__ == "__main__":
    from clew.front.cli.house import prepare
    from clew.ground.doors.commands import start_django

    start_django()
    prepare("")
    crowd(sys.argv[1] == "blind")
