"""Files of an idea: attached whole or not at all, saved and never run, taken off with a day to undo it, gone with a person's words."""

import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from tests.people import SignedIn
from tests.shell import Shell

from clew.ground.customers.api import add_person
from clew.ground.evidence.api import add_idea
from clew.ground.exchange.api import erase_person
from clew.ground.files.api import StoredFile, path_of, store
from clew.ground.ledger.api import Forbidden, NotFound, Refused, last_act_id
from clew.ground.thread.api import record_history, undo
from clew.ground.workspaces.api import Access
from clew.rooms.roadmap import answers, following, portal_mails, tending
from clew.rooms.roadmap.actions import attachments as acts
from clew.rooms.roadmap.actions.attachments import attach_files, detach_file, drop_detached, keep_and_attach
from clew.rooms.roadmap.models import Attachment
from clew.rooms.roadmap.queries.attachments import attached_picture, attachment_file, attachments

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 20
SVG = b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"


@pytest.fixture
def idea(access: Access) -> int:
    return int(add_idea(access, title="Count by phone").pk)


def kept(access: Access, content: bytes = b"words", name: str = "notes.txt") -> int:
    return int(store(access, name=name, chunks=[content]).pk)


def test_they_are_attached_and_taken_off(access: Access, editor: Access, viewer: Access, idea: int) -> None:
    text, shot = kept(access), kept(access, PNG, "shot.exe")
    made = attach_files(editor, idea_id=idea, file_ids=[text, shot, text], names=["../../as said.txt"])
    rows = attachments(viewer, idea)
    assert [(row.name, row.size, row.added_by, row.is_picture) for row in rows] == [
        ("as said.txt", 5, "Bob", False), ("shot.exe", 28, "Bob", True),
    ]  # fmt: skip
    assert "attach files to an idea" in {entry.act_name for entry in record_history(access, idea).entries}
    detach_file(editor, attachment_id=made[0].pk)
    assert [row.name for row in attachments(access, idea)] == ["shot.exe"]
    undo(editor, act=str(last_act_id()))
    assert len(attachments(access, idea)) == 2
    attach_files(editor, idea_id=idea, file_ids=[kept(access, b"other")])
    undo(editor, act=str(last_act_id()))
    assert len(attachments(access, idea)) == 2


def test_what_does_not_fit_is_refused_whole(access: Access, idea: int, monkeypatch: pytest.MonkeyPatch) -> None:
    files = [kept(access, str(n).encode()) for n in range(21)]
    for bad, match in (([], "No file"), (files, "at most 20")):
        with pytest.raises(Refused, match=match):
            attach_files(access, idea_id=idea, file_ids=bad)
    attach_files(access, idea_id=idea, file_ids=files[:19])
    with pytest.raises(Refused, match="at most 20"):
        attach_files(access, idea_id=idea, file_ids=files[19:])
    with pytest.raises(Refused, match="attached already"):
        attach_files(access, idea_id=idea, file_ids=files[:1])
    monkeypatch.setattr(acts, "MOST_BYTES", 3)
    with pytest.raises(Refused, match="0 MB"):
        attach_files(access, idea_id=idea, file_ids=[kept(access, b"long")])
    assert len(attachments(access, idea)) == 19


def test_who_may(access: Access, viewer: Access, elsewhere: Access, idea: int) -> None:
    file = kept(access)
    (made,) = attach_files(access, idea_id=idea, file_ids=[file])
    theirs = kept(elsewhere, b"theirs")
    acts: tuple[Callable[[Access], Any], ...] = (
        lambda who: attach_files(who, idea_id=idea, file_ids=[theirs if who is elsewhere else file]),
        lambda who: detach_file(who, attachment_id=made.pk),
    )
    asked: tuple[Callable[[Access], Any], ...] = (
        lambda who: attachments(who, idea),
        lambda who: attachment_file(who, made.pk),
        lambda who: attached_picture(who, made.pk),
    )
    for call in acts:
        with pytest.raises(Forbidden):
            call(viewer)
    for call in (*acts, *asked):
        with pytest.raises(NotFound):
            call(elsewhere)
    with pytest.raises(NotFound):
        attach_files(access, idea_id=idea, file_ids=[theirs])


def test_the_database_holds_the_line(access: Access, idea: int) -> None:
    (made,) = attach_files(access, idea_id=idea, file_ids=[kept(access)])
    for wrong in ({"name": ""}, {"file": None}, {"name": "x" * 256}, {"workspace_id": access.workspace_id + 1}):
        with pytest.raises(DatabaseError), transaction.atomic():
            Attachment._base_manager.filter(pk=made.pk).update(**wrong)
    with pytest.raises(IntegrityError), transaction.atomic():
        Attachment._base_manager.create(
            workspace_id=access.workspace_id, idea_id=idea, file_id=made.file_id, name="again"
        )


def test_they_are_saved_and_never_run(access: Access, idea: int) -> None:
    files = [
        kept(access, SVG, "a.svg"),
        kept(access, b"<script>alert(1)</script>", 'a".html'),
        kept(access, PNG, "a.png"),
    ]
    made = attach_files(access, idea_id=idea, file_ids=files)
    alice = SignedIn(access)
    for one in made:
        answer = alice.get(alice.path(f"roadmap/files/{one.pk}"))
        assert answer["Content-Disposition"].startswith("attachment")
        assert (answer["X-Content-Type-Options"], answer["Content-Type"]) == ("nosniff", "application/octet-stream")
    pictures = [alice.get(alice.path(f"roadmap/files/{one.pk}/picture")) for one in made]
    assert [answer.status_code for answer in pictures] == [404, 404, 200]
    shown = pictures[2]
    assert (shown["Content-Type"], shown["X-Content-Type-Options"]) == ("image/png", "nosniff")
    assert shown["Content-Disposition"].startswith("attachment")
    page = alice.get(alice.path(f"n/{idea}")).content.decode()
    assert (page.count("/picture"), "a&quot;.html" in page) == (1, True)


def test_what_was_taken_off_leaves_the_disk_after_a_day(access: Access, idea: int) -> None:
    alone, shared = kept(access, b"alone"), kept(access, b"shared")
    other = add_idea(access, title="Shelf order").pk
    attach_files(access, idea_id=other, file_ids=[shared])
    for one in attach_files(access, idea_id=idea, file_ids=[alone, shared]):
        detach_file(access, attachment_id=one.pk)
    places = [path_of(access, file_id=pk) for pk in (alone, shared)]
    assert (drop_detached(), [place.exists() for place in places]) == (0, [True, True])
    gone = Attachment._base_manager.filter(idea=idea)
    for row in gone:
        gone.filter(pk=row.pk).update(taken_off_at=row.added_at - timedelta(days=2))
    assert (drop_detached(), [place.exists() for place in places]) == (2, [False, True])
    assert drop_detached() == 0


def test_the_list_asks_no_more_for_more_files(access: Access, idea: int) -> None:
    asked = []
    for n in range(3):
        attach_files(access, idea_id=idea, file_ids=[kept(access, f"{n} {m}".encode()) for m in range(3)])
        with CaptureQueriesContext(connection) as seen:
            attachments(access, idea)
        asked.append(len(seen))
    assert asked[0] == asked[1] == asked[2]


def test_a_disk_in_trouble_holds_up_no_letter(monkeypatch: pytest.MonkeyPatch) -> None:
    done: list[str] = []

    def broken() -> int:
        raise OSError("read-only")

    def sent() -> int:
        done.append("letters")
        return 0

    for module in (answers, portal_mails):
        monkeypatch.setattr(module, "send_due", sent)
    monkeypatch.setattr(following, "follow_due", lambda: done.append("follows"))
    monkeypatch.setattr(tending, "drop_detached", broken)
    with pytest.raises(OSError, match="read-only"):
        tending.send_due()
    assert done == ["letters", "letters", "follows"]


def test_what_goes_from_the_disk_is_found_by_an_index(db: None) -> None:
    with connection.cursor() as cursor:
        found = connection.introspection.get_constraints(cursor, "roadmap_attachment")
    assert found["attachment_goes"]["columns"] == ["taken_off_at"]


def test_whatever_goes_wrong_nothing_stays_on_the_disk(
    access: Access, editor: Access, idea: int, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    alice = SignedIn(access)
    before = StoredFile._base_manager.count()
    sent = alice.post(alice.path("roadmap/ideas/987654/files"), {"file": [SimpleUploadedFile("one.txt", b"one")]})
    assert (sent.status_code, StoredFile._base_manager.count()) == (404, before)

    def breaks(*_: Any, **__: Any) -> None:
        raise IntegrityError("attached meanwhile")

    monkeypatch.setattr(Attachment.objects, "create", breaks)
    with pytest.raises(IntegrityError):
        keep_and_attach(editor, idea_id=idea, files=[("one.txt", [b"one"]), ("two.txt", [b"two"])])
    assert StoredFile._base_manager.count() == before


def test_a_person_leaves_their_words_in_no_file(access: Access, idea: int) -> None:
    person = add_person(access, name="Hanna Vogel-Brandt", email="hanna@example.org")
    text = kept(access, b"Hanna Vogel-Brandt showed us her shelves.", "notes.txt")
    attach_files(access, idea_id=idea, file_ids=[text], names=["Hanna Vogel-Brandt.txt"])
    erase_person(access, person_id=person.pk, typed_name="Hanna Vogel-Brandt")
    (row,) = attachments(access, idea)
    assert "Hanna" not in row.name
    content = attachment_file(access, row.id).content
    assert isinstance(content, Path)
    assert "Hanna" not in content.read_text()


def test_the_page(access: Access, viewer: Access, idea: int) -> None:
    alice = SignedIn(access)
    path = alice.path(f"roadmap/ideas/{idea}/files")
    two = [SimpleUploadedFile("one.txt", b"one"), SimpleUploadedFile("<b>.txt", b"two")]
    assert alice.post(path, {"file": two}).status_code == 303
    page = alice.get(alice.path(f"n/{idea}")).content.decode()
    assert ("one.txt" in page, "&lt;b&gt;.txt" in page, "<b>.txt" in page) == (True, True, False)
    before = StoredFile._base_manager.count()
    again = alice.post(path, {"file": [SimpleUploadedFile("new", b"new"), SimpleUploadedFile("x", b"one")]})
    assert (again.status_code, "attached already" in again.content.decode()) == (422, True)
    assert StoredFile._base_manager.count() == before, "what was refused does not stay"
    assert alice.post(path, {}).status_code == 422
    first = attachments(access, idea)[0].id
    assert alice.post(alice.path(f"roadmap/files/{first}/off")).status_code == 303
    assert [row.name for row in attachments(access, idea)] == ["<b>.txt"]
    vera = SignedIn(viewer)
    assert "Drop files" not in vera.get(vera.path(f"n/{idea}")).content.decode()


def test_commands(here: Access, tmp_path: Path) -> None:
    idea = add_idea(here, title="Count by phone").pk
    one, two = tmp_path / "a.txt", tmp_path / "b.txt"
    one.write_text("a"), two.write_text("b")
    clew = Shell("roadmap")
    made = json.loads(clew("attach", idea, one, two, "--json").output)
    assert [row["name"] for row in made] == ["a.txt", "b.txt"]
    before = StoredFile._base_manager.count()
    three = tmp_path / "c.txt"
    three.write_text("c")
    assert clew("attach", 987_654, three).exit_code == 2
    assert StoredFile._base_manager.count() == before, "what was refused does not stay"
    out = tmp_path / "out"
    assert clew("attachments", idea, "--save", out).exit_code == 0
    assert (out / "b.txt").read_text() == "b"
    assert clew("attachments", idea, "--save", out).exit_code == 2
    assert clew("detach", made[0]["id"]).output == "Taken off: a.txt\n"
    assert [row["name"] for row in json.loads(clew("attachments", idea, "--json").output)] == ["b.txt"]
    assert clew("detach", made[0]["id"]).exit_code == 2
