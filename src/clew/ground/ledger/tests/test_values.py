"""A ledger entry reads the same on both engines, and goes back into each engine's own form."""

from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from clew.ground.customers.api import add_segment
from clew.ground.ledger.api import LedgerEntry, canonical, maintenance, native, plain_json
from clew.ground.thread.api import Node, archive, open_decision, register_prediction
from clew.ground.workspaces.api import Access, within

pytestmark = pytest.mark.django_db


def entries() -> list[LedgerEntry]:
    return list(LedgerEntry.objects.order_by("id"))


def test_there_and_back(access: Access) -> None:
    made = open_decision(access, title="Größe", question="日本")
    register_prediction(
        access,
        decision_id=made.pk,
        question="Soon?",
        low=1,
        best=2,
        high=2.5,
        resolve_by=timezone.localdate() + timedelta(days=30),
    )
    add_segment(access, name="Large", rule={"arr_from": 100})
    archive(access, node_ids=[made.pk])
    for entry in entries():
        for values in (entry.before, entry.after):
            assert native(entry.table_name, canonical(entry.table_name, values)) == values


def test_what_is_the_same_on_both(access: Access) -> None:
    made = add_segment(access, name="Large", rule={"arr_from": 100})
    entry = LedgerEntry.objects.get(table_name="customers_segment")
    assert canonical("customers_segment", entry.after) == {
        "node_id": made.pk, "workspace_id": access.workspace_id, "rule": {"arr_from": 100}, "is_picked": False,
    }  # fmt: skip
    archive(access, node_ids=[made.pk])
    node = LedgerEntry.objects.filter(table_name="thread_node", operation="update").get()
    moment = (canonical("thread_node", node.after) or {})["archived_at"]
    assert moment.endswith("Z")
    assert len(moment) == len("2026-01-01T00:00:00.000000Z")


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ({"b": 1, "a": "é"}, '{"a":"é","b":1}'),
        ([1.0, 1e15, 1e16, 0.1], '[1.0,1000000000000000.0,10000000000000000,0.1]'),
        (None, "null"),
    ],
)  # fmt: skip
def test_one_form_of_json(value: object, text: str) -> None:
    assert plain_json.dumps(value) == text
    assert plain_json.dumps(plain_json.loads(text)) == text


def test_there_is_no_infinity() -> None:
    for text in ("NaN", "[Infinity]", '{"a":-Infinity}'):
        with pytest.raises(ValueError, match="is no JSON"):
            plain_json.loads(text)


def test_unrecorded_maintenance_writes_no_history(access: Access) -> None:
    made = add_segment(access, name="Large")
    before = len(entries())
    with within(access), maintenance(recorded=False):
        Node.objects.filter(pk=made.pk).update(title="Larger")
    assert len(entries()) == before
    with within(access):
        Node.objects.filter(pk=made.pk).update(title="Largest")
    assert len(entries()) == before + 1


def test_a_number_by_chance_is_the_same_on_both_engines() -> None:
    told = "12345678-1234-5678-1234-567812345678"
    for written in (told, told.replace("-", "")):
        assert canonical("interviews_note", {"client_id": written}) == {"client_id": told}
    here = told.replace("-", "") if connection.vendor == "sqlite" else told
    assert native("interviews_note", {"client_id": told}) == {"client_id": here}
