"""Being invited, as a person goes through it: the mail, the link, a new account or the one there is, and what is refused."""

import json
import re
from collections.abc import Iterator

import pytest
from allauth.account.models import EmailAddress
from click.testing import CliRunner
from django.core.cache import cache
from django.core.mail import EmailMessage
from django.test import Client
from pytest_django import Settings
from tests.people import SignedIn

from clew.front.cli.inviting import invite as invite_command
from clew.ground.doors.commands import LOCAL_EMAIL
from clew.ground.workspaces.api import (
    Access,
    Role,
    User,
    bring_people,
    create_user,
    create_workspace,
    enter,
    invitations,
    members,
)

pytestmark = pytest.mark.django_db
WORD = "a long pass phrase"


@pytest.fixture(autouse=True)
def team(settings: Settings) -> Iterator[None]:
    settings.LOCAL = False
    cache.clear()
    yield
    cache.clear()


def invite(by: Access, email: str, mails: list[EmailMessage], role: str = "editor") -> str:
    """The path of the link in the mail."""
    browser = SignedIn(by)
    answer = browser.post(browser.path("settings/invite"), {"email": email, "role": role})
    assert answer.status_code == 303
    return link_in(mails[-1])


def link_in(mail: EmailMessage) -> str:
    [link] = re.findall(r"http://testserver(/invited/\S+)", str(mail.body))
    return str(link)


def sign_up(client: Client, form: str, email: str) -> None:
    typed = {"name": "Dora", "email": email, "password1": WORD, "password2": WORD}
    assert client.post(form, typed).status_code == 302


def test_a_new_person_signs_up_with_the_invited_address_and_joins(
    access: Access, mailoutbox: list[EmailMessage]
) -> None:
    link, client = invite(access, "dora@example.org", mailoutbox), Client()
    assert (mailoutbox[0].to, mailoutbox[0].subject) == (["dora@example.org"], "Clew: Alice invites you to Larder")
    assert b"Make an account and join" in client.get(link).content
    form = client.post(f"{link}/begin")["Location"]
    assert b"dora@example.org" in client.get(form).content
    sign_up(client, form, "mallory@example.org")
    assert not User.objects.filter(email="mallory@example.org").exists()
    assert client.post(f"{link}/accept")["Location"] == "/w/larder/"
    assert client.get("/w/larder/").status_code == 200
    assert [(m.name, m.role) for m in members(access)] == [("Alice", Role.OWNER), ("Dora", Role.EDITOR)]
    assert EmailAddress.objects.get(email="dora@example.org").verified


def test_where_sign_up_is_closed_an_invitation_opens_it(
    access: Access, mailoutbox: list[EmailMessage], settings: Settings
) -> None:
    settings.CLEW_SIGNUP = "invited"
    link, client = invite(access, "dora@example.org", mailoutbox), Client()
    assert b"By invitation only" in client.get("/accounts/signup/").content
    sign_up(client, client.post(f"{link}/begin")["Location"], "dora@example.org")
    assert client.post(f"{link}/accept").status_code == 302
    assert len(members(access)) == 2


def test_an_existing_person_signs_in_and_joins(access: Access, mailoutbox: list[EmailMessage]) -> None:
    create_user(email="dora@example.org", name="Dora", password=WORD)
    link, client = invite(access, "dora@example.org", mailoutbox), Client()
    assert f"/accounts/login/?next={link}" in client.get(link).content.decode()
    answer = client.post(f"/accounts/login/?next={link}", {"login": "dora@example.org", "password": WORD})
    assert answer["Location"] == link
    assert b">Join</button>" in client.get(link).content
    client.post(f"{link}/accept")
    assert len(members(access)) == 2
    assert client.get(link).status_code == 404


def test_somebody_else_does_not_join_by_it(access: Access, elsewhere: Access, mailoutbox: list[EmailMessage]) -> None:
    link, charlie = invite(access, "dora@example.org", mailoutbox), SignedIn(elsewhere)
    assert b"You are signed in as charlie@example.org" in charlie.get(link).content
    assert charlie.post(f"{link}/accept").status_code == 422
    assert Client().post(f"{link}/accept").status_code == 404
    assert len(members(access)) == 1


def test_a_past_member_chooses_a_password_and_joins(access: Access, mailoutbox: list[EmailMessage]) -> None:
    bring_people([("dora@example.org", "Dora")])
    link, client = invite(access, "dora@example.org", mailoutbox), Client()
    choose = client.get(client.post(f"{link}/begin")["Location"])["Location"]
    client.post(choose, {"password1": WORD, "password2": WORD})
    client.post("/accounts/login/", {"login": "dora@example.org", "password": WORD})
    assert client.post(f"{link}/accept").status_code == 302
    assert len(members(access)) == 2


def test_it_is_listed_sent_again_and_withdrawn(access: Access, mailoutbox: list[EmailMessage]) -> None:
    first, browser = invite(access, "dora@example.org", mailoutbox), SignedIn(access)
    [row] = invitations(access)
    assert b"dora@example.org" in browser.get(browser.path("settings")).content
    assert browser.post(browser.path(f"settings/invitations/{row.id}/again")).status_code == 303
    second = link_in(mailoutbox[1])
    assert (Client().get(first).status_code, Client().get(second).status_code) == (404, 200)
    [row] = invitations(access)
    assert browser.post(browser.path(f"settings/invitations/{row.id}/withdraw")).status_code == 303
    assert Client().get(second).status_code == 404


def test_the_owner_is_never_shown_the_link(access: Access, mailoutbox: list[EmailMessage]) -> None:
    link, browser = invite(access, "dora@example.org", mailoutbox), SignedIn(access)
    assert link.rsplit("/", 1)[1] not in browser.get(browser.path("settings")).content.decode()


def test_refused_the_address_is_kept(access: Access, editor: Access, mailoutbox: list[EmailMessage]) -> None:
    browser = SignedIn(access)
    answer = browser.post(browser.path("settings/invite"), {"email": "dora@", "role": "editor"})
    assert (answer.status_code, b"dora@" in answer.content) == (422, True)
    assert browser.post(browser.path("settings/invite"), {"email": "a@example.org", "role": "king"}).status_code == 422
    other = SignedIn(editor)
    assert other.post(other.path("settings/invite"), {"email": "a@example.org", "role": "editor"}).status_code == 403
    assert mailoutbox == []


def test_when_mail_cannot_be_sent_it_is_kept_and_said(access: Access, settings: Settings) -> None:
    settings.EMAIL_BACKEND, settings.EMAIL_HOST, settings.EMAIL_PORT = (
        "django.core.mail.backends.smtp.EmailBackend",
        "127.0.0.1",
        9,
    )
    browser = SignedIn(access)
    answer = browser.post(browser.path("settings/invite"), {"email": "dora@example.org", "role": "editor"})
    assert (answer.status_code, b"could not be sent" in answer.content) == (422, True)
    assert [row.email for row in invitations(access)] == ["dora@example.org"]


def test_mails_are_sent_now_and_then_not_by_the_thousand(
    access: Access, settings: Settings, mailoutbox: list[EmailMessage]
) -> None:
    settings.ACCOUNT_RATE_LIMITS = {"send_mail": "1/h/user"}
    invite(access, "dora@example.org", mailoutbox)
    browser = SignedIn(access)
    answer = browser.post(browser.path("settings/invite"), {"email": "emil@example.org", "role": "editor"})
    assert (answer.status_code, b"many mails" in answer.content, len(mailoutbox)) == (422, True, 1)


def test_guessing_links_is_slowed_down_and_a_true_one_waits_too(
    access: Access, settings: Settings, mailoutbox: list[EmailMessage]
) -> None:
    settings.ACCOUNT_RATE_LIMITS = {"public_link": "3/m/ip"}
    link = invite(access, "dora@example.org", mailoutbox)
    assert [Client().get(f"/invited/{n}").status_code for n in range(3)] == [404, 404, 404]
    answer = Client().get(link)
    assert (answer.status_code, b"Too many tries" in answer.content) == (429, True)


def test_the_page_is_for_its_holder(access: Access, mailoutbox: list[EmailMessage]) -> None:
    answer = Client().get(invite(access, "dora@example.org", mailoutbox))
    assert (answer["X-Robots-Tag"], answer["Cache-Control"]) == ("noindex, nofollow", "no-store")
    assert answer["Referrer-Policy"] == "same-origin"


def test_in_local_mode_there_is_nobody_to_invite(access: Access, settings: Settings) -> None:
    settings.LOCAL = True
    browser = SignedIn(access)
    assert b"nobody to invite" in browser.get(browser.path("settings")).content
    answer = browser.post(browser.path("settings/invite"), {"email": "dora@example.org", "role": "editor"})
    assert (answer.status_code, invitations(access)) == (422, [])


def test_whoever_runs_the_server_invites_the_first_owner(settings: Settings) -> None:
    settings.CLEW_SIGNUP = "invited"
    me = create_user(email=LOCAL_EMAIL, name="Me")
    here = create_workspace(name="Larder", owner=me)
    ended = CliRunner().invoke(
        invite_command, ["dora@example.org", "--role", "owner", "--at", "http://testserver/", "--json"]
    )
    assert ended.exit_code == 0
    link, client = json.loads(ended.output)["link"].removeprefix("http://testserver"), Client()
    sign_up(client, client.post(f"{link}/begin")["Location"], "dora@example.org")
    assert client.post(f"{link}/accept").status_code == 302
    assert {m.name: m.role for m in members(enter(me, here.slug))} == {"Me": Role.OWNER, "Dora": Role.OWNER}
    assert CliRunner().invoke(invite_command, ["dora@example.org"]).exit_code == 2
    assert CliRunner().invoke(invite_command, ["nobody"]).exit_code == 2
