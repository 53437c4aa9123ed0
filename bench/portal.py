"""Votes on the portal: how many a second a real server takes from people who are signed in, whether one is lost, and whether fifty
tries at once of one person leave one vote.

Each connection comes from an address of its own on the loopback network, and all of them stay under the limit that holds for everybody.
The floor is the same row and no more, one transaction each, by the same engine.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from http.client import HTTPConnection
from pathlib import Path
from time import perf_counter
from typing import Any
from urllib.parse import urlencode

from bench.engines import ENGINES, ROUNDS, measured, open_house, tidy
from bench.served import Server, serving
from bench.table import Row

PROMISE, IDEAS, PEOPLE, ACCOUNTS = 200, 100, 200, 40
CONNECTIONS, VOTES, FEW, TRIES = 32, 2_400, 192, 50
TOKEN = "c" * 32
SINCE = date(2026, 1, 1)


@dataclass(frozen=True, slots=True)
class House:
    """`cookies`: of the people, by their place; one more than vote in the rounds, who tries at once."""

    access: Any
    ideas: Sequence[int]
    cookies: Sequence[str]


def rows(engine: str = "sqlite", *, small: bool = False) -> list[Row]:
    return measured(__name__, engine, small=small)


def measure(engine: str, small: bool) -> list[Row]:
    votes = FEW if small else VOTES
    house = _opened(open_house())
    tidy()
    with serving(Path(os.environ["CLEW_DATA"])) as server:
        cpu, taken = server.cpu, [_round(server, house, n * votes, votes) for n in range(ROUNDS)]
        cpu = (server.cpu - cpu) / (votes * ROUNDS)
        of_all, sums = _standing(house)
        _tries(server, house)
        of_one = _standing(house)[0] - of_all
    rate, floor = votes / sorted(taken)[ROUNDS // 2], _floor(house, votes)
    lost, promised = votes * ROUNDS - of_all, engine == "sqlite"
    return [
        Row(
            f"votes on the portal over {CONNECTIONS} connections ({ENGINES[engine]})",
            f"{rate:.0f} votes/s, {lost} lost, CPU {cpu * 1000:.1f} ms each", f"bare inserts {floor:.0f}/s", floor / rate,
            f"{PROMISE} votes/s, none lost" if promised else "none lost",
            lost == 0 and sums == of_all and (rate >= PROMISE or not promised),
        ),
        Row(
            f"{TRIES} tries at once of one person ({ENGINES[engine]})", f"all answered, votes that stand: {of_one}", "",
            None, "one vote", of_one == 1,
        ),
    ]  # fmt: skip


def _opened(access: Any) -> House:
    """A portal with ideas, and people of paying accounts who are signed in on it."""
    from bench.records import nodes, put
    from clew.ground.customers.models import Account, AccountFact, Person
    from clew.ground.evidence.models import Idea
    from clew.ground.ledger.api import acting
    from clew.ground.workspaces.api import within
    from clew.rooms.roadmap.actions.portal import set_up_portal
    from clew.rooms.roadmap.models import PublishedIdea

    set_up_portal(access, title="Ideas", slug="bench")
    with within(access), acting("fill", actor_id=access.user_id):
        accounts = nodes(access, "account", [f"Account {n}" for n in range(ACCOUNTS)])
        put(access, Account, [{"node_id": pk, "external_id": f"p{pk}"} for pk in accounts])
        put(access, AccountFact, [{"account_id": pk, "kind": "arr", "amount": 9_900, "starts_on": SINCE} for pk in accounts])  # fmt: skip
        people = nodes(access, "person", [f"Person {n}" for n in range(PEOPLE + 1)])
        put(access, Person, [{"node_id": pk, "account_id": accounts[n % ACCOUNTS]} for n, pk in enumerate(people)])
        ideas = nodes(access, "idea", [f"Idea {n}" for n in range(IDEAS)])
        put(access, Idea, [{"node_id": pk} for pk in ideas])
        put(access, PublishedIdea, [{"idea_id": pk, "title": f"Idea {n}"} for n, pk in enumerate(ideas)])
        return House(access, ideas, _signed_in(access, people))


def _signed_in(access: Any, people: Sequence[int]) -> list[str]:
    from django.core.signing import get_cookie_signer
    from django.utils import timezone

    from bench.records import put
    from clew.ground.workspaces.api import hash_of, new_secret
    from clew.rooms.roadmap.models import PortalSession
    from clew.rooms.roadmap.pages.visiting import COOKIE, SALT

    secrets, until = [new_secret() for _ in people], timezone.now() + timedelta(days=1)
    rows = [{"person_id": pk, "secret_hash": hash_of(s), "expires_at": until} for pk, s in zip(people, secrets, strict=True)]  # fmt: skip
    put(access, PortalSession, rows)
    signer = get_cookie_signer(salt=COOKIE + SALT)
    return [f"{COOKIE}={signer.sign(secret)}; clew_csrf={TOKEN}" for secret in secrets]


def _round(server: Server, house: House, first: int, votes: int) -> float:
    """Seconds until all these votes were accepted; no two of them are of one person for one idea."""
    connections = [_connection(server, n) for n in range(CONNECTIONS)]
    numbers = range(first, first + votes)
    work = [partial(_vote_each, one, house, numbers[n::CONNECTIONS]) for n, one in enumerate(connections)]
    return _at_once(work)


def _tries(server: Server, house: House) -> None:
    """The last person, on as many connections as tries."""
    cookie = house.cookies[PEOPLE]
    _at_once([partial(_vote, _connection(server, n), house.ideas[0], cookie) for n in range(TRIES)])


def _vote_each(connection: HTTPConnection, house: House, numbers: range) -> None:
    for n in numbers:
        person = n % PEOPLE
        _vote(connection, house.ideas[(n // PEOPLE + person) % IDEAS], house.cookies[person])


def _vote(connection: HTTPConnection, idea: int, cookie: str) -> None:
    """As the button's form sends it; accepted is what leads back to the idea."""
    place = f"/portal/bench/ideas/{idea}"
    form = urlencode({"csrfmiddlewaretoken": TOKEN, "do": "vote"})
    connection.request(
        "POST", f"{place}/vote", form, {"Cookie": cookie, "Content-Type": "application/x-www-form-urlencoded"}
    )
    answer = connection.getresponse()
    answer.read()
    assert (answer.status, answer.headers["Location"]) == (303, place), (answer.status, answer.headers["Location"])


def _connection(server: Server, number: int) -> HTTPConnection:
    return HTTPConnection("127.0.0.1", server.port, timeout=60, source_address=(f"127.0.1.{number + 1}", 0))


def _at_once(work: Sequence[Callable[[], None]]) -> float:
    """Seconds from the moment that all begin until the last is done."""
    together, failed = threading.Barrier(len(work) + 1), list[BaseException]()

    def one(do: Callable[[], None]) -> None:
        together.wait(60)
        try:
            do()
        except BaseException as error:
            failed.append(error)

    threads = [threading.Thread(target=one, args=(do,)) for do in work]
    for thread in threads:
        thread.start()
    together.wait(60)
    began = perf_counter()
    for thread in threads:
        thread.join()
    if failed:
        raise failed[0]
    return perf_counter() - began


def _standing(house: House) -> tuple[int, int]:
    """How many votes stand, and how many the ideas' sums say."""
    from django.db.models import Sum

    from clew.ground.workspaces.api import within
    from clew.rooms.roadmap.models import Tally, Vote

    with within(house.access):
        votes = Vote.objects.filter(withdrawn_at__isnull=True).count()
        return votes, Tally.objects.aggregate(n=Sum("votes"))["n"]


def _floor(house: House, votes: int) -> float:
    """Rows a second into the table of votes, one after the other, each made durable by itself."""
    from django.db import connection

    row = (
        "INSERT INTO roadmap_vote (workspace_id, idea_id, person_id, cast_at) VALUES (%s, %s, NULL, CURRENT_TIMESTAMP)"
    )
    with connection.cursor() as cursor:
        began = perf_counter()
        for n in range(votes):
            cursor.execute(row, [house.access.workspace_id, house.ideas[n % IDEAS]])
    return votes / (perf_counter() - began)
