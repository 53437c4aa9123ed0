"""A source, needs and codes to speak of, and a model that lies."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from clew.ground.assist.api import LetterRow, ask, letters, preview, set_up_model
from clew.ground.assist.tests.liar import Liar, lying
from clew.ground.evidence.api import add_code, add_need, add_source
from clew.ground.runs import api as runs
from clew.ground.workspaces.api import Access, within

TEXT = (
    "We count the shelves by hand every Friday and it takes 2 hours. The export to the accountant fails each month."
    " Counting shelves by hand is the worst part of Friday. “I count twice to be sure,” says Anna."
)


@pytest.fixture
def liar() -> Iterator[Liar]:
    with lying() as it:
        yield it


@pytest.fixture
def model(access: Access, liar: Liar) -> Liar:
    """The workspace asks the liar, for everything."""
    set_up_model(
        access, address=liar.address, model="liar-1", key="sk-secret-7", summaries=True, suggestions=True, briefs=True
    )
    return liar


@pytest.fixture
def source(access: Access) -> int:
    return int(add_source(access, title="Interview", text=TEXT).pk)


@pytest.fixture
def need(access: Access) -> int:
    return int(add_need(access, title="Count the shelves quickly").pk)


@pytest.fixture
def code(access: Access) -> int:
    return int(add_code(access, title="Counting shelves by hand").pk)


@pytest.fixture
def asked(access: Access) -> Callable[..., LetterRow]:
    """Look at what would be sent, send it, and see what became of it."""

    def ask_it(task: str, **about: Any) -> LetterRow:
        run = ask(access, task=task, seen=preview(access, task=task, **about).sent_hash, **about)
        with within(access):
            key = runs.Run.objects.get(pk=run.pk).key
        runs.perform(key)
        return letters(access)[0]

    return ask_it
