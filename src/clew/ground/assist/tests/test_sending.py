"""What leaves: only what was shown, only where it may go, once, and it is written down."""

import hashlib
import stat
import threading
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone

from clew.ground.assist import actions, sending, wire
from clew.ground.assist.api import (
    LetterRow,
    ask,
    forget_old_letters,
    letter,
    letters,
    model_setup,
    preview,
    set_up_model,
    take_model_away,
    try_connection,
)
from clew.ground.assist.keys import key_for
from clew.ground.assist.models import Letter, LetterWords
from clew.ground.assist.tasks import body_of
from clew.ground.assist.tests.liar import Liar
from clew.ground.evidence.api import correct_source
from clew.ground.ledger.api import Forbidden, LedgerEntry, NotFound, Refused
from clew.ground.runs import api as runs
from clew.ground.thread.api import audit
from clew.ground.workspaces.api import Access, within

pytestmark = pytest.mark.django_db
Asked = Callable[..., LetterRow]


def test_at_the_beginning_nothing_is_asked(access: Access, source: int) -> None:
    assert model_setup(access) is None
    with pytest.raises(Refused, match="not switched on"):
        preview(access, task="summary", source_id=source)


def test_each_task_is_switched_on_by_itself(access: Access, liar: Liar, source: int) -> None:
    set_up_model(access, address=liar.address, model="liar-1", suggestions=True)
    assert preview(access, task="suggestions", source_id=source).node_id == source
    for task in ("summary", "brief"):
        with pytest.raises(Refused, match="not switched on"):
            preview(access, task=task, source_id=source, on=timezone.localdate())
    with pytest.raises(NotFound):
        preview(access, task="everything", source_id=source)


def test_the_very_bytes_that_were_shown_are_sent(access: Access, asked: Asked, model: Liar, source: int) -> None:
    shown = preview(access, task="summary", source_id=source)
    row = asked("summary", source_id=source)
    assert model.bodies[0] == body_of(shown.request)
    assert hashlib.sha256(model.bodies[0]).hexdigest() == shown.sent_hash == row.sent_hash
    assert len(model.bodies[0]) == shown.sent_bytes == row.sent_bytes
    assert model.paths == ["/v1/chat/completions"]
    assert model.headers["Authorization"] == "Bearer sk-secret-7"
    assert (row.asked_by, row.model, row.address) == ("Alice", "liar-1", model.address)
    assert row.words == shown.words
    assert {line.name for line in audit(access)} >= {"ask a language model", "send to a language model"}


def test_what_changed_since_is_not_sent(access: Access, model: Liar, source: int) -> None:
    shown = preview(access, task="summary", source_id=source)
    correct_source(access, source_id=source, text="Other words that nobody saw before they left.")
    with pytest.raises(Refused, match="has changed"):
        ask(access, task="summary", seen=shown.sent_hash, source_id=source)
    assert letters(access) == []
    assert model.asked == []


def test_one_at_a_time(access: Access, model: Liar, source: int) -> None:
    seen = preview(access, task="summary", source_id=source).sent_hash
    first = ask(access, task="summary", seen=seen, source_id=source)
    with pytest.raises(Refused, match="already"):
        ask(access, task="summary", seen=seen, source_id=source)
    runs.cancel(access, run_id=first.pk)
    ask(access, task="summary", seen=seen, source_id=source)
    assert [row.error for row in letters(access)] == ["", "Cancelled before it was sent."]
    assert letters(access)[1].sent_at is None
    assert model.asked == []


def test_what_was_sent_is_never_sent_twice(access: Access, model: Liar, source: int) -> None:
    seen = preview(access, task="summary", source_id=source).sent_hash
    run = ask(access, task="summary", seen=seen, source_id=source)
    with within(access):
        Letter.objects.update(sent_at=timezone.now())  # the process was killed just after
        key = runs.Run.objects.get(pk=run.pk).key
    runs.perform(key)
    assert letters(access)[0].error == sending.MIDWAY
    assert model.asked == []


def test_whoever_waits_can_cancel(access: Access, asked: Asked, model: Liar, source: int, monkeypatch: Any) -> None:
    monkeypatch.setattr(wire, "LOOK_EVERY", 0.05)
    released = threading.Event()

    def wait(liar: Liar, request: dict[str, Any]) -> None:
        released.wait(20)

    model.says = wait
    look = runs.Running._look

    def cancelled(self: Any) -> None:
        if model.asked:
            with within(access):
                runs.Run.objects.update(cancel_asked=True)
        look(self)

    monkeypatch.setattr(runs.Running, "_look", cancelled)
    began = timezone.now()
    found = asked("summary", source_id=source)
    released.set()
    assert found.error == "Cancelled."
    assert timezone.now() - began < timedelta(seconds=10)


def test_who_says_nothing_is_given_up(asked: Asked, model: Liar, source: int, monkeypatch: Any) -> None:
    """Also one that drips: the limit is for the whole answer."""
    monkeypatch.setattr(wire, "ANSWER_SECONDS", 0.5)
    monkeypatch.setattr(wire, "LOOK_EVERY", 0.05)

    def drip(liar: Liar, request: dict[str, Any]) -> None:
        assert liar.talk is not None
        liar.talk.send_response(200)
        liar.talk.end_headers()
        while not liar.hung_up.wait(0.05):
            liar.talk.wfile.write(b" ")
            liar.talk.wfile.flush()

    model.says = drip
    assert "did not answer" in asked("summary", source_id=source).error
    assert model.hung_up.wait(5)


def test_trying_does_not_wait_long(access: Access, model: Liar, monkeypatch: Any) -> None:
    monkeypatch.setattr(actions, "SECONDS_TO_TRY", 0.2)
    monkeypatch.setattr(wire, "LOOK_EVERY", 0.05)
    released = threading.Event()
    model.says = lambda liar, request: [released.wait(20)].clear()
    assert "did not answer" in try_connection(access).error
    released.set()


def test_nobody_there(access: Access, asked: Asked, source: int) -> None:
    set_up_model(access, address="http://127.0.0.1:9/v1", model="gone", summaries=True)
    assert asked("summary", source_id=source).error == "Nobody answers at this address."


@pytest.mark.parametrize(
    "address",
    [
        "", "models.example", "ftp://models.example", "file:///etc/passwd", "http://8.8.8.8/v1", "http://169.254.169.254/latest",
        "https://169.254.169.254/", "http://0.0.0.0/", "http://[fe80::1]/", "http://[::ffff:8.8.8.8]/", "https://224.0.0.1/",
        "https://user:secret@models.example/v1", "https://models.example/v1?key=1", "https://models.example/#x",
        "https://models.example:0/", "https://models.example:99999/", "http://[", "https://x/" + "a" * 500,
    ],
)  # fmt: skip
def test_nothing_is_sent_to_such_an_address(access: Access, address: str) -> None:
    with pytest.raises(Refused) as refused:
        set_up_model(access, address=address, model="m")
    assert refused.value.field == "address"
    assert model_setup(access) is None


@pytest.mark.parametrize(
    ("number", "scheme", "goes"),
    [
        ("127.0.0.1", "http", True), ("::1", "http", True), ("10.1.2.3", "http", True), ("fd00::1", "http", True),
        ("8.8.8.8", "http", False), ("8.8.8.8", "https", True), ("169.254.169.254", "http", False),
        ("169.254.169.254", "https", False), ("::ffff:169.254.169.254", "https", False),
    ],
)  # fmt: skip
def test_names_are_judged_by_the_numbers_behind_them(monkeypatch: Any, number: str, scheme: str, goes: bool) -> None:
    row = (0, 0, 0, "", (number, 80))
    monkeypatch.setattr("socket.getaddrinfo", lambda *a, **k: [row])
    if not goes:
        with pytest.raises(wire.Unanswered):
            wire._way(f"{scheme}://models.example/v1")
        return
    way = wire._way(f"{scheme}://models.example/v1")
    assert way.host == "models.example"
    assert (number in way.url) is (scheme == "http")  # the number that was judged is the one that is called


def test_a_team_does_not_look_around_in_the_servers_network(access: Access, settings: Any) -> None:
    settings.LOCAL = False
    for address in ("http://127.0.0.1:8080/v1", "https://10.0.0.5/v1", "http://[::1]/v1"):
        with pytest.raises(Refused, match="CLEW_MODEL_HOSTS"):
            set_up_model(access, address=address, model="m")
    with pytest.raises(wire.Unanswered):
        wire._way("http://localhost:9/v1")
    settings.CLEW_MODEL_HOSTS = ["127.0.0.1"]
    set_up_model(access, address="http://127.0.0.1:8080/v1", model="m")
    set_up_model(access, address="https://8.8.8.8/v1", model="m")


def test_the_key_is_in_its_file_and_nowhere_else(access: Access, model: Liar, source: int, asked: Asked) -> None:
    place = Path(settings.CLEW_DATA) / "model-keys" / f"{access.workspace_id}.json"
    assert stat.S_IMODE(place.stat().st_mode) == 0o600
    model.says = lambda liar, request: liar.raw(b"", 401)
    asked("summary", source_id=source)
    assert "sk-secret" not in str(list(LedgerEntry.objects.values_list("before", "after")))
    with within(access):
        assert "sk-secret" not in str([*Letter.objects.values(), *LetterWords.objects.values()])
    assert "sk-secret" not in str(model_setup(access))


def test_a_key_goes_to_the_address_it_was_typed_for(access: Access, model: Liar) -> None:
    set_up_model(access, address=model.address, model="liar-2")
    assert key_for(access.workspace_id, model.address) == "sk-secret-7"
    set_up_model(access, address="https://evil.example/v1", model="liar-2")
    set_up_model(access, address=model.address, model="liar-2")
    assert key_for(access.workspace_id, model.address) == ""
    set_up_model(access, address=model.address, model="liar-2", key="sk-other")
    take_model_away(access)
    assert key_for(access.workspace_id, model.address) == ""
    assert model_setup(access) is None


@pytest.mark.parametrize("wrong", [{"model": " "}, {"key": "a\r\nX-Evil: 1"}, {"key": "a b"}, {"keep_days": 0}])
def test_bad_settings_are_refused_whole(access: Access, liar: Liar, wrong: dict[str, Any]) -> None:
    with pytest.raises(Refused):
        set_up_model(access, **{"address": liar.address, "model": "m", **wrong})
    assert model_setup(access) is None


def test_the_connection_is_tried_with_our_own_words(access: Access, model: Liar, source: int) -> None:
    quote = {"text": "The connection works.", "quote": "The connection works."}
    model.says = lambda liar, request: liar.answer({"sentences": [quote]})
    found = try_connection(access)
    assert (found.error, found.what) == ("", "Try the connection")
    assert "shelves" not in str(model.asked)


def test_owners_set_up_editors_ask_viewers_read(
    access: Access, editor: Access, viewer: Access, elsewhere: Access, model: Liar, source: int
) -> None:
    for other in (editor, viewer):
        for refused in (
            lambda other=other: set_up_model(other, address=model.address, model="m"),
            lambda other=other: take_model_away(other),
            lambda other=other: try_connection(other),
        ):
            with pytest.raises(Forbidden):
                refused()
    seen = preview(access, task="summary", source_id=source).sent_hash
    with pytest.raises(Forbidden):
        ask(viewer, task="summary", seen=seen, source_id=source)
    ask(editor, task="summary", seen=seen, source_id=source)
    assert letters(viewer)[0].asked_by == "Bob"
    assert letters(elsewhere) == []
    with pytest.raises(NotFound):
        letter(elsewhere, letters(viewer)[0].id)
    with pytest.raises(Refused):
        ask(elsewhere, task="summary", seen=seen, source_id=source)


def test_the_database_keeps_what_was_sent(access: Access, asked: Asked, model: Liar, source: int) -> None:
    row = asked("summary", source_id=source)
    with within(access):
        rows = Letter.objects.filter(pk=row.id)
        changes: tuple[dict[str, Any], ...] = (
            {"sent_hash": "0"}, {"address": "x"}, {"ended_at": timezone.now()}, {"sent_at": None},
        )  # fmt: skip
        for change in changes:
            with pytest.raises(IntegrityError), transaction.atomic():
                rows.update(**change)
        words = LetterWords.objects.filter(letter=row.id)
        for change in ({"sent": {}}, {"answer": "Never said"}, {"kept": [{"text": "x"}]}):
            with pytest.raises(IntegrityError), transaction.atomic():
                words.update(**change)
        for found in (rows, words):
            with pytest.raises(IntegrityError), transaction.atomic():
                found.delete()


def test_old_letters_lose_their_words(access: Access, asked: Asked, model: Liar, source: int, monkeypatch: Any) -> None:
    row = asked("summary", source_id=source)
    assert forget_old_letters() == 0
    later = timezone.now() + timedelta(days=91)
    monkeypatch.setattr("django.utils.timezone.now", lambda: later)
    assert (forget_old_letters(), forget_old_letters()) == (1, 0)
    after = letter(access, row.id)
    assert (after.words, after.answer, after.kept) == ("", "[erased]", ())
    assert (after.sent_hash, after.sent_bytes) == (row.sent_hash, row.sent_bytes)


def test_a_long_text_is_cut_and_says_so(access: Access, model: Liar, source: int) -> None:
    correct_source(access, source_id=source, text="Words. " * 10_000)
    shown = preview(access, task="summary", source_id=source)
    assert shown.is_cut
    assert shown.sent_bytes < 30_000
