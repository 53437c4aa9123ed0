"""The API: every act and query has an address; who is let in; what is refused and how; pages of lists; asking twice."""

import inspect
import json
from collections.abc import Callable
from dataclasses import is_dataclass
from datetime import date
from enum import Enum
from pathlib import Path
from typing import Any, get_args, get_type_hints

import pytest
from django.test import Client

from clew.front.api.gate import OFTEN
from clew.front.api.table import DOORS, NOT_OFFERED
from clew.ground.assist import api as assist
from clew.ground.customers import api as customers
from clew.ground.doors.api import Door, Room, rooms
from clew.ground.evidence import api as evidence
from clew.ground.exchange import api as exchange
from clew.ground.files import api as files
from clew.ground.guests import api as guests
from clew.ground.hooks import api as hooks
from clew.ground.ledger.api import NotFound, Refused
from clew.ground.proposals import api as proposals
from clew.ground.runs import api as runs
from clew.ground.search import api as search
from clew.ground.thread import api as thread
from clew.ground.workspaces import api as workspaces
from clew.ground.workspaces.api import Access, Role, Scope, make_token, revoke_token

pytestmark = pytest.mark.django_db
MODULES = (workspaces, files, proposals, runs, search, thread, guests, hooks, customers, evidence, exchange, assist)


class Program:
    """A program with a token."""

    def __init__(self, access: Access, scope: Scope = Scope.WRITE) -> None:
        self.client, self.secret = Client(), make_token(access, name="a script", scope=scope).secret

    def get(self, path: str, **query: Any) -> Any:
        return self.client.get(f"/api/v1/{path}", query, headers=self._headers())

    def post(self, path: str, body: Any = None, key: str = "") -> Any:
        headers = self._headers() | ({"Idempotency-Key": key} if key else {})
        return self.client.post(f"/api/v1/{path}", json.dumps(body or {}), "application/json", headers=headers)

    def _headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.secret}"}


@pytest.fixture
def program(access: Access) -> Program:
    return Program(access)


def address(door: Door, number: int = 987654321) -> str:
    return door.path.format(**dict.fromkeys(door.in_path, number))


def offered(module: Any) -> dict[str, Callable[..., Any]]:
    """The module's acts and queries: what takes an access first and was put through `act` or `read`."""
    functions = {name: f for name in module.__all__ if inspect.isfunction(f := getattr(module, name))}
    return {
        n: f for n, f in functions.items() if hasattr(f, "act_name") or (hasattr(f, "__wrapped__") and n != "within")
    }


@pytest.mark.parametrize("module", MODULES, ids=lambda m: m.__name__.split(".")[2])
def test_every_act_and_query_has_an_address(module: Any) -> None:
    here = {door.call for door in DOORS}
    missing = [name for name, f in offered(module).items() if f not in here and name not in NOT_OFFERED]
    assert missing == []


@pytest.mark.parametrize("room", rooms(), ids=lambda room: room.name)
def test_every_act_and_query_of_a_room_has_an_address(room: Room) -> None:
    here = {door.call for door in room.doors}
    assert [name for name, f in room.functions.items() if f not in here and name not in room.not_offered] == []
    assert not {door.name for door in room.doors} & set(room.not_offered)
    assert set(room.not_offered) <= set(room.functions)


@pytest.mark.parametrize("room", rooms(), ids=lambda room: room.name)
def test_under_what_is_not_there_a_room_has_nothing(access: Access, room: Room) -> None:
    """Not an empty list: whoever asks for it has the wrong number."""
    for door in (door for door in room.doors if door.in_path and not door.is_act):
        needed = inspect.signature(door.call).parameters.values()
        given: dict[str, Any] = {
            one.name: [] if "Sequence" in str(one.annotation) else 987654321
            for one in needed
            if one.default is one.empty
        }
        del given["access"]
        with pytest.raises((NotFound, Refused)):
            pytest.fail(f"{door.path}: {door.call(access, **given)}")


def test_nothing_is_excused_that_is_offered() -> None:
    assert not {door.name for door in DOORS} & set(NOT_OFFERED)


def test_the_documentation_names_what_has_no_address_and_why() -> None:
    told = (Path(__file__).parents[4] / "docs" / "api.md").read_text(encoding="utf-8")
    missing = {**NOT_OFFERED, **{name: why for room in rooms() for name, why in room.not_offered.items()}}
    rows = [f"| `{name}` | {why} |" for name, why in sorted(missing.items())]
    assert [line for line in told.splitlines() if line.startswith("| `")] == rows


def test_what_pickers_use_is_told_by_the_addresses_that_are_named(access: Access, program: Program) -> None:
    """As the reasons for leaving them out say."""
    for name in ("Marzipan", "Larder"):
        customers.add_account(access, name=name)
    outcome = evidence.add_outcome(access, title="Less waste").pk
    need = evidence.add_need(access, title="Count quickly", under=outcome).pk
    evidence.add_need(access, title="Count twice", under=need)
    evidence.add_idea(access, title="A scanner")
    above = evidence.add_code(access, title="Counting").pk
    evidence.add_code(access, title="Counting by hand", under=above)

    def told(path: str, **query: str) -> list[tuple[int, str]]:
        rows = program.get(path, **query).json()
        return sorted((row["id"], row.get("name") or row["title"]) for row in rows["items"])

    assert told("accounts", search="mar") == sorted(customers.account_choices(access, search="mar"))
    assert told("accounts") == sorted(customers.account_choices(access))
    assert told("ideas") == sorted(evidence.idea_choices(access))
    codes = json.dumps(program.get("codes").json())
    assert all(json.dumps(title) in codes for _, title, _ in evidence.code_places(access))
    assert all(json.dumps(title) in codes for _, title in evidence.code_names(access))
    tree = json.dumps(program.get("needs/tree").json())
    assert all(f'"id": {pk}' in tree and json.dumps(title) in tree for pk, title, _ in evidence.need_places(access))
    options = evidence.need_options(access, kinds=("need", "outcome"))
    assert all(json.dumps(one.title) in tree for one in options)
    assert len(options) == 3


def test_invitations_and_tokens_are_told_to_a_program(access: Access, editor: Access) -> None:
    made = workspaces.invite(access, email="dora@example.org", role=workspaces.Role.EDITOR)
    program, other = Program(access), Program(editor)
    assert [row["email"] for row in program.get("invitations").json()] == ["dora@example.org"]
    assert made.secret not in program.get("invitations").content.decode()
    assert (other.get("invitations").status_code, other.post(f"invitations/{made.id}/withdraw").status_code) == (
        403,
        403,
    )
    assert program.post(f"invitations/{made.id}/withdraw").status_code == 200
    assert (program.post(f"invitations/{made.id}/withdraw").status_code, program.get("invitations").json()) == (404, [])
    (mine,) = other.get("tokens").json()
    assert other.secret not in other.get("tokens").content.decode()
    assert mine["name"] == "a script"


def test_names_and_addresses_are_given_once() -> None:
    assert len({(door.method, door.path) for door in DOORS}) == len(DOORS)
    assert len({door.name for door in DOORS}) == len(DOORS)


def test_two_shapes_never_share_a_name() -> None:
    """In the reference one would stand for both."""
    found: dict[str, set[type]] = {}

    def walk(hint: Any) -> None:
        for part in get_args(hint):
            walk(part)
        if (
            isinstance(hint, type)
            and (is_dataclass(hint) or issubclass(hint, Enum))
            and hint not in found.setdefault(hint.__name__, set())
        ):
            found[hint.__name__].add(hint)
            for one in get_type_hints(hint).values() if is_dataclass(hint) else ():
                walk(one)

    for door in DOORS:
        for hint in (door.answer, *get_type_hints(door.call).values()):
            walk(hint)
    assert {name: kinds for name, kinds in found.items() if len(kinds) > 1} == {}


@pytest.mark.parametrize(
    ("method", "path", "sent", "status"),
    [
        ("GET", "nothing", "", 404),
        ("GET", "needs/", "", 404),
        ("GET", "needs/987654321", "", 404),
        ("PUT", "needs", "{}", 405),
        ("POST", "needs", "{", 400),
        ("POST", "needs", "{}", 422),
        ("GET", "needs?limit=x", "", 422),
    ],
)
def test_whatever_is_wrong_is_a_problem_with_a_remedy(
    program: Program, method: str, path: str, sent: str, status: int
) -> None:
    answer = program.client.generic(method, f"/api/v1/{path}", sent, "application/json", headers=program._headers())
    is_problem(answer, status)
    if status == 405:
        assert "GET" in answer["Allow"]
        assert "PUT" in answer.json()["title"]


def test_so_is_what_comes_no_further_than_the_door(access: Access, viewer: Access, program: Program) -> None:
    unreadable = program.client.post("/api/v1/files", b"{}", "multipart/form-data", headers=program._headers())
    is_problem(unreadable, 400)
    is_problem(Client().get("/api/v1/needs"), 401)
    is_problem(Client().get("/api/v1/nothing"), 404)
    elsewhere = Client().get("/api/v1/needs", headers={"host": "evil.example"})
    is_problem(elsewhere, 400)
    assert "CLEW_HOSTS" in elsewhere.json()["remedy"]
    is_problem(Program(viewer, Scope.READ).post("needs", {"title": "Count"}), 403)


def test_an_owner_is_not_told_to_be_a_viewer(access: Access, editor: Access) -> None:
    assert Program(access, Scope.READ).get("webhooks").json()["title"] == "This token only reads."
    assert "owner; you are editor" in Program(editor).get("webhooks").json()["title"]


def test_what_breaks_is_a_problem_too(program: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    def breaks(*_: Any, **__: Any) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("clew.front.api.gate.enter_by_token", breaks)
    program.client.raise_request_exception = False
    is_problem(program.get("needs"), 500)


def is_problem(answer: Any, status: int) -> None:
    assert (answer.status_code, answer["Content-Type"]) == (status, "application/problem+json")
    told = answer.json()
    assert (told["status"], bool(told["title"]), bool(told["remedy"])) == (status, True, True)


@pytest.mark.parametrize("door", DOORS, ids=lambda d: f"{d.method} {d.path}")
def test_who_is_let_in(door: Door, access: Access, viewer: Access) -> None:
    path = address(door)
    for headers in ({}, {"Authorization": "Bearer clew_nothing"}, {"Authorization": "Basic YTpi"}):
        ask = Client().get if door.method == "GET" else Client().post
        answer = ask(f"/api/v1/{path}", headers=headers)
        assert answer.status_code == 401
        assert answer["WWW-Authenticate"] == "Bearer"
    reader = Program(viewer, Scope.READ)
    answer = reader.get(path) if door.method == "GET" else reader.post(path)
    assert answer.status_code < 500
    assert (answer.status_code == 403) == (
        not Role.VIEWER.covers(door.role) or door.tag in {"audit", "invitations", "webhooks"}
    ) or answer.status_code == 422
    if answer.status_code >= 400:
        assert answer["Content-Type"] == "application/problem+json"


def test_webhooks_are_kept_by_a_program(access: Access) -> None:
    program = Program(access)
    made = hooks.add_hook(access, url="https://example.com", events=["need.created"])
    assert [row["id"] for row in program.get("webhooks").json()] == [made.id]
    assert program.post(f"webhooks/{made.id}/test").status_code == 200
    (sent,) = program.get(f"webhooks/{made.id}/deliveries").json()["items"]
    assert (sent["type"], sent["state"]) == ("clew.test", "waiting")
    assert program.post(f"deliveries/{sent['id']}/replay").status_code == 200
    assert program.post(f"webhooks/{made.id}/off").status_code == 200
    assert program.get(f"webhooks/{made.id}").json()["why_off"] == "Switched off by hand."
    refused = program.post(f"webhooks/{made.id}", {"url": "https://10.0.0.1", "events": ["need.created"]})
    assert (refused.status_code, refused.json()["field"]) == (422, "url")
    assert made.secret[6:] not in program.get("webhooks").content.decode()


def test_a_token_reads_only_when_it_says_so(access: Access) -> None:
    reader = Program(access, Scope.READ)
    assert reader.get("needs").status_code == 200
    refused = reader.post("needs", {"title": "Count quickly"})
    assert (refused.status_code, refused.json()["status"]) == (403, 403)


def test_a_revoked_token_is_none(access: Access, program: Program) -> None:
    revoke_token(access, token_id=workspaces.tokens(access)[0].id)
    assert program.get("needs").status_code == 401


def test_a_program_is_counted_however_it_writes_its_token(program: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nor is one counted less that makes itself another."""
    monkeypatch.setattr(OFTEN["GET"], "num_requests", 2)
    child = program.post("tokens", {"name": "A child", "scope": "write"}).json()["secret"]
    asked = [f"Bearer {program.secret}", f"bearer {program.secret}", f"BEARER {program.secret}", f"Bearer {child}"]
    answers = [program.client.get("/api/v1/needs", headers={"Authorization": said}) for said in asked]
    assert [answer.status_code for answer in answers] == [200, 200, 429, 429]
    assert int(answers[-1]["Retry-After"]) > 0
    assert answers[-1].json()["remedy"]


def test_a_need_is_added_read_renamed_and_undone(program: Program) -> None:
    made = program.post("needs", {"title": "Count quickly"}).json()
    assert program.get(f"needs/{made['id']}").json()["title"] == "Count quickly"
    renamed = program.post(f"records/{made['id']}/rename", {"title": "Count in ten minutes"}).json()
    assert program.post("undo", {"act": renamed["act"]}).status_code == 200
    assert program.get(f"records/{made['id']}").json()["title"] == "Count quickly"


def test_what_lies_elsewhere_is_not_there(program: Program, elsewhere: Access) -> None:
    theirs = evidence.add_need(elsewhere, title="Theirs").pk
    for path in (f"records/{theirs}", f"needs/{theirs}", f"records/{theirs}/why", f"records/{theirs}/history"):
        assert program.get(path).status_code == 404
    assert program.post(f"records/{theirs}/rename", {"title": "Mine"}).status_code == 404


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"title": ""}, "title"),
        ({}, "title"),
        ({"title": 7}, "title"),
        ({"title": "a\x00b"}, "title"),
        ({"title": "A need", "under": 10**30}, "under"),
        ({"title": "A need", "colour": "red"}, "colour"),
    ],
)
def test_a_refusal_names_field_and_remedy(program: Program, body: Any, field: str) -> None:
    refused = program.post("needs", body)
    told = refused.json()
    assert (refused.status_code, told["status"], told["field"].split(".")[0]) == (422, 422, field)
    assert told["remedy"]
    assert program.get("needs").json()["items"] == []


def test_no_text_or_key_however_deep_holds_what_no_database_can(program: Program) -> None:
    for rule in ({"plans": ["a\x00b"]}, {"a\x00b": 1}, {"plans": [{"deep": {"a\x00b": 1}}]}):
        refused = program.post("segments", {"name": "Kitchens", "rule": rule})
        assert (refused.status_code, refused.json()["field"].split(".")[0]) == (422, "rule")
    refused = program.post("sources", {"text": "Words", "turns": [{"a\x00b": []}]})
    assert (refused.status_code, refused.json()["field"].split(".")[0]) == (422, "turns")


@pytest.mark.parametrize("moment", ["0674-11-11T23:17:16+16:39", "9999-12-31T23:59:59Z", "2026-05-04T09:00:00"])
def test_no_moment_is_asked_that_no_database_knows(program: Program, moment: str) -> None:
    """And none without its time zone; any other is the same moment, whatever zone it is told in."""
    refused = program.get("schedule", starts_at=moment, ends_at="2026-05-05T09:00:00+16:39")
    assert (refused.status_code, refused.json()["field"].split(".")[0]) == (422, "starts_at")
    assert program.get("schedule", starts_at="2026-05-04T09:00:00+16:39", ends_at="2026-05-05T09:00:00Z").json() == []


def test_a_pair_is_no_status(access: Access, program: Program) -> None:
    for name, plan in (("One", "Free"), ("Two", "Team")):
        account = customers.add_account(access, name=name)
        customers.set_fact(access, account_id=account.pk, kind="plan", text=plan, starts_on=date(2026, 1, 1))
    assert program.get("accounts/plans").json() == ["Free", "Team"]


def test_lists_come_a_page_at_a_time(access: Access, program: Program) -> None:
    for number in range(7):
        customers.add_account(access, name=f"Kitchen {number}")
    names, cursor = [], ""
    while True:
        page = program.get("accounts", limit=3, cursor=cursor).json()
        names += [row["name"] for row in page["items"]]
        if page["next"] is None:
            break
        cursor = page["next"]
    assert names == [f"Kitchen {number}" for number in range(7)]


def test_what_comes_between_two_pages_moves_nothing(access: Access, program: Program) -> None:
    for number in range(6):
        customers.add_account(access, name=f"Kitchen {number}")
    first = program.get("accounts", limit=3).json()
    customers.add_account(access, name="A kitchen before all")
    thread.archive(access, node_ids=[first["items"][0]["id"]])
    thread.archive(access, node_ids=[first["items"][1]["id"]])
    second = program.get("accounts", limit=3, cursor=first["next"]).json()
    assert [row["name"] for row in second["items"]] == ["Kitchen 3", "Kitchen 4", "Kitchen 5"]


@pytest.mark.parametrize("cursor", ["x", "W10", "WzFd", "WyJhIiwxXQ", "WzEwMDAwMDAwMDAwMDAsMV0"])
def test_a_cursor_of_ones_own_making_is_refused(program: Program, cursor: str) -> None:
    refused = program.get("needs", cursor=cursor)
    assert (refused.status_code, refused.json()["field"]) == (422, "cursor")


def test_asking_twice_with_a_key_is_asking_once(program: Program) -> None:
    first = program.post("needs", {"title": "Count quickly"}, key="k1").json()
    assert program.post("needs", {"title": "Count quickly"}, key="k1").json() == first
    assert len(program.get("needs").json()["items"]) == 1
    other = program.post("needs", {"title": "Another"}, key="k1")
    assert (other.status_code, other.json()["field"]) == (422, "Idempotency-Key")


def test_what_was_refused_may_be_asked_again_with_its_key(program: Program) -> None:
    assert program.post("needs", {"title": ""}, key="k2").status_code == 422
    assert program.post("needs", {"title": ""}, key="k2").status_code == 422
    assert program.post("needs", {"title": "Now right"}, key="k2").status_code == 200


def test_an_act_by_the_api_is_in_the_history(program: Program) -> None:
    made = program.post("needs", {"title": "Count quickly"}).json()["id"]
    entries = program.get(f"records/{made}/history").json()["entries"]
    assert [(e["act_name"], e["who"]) for e in entries] == [("add a need", "Alice")]
