"""Signing in: the link that works once, accounts with e-mail and password, and the local mode that serves this machine only."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from urllib.parse import quote

import pytest
from django.core.cache import cache
from django.core.mail import EmailMessage
from django.http import HttpResponse
from django.test import Client
from pytest_django import Settings

from clew.ground.workspaces.api import User, Workspace, make_entry_link
from tests.databases import NewHouse

pytestmark = pytest.mark.django_db


def test_the_link_signs_in_once(alice: User) -> None:
    token = make_entry_link(alice)
    first, second = Client(), Client()
    assert first.get(f"/enter/{token}").status_code == 302
    assert first.get("/", follow=True).status_code == 200
    spent = second.get(f"/enter/{token}")
    assert (spent.status_code, "This link was used" in spent.content.decode()) == (404, True)
    assert first.get(f"/enter/{token}")["Location"].startswith("/w/"), "who is signed in comes in by it all the same"


def test_in_local_mode_a_browser_without_a_session_sees_nothing(alice: User) -> None:
    assert Client().get("/").status_code == 404


def test_another_host_name_is_refused() -> None:
    assert Client().get("/health", headers={"host": "evil.example"}).status_code == 400


class TestTeam:
    @pytest.fixture(autouse=True)
    def team(self, settings: Settings) -> Iterator[None]:
        settings.LOCAL = False
        cache.clear()  # how often somebody tried is counted there
        yield
        cache.clear()

    def test_a_visitor_is_asked_to_sign_in(self) -> None:
        answer = Client().get("/")
        assert (answer.status_code, answer["Location"]) == (302, "/accounts/login/")

    def test_the_link_of_local_mode_is_no_door(self, alice: User) -> None:
        assert Client().get(f"/enter/{make_entry_link(alice)}").status_code == 404

    def test_signing_up_makes_a_workspace_of_ones_own(self) -> None:
        client = Client()
        typed = {"email": "dora@example.org", "password1": "a long pass phrase", "password2": "a long pass phrase"}
        assert client.post("/accounts/signup/", typed).status_code == 302
        assert client.get("/", follow=True).redirect_chain[-1][0] == "/w/doraexampleorgs-workspace/"

    def test_a_wrong_password_is_refused_and_the_address_kept(self, alice: User) -> None:
        answer = Client().post("/accounts/login/", {"login": "alice@example.org", "password": "wrong"})
        assert answer.status_code == 200
        assert b"alice@example.org" in answer.content

    def test_the_right_password_lets_in(self, alice: User) -> None:
        client = Client()
        client.post("/accounts/login/", {"login": "alice@example.org", "password": "correct horse battery"})
        assert client.get("/", follow=True).status_code == 200

    def test_who_is_only_signed_out_signs_in_and_comes_back(self, workspace: Workspace) -> None:
        client, place = Client(), f"/w/{workspace.slug}/needs/?q=a"
        answer = client.get(place)
        link = re.search(r'href="(/accounts/login/[^"]+)"', answer.content.decode())
        assert (answer.status_code, link is not None) == (404, True)
        assert link is not None
        assert sign_in(client, "correct horse battery", link[1])["Location"] == place

    @pytest.mark.parametrize(
        "to", ["https://evil.example/", "//evil.example/", "javascript:alert(1)", "/\\evil.example"]
    )
    def test_signing_in_leads_nowhere_else(self, alice: User, to: str) -> None:
        answer = sign_in(Client(), "correct horse battery", f"/accounts/login/?next={quote(to)}")
        assert (answer.status_code, answer["Location"]) == (302, "/")

    def test_signing_in_makes_a_new_session(self, alice: User) -> None:
        client = Client()
        session = client.session
        session["planted"] = "by somebody else"
        session.save()
        client.cookies["clew_session"] = planted = session.session_key
        sign_in(client, "correct horse battery")
        assert client.session.session_key != planted

    def test_guessing_is_slowed_down_even_for_the_right_word(self, alice: User) -> None:
        client = Client()
        for n in range(5):
            sign_in(client, f"guess {n}")
        assert b"Too many failed" in sign_in(client, "correct horse battery").content

    def test_a_form_without_its_token_is_refused(self, alice: User) -> None:
        client = Client(enforce_csrf_checks=True)
        assert sign_in(client, "correct horse battery").status_code == 403

    def test_a_forgotten_password_is_chosen_anew_once(self, alice: User, mailoutbox: list[EmailMessage]) -> None:
        elsewhere, client = Client(), Client()
        sign_in(elsewhere, "correct horse battery")
        client.post("/accounts/password/reset/", {"email": "alice@example.org"})
        [mail] = mailoutbox
        assert mail.subject == "Clew: Choose a new password"
        [link] = re.findall(r"http://testserver(/\S+)", str(mail.body))
        form = client.get(link)["Location"]
        chosen = {"password1": "another long phrase", "password2": "another long phrase"}
        assert client.post(form, chosen).status_code == 302
        assert b"This link was used" in Client().get(link).content
        assert elsewhere.get("/").headers["Location"] == "/accounts/login/"
        assert sign_in(Client(), "another long phrase").status_code == 302

    def test_an_address_without_account_hears_of_it_by_mail_alone(self, mailoutbox: list[EmailMessage]) -> None:
        answer = Client().post("/accounts/password/reset/", {"email": "nobody@example.org"})
        assert (answer.status_code, answer["Location"]) == (302, "/accounts/password/reset/done/")
        assert "no account with this address" in str(mailoutbox[0].body)


def sign_in(client: Client, password: str, at: str = "/accounts/login/") -> HttpResponse:
    answer: HttpResponse = client.post(unescape(at), {"login": "alice@example.org", "password": password})
    return answer


@pytest.mark.slow
def test_what_is_kept_is_for_its_owner_only(new_house: NewHouse) -> None:
    house = new_house()
    Path(house["CLEW_DATA"]).mkdir(mode=0o755)
    subprocess.run([str(Path(sys.executable).with_name("clew")), "init"], check=True, env=house, capture_output=True)
    kept = [place for place in Path(house["CLEW_DATA"]).iterdir() if place.is_file()]
    assert kept
    assert all(place.stat().st_mode & 0o077 == 0 for place in kept)


KNOCK = """
import sys
from clew.ground.doors.commands import start_django
start_django()
from allauth.core.ratelimit import consume
from django.test import RequestFactory
print(sum(bool(consume(RequestFactory().post("/"), action="public_link")) for _ in range(int(sys.argv[1]))))
"""


@pytest.mark.slow
def test_who_knocks_is_counted_across_processes(house: dict[str, str]) -> None:
    """Sixty within a minute, however many processes answer, and whether or not one was started anew."""
    subprocess.run([str(Path(sys.executable).with_name("clew")), "init"], check=True, env=house, capture_output=True)
    let_in = [
        int(
            subprocess.run([sys.executable, "-c", KNOCK, str(times)], check=True, env=house, capture_output=True).stdout
        )
        for times in (50, 20)
    ]
    assert let_in == [50, 10]


def test_without_accounts_it_refuses_to_serve_others(tmp_path: Path) -> None:
    asked = [str(Path(sys.executable).with_name("clew")), "serve", "--address", "0.0.0.0"]
    answer = subprocess.run(
        asked,
        check=False,
        env={**os.environ, "CLEW_DATA": str(tmp_path), "CLEW_MODE": "local"},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert answer.returncode == 2
    assert "this machine only" in answer.stderr
    assert not list(tmp_path.iterdir())


def test_local_mode_has_no_accounts() -> None:
    assert Client().get("/accounts/signup/").status_code == 404


@pytest.mark.parametrize("path", ["/", "/health", "/accounts/login/"])
def test_answers_carry_the_strict_policy(path: str) -> None:
    policy = Client().get(path)["Content-Security-Policy"]
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy
