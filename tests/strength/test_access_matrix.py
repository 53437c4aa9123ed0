"""Every address x every method x everybody who might ask x what is theirs, another workspace's, put away or not there at all.

Nothing leaks, strangers find nothing, nobody does what their role does not allow, and nothing fails. Each request is undone after it.
It runs among the endurance tests; tests/test_access_table.py and front/tests/test_api.py walk the same rows in every round.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import islice
from typing import Any

import pytest
from django.core.cache import caches
from django.db import transaction
from django.http.response import HttpResponseBase, StreamingHttpResponse
from django.test import Client

from clew.front.api.table import DOORS
from clew.front.pages.table import ROUTES
from clew.ground.doors.api import Door, Route
from clew.ground.workspaces.api import Role
from tests.endurance.often import IS_SHORT
from tests.strength.worlds import (
    DELETED,
    MISSING,
    OTHER,
    OURS,
    OWN,
    THEIRS,
    Two,
    actors,
    ledger_of,
    programs,
    two_worlds,
)
from tests.tables import ON_POSTGRES

pytestmark = pytest.mark.django_db

SUBJECTS = (OWN, OTHER, DELETED, MISSING)
METHODS = ("get", "post", "put", "patch", "delete")
STRANGERS = ("nobody", "a stranger", "somebody removed", "somebody whose account is closed")
ROLES = {"a viewer": Role.VIEWER, "an editor": Role.EDITOR, "the owner": Role.OWNER}
SHUT_OUT = ("no token", "a wrong token", "a removed person's token", "a revoked token", "an expired token")
TOKENS = {
    "a stranger's token": Role.OWNER,
    "a viewer's token": Role.VIEWER,
    "an editor's token": Role.EDITOR,
    "the owner's reading token": Role.VIEWER,
    "the owner's token": Role.OWNER,
}
LEAST = 10_000
THIN = (
    (12 if ON_POSTGRES else 6) if IS_SHORT else 3 if ON_POSTGRES else 1
)  # the same pages and acts; what differs is how the database refuses
CHUNKS = 500
FOR_OWNERS = {"audit", "invitations", "webhooks"}  # queries that not every member may ask
KINDS = {
    "n": "need",
    "thread": "need",
    "outcomes": "outcome",
    "people": "person",
    "comments": "comment",
    "tokens": "token",
}
ROOM = ("interviews", "coding")
OF_INTERVIEWS = ("conduct", "start", "finish", "notes", "recordings")
PART = re.compile(r"<(\w+):(\w+)>")
# Addresses whose number is no record's, or whose page is shown all the same.
ANSWERS_ANYWAY = {"run_progress", "source"}
# Who does not code in a round is told so, whatever their role.
FOR_CODERS = {"round_sheet", "round_mark", "round_finish", "coding_sheet", "mark_blind", "finish_coding"}


@dataclass(frozen=True)
class Case:
    """`body`: what a form is sent with; numbers in it are always of the other workspace."""

    where: Route | Door
    method: str
    who: str
    subject: str
    body: bool = False

    def __str__(self) -> str:
        return f"{self.who}: {self.method} {self.where.path} of {self.subject}{' with a body' if self.body else ''}"


def page_cases() -> Iterator[Case]:
    for route in ROUTES:
        subjects = SUBJECTS if "<int" in route.path else (OWN,)
        for who in (*STRANGERS, *ROLES):
            for subject in subjects:
                yield from (Case(route, method, who, subject) for method in METHODS)
                if route.post is not None and who in ROLES:
                    yield Case(route, "post", who, subject, body=True)


def api_cases() -> Iterator[Case]:
    everybody = (*SHUT_OUT, *TOKENS)
    served = methods_served()
    for door in DOORS:
        subjects = SUBJECTS if door.in_path else (OWN,)
        for who in everybody:
            for subject in subjects:
                yield Case(door, door.method.lower(), who, subject)
                if door.method == "POST":
                    yield Case(door, "post", who, subject, body=True)
            yield from (Case(door, method, who, OWN) for method in METHODS if method not in served[_shape(door)])


@cache
def methods_served() -> dict[str, set[str]]:
    """By address, whatever its numbers are called: an address may be asked by one method and told by another."""
    served: dict[str, set[str]] = {}
    for door in DOORS:
        served.setdefault(_shape(door), set()).add(door.method.lower())
    return served


def _shape(door: Door) -> str:
    return re.sub(r"{\w+}", "{}", door.path)


def test_the_matrix_is_as_large_as_it_should_be() -> None:
    assert sum(1 for _ in page_cases()) + sum(1 for _ in api_cases()) >= LEAST


@pytest.mark.endurance
@pytest.mark.parametrize("who", [*STRANGERS, *ROLES])
def test_all_pages(who: str) -> None:
    assert tried_pages([case for case in page_cases() if case.who == who][::THIN]) == []


@pytest.mark.endurance
@pytest.mark.parametrize("part", range(4))
def test_all_of_the_api(part: int) -> None:
    assert tried_api([case for n, case in enumerate(api_cases()) if n % 4 == part][::THIN]) == []


def tried_pages(cases: list[Case]) -> list[str]:
    two = two_worlds()
    clients = actors(two)
    return [wrong for case in cases if (wrong := _tried(two, case, lambda c=case: _asked(two, c, clients[c.who])))]


def tried_api(cases: list[Case]) -> list[str]:
    two = two_worlds()
    sent = programs(two)
    return [wrong for case in cases if (wrong := _tried(two, case, lambda c=case: _called(two, c, sent[c.who])))]


def _tried(two: Two, case: Case, ask: Any) -> str:
    """What is wrong with the answer, in words; nothing when it is right."""
    before = ledger_of(two.ours), ledger_of(two.theirs)
    with transaction.atomic():
        answer = ask()
        after = ledger_of(two.ours), ledger_of(two.theirs)
        wrong = _wrong(case, answer, (after[0] != before[0], after[1] != before[1]))
        transaction.set_rollback(True)
    return f"{case}: {wrong}" if wrong else ""


def _wrong(case: Case, answer: HttpResponseBase, changed: tuple[bool, bool]) -> str:
    status, said = answer.status_code, _body(answer)
    is_theirs = case.who == "a stranger's token"
    if status >= 500:
        return f"failed with {status}"
    if (OURS if is_theirs or case.who in (*STRANGERS, *SHUT_OUT) else THEIRS) in said:
        return "words of a workspace that is not theirs"
    if changed[0 if is_theirs else 1]:
        return "changed a workspace that is not theirs"
    expected = _expected_page(case) if isinstance(case.where, Route) else _expected_call(case, case.where)
    if status not in expected:
        return f"{status} instead of {sorted(expected)}"
    return "changed something all the same" if status >= 400 and changed != (False, False) else ""


def _expected_page(case: Case) -> set[int]:
    assert isinstance(case.where, Route)
    needed = case.where.methods.get(case.method.upper())
    if case.who in STRANGERS:
        return {404}
    if needed is None:
        return {405}
    if not ROLES[case.who].covers(needed):
        return {403}
    if case.subject in (OTHER, MISSING) and case.method == "get" and case.where.name not in ANSWERS_ANYWAY:
        return {404}
    return {200, 204, 302, 303, 404, 422} | ({403} if case.where.name in FOR_CODERS else set())


def _expected_call(case: Case, door: Door) -> set[int]:
    if case.method not in methods_served()[_shape(door)]:
        return {405}
    if case.who in SHUT_OUT:
        return {401}
    role = TOKENS[case.who]
    if not role.covers(Role.OWNER if door.tag in FOR_OWNERS else door.role):
        return {403, 422}
    if case.subject in (OTHER, MISSING) and door.method == "GET" and case.who != "a stranger's token":
        return {404, 422}
    return {200, 201, 202, 204, 404, 409, 422} | ({403} if door.name in FOR_CODERS else set())


def _asked(two: Two, case: Case, client: Client) -> HttpResponseBase:
    assert isinstance(case.where, Route)
    path = f"/w/{two.ours.access.slug}/{_page(two, case.where.path, case.subject)}"
    if case.method == "post":
        return client.post(path, _form(two) if case.body else {})
    return getattr(client, case.method)(path)  # type: ignore[no-any-return]


def _page(two: Two, path: str, subject: str) -> str:
    """The first number is the subject's; those after it (a fact, an option) are of the other workspace."""
    parts = path.split("/")
    start = parts[1] if parts[0] == "settings" and len(parts) > 1 else parts[0]
    kind = _kind_in_room(path, start) if start in ROOM else _kind(start, two)
    numbers = iter([two.number(kind, subject)])
    filled = PART.sub(lambda m: str(next(numbers, two.theirs.subject("need"))) if m[1] == "int" else "0" * 32, path)
    assert "<" not in filled, f"teach this test the parameter in {path}"
    return filled


def _kind_in_room(path: str, start: str) -> str:
    """Below a room's address the number is a study's, unless the words around it say otherwise."""
    if start == "coding":
        return "mark" if path.startswith("coding/marks/") else "round"
    words = [*path.split("/"), ""]
    if words[1] == "recordings":
        return "upload" if words[-2] in ("keep", "rest") else "recording"
    if words[1] in ("guides", "booked"):
        return words[1].rstrip("s")
    return "interview" if words[-2] in OF_INTERVIEWS or "transcribe" in words else "study"


def _kind(word: str, two: Two) -> str:
    known = KINDS.get(word, word.rstrip("s"))
    return known if known in two.ours.made or known in two.ours.more else "need"


def _form(two: Two) -> dict[str, Any]:
    """Something for every field there is; whatever names a record names one of the other workspace."""
    theirs = two.theirs
    numbers = {
        "need": "need", "under": "outcome", "into": "need", "to": "need", "to_theme": "theme", "account": "account",
        "person": "person", "idea": "idea", "decision": "decision", "code": "code", "upstream": "excerpt",
        "downstream": "need", "node": "need", "import": "import", "option": "idea", "ids": "source", "ground": "need",
        "source": "source", "excerpts": "excerpt", "other": "need", "far": "need", "study": "study", "candidate": "candidate",
        "segment": "segment", "guide": "guide", "file_id": "recording",
    }  # fmt: skip
    words = {
        "title": "A title", "name": "A name", "text": "Words", "detail": "More", "question": "What?", "email": "a@b.example",
        "role": "viewer", "verb": "supports", "stance": "supports", "reason": "Because", "kind": "probability",
        "probability": "0.5", "resolve_by": "2030-01-01", "starts_on": "2026-01-01", "amount": "5", "act": "archive",
        "start": "0", "end": "5", "exact": "The e", "way": "up", "outcome": "yes", "days": "90", "scope": "read",
    }  # fmt: skip
    return words | {name: str(theirs.subject(kind)) for name, kind in numbers.items()}


def _called(two: Two, case: Case, headers: dict[str, str]) -> HttpResponseBase:
    assert isinstance(case.where, Door)
    caches["here"].clear()  # thousands ask within the minute; how they are slowed down is tried elsewhere
    numbers = {name: two.number(_kind_of_part(name, two), case.subject) for name in case.where.in_path}
    path = f"/api/v1/{case.where.path.format(**numbers)}"
    if case.method != "post":
        return getattr(Client(), case.method)(path, headers=headers)  # type: ignore[no-any-return]
    body = _json(two) if case.body else {}
    wanted = set(case.where.call.__kwdefaults__ or ()) | set(_names(case.where))
    return Client().post(path, {k: v for k, v in body.items() if k in wanted}, "application/json", headers=headers)


def _names(door: Door) -> list[str]:
    import inspect

    return [name for name in list(inspect.signature(door.call).parameters)[1:] if name not in door.in_path]


def _json(two: Two) -> dict[str, Any]:
    """What the signatures ask for by name: words, and numbers of the other workspace."""
    theirs = two.theirs
    kinds = [*theirs.made, *theirs.more]
    numbers = {f"{kind}_id": theirs.subject(kind) for kind in kinds} | {
        f"{kind}_ids": [theirs.subject(kind)] for kind in kinds
    }
    near = {"node_id": theirs.subject("need"), "node_ids": [theirs.subject("need")], "into": theirs.subject("need")}
    ends = {"upstream": theirs.subject("excerpt"), "downstream": theirs.subject("need"), "verb": "supports"}
    words = {
        "title": "A title",
        "name": "A name",
        "text": "Words",
        "detail": "More",
        "question": "What?",
        "reason": "So",
    }
    near |= {"client_id": theirs.note, "state": "accepted"}
    return {**numbers, **near, **ends, **words, "under": theirs.subject("outcome"), "addresses": near["node_ids"]}


def _kind_of_part(name: str, two: Two) -> str:
    return _kind(name.removesuffix("_id").replace("batch", "import"), two)


def _body(answer: HttpResponseBase) -> str:
    if not isinstance(answer, StreamingHttpResponse):
        return bytes(getattr(answer, "content", b"")).decode(errors="replace")
    # A file to its end; what goes on for ever says nothing before something happens. Closing it would close the database.
    parts = () if answer.is_async else islice(answer.streaming_content, CHUNKS)
    return b"".join(bytes(part) for part in parts).decode(errors="replace")
