"""Eight people at once, each on a connection of their own, reading lists as fast as they are answered."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from time import perf_counter

from bench.engines import spread
from bench.served import Server, Visitor
from bench.table import Row

PEOPLE = 8
ROUNDS = 3


def rows(server: Server, cookie: str, paths: Sequence[str], name: str, times: int) -> list[Row]:
    """Requests a second and how long one waits; the peer is one person alone."""
    alone, alone_rate = _round(server, cookie, paths, 1, times)
    rounds, rates = zip(*(_round(server, cookie, paths, PEOPLE, times) for _ in range(ROUNDS)), strict=True)
    cpu, asked = server.cpu, PEOPLE * times
    _round(server, cookie, paths, PEOPLE, times)
    middle, late = spread(rounds)
    rate = sorted(rates)[ROUNDS // 2]
    ours = (
        f"{rate:.0f} requests/s, p50 {middle:.0f} ms, p95 {late:.0f} ms, CPU {(server.cpu - cpu) / asked * 1000:.1f} ms"
    )
    peer = f"one person {alone_rate:.0f}/s, p95 {spread([alone])[1]:.0f} ms"
    return [
        Row(f"lists by {PEOPLE} people at once ({name})", ours, peer, rate / alone_rate),
        Row(f"memory of the server after that ({name})", f"{server.memory:.0f} MB", ""),
    ]


def _round(server: Server, cookie: str, paths: Sequence[str], people: int, times: int) -> tuple[list[float], float]:
    """What each request took, and how many were answered a second."""
    taken: list[float] = []
    visitors = [Visitor(server, cookie) for _ in range(people)]
    threads = [threading.Thread(target=_read, args=(v, paths, n, times, taken)) for n, v in enumerate(visitors)]
    began = perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(taken) == people * times, "a visitor was not answered"
    return taken, len(taken) / (perf_counter() - began)


def _read(visitor: Visitor, paths: Sequence[str], start: int, times: int, taken: list[float]) -> None:
    for n in range(times):
        taken.append(visitor.ask(paths[(start + n) % len(paths)]))
