from collections.abc import Iterator
from pathlib import Path

import pytest

from clew.ground.files.api import StoredFile, path_of, safe_name, store
from clew.ground.ledger.api import Forbidden, NotFound, Refused
from clew.ground.ledger.models import LedgerEntry
from clew.ground.workspaces.api import Access, within

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("data")]


def kept(data: Path) -> list[Path]:
    return [p for p in data.rglob("*") if p.is_file()]


def test_an_upload_is_kept_under_its_hash(editor: Access) -> None:
    file = store(editor, name="reviews.csv", chunks=[b"a,b\n", b"1,2\n"])
    place = path_of(editor, file_id=file.pk)
    assert place.read_bytes() == b"a,b\n1,2\n"
    assert (file.name, file.size, place.name) == ("reviews.csv", 8, file.sha256)


def test_it_is_in_the_ledger(editor: Access) -> None:
    store(editor, name="reviews.csv", chunks=[b"x"])
    newest = LedgerEntry.objects.latest("pk")
    assert (newest.act_name, newest.table_name, newest.actor_id) == ("upload a file", "files_stored", editor.user_id)


def test_the_same_content_twice_is_one_file(editor: Access, data: Path) -> None:
    assert store(editor, name="a", chunks=[b"x"]) == store(editor, name="b", chunks=[b"x"])
    assert len(kept(data)) == 1


def test_an_upload_that_is_too_large_leaves_nothing(editor: Access, data: Path) -> None:
    with pytest.raises(Refused) as refusal:
        store(editor, name="a", chunks=[b"x" * 10] * 10, max_bytes=64)
    assert refusal.value.field == "file"
    assert kept(data) == []
    with within(editor):
        assert not StoredFile.objects.exists()


def test_an_upload_that_breaks_off_leaves_nothing(editor: Access, data: Path) -> None:
    def broken() -> Iterator[bytes]:
        yield b"x"
        raise ConnectionError

    with pytest.raises(ConnectionError):
        store(editor, name="a", chunks=broken())
    assert kept(data) == []


@pytest.mark.parametrize(
    ("given", "safe"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\me\\reviews.csv", "reviews.csv"),
        ("a\x00\nb.csv", "ab.csv"),
        ("..", "file"),
        ("", "file"),
        ("x" * 300, "x" * 255),
        ("Käse 🧀.csv", "Käse 🧀.csv"),
    ],
)
def test_names_are_made_safe(given: str, safe: str) -> None:
    assert safe_name(given) == safe


def test_a_stranger_finds_nothing(editor: Access, elsewhere: Access) -> None:
    file = store(editor, name="a", chunks=[b"x"])
    with pytest.raises(NotFound):
        path_of(elsewhere, file_id=file.pk)
    theirs = store(elsewhere, name="a", chunks=[b"x"])
    assert path_of(elsewhere, file_id=theirs.pk) != path_of(editor, file_id=file.pk)


def test_a_viewer_may_not(viewer: Access) -> None:
    with pytest.raises(Forbidden):
        store(viewer, name="a", chunks=[b"x"])
