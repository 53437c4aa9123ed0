"""One POST, against a real server that answers well, badly, slowly and endlessly."""

import time

import pytest

from clew.ground.hooks import posting
from clew.ground.hooks.posting import post
from clew.ground.hooks.tests.receiver import Receiver


def test_what_is_sent(receiver: Receiver) -> None:
    done = post(receiver.url + "?a=b", '{"ä":1}', {"webhook-id": "evt_1"})
    assert (done.status, done.arrived, done.text, done.error) == (200, True, "thanks", "")
    (got,) = receiver.got
    assert (got.path, got.body) == ("/hook?a=b", '{"ä":1}')
    assert got.headers["content-type"] == "application/json"
    assert got.headers["webhook-id"] == "evt_1"
    assert got.headers["host"] == receiver.url.split("/")[2]


@pytest.mark.parametrize("status", [200, 201, 204, 299])
def test_arrived(receiver: Receiver, status: int) -> None:
    receiver.answers, receiver.text = [status], b""
    assert post(receiver.url, "{}", {}).arrived


@pytest.mark.parametrize("status", [400, 404, 410, 429, 500, 503])
def test_not_arrived(receiver: Receiver, status: int) -> None:
    receiver.answers = [status]
    done = post(receiver.url, "{}", {})
    assert (done.status, done.arrived, done.text) == (status, False, "thanks")


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_no_redirect_is_followed(receiver: Receiver, status: int) -> None:
    receiver.answers, receiver.headers = [status], {"location": receiver.url + "/elsewhere"}
    done = post(receiver.url, "{}", {})
    assert (done.status, done.arrived) == (status, False)
    assert [g.path for g in receiver.got] == ["/hook"]


def test_only_the_beginning_of_an_answer_is_read(receiver: Receiver) -> None:
    receiver.text = b"x" * 5_000_000
    assert post(receiver.url, "{}", {}).text == "x" * 1000


def test_an_answer_that_is_no_text(receiver: Receiver) -> None:
    receiver.text = b"\xff\x00\xfe"
    assert post(receiver.url, "{}", {}).text == "\ufffd\ufffd\ufffd"


def test_an_answer_that_does_not_come(receiver: Receiver, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(posting, "WHOLE_SECONDS", 0.3)
    receiver.waits = 1
    began = time.monotonic()
    done = post(receiver.url, "{}", {})
    assert (done.status, done.error) == (None, "No answer in time.")
    assert time.monotonic() - began < 0.9


def test_an_answer_in_drops(receiver: Receiver, monkeypatch: pytest.MonkeyPatch) -> None:
    """It has arrived; what else it has to say is not waited for."""
    monkeypatch.setattr(posting, "WHOLE_SECONDS", 0.3)
    receiver.text, receiver.drips = b"x" * 100, 0.05
    began = time.monotonic()
    done = post(receiver.url, "{}", {})
    assert (done.status, set(done.text)) == (200, {"x"})
    assert len(done.text) < 20
    assert time.monotonic() - began < 2


def test_nobody_there(receiver: Receiver) -> None:
    done = post("http://127.0.0.1:9/hook", "{}", {})
    assert (done.status, done.arrived) == (None, False)
    assert "refused" in done.error


def test_no_such_name() -> None:
    done = post("https://nowhere.invalid/hook", "{}", {})
    assert done.status is None
    assert done.error.startswith("No answer:")


def test_no_certificate(receiver: Receiver) -> None:
    done = post(receiver.url.replace("http:", "https:"), "{}", {})
    assert (done.status, done.arrived) == (None, False)
    assert not receiver.got


def test_what_leads_inside_is_not_called() -> None:
    done = post("https://169.254.169.254/latest/meta-data", "{}", {})
    assert (done.status, done.error) == (None, "Not called: It leads into a private network.")
