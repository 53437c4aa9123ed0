"""Only what the ledger records may be kept until the ledger grows: every kept query is tried, and the tables it reads are looked up."""

import inspect
import re
import sys
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import get_resolver

from clew.front.demo.load import load_demo
from clew.ground.evidence.api import sources
from clew.ground.thread.api import newest
from clew.ground.workspaces.api import Access, User, enter
from clew.rooms.roadmap.queries.sought import Sought

pytestmark = [pytest.mark.django_db, pytest.mark.slow]  # it loads the demo workspace

TABLE = re.compile(r'(?:FROM|JOIN)\s+"?([a-z]+_[a-z_]+)"?', re.IGNORECASE)
# What the ledger does not record, and why it may be read all the same.
ALLOWED = {
    "search_document": "written in the transaction that writes what it is of",
    "search_fts": "the index of these",
    "roadmap_move": "written in the transaction that changes its item, and never changed",
    "roadmap_tally": "its sums follow from votes and from what accounts pay, and are made true before they are read",
    "workspaces_workspace": "read for its currency, which never changes",
}
GIVEN: dict[str, Any] = {
    "on": date(2026, 6, 1), "kind": "idea", "search": "", "sort": "weight", "state": "", "person": None, "start": 0,
    "end": 20, "limit": 5, "below": True, "decision_id": None, "needed": ("quote",), "scopes": ("quote",),
    "asked_by": frozenset(), "team": (), "best": 1.0, "by": "segment", "weights": (), "revenue": 0.0, "top": 3,
    "moment": datetime(2026, 6, 1, tzinfo=UTC), "told_in": ("days", "EUR"), "keys": ("reach", "effort"), "author": 1, "sought": Sought(), "columns": "state", "page": 1, "about": None,
}  # fmt: skip


@pytest.fixture
def demo(alice: User) -> Access:
    return enter(alice, load_demo(alice)["slug"])


def test_kept_queries_read_recorded_tables(demo: Access) -> None:
    unrecorded = set(connection.introspection.table_names()) - recorded() - set(ALLOWED)
    read = {name: tables(query, demo) for name, query in kept_queries().items()}
    with CaptureQueriesContext(connection) as asked:
        assert sources(demo, search="count").total
    read["sources that say a word"] = read_by(asked)
    assert len(read) > 25
    assert all(read.values()), "each of them reads something"
    assert {name: some & unrecorded for name, some in read.items() if some & unrecorded} == {}


def recorded() -> set[str]:
    guarded = {m._meta.db_table: getattr(m, "guards", None) for m in apps.get_models()}
    return {table for table, guards in guarded.items() if guards is not None and guards.recorded}


def kept_queries() -> dict[str, Callable[..., Any]]:
    assert get_resolver().url_patterns  # all pages, with the queries that they ask
    loaded = [
        vars(module) for name, module in list(sys.modules.items()) if name.startswith(("clew.ground.", "clew.rooms."))
    ]
    found = [thing for names in loaded for thing in names.values() if getattr(thing, "is_kept", False)]
    return {f"{query.__module__}.{query.__qualname__}": query for query in found}


def tables(query: Callable[..., Any], access: Access) -> set[str]:
    """Asked with arguments that let it find something."""
    given = {}
    for name, parameter in list(inspect.signature(query).parameters.items())[1:]:
        if parameter.default is inspect.Parameter.empty:
            given[name] = _given(access, name)
    with CaptureQueriesContext(connection) as asked:
        assert query(access, **given) is not None
    return read_by(asked)


def _given(access: Access, name: str) -> Any:
    if name == "decision_id":
        return _one(access, "decision")
    if name.endswith("_id"):
        return _one(access, name.removesuffix("_id"))
    if name.endswith("_ids"):
        return tuple(card.id for card in newest(access, kinds=[{"node_ids": "need"}.get(name, name[:-4])], limit=10))
    return GIVEN[name]


def _one(access: Access, kind: str) -> int:
    known = {"node": "need", "model": "score_model", "item": "roadmap_item"}
    return newest(access, kinds=[known.get(kind, kind)], limit=1)[0].id


def read_by(asked: CaptureQueriesContext) -> set[str]:
    named = {table for query in asked.captured_queries for table in TABLE.findall(query["sql"])}
    return named & set(connection.introspection.table_names())
