from collections.abc import Callable
from typing import Any

import pytest

from clew.ground.ledger.api import Forbidden, NotFound, Refused
from clew.ground.runs.api import Run, Running, cancel, perform, retry, run
from clew.ground.workspaces.api import Access

Begun = Callable[..., Run]
Before = dict[int, Callable[[Running], None]]


def test_cancel_before_it_began(editor: Access, begun: Begun, told: list[Any]) -> None:
    made = begun(editor)
    cancel(editor, run_id=made.pk)
    perform(made.key)
    assert (run(editor, made.pk).state, run(editor, made.pk).done) == ("cancelled", 0)
    assert told == [("cancelled", {})]


def test_cancel_between_two_chunks_keeps_what_is_in(
    editor: Access, begun: Begun, counting: Before, told: list[Any]
) -> None:
    made = begun(editor)
    counting[2] = lambda _: cancel(editor, run_id=made.pk)
    perform(made.key)
    found = run(editor, made.pk)
    assert (found.state, found.done, found.text) == ("cancelled", 2, "Cancelled at 2 of 3")
    assert told == [("cancelled", {"at": 2})]


def test_a_cancelled_run_goes_on(editor: Access, begun: Begun, counting: Before) -> None:
    made = begun(editor)
    counting[2] = lambda _: cancel(editor, run_id=made.pk)
    perform(made.key)
    again = retry(editor, run_id=made.pk)
    assert (again.state, again.attempt) == ("queued", 2)
    perform(made.key)
    assert (run(editor, made.pk).state, run(editor, made.pk).done) == ("done", 3)


def test_retry_is_in_the_name_of_whoever_asks(access: Access, editor: Access, begun: Begun, counting: Before) -> None:
    made = begun(editor)

    def fail(running: Running) -> None:
        raise Refused("It is broken.", remedy="Mend it.")

    counting[0] = fail
    perform(made.key)
    assert run(editor, made.pk).error == "It is broken. Mend it."
    retry(access, run_id=made.pk)
    assert (run(editor, made.pk).asked_by, run(editor, made.pk).error) == ("Alice", "")


def test_what_is_over_cannot_be_cancelled_and_what_goes_on_not_retried(editor: Access, begun: Begun) -> None:
    made = begun(editor)
    with pytest.raises(Refused):
        retry(editor, run_id=made.pk)
    perform(made.key)
    with pytest.raises(Refused):
        cancel(editor, run_id=made.pk)


@pytest.mark.parametrize("act", [cancel, retry])
def test_strangers_and_viewers(
    act: Callable[..., Any], editor: Access, viewer: Access, elsewhere: Access, begun: Begun
) -> None:
    made = begun(editor)
    with pytest.raises(NotFound):
        act(elsewhere, run_id=made.pk)
    with pytest.raises(Forbidden):
        act(viewer, run_id=made.pk)
