"""Whatever is sent to the API, made up from its own reference: it answers as the reference says, and never fails."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from django.core.files.base import ContentFile
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from jsonschema_rs import validator_for
from schemathesis.core import NotSet

from tests.endurance.often import often
from tests.strength.worlds import MISSING, NOWHERE, OTHER, OWN, Two, programs, two_worlds

pytestmark = pytest.mark.django_db

REFERENCE = json.loads((Path(__file__).parents[2] / "docs" / "openapi.json").read_text())
METHODS = ("get", "post")
PARTS = 8
LEAST = often(sqlite=20_000, postgres=2_000, short=2_000)  # what is refused is refused before either database is asked


def operations() -> list[tuple[str, str]]:
    return [(path, method) for path, some in REFERENCE["paths"].items() for method in METHODS if method in some]


def takes_something(path: str, method: str) -> bool:
    operation = REFERENCE["paths"][path][method]
    return bool(operation.get("parameters") or operation.get("requestBody"))


RICH = [(path, method) for path, method in operations() if takes_something(path, method)]
MANY = -(-LEAST // len(RICH))


@pytest.mark.endurance
@pytest.mark.parametrize("part", range(PARTS))
def test_twenty_thousand(part: int) -> None:
    some = RICH[part::PARTS]
    assert tried(some, MANY) >= len(some) * MANY * 0.98, "what a yes or no can ask for is soon asked"


def tried(some: list[tuple[str, str]], examples: int) -> int:
    """How many requests were made."""
    two = two_worlds()
    headers = programs(two)["the owner's token"]
    schema = schemathesis.openapi.from_dict(REFERENCE)
    count = 0

    def ask(path: str, method: str) -> None:
        answers = Answers(path, method)

        @settings(
            max_examples=examples, deadline=None, database=None, derandomize=True, phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )  # fmt: skip
        @given(
            case=schema[path][method].as_strategy(),
            whose=st.sampled_from((OWN, OWN, OTHER, MISSING)),
            with_key=st.booleans(),
        )
        def one(case: Any, whose: str, with_key: bool) -> None:
            nonlocal count
            count += 1
            with transaction.atomic():
                answers.check(_sent(two, case, whose, headers | ({"Idempotency-Key": "k"} if with_key else {})), case)
                transaction.set_rollback(True)

        one()

    for path, method in some:
        ask(path, method)
    return count


class Answers:
    """What the reference says of an operation's answers."""

    def __init__(self, path: str, method: str) -> None:
        self.responses = REFERENCE["paths"][path][method]["responses"]
        said = self.responses["200"].get("content", {}).get("application/json", {}).get("schema")
        self.valid = validator_for({**said, "components": REFERENCE["components"]}) if said else None

    def check(self, answer: HttpResponse, case: Any) -> None:
        asked = f"{case.method} {case.formatted_path} {case.query} {case.body!r}"[:2000]
        status = answer.status_code
        assert status < 500, f"{asked}\n{status} {answer.content[:500]!r}"
        if status >= 400:
            assert answer["Content-Type"] == "application/problem+json", asked
            told = json.loads(answer.content)
            assert told["status"] == status, asked
            assert told["title"], asked
        elif self.valid is not None and answer["Content-Type"].startswith("application/json"):
            wrong = [str(error) for error in _some(self.valid.iter_errors(json.loads(answer.content)))]
            assert not wrong, f"{asked}\n{wrong}"


def _some(errors: Iterator[Any]) -> list[Any]:
    return [error for error, _ in zip(errors, range(3), strict=False)]


def _sent(two: Two, case: Any, whose: str, headers: dict[str, str]) -> HttpResponse:
    """Numbers in the address are of records that are there, or elsewhere, or nowhere: made up ones would all be nowhere."""
    numbers = {name: _number(two, name, whose) for name in case.path_parameters or {}}
    path = case.path.format(**numbers)
    query = {k: v for k, v in (case.query or {}).items() if v is not None}
    if case.method.lower() == "get":
        return Client().get(path, query, headers=headers)  # type: ignore[return-value]
    if case.media_type == "multipart/form-data" and isinstance(case.body, dict):
        return Client().post(path, {name: _part(name, value) for name, value in case.body.items()}, headers=headers)  # type: ignore[return-value]
    body = b"" if isinstance(case.body, NotSet) else json.dumps(case.body, default=str)
    return Client().post(path, body, case.media_type or "application/json", headers=headers)  # type: ignore[return-value]


def _part(name: str, value: Any) -> Any:
    return ContentFile(value.data, name=f"{name}.csv") if hasattr(value, "data") else json.dumps(value, default=str)


def _number(two: Two, name: str, whose: str) -> int:
    kind = name.removesuffix("_id").replace("batch", "import")
    known = kind if kind in two.ours.made or kind in two.ours.more else "need"
    return NOWHERE if whose == MISSING else two.number(known, whose)
