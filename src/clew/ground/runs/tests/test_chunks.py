"""Data, progress and cursor are one transaction; a run goes on where it stopped."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError

from clew.ground.ledger.api import history
from clew.ground.runs import jobs
from clew.ground.runs.api import Run, Running, perform, run
from clew.ground.thread.api import Node
from clew.ground.workspaces.api import Access, Role, remove_member, set_role, within

Begun = Callable[..., Run]
Before = dict[int, Callable[[Running], None]]


def counted(access: Access) -> list[str]:
    with within(access):
        return list(Node.objects.filter(kind="need").order_by("pk").values_list("title", flat=True))


def test_a_run_to_its_end(editor: Access, begun: Begun, told: list[Any]) -> None:
    made = begun(editor)
    perform(made.key)
    found = run(editor, made.pk)
    assert (found.state, found.done, found.total, found.percent) == ("done", 3, 3, 100)
    assert found.result == {"counted": 3}
    assert found.is_over
    assert told == [("done", {"at": 3})]
    assert counted(editor) == ["Number 0", "Number 1", "Number 2"]


def test_the_ledger_says_who_did_what(editor: Access, begun: Begun) -> None:
    perform(begun(editor).key)
    with within(editor):
        node = Node.objects.filter(kind="need").first()
    assert node is not None
    (change,) = history(workspace_id=editor.workspace_id, node_id=node.pk)
    assert (change.act_name, change.actor_id) == ("count", editor.user_id)


def test_an_error_leaves_data_and_progress_in_agreement(editor: Access, begun: Begun, counting: Before) -> None:
    made = begun(editor)

    def fail(running: Running) -> None:
        raise ZeroDivisionError

    counting[2] = fail
    perform(made.key)
    found = run(editor, made.pk)
    assert (found.state, found.done, found.cursor) == ("failed", 2, {"at": 2})
    assert "try again" in found.error
    assert len(counted(editor)) == 2


def test_half_a_chunk_is_no_chunk(editor: Access, begun: Begun) -> None:
    made = begun(editor)
    running = Running(Run._base_manager.get(pk=made.pk))

    def chunk() -> dict[str, Any]:
        with within(editor):
            Node.objects.filter(pk=-1).delete()
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        running.commit(chunk, done=1, total=3)
    assert run(editor, made.pk).done == 0


def test_what_somebody_else_wrote_at_the_same_moment_is_seen_the_second_time(editor: Access, begun: Begun) -> None:
    running = Running(Run._base_manager.get(pk=begun(editor).pk))
    tries: list[int] = []

    def chunk() -> dict[str, Any]:
        tries.append(1)
        if len(tries) == 1:
            raise IntegrityError
        return {"at": 1}

    running.commit(chunk, done=1, total=3)
    assert len(tries) == 2
    assert running.cursor == {"at": 1}


def test_it_is_stopped_politely_and_goes_on(editor: Access, begun: Begun, counting: Before) -> None:
    made = begun(editor)
    counting[1] = lambda _: jobs.stopping.set()
    try:
        perform(made.key)
    finally:
        jobs.stopping.clear()
    assert (run(editor, made.pk).state, run(editor, made.pk).done) == ("queued", 1)
    perform(made.key)
    assert run(editor, made.pk).state == "done"
    assert counted(editor) == ["Number 0", "Number 1", "Number 2"]


def test_whoever_lost_the_role_goes_no_further(access: Access, editor: Access, begun: Begun, counting: Before) -> None:
    made = begun(editor)
    counting[1] = lambda _: set_role(access, user_id=editor.user_id or 0, role=Role.VIEWER)
    perform(made.key)
    found = run(access, made.pk)
    assert (found.state, found.done) == ("failed", 1)
    assert "may no longer" in found.error


def test_whoever_left_begins_nothing(access: Access, editor: Access, begun: Begun) -> None:
    made = begun(editor)
    assert editor.user_id
    remove_member(access, user_id=editor.user_id)
    perform(made.key)
    assert run(access, made.pk).state == "failed"
    assert counted(access) == []


def test_what_is_over_is_left_alone(editor: Access, begun: Begun, told: list[Any]) -> None:
    made = begun(editor)
    perform(made.key)
    perform(made.key)
    perform("no such run")
    assert len(told) == 1
    assert len(counted(editor)) == 3
