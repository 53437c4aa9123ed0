"""Every address before the workspaces x every method x everybody x a link of one's own, another workspace's, a used one and none, alone and in a team.

The pages that a link alone opens answer whoever holds it alike; nothing of one workspace is told or changed by a link of the other.
"""

import re
from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import dataclass

import pytest
from django.db import transaction
from django.http.response import HttpResponseBase
from django.test import Client, override_settings
from django.urls import URLPattern, URLResolver, get_resolver

from tests.strength.secrets import USED, KeyRing, keys_of
from tests.strength.test_access_matrix import METHODS, ROLES, STRANGERS, _body
from tests.strength.worlds import MISSING, OTHER, OURS, OWN, THEIRS, actors, ledger_of, two_worlds
from tests.test_access_table import LINKED, PUBLIC

pytestmark = pytest.mark.django_db

LEAST = 5_000
LOCAL, TEAM = "alone", "in a team"
SUBJECTS = (OWN, OTHER, USED, MISSING)
SIGNED_OUT = {"nobody", "somebody whose account is closed"}
PARTS = re.compile(r"<\w+:\w+>|\^|\$|\(\?P<\w+>(?:\[[^]]*\]|\.)\+\)")
BODY = {
    "act": "book", "at": "2030-01-01T10:00Z", "zone": "Europe/Berlin", "version": "1", "name": "Somebody", "never": "1",
    "email": "somebody@else.example", "login": "somebody@else.example", "password": "wrong", "a-q1": "Because",
}  # fmt: skip
# Whoever is not signed in is sent to the sign-in page by these; others of django-allauth are for everybody.
FOR_SIGNED_IN = re.compile(
    r"accounts/(logout|reauthenticate|email|password/change|password/set|2fa/(?!authenticate|webauthn/login))"
)
NOT_ITS_BUSINESS = ("w/", "api/")  # the matrix of pages, the matrix of the API
Answers = set[int]
# Whoever is not signed in on a portal is led to its door; a form is sent from a page, which says where it stands.
ELSEWHERE = {
    "portal_vote": {303},
    "portal_comment": {404, 422},
    "portal_suggest": {303, 422},
    "portal_mails": {303},
    "portal_link": {200, 404},
    "feedback_send": {403},
}
# The link is good, and nothing lies behind this address of it: nothing is booked yet, no idea is published, and a portal's name is no secret.
NOTHING_THERE = {
    "asked_book_file", "survey_answer", "portal_idea", "portal_quiet", "portal_feed", "portal_logo",
}  # fmt: skip


@dataclass(frozen=True)
class Case:
    path: str
    method: str
    who: str
    subject: str
    mode: str
    body: bool = False

    def __str__(self) -> str:
        return f"{self.who}, {self.mode}: {self.method} {self.path} with {self.subject}{' and a body' if self.body else ''}"

    @property
    def is_open(self) -> bool:
        return self.subject in (OWN, OTHER)

    @property
    def signed_in(self) -> bool:
        return self.who not in SIGNED_OUT


def outer_paths(resolver: URLResolver | None = None, prefix: str = "") -> Iterator[str]:
    for entry in (resolver or get_resolver()).url_patterns:
        path = prefix + str(entry.pattern)
        if path.startswith(NOT_ITS_BUSINESS):
            continue
        if isinstance(entry, URLPattern):
            yield path
        else:
            yield from outer_paths(entry, path)


def cases() -> Iterator[Case]:
    for path in outer_paths():
        for mode in (LOCAL, TEAM):
            for who in (*STRANGERS, *ROLES):
                for subject in SUBJECTS if "<" in path else (OWN,):
                    yield from (Case(path, method, who, subject, mode) for method in METHODS)
                    yield Case(path, "post", who, subject, mode, body=True)


def _only(method: str, case: Case, answers: Answers) -> Answers:
    return answers if case.method == method else {405}


def linked(case: Case) -> Answers:
    """Whoever asks: the link alone decides."""
    page = LINKED[case.path]
    if case.method.upper() not in page.methods:
        return {405}
    if page.path.startswith("screen/") and case.subject == USED:
        return {200} if page.name == "screen_thanks" else {410}
    if page.name == "asked_unsubscribe" and (case.is_open or case.subject == USED):
        # A mail program presses, a person is led to the page; and no may be said after the link is over.
        return {303} if case.method == "get" else {422}
    if case.is_open and page.name in ELSEWHERE:
        return ELSEWHERE[page.name]
    if not case.is_open or page.name in NOTHING_THERE or page.path.startswith("guest/"):
        return {404}
    return {200} if case.method == "get" else {200, 303, 422}


def home(case: Case) -> Answers:
    return _only("get", case, {302} if case.signed_in or case.mode == TEAM else {404})


def health(case: Case) -> Answers:
    return _only("get", case, {200})


def enter(case: Case) -> Answers:
    """A link that was used, or none: whoever is signed in is led in all the same."""
    return _only("get", case, {302} if case.mode == LOCAL and (case.is_open or case.signed_in) else {404})


def guest(case: Case) -> Answers:
    return _only("get", case, {200} if case.is_open else {404})


def invited(case: Case) -> Answers:
    return _only("get", case, {200} if case.is_open and case.mode == TEAM else {404})


def begin(case: Case) -> Answers:
    return _only("post", case, {302} if case.is_open and case.mode == TEAM else {404})


def accept(case: Case) -> Answers:
    """An invitation is for its address, which is none of these people's."""
    return _only("post", case, {422} if case.is_open and case.mode == TEAM and case.signed_in else {404})


def profile(case: Case) -> Answers:
    if not case.signed_in:
        return {302}
    return {"get": {200}, "post": {302} if case.body else {422}}.get(case.method, {405})


def sessions(case: Case) -> Answers:
    return _only("get", case, {200}) if case.signed_in else {302}


def end_session(case: Case) -> Answers:
    """Nobody ends another person's session."""
    theirs = {OWN: "the owner", OTHER: "a stranger"}.get(case.subject)
    return _only("post", case, {302} if case.who == theirs else {404}) if case.signed_in else {302}


def end_others(case: Case) -> Answers:
    return _only("post", case, {302}) if case.signed_in else {302}


def of_allauth(case: Case) -> Answers:
    """Not there for one person on one machine; some are for those who are signed in, and none fails."""
    if case.mode == LOCAL:
        return {404}
    if not case.signed_in and FOR_SIGNED_IN.match(case.path):
        return {302, 405} if case.path == "accounts/logout/" else {302}
    return {200, 302, 400, 403, 404, 405}


EXPECTED: dict[str, Callable[[Case], Answers]] = {
    "": home,
    "styleguide": home,
    "health": health,
    "enter/<str:token>": enter,
    "guest/<str:secret>": guest,
    "invited/<str:secret>": invited,
    "invited/<str:secret>/begin": begin,
    "invited/<str:secret>/accept": accept,
    "accounts/": profile,
    "accounts/sessions/": sessions,
    "accounts/sessions/<int:session>/end": end_session,
    "accounts/sessions/end-others": end_others,
    **dict.fromkeys(LINKED, linked),
}


def test_every_outer_address_is_expected() -> None:
    """Those of the access table, each by name; only what comes with django-allauth shares an expectation."""
    shared = {path for path in outer_paths() if path not in EXPECTED}
    assert all(path.startswith("accounts/") for path in shared)
    assert {path for path in (*PUBLIC, *LINKED) if path not in EXPECTED} == {"api/v1/", "accounts/2fa/"}
    assert set(EXPECTED) <= set(outer_paths())
    assert sum(1 for _ in cases()) >= LEAST


@pytest.mark.endurance
@pytest.mark.parametrize("who", [*STRANGERS, *ROLES])
def test_all_outer_doors(who: str) -> None:
    wrong = tried([case for case in cases() if case.who == who])
    assert wrong == [], "\n".join(wrong)


def test_a_link_of_ones_own_shows_what_it_is_for() -> None:
    """Else nothing could leak, and the rest would prove nothing."""
    ring = _ring()
    for path in (
        "guest/<str:secret>",
        "asked/<str:secret>",
        "screen/<str:secret>",
        "asked/<str:secret>/book",
        "asked/<str:secret>/consent",
    ):
        answer = _ask(ring, Case(path, "get", "nobody", OWN, LOCAL), Client())
        assert (answer.status_code, OURS in _body(answer)) == (200, True), path


@pytest.fixture(autouse=True)
def unhurried() -> Iterator[None]:
    """Thousands knock here within the minute; how they are slowed down is tried elsewhere."""
    with override_settings(ACCOUNT_RATE_LIMITS=False):
        yield


def tried(some: list[Case]) -> list[str]:
    ring = _ring()
    clients = actors(ring.two)
    return [f"{case}: {wrong}" for case in some if (wrong := _tried(ring, case, clients[case.who]))]


def _ring() -> KeyRing:
    two = two_worlds()
    return KeyRing(two, keys_of(two.ours, OURS), keys_of(two.theirs, THEIRS))


def _tried(ring: KeyRing, case: Case, client: Client) -> str:
    cookies = deepcopy(client.cookies)
    before = _ledgers(ring)
    with transaction.atomic(), override_settings(LOCAL=case.mode == LOCAL):
        answer = _ask(ring, case, client)
        changed = [a != b for a, b in zip(_ledgers(ring), before, strict=True)]
        transaction.set_rollback(True)
    client.cookies = cookies
    return _wrong(case, answer, changed)


def _wrong(case: Case, answer: HttpResponseBase, changed: list[bool]) -> str:
    expected = EXPECTED.get(case.path, of_allauth)(case)
    if answer.status_code not in expected:
        return f"{answer.status_code} instead of {sorted(expected)}"
    if any(word in _body(answer) for word in {OURS, THEIRS} - _may_read(case)):
        return "words of a workspace that is not theirs"
    may_change = [case.subject == OWN, case.subject == OTHER]
    if any(is_changed and not may for is_changed, may in zip(changed, may_change, strict=True)):
        return "changed a workspace that the link does not open"
    return "changed something all the same" if answer.status_code >= 400 and any(changed) else ""


def _may_read(case: Case) -> set[str]:
    """What the link is for, and on one's own pages one's own name, in which a workspace's stands."""
    told = {OWN: {OURS}, OTHER: {THEIRS}}.get(case.subject, set()) if "<str:" in case.path else set()
    if case.path.startswith("accounts/") and case.who in ("the owner", "a stranger"):
        told = told | {OURS if case.who == "the owner" else THEIRS}
    return told


def _ask(ring: KeyRing, case: Case, client: Client) -> HttpResponseBase:
    numbered = re.sub(r"<int:\w+>", str(ring.number(case.subject)), case.path)
    path = "/" + PARTS.sub(lambda m: "" if m[0] in "^$" else ring.secret(case.path, case.subject), numbered)
    assert "<" not in path, f"teach this test the parameter in {case.path}"
    if case.method == "post":
        return client.post(path, BODY if case.body else {})
    return getattr(client, case.method)(path)  # type: ignore[no-any-return]


def _ledgers(ring: KeyRing) -> tuple[int, int]:
    return ledger_of(ring.two.ours), ledger_of(ring.two.theirs)
