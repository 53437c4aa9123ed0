"""A job that counts, for the tests of runs."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from clew.ground.runs import jobs
from clew.ground.runs.api import Ending, Run, Running, start
from clew.ground.thread.api import NewNode, add_node
from clew.ground.workspaces.api import Access, act

Told = list[tuple[str, dict[str, Any]]]


@act("count")
def count_one(access: Access, *, number: int) -> None:
    add_node(access, NewNode("need", f"Number {number}"))


@pytest.fixture
def told() -> Told:
    """What the job was told about its end."""
    return []


@pytest.fixture
def counting(told: Told) -> Iterator[dict[int, Callable[[Running], None]]]:
    """Registers the job; what stands in the dictionary is called before that number."""
    before: dict[int, Callable[[Running], None]] = {}

    def ended(access: Access, ending: Ending) -> None:
        told.append((ending.state, ending.cursor))

    @jobs.job("count", ended=ended)
    def count(running: Running) -> dict[str, Any]:
        last = running.arguments["last"]
        for number in range(running.cursor.get("at", 0), last):
            if number in before:
                before.pop(number)(running)

            def chunk(number: int = number) -> dict[str, Any]:
                count_one(running.access, number=number)
                return {"at": number + 1}

            running.commit(chunk, done=number + 1, total=last, step=f"{number + 1} of {last}")
        return {"counted": last}

    yield before
    jobs._jobs.pop("count")


@pytest.fixture
def begun(counting: object) -> Callable[..., Run]:
    def begin(access: Access, key: str = "k", last: int = 3) -> Run:
        return start(access, job="count", title="Count", arguments={"last": last}, key=key)

    return begin
