from collections.abc import Callable

import pytest

from clew.ground.ledger.api import Forbidden, NotFound
from clew.ground.runs import runner
from clew.ground.runs.api import Run, perform, run, runs, start
from clew.ground.workspaces.api import Access

Begun = Callable[..., Run]


def test_asking_twice_is_asking_once(editor: Access, begun: Begun) -> None:
    first = begun(editor)
    perform(first.key)
    again = begun(editor)
    assert again.pk == first.pk
    assert again.state == "done"
    assert len(runs(editor)) == 1


def test_workspaces_do_not_meet_in_a_key(editor: Access, elsewhere: Access, begun: Begun) -> None:
    assert begun(editor).pk != begun(elsewhere).pk


def test_a_long_key_is_kept_short_and_its_own(editor: Access, begun: Begun) -> None:
    one, other = begun(editor, "x" * 500 + "1"), begun(editor, "x" * 500 + "2")
    assert one.key != other.key
    assert len(one.key) <= 100


def test_it_is_queued_once_the_transaction_is_through(
    editor: Access,
    begun: Begun,
    monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: Callable[..., object],
) -> None:
    woken: list[int] = []
    monkeypatch.setattr("clew.ground.runs.actions.wake", lambda: woken.append(1))
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[attr-defined]
        begun(editor)
        assert not woken
    assert woken
    assert runner._runner is None


def test_a_job_that_nobody_registered(editor: Access) -> None:
    with pytest.raises(LookupError):
        start(editor, job="no such job", title="x", arguments={}, key="k")


def test_a_viewer_may_look_but_not_start(editor: Access, viewer: Access, begun: Begun) -> None:
    made = begun(editor)
    with pytest.raises(Forbidden):
        begun(viewer, "other")
    assert run(viewer, made.pk).text == "Waiting to begin"


def test_a_stranger_sees_nothing(editor: Access, elsewhere: Access, begun: Begun) -> None:
    made = begun(editor)
    assert runs(elsewhere) == []
    with pytest.raises(NotFound):
        run(elsewhere, made.pk)


def test_lists_are_bounded_and_ask_once(
    editor: Access, begun: Begun, django_assert_num_queries: Callable[[int], object]
) -> None:
    for number in range(5):
        begun(editor, str(number))
    with django_assert_num_queries(1):  # type: ignore[attr-defined]
        assert [r.title for r in runs(editor, limit=3)] == ["Count"] * 3
    assert len(runs(editor, limit=10, offset=4)) == 1
    assert runs(editor, state="done") == []
