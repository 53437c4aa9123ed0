"""What is told once over the API: it comes in the answer, and lies nowhere else afterwards; and what mail a program may send."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.mail import EmailMessage
from django.db import connection
from django.test import Client
from django.utils import timezone
from tests.people import SignedIn

from clew.front.tests.test_api import Program, program
from clew.ground.customers.api import add_person
from clew.ground.evidence.api import add_need
from clew.ground.files.api import store
from clew.ground.ledger.models import LedgerEntry
from clew.ground.runs.models import Run
from clew.ground.workspaces.api import Access, Role, Scope, enter_by_token, invitations, make_token, tokens
from clew.ground.workspaces.models import Answer, ApiToken
from clew.rooms.interviews.actions.conduct import add_interview
from clew.rooms.interviews.actions.recordings import attach_recording, take_recording_away
from clew.rooms.interviews.actions.screeners import publish_screener
from clew.rooms.interviews.actions.studies import add_study
from clew.rooms.interviews.tests.ready import candidate

pytestmark = pytest.mark.django_db
HOME = "https://clew.example.org"
QUESTION = {"key": "q1", "text": "Why?", "kind": "text", "is_required": True}
Asked = tuple[str, dict[str, Any]]

__all__ = ["program"]


def a_study(access: Access) -> int:
    study = int(add_study(access, title="Counting", question="Who counts?").pk)
    publish_screener(access, study_id=study, title="Who are you?", questions=[QUESTION], rules=[])
    return study


def hook(access: Access) -> Asked:
    return "webhooks", {"url": "https://example.com", "events": ["need.created"]}


def new_secret(access: Access) -> Asked:
    made = Program(access).post(*hook(access)).json()
    return f"webhooks/{made['id']}/secret", {}


def guest(access: Access) -> Asked:
    return f"records/{add_need(access, title='Count').pk}/guest-links", {"name": "Ines"}


def token(access: Access) -> Asked:
    return "tokens", {"name": "Another", "scope": "read"}


def link(access: Access) -> Asked:
    return f"candidates/{candidate(access, a_study(access), 'Anna', 'anna@example.org')}/link", {}


def screener(access: Access) -> Asked:
    return f"studies/{a_study(access)}/screener/open", {}


@pytest.mark.parametrize("asked", [hook, new_secret, guest, token, link, screener])
def test_a_secret_is_told_once_and_kept_nowhere_else(
    access: Access, program: Program, asked: Callable[[Access], Asked], caplog: pytest.LogCaptureFixture
) -> None:
    path, body = asked(access)
    first = program.post(path, body, key="k1")
    told = first.json()
    assert len(told["secret"]) > 20
    assert (first.status_code, first["Cache-Control"], "Idempotent-Replayed" in first) == (200, "no-store", False)
    again = program.post(path, body, key="k1")
    assert again.json() == {**told, "secret": None}
    assert again["Idempotent-Replayed"] == "true"
    assert told["secret"] not in caplog.text
    kept = where_it_lies(told["secret"].removeprefix("whsec_"))
    assert kept <= {"hooks_key", "hooks_hook_key"}, "a webhook's own signs with it"


def where_it_lies(secret: str) -> set[str]:
    found = set()
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            if any(secret in str(row) for row in cursor.fetchall()):
                found.add(table)
    return found


@pytest.mark.parametrize("asked", [hook, new_secret, guest, token, link, screener])
def test_neither_readers_nor_strangers_are_told_one(
    access: Access, viewer: Access, elsewhere: Access, asked: Callable[[Access], Asked]
) -> None:
    path, body = asked(access)
    before = LedgerEntry.objects.count()
    for reader in (Program(viewer, Scope.READ), Program(access, Scope.READ)):
        assert reader.post(path, body).status_code == 403
    assert Client().post(f"/api/v1/{path}", body, "application/json").status_code == 401
    if any(part.isdigit() for part in path.split("/")):
        assert Program(elsewhere).post(path, body).status_code == 404
    made = LedgerEntry.objects.exclude(table_name="workspaces_api_token").count()
    assert made <= before


def test_a_token_never_outlives_or_outranks_the_one_that_asks(access: Access, program: Program) -> None:
    short = make_token(access, name="For a week", scope=Scope.WRITE, days=7)
    program.secret = short.secret
    for days in (None, 90):
        made = program.post("tokens", {"name": "Longer", "scope": "write", "days": days}).json()
        assert made["expires_at"] is not None
        assert ApiToken.objects.get(pk=made["id"]).expires_at == short.expires_at
    brief = program.post("tokens", {"name": "Shorter", "days": 1}).json()
    assert (ApiToken.objects.get(pk=brief["id"]).expires_at or timezone.now()) < timezone.now() + timedelta(days=2)
    reader = Program(access, Scope.READ)
    assert reader.post("tokens", {"name": "More", "scope": "write"}).status_code == 403
    assert reader.post("tokens", {"name": "As much", "scope": "read"}).status_code == 403


def test_with_a_token_go_those_made_with_it(access: Access, program: Program) -> None:
    first = tokens(access)[0].id
    child = program.post("tokens", {"name": "A child", "scope": "write"}).json()
    program.secret, mine = child["secret"], program.secret
    grandchild = program.post("tokens", {"name": "Its child"}).json()
    assert enter_by_token(grandchild["secret"]).role is Role.VIEWER
    program.secret = mine
    assert program.post(f"tokens/{first}/revoke").status_code == 200
    assert tokens(access) == []
    for secret in (mine, child["secret"], grandchild["secret"]):
        program.secret = secret
        assert program.get("needs").status_code == 401


def test_a_token_that_only_reads_revokes_none(access: Access, editor: Access) -> None:
    reader = Program(access, Scope.READ)
    assert reader.post(f"tokens/{tokens(access)[0].id}/revoke").status_code == 403
    theirs = make_token(editor, name="Bob's").id
    assert Program(editor).post(f"tokens/{tokens(access)[0].id}/revoke").status_code == 404
    assert Program(access).post(f"tokens/{theirs}/revoke").status_code == 200


@pytest.fixture
def team(settings: Any) -> Any:
    settings.LOCAL, settings.HOME_URL = False, HOME
    return settings


def test_an_invitation_goes_by_mail_alone(
    access: Access, program: Program, team: Any, mailoutbox: list[EmailMessage]
) -> None:
    asked = {"email": "dora@example.org", "role": "editor"}
    first = program.post("invitations", asked, key="k1")
    assert first.status_code == 200
    assert sorted(first.json()) == ["email", "expires_at", "id", "role"]
    assert program.post("invitations", asked, key="k1").json() == first.json()
    (mail,) = mailoutbox
    assert mail.to == ["dora@example.org"]
    secret = mail.body.split(f"{HOME}/invited/")[1].split()[0]
    assert secret not in first.content.decode()
    assert where_it_lies(secret) == set()
    assert Client().get(f"/invited/{secret}").status_code == 200
    assert program.post(f"invitations/{first.json()['id']}/again").status_code == 200
    assert len(mailoutbox) == 2
    assert Client().get(f"/invited/{secret}").status_code == 404


def test_its_link_names_the_servers_own_address(program: Program, team: Any, mailoutbox: list[EmailMessage]) -> None:
    team.ALLOWED_HOSTS = ["*"]
    program.client.defaults["HTTP_HOST"] = "evil.example"
    body = '{"email": "dora@example.org", "role": "viewer"}'
    headers = {**program._headers(), "X-Forwarded-Host": "evil.example"}
    assert program.client.post("/api/v1/invitations", body, "application/json", headers=headers).status_code == 200
    assert "evil.example" not in mailoutbox[0].body
    team.HOME_URL = ""
    refused = program.post("invitations", {"email": "ines@example.org", "role": "viewer"})
    assert (refused.status_code, refused.json()["remedy"]) == (422, "Name it in CLEW_ORIGINS.")


def test_nobody_is_invited_when_the_mail_cannot_be_sent(
    access: Access, program: Program, team: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: Any) -> None:
        raise OSError("no server")

    monkeypatch.setattr("clew.front.invitations.EmailMessage.send", broken)
    refused = program.post("invitations", {"email": "dora@example.org", "role": "viewer"})
    assert (refused.status_code, invitations(access)) == (422, [])


def test_only_owners_of_a_team_invite(
    program: Program, editor: Access, viewer: Access, team: Any, mailoutbox: list[EmailMessage]
) -> None:
    asked = {"email": "dora@example.org", "role": "owner"}
    assert Program(editor).post("invitations", asked).status_code == 403
    assert Program(viewer, Scope.READ).post("invitations", asked).status_code == 403
    team.LOCAL = True
    assert program.post("invitations", asked).status_code == 422
    assert mailoutbox == []


def test_a_program_mails_now_and_then_only(program: Program, team: Any, mailoutbox: list[EmailMessage]) -> None:
    team.ACCOUNT_RATE_LIMITS = {**team.ACCOUNT_RATE_LIMITS, "send_mail": "2/h/user"}
    asked = [{"email": f"p{n}@example.org", "role": "viewer"} for n in range(3)]
    answers = [program.post("invitations", body, key=body["email"]) for body in asked]
    assert [answer.status_code for answer in answers] == [200, 200, 422]
    again = program.post("invitations", asked[0], key=asked[0]["email"])  # its answer was lost on the way
    assert (again.status_code, again["Idempotent-Replayed"]) == (200, "true")
    assert len(mailoutbox) == 2


def test_candidates_are_invited_from_the_servers_own_address(
    access: Access, program: Program, viewer: Access, team: Any
) -> None:
    study = a_study(access)
    body = {"candidate_ids": [candidate(access, study, "Anna", "anna@example.org", "found")]}
    path = f"studies/{study}/invite"
    assert Program(viewer, Scope.READ).post(path, body).status_code == 403
    assert program.post(path, {**body, "site": "https://evil.example"}).json()["field"].split(".")[0] == "site"
    assert program.post(path, body).status_code == 200
    assert [run.arguments["site"] for run in Run._base_manager.all()] == [HOME]


def test_a_model_is_set_up_and_its_key_is_never_shown(access: Access, editor: Access, program: Program) -> None:
    body = {"address": "http://127.0.0.1:9/v1", "model": "small", "key": "sk-very-secret-key", "summaries": True}
    assert Program(editor).post("model", body).status_code == 403
    made = program.post("model", body, key="k1")
    assert made.status_code == 200
    assert "sk-very" not in made.content.decode() + program.get("model").content.decode()
    assert program.get("model").json()["has_key"] is True
    assert not any("sk-very" in str(kept.answer) for kept in Answer.objects.all())
    assert LedgerEntry.objects.filter(table_name__contains="setup").exists()
    assert Program(editor).post("model/remove").status_code == 403
    assert program.post("model/remove").status_code == 200
    assert program.get("model").json() is None


def test_a_model_is_asked_only_what_was_looked_at(access: Access, viewer: Access, program: Program) -> None:
    program.post("model", {"address": "http://127.0.0.1:9/v1", "model": "small", "summaries": True})
    source = program.post("sources", {"text": "I count the shelves by hand.", "kind": "interview"}).json()["id"]
    asked = {"task": "summary", "source_id": source}
    assert Program(viewer, Scope.READ).get("model/preview", **asked).status_code == 403
    refused = program.post("model/ask", {**asked, "seen": "0" * 64})
    assert (refused.status_code, program.get("model/letters").json()["items"]) == (422, [])
    shown = program.get("model/preview", **asked).json()
    assert "count the shelves" in shown["words"]
    assert program.post("model/ask", {**asked, "seen": shown["sent_hash"]}).status_code == 200
    (letter,) = program.get("model/letters").json()["items"]
    assert (letter["sent_hash"], letter["words"], letter["asked_by"]) == (shown["sent_hash"], shown["words"], "Alice")


def test_sessions_are_listed_and_ended(access: Access, editor: Access, program: Program) -> None:
    browser, other = SignedIn(access), SignedIn(editor)
    browser.get(browser.path(""))
    other.get(other.path(""))
    (mine,) = program.get("sessions").json()
    assert Program(access, Scope.READ).get("sessions").status_code == 403
    assert Program(editor).post(f"sessions/{mine['id']}/end").status_code == 404
    assert program.post(f"sessions/{mine['id']}/end").status_code == 200
    assert (program.get("sessions").json(), len(Program(editor).get("sessions").json())) == ([], 1)
    assert program.post("sessions/end").json()["count"] == 0


def test_files_are_saved_by_whoever_may(access: Access, viewer: Access, elsewhere: Access, program: Program) -> None:
    program.post("codes", {"title": "Counting"})
    study = a_study(access)
    for path, begins in (("codes/codebook.qdc", b"<?xml"), (f"studies/{study}/project.qdpx", b"PK")):
        got = Program(viewer, Scope.READ).get(path)
        assert (got.status_code, got.content[: len(begins)]) == (200, begins)
        assert got["Content-Disposition"].startswith("attachment")
        assert Client().get(f"/api/v1/{path}").status_code == 401
    assert Program(elsewhere).get(f"studies/{study}/project.qdpx").status_code == 404
    assert Program(viewer, Scope.READ).get("workspace/export").status_code == 403
    whole = program.get("workspace/export")
    assert b"".join(whole.streaming_content)[:2] == b"PK"
    assert program.get("brief/markdown")["Content-Type"].startswith("text/markdown")


def test_a_recording_is_saved_whole_or_in_parts(
    access: Access, viewer: Access, elsewhere: Access, program: Program
) -> None:
    talk = add_interview(access, study_id=a_study(access), title="A talk").pk
    file = store(access, name="talk.wav", chunks=iter([b"0123456789"]))
    made = attach_recording(access, interview_id=talk, file_id=file.pk, type="audio/wav").pk
    path = f"/api/v1/recordings/{made}/media"
    reader = Program(viewer, Scope.READ)._headers()
    whole = Client().get(path, headers=reader)
    assert (whole.status_code, b"".join(whole.streaming_content)) == (200, b"0123456789")  # type: ignore[attr-defined]
    part = Client().get(path, headers={**reader, "Range": "bytes=2-4"})
    assert (part.status_code, b"".join(part.streaming_content)) == (206, b"234")  # type: ignore[attr-defined]
    assert part["Content-Disposition"].startswith("attachment")
    assert Client().get(path, headers=Program(elsewhere)._headers()).status_code == 404
    take_recording_away(access, recording_id=made)
    assert Client().get(path, headers=reader).status_code == 404


def test_erasing_somebody_needs_an_owner_and_the_name(access: Access, editor: Access, program: Program) -> None:
    person = add_person(access, name="Anna Erb").pk
    path = f"people/{person}/erase"
    assert Program(editor).post(path, {"typed_name": "Anna Erb"}).status_code == 403
    assert program.post(path, {"typed_name": "Anna"}).json()["field"] == "typed_name"


def test_the_guide_says_what_a_replay_lacks() -> None:
    told = (Path(__file__).parents[4] / "docs" / "api.md").read_text(encoding="utf-8")
    assert "Idempotent-Replayed" in told
