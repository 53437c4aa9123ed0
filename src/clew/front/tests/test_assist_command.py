"""`clew brief --assist`: what leaves is shown and asked about; what the brief does not bear out is left out."""

from collections.abc import Iterator

import pytest
from tests.shell import Shell

from clew.ground.assist.api import letters, set_up_model
from clew.ground.assist.tests.liar import Liar, lying
from clew.ground.evidence.api import add_need, add_source, mark
from clew.ground.runs import api as runs
from clew.ground.workspaces.api import Access, within

pytestmark = pytest.mark.django_db
WORDS = "I count the shelves by hand"


@pytest.fixture
def here(here: Access, monkeypatch: pytest.MonkeyPatch) -> Access:
    """The workspace of the person of this machine; its long work is done here and now."""
    source, need = add_source(here, text=f"{WORDS}."), add_need(here, title="Count stock quickly")
    mark(here, source_id=source.pk, start=0, end=len(WORDS), exact=WORDS, need_id=need.pk)

    def follow(access: Access, run_id: int) -> Iterator[runs.RunRow]:
        with within(access):
            key = runs.Run.objects.get(pk=run_id).key
        runs.perform(key)
        yield runs.run(access, run_id)

    monkeypatch.setattr(runs, "follow", follow)
    return here


@pytest.fixture
def model(here: Access) -> Iterator[Liar]:
    with lying() as liar:
        set_up_model(here, address=liar.address, model="liar-1", briefs=True)
        rows = [
            {"text": "They count the shelves by hand.", "quote": WORDS},
            {"text": "It takes 9 hours.", "quote": WORDS},
        ]
        liar.says = lambda it, request: it.answer({"sentences": rows})
        yield liar


clew = Shell()


def test_an_opening_is_drafted(here: Access, model: Liar) -> None:
    told = clew("brief", "--assist", "--yes")
    assert told.stdout.startswith("> They count the shelves by hand.\n>\n\n# Mine: what matters on ")
    assert "Left out: It takes 9 hours. (the number 9 is not in the source)" in told.stderr
    assert model.address in told.stderr
    assert WORDS in told.stderr


def test_nothing_is_sent_without_a_yes(here: Access, model: Liar) -> None:
    told = clew("brief", "--assist", input="n\n")
    assert told.stdout.startswith("# Mine")
    assert (model.asked, letters(here)) == ([], [])


def test_a_failure_leaves_the_brief(here: Access, model: Liar) -> None:
    model.says = lambda liar, request: liar.raw(b"", 500)
    told = clew("brief", "--assist", "--yes")
    assert told.stdout.startswith("# Mine")
    assert "No opening: It answered with error 500." in told.stderr


def test_without_a_model_it_is_refused(here: Access) -> None:
    told = clew("brief", "--assist", "--yes")
    assert told.exit_code == 2
    assert "not switched on" in told.stderr
