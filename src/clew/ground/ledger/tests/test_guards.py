"""What the database itself refuses, whoever asks and however: through Django or in plain SQL."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from django.db import IntegrityError, connection, transaction
from django_scopes import scopes_disabled

from clew.ground.ledger.api import maintenance, words_of_guard
from clew.ground.thread.api import Comment, Link, NewNode, Node, add_nodes, comment, link, withdraw_link
from clew.ground.workspaces.api import Access, act

pytestmark = pytest.mark.django_db


@act("make records")
def make(access: Access, *, kind: str = "need") -> list[int]:
    return [n.pk for n in add_nodes(access, [NewNode(kind, "One"), NewNode(kind, "Two")])]


@contextmanager
def refused(words: str) -> Iterator[None]:
    with pytest.raises(IntegrityError) as refusal, scopes_disabled(), transaction.atomic():
        yield
    assert words in words_of_guard(refusal.value)


def run(sql: str, *values: str | int | None) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, list(values))


@pytest.fixture
def tie(access: Access) -> Link:
    upstream, downstream = make(access)
    return link(access, upstream=upstream, verb="under", downstream=downstream)


NEVER_DELETED: list[tuple[str, Callable[[Link], object]]] = [
    ("django", lambda tie: Link.objects.filter(pk=tie.pk).delete()),
    ("sql", lambda tie: run("DELETE FROM thread_link WHERE id = %s", tie.pk)),
    ("whole table", lambda tie: run("DELETE FROM thread_link")),
]


@pytest.mark.parametrize("delete", [d for _, d in NEVER_DELETED], ids=[n for n, _ in NEVER_DELETED])
def test_links_are_never_deleted(tie: Link, delete: Callable[[Link], object]) -> None:
    with refused("never deleted"):
        delete(tie)


def test_records_are_archived_never_deleted(access: Access) -> None:
    node = make(access)[0]
    with refused("never deleted"):
        run("DELETE FROM thread_node WHERE id = %s", node)


@pytest.mark.parametrize("column", ["verb", "note", "created_at"])
def test_links_are_never_changed(tie: Link, column: str) -> None:
    with refused("never changed"):
        run(f"UPDATE thread_link SET {column} = '2020-01-01' WHERE id = %s", tie.pk)


def test_a_withdrawal_is_written_once(access: Access, tie: Link) -> None:
    withdraw_link(access, link_id=tie.pk, reason="First")
    for change in ({"withdrawn_reason": "Second"}, {"withdrawn_at": None}):
        with refused("never changed"):
            Link.objects.filter(pk=tie.pk).update(**change)


def test_comments_keep_their_words(access: Access) -> None:
    said = comment(access, node_id=make(access)[0], text="Mine")
    with refused("never changed"):
        Comment.objects.filter(pk=said.pk).update(text="Yours")


def test_the_ledger_is_neither_changed_nor_deleted(tie: Link) -> None:
    with refused("never changed"):
        run("UPDATE ledger_entry SET actor_id = 0")
    with refused("never deleted"):
        run("DELETE FROM ledger_entry")


def test_an_unknown_kind_is_refused(access: Access) -> None:
    with refused("not registered"):
        Node.objects.create(workspace_id=access.workspace_id, kind="unicorn", title="One")


def test_kind_and_workspace_of_a_record_stay(access: Access, elsewhere: Access) -> None:
    node = make(access)[0]
    for change in ({"kind": "idea"}, {"workspace_id": elsewhere.workspace_id}):
        with refused("stay"):
            Node.objects.filter(pk=node).update(**change)


@pytest.mark.parametrize(
    ("verb", "kinds"), [("supports", ("need", "need")), ("addressed_by", ("idea", "need")), ("x", ("need", "idea"))]
)
def test_a_tie_outside_the_table_of_verbs_is_refused(access: Access, verb: str, kinds: tuple[str, str]) -> None:
    upstream, downstream = make(access, kind=kinds[0])[0], make(access, kind=kinds[1])[0]
    with refused("not tied by this verb"):
        Link.objects.create(workspace_id=access.workspace_id, upstream_id=upstream, verb=verb, downstream_id=downstream)


@pytest.mark.parametrize("ends", [(0, 1), (1, 0), (1, 1)])
def test_a_link_does_not_cross_workspaces(access: Access, elsewhere: Access, ends: tuple[int, int]) -> None:
    nodes = (make(access), make(elsewhere))
    with refused("another workspace"):
        Link.objects.bulk_create(
            [
                Link(
                    workspace_id=access.workspace_id,
                    upstream_id=nodes[ends[0]][0],
                    verb="under",
                    downstream_id=nodes[ends[1]][1],
                )
            ]
        )
    with refused("another workspace"):
        run(
            "INSERT INTO thread_link (workspace_id, upstream_id, verb, downstream_id, note, created_at, withdrawn_reason)"
            " VALUES (%s, %s, 'under', %s, '', '2026-01-01 00:00:00', '')",
            access.workspace_id, nodes[ends[0]][0], nodes[ends[1]][1],
        )  # fmt: skip


def test_a_comment_does_not_cross_workspaces(access: Access, elsewhere: Access) -> None:
    with refused("another workspace"):
        Comment.objects.create(workspace_id=access.workspace_id, node_id=make(elsewhere)[0], text="Hello")


def test_a_row_does_not_move_to_another_workspace(access: Access, elsewhere: Access) -> None:
    said = comment(access, node_id=make(access)[0], text="Mine")
    with pytest.raises(IntegrityError), transaction.atomic():
        run("UPDATE thread_comment SET workspace_id = %s WHERE id = %s", elsewhere.workspace_id, said.pk)


def test_only_maintenance_lifts_the_guards(tie: Link) -> None:
    with scopes_disabled(), maintenance():
        assert Link.objects.filter(pk=tie.pk).delete()[0] == 1
    with refused("never deleted"):
        run("DELETE FROM thread_node")


def test_borders_hold_even_in_maintenance(access: Access, elsewhere: Access) -> None:
    with refused("another workspace"), maintenance():
        Comment.objects.create(workspace_id=access.workspace_id, node_id=make(elsewhere)[0], text="Hello")


def test_another_refusal_has_no_words() -> None:
    assert words_of_guard(IntegrityError("UNIQUE constraint failed: thread_link.verb")) == ""
