"""Signing in: the link that works once, accounts with e-mail and password, and the local mode that serves this machine only."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.test import Client
from pytest_django import Settings

from clew.ground.workspaces.api import User, make_entry_link

pytestmark = pytest.mark.django_db


def test_the_link_signs_in_once(alice: User) -> None:
    token = make_entry_link(alice)
    first, second = Client(), Client()
    assert first.get(f"/enter/{token}").status_code == 302
    assert first.get("/", follow=True).status_code == 200
    assert second.get(f"/enter/{token}").status_code == 404


def test_in_local_mode_a_browser_without_a_session_sees_nothing(alice: User) -> None:
    assert Client().get("/").status_code == 404


def test_another_host_name_is_refused() -> None:
    assert Client().get("/health", headers={"host": "evil.example"}).status_code == 400


class TestTeam:
    @pytest.fixture(autouse=True)
    def team(self, settings: Settings) -> None:
        settings.LOCAL = False

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
