"""How quickly lists answer, signed in, through the whole server; and that the statements do not grow with the rows.

The floor beside each: the same number of rows from a bare query in a plain template, without sign-in, permissions, side bar or filters.
"""

from __future__ import annotations

import json
import sys
from datetime import date, timedelta
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))
from bench.engines import ENGINES, Row, measured, timed, workspace

FEW, MANY, SMALL = 10, 10_000, 1_000
PROMISE_MS = 25.0
TIMES = 60
LISTS = ("sources", "accounts", "people", "ideas", "decisions", "predictions?state=open")


def rows(engine: str = "sqlite", *, small: bool = False) -> list[Row]:
    return measured(__file__, engine, "small" if small else "full")


def _measure(engine: str, size: str) -> list[Row]:
    access = workspace()
    from django.contrib.auth import get_user_model
    from django.test import Client

    client = Client(SERVER_NAME="127.0.0.1")
    client.force_login(get_user_model().objects.get(), backend="django.contrib.auth.backends.ModelBackend")
    _fill(access, 0, FEW)
    few = {path: _statements(client, access, path) for path in LISTS}
    many = SMALL if size == "small" else MANY
    _fill(access, FEW, many)
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return [_row(engine, client, access, path, many, few[path]) for path in LISTS]


def _row(engine: str, client: Any, access: Any, path: str, many: int, few: int) -> Row:
    address = f"/w/{access.slug}/{path}"
    middle, late = timed(lambda: _asked(client, address), TIMES)
    floor, _ = timed(lambda: _bare(access), TIMES)
    statements = _statements(client, access, path)
    same = "the same" if statements == few else f"{few} at {FEW}!"
    work = f"list of {many:,} {path.split('?')[0]} ({ENGINES[engine]})"
    ours = f"p50 {middle:.1f} ms, p95 {late:.1f} ms, {statements} statements ({same} at {FEW} rows)"
    return work, ours, f"p95 {PROMISE_MS:.0f} ms; bare list {floor:.1f} ms", f"{late / PROMISE_MS:.2f}"


def _asked(client: Any, address: str) -> None:
    answer = client.get(address)
    assert answer.status_code == 200, (address, answer.status_code)


def _statements(client: Any, access: Any, path: str) -> int:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    _asked(client, f"/w/{access.slug}/{path}")
    with CaptureQueriesContext(connection) as asked:
        _asked(client, f"/w/{access.slug}/{path}")
    return len(asked)


def _bare(access: Any) -> str:
    from django.template import engines

    from clew.ground.thread.api import Node
    from clew.ground.workspaces.api import within

    with within(access):
        found = list(Node.objects.order_by("-pk").values("pk", "title", "created_at")[:50])
    template = engines["django"].from_string(
        "<table>{% for n in rows %}<tr><td>{{ n.title }}</td><td>{{ n.created_at }}</td></tr>{% endfor %}</table>"
    )
    return str(template.render({"rows": found}))


def _fill(access: Any, start: int, end: int) -> None:
    """Records of each kind, through the same bulk ways that imports use where there are such, else through the acts."""
    from clew.ground.customers import api as customers
    from clew.ground.evidence import api as evidence
    from clew.ground.ledger.api import acting
    from clew.ground.thread import api as thread

    with acting("fill", actor_id=access.user_id):
        for n in range(start, end):
            account = customers.add_account(access, name=f"Account {n}").pk
            customers.set_fact(access, account_id=account, kind="arr", amount=n * 100, starts_on=date(2025, 1, 1))
            person = customers.add_person(access, name=f"Person {n}", account_id=account).pk
            evidence.add_source(
                access,
                text=f"Words number {n} about the export that fails.",
                kind="feedback",
                person_id=person,
                said_on=date(2026, 1, 1) + timedelta(days=n % 300),
            )
            evidence.add_idea(access, title=f"Idea {n}")
            decision = thread.open_decision(access, title=f"Decision {n}").pk
            thread.register_prediction(
                access, question=f"Prediction {n}?", probability=0.5, resolve_by=date(2040, 1, 1), decision_id=decision
            )


if __name__ == "__main__":
    if sys.argv[1:2] == ["measure"]:
        print(json.dumps(_measure(sys.argv[2], sys.argv[3])))
    else:
        for engine in sys.argv[1:] or ENGINES:
            for line in rows(engine):
                print(" | ".join(line))
