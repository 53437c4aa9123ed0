"""Files in parts: whatever the cuts and repeats, the same bytes; a gap is refused; nothing is lost when it stops in between."""

import hashlib
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from clew.ground.files import receiving
from clew.ground.files.api import (
    MAX_PART,
    MAX_UPLOAD,
    OutOfOrder,
    StoredFile,
    Upload,
    begin_upload,
    cancel_upload,
    finish_upload,
    open_uploads,
    path_of,
    receive,
    sweep_uploads,
    upload,
)
from clew.ground.ledger.api import Forbidden, NotFound, Refused
from clew.ground.ledger.models import LedgerEntry
from clew.ground.workspaces.api import Access, within

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("data")]
WORDS = b"a talk of an hour"


def begun(access: Access, size: int | None = None) -> int:
    return int(begin_upload(access, name="../talk.webm", type="audio/webm;codecs=opus", size=size).pk)


def parts_left(data: Path) -> list[Path]:
    return [p for p in (data / "uploads").rglob("*") if p.is_file()]


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    content=st.binary(min_size=1, max_size=400),
    cuts=st.lists(st.integers(0, 400), max_size=8),
    again=st.lists(st.booleans(), min_size=10, max_size=10),
)
def test_any_cuts_and_repeats_give_the_same_bytes(
    editor: Access, content: bytes, cuts: list[int], again: list[bool]
) -> None:
    number = begun(editor, len(content))
    edges = sorted({0, len(content), *(c for c in cuts if c < len(content))})
    sent: list[tuple[int, bytes]] = []
    for start, end, repeats in zip(edges, edges[1:], again, strict=False):
        sent.append((start, content[start:end]))
        receive(editor, upload_id=number, offset=start, part=content[start:end])
        if repeats:
            for offset, part in sent:
                assert receive(editor, upload_id=number, offset=offset, part=part).received == end
    kept = finish_upload(editor, upload_id=number)
    assert path_of(editor, file_id=kept.pk).read_bytes() == content
    assert (kept.sha256, kept.size, kept.name) == (hashlib.sha256(content).hexdigest(), len(content), "talk.webm")


def test_it_goes_on_after_a_crash_between_disk_and_row(
    editor: Access, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = begun(editor)
    receive(editor, upload_id=number, offset=0, part=WORDS)
    with monkeypatch.context() as broken:
        broken.setattr(receiving, "_count", _die)
        with pytest.raises(KeyboardInterrupt):
            receive(editor, upload_id=number, offset=len(WORDS), part=b" that was never counted, and is longer")
    assert parts_left(data)[0].stat().st_size > len(WORDS)
    assert upload(editor, number).received == len(WORDS)
    receive(editor, upload_id=number, offset=len(WORDS), part=b" or so")
    assert path_of(editor, file_id=finish_upload(editor, upload_id=number).pk).read_bytes() == WORDS + b" or so"


def test_it_can_be_finished_again_after_a_crash_before_the_row(
    editor: Access, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = begun(editor)
    receive(editor, upload_id=number, offset=0, part=WORDS)
    with monkeypatch.context() as broken:
        broken.setattr(receiving, "_keep", _die)
        with pytest.raises(KeyboardInterrupt):
            finish_upload(editor, upload_id=number)
    kept = finish_upload(editor, upload_id=number)
    assert finish_upload(editor, upload_id=number) == kept
    assert (path_of(editor, file_id=kept.pk).read_bytes(), parts_left(data)) == (WORDS, [])


def _die(*_: object, **__: object) -> None:
    raise KeyboardInterrupt


def test_the_file_is_in_the_ledger_and_its_parts_are_not(editor: Access) -> None:
    number = begun(editor)
    before = LedgerEntry.objects.count()
    receive(editor, upload_id=number, offset=0, part=WORDS)
    assert LedgerEntry.objects.count() == before
    finish_upload(editor, upload_id=number)
    assert LedgerEntry.objects.latest("pk").act_name == "upload a file"


def test_the_same_content_is_one_file(editor: Access) -> None:
    numbers = [begun(editor), begun(editor)]
    for number in numbers:
        receive(editor, upload_id=number, offset=0, part=WORDS)
    assert len({finish_upload(editor, upload_id=number).pk for number in numbers}) == 1
    assert open_uploads(editor) == ()


@pytest.mark.parametrize("offset", [-1, 3, len(WORDS) + 1])
def test_a_gap_or_an_overlap_is_refused_with_the_place_to_go_on(editor: Access, offset: int) -> None:
    number = begun(editor)
    receive(editor, upload_id=number, offset=0, part=WORDS)
    with pytest.raises(OutOfOrder) as refusal:
        receive(editor, upload_id=number, offset=offset, part=WORDS)
    assert (refusal.value.expected, upload(editor, number).received) == (len(WORDS), len(WORDS))


def test_other_bytes_at_a_place_that_was_counted_are_refused(editor: Access) -> None:
    number = begun(editor)
    receive(editor, upload_id=number, offset=0, part=WORDS)
    with pytest.raises(OutOfOrder):
        receive(editor, upload_id=number, offset=0, part=WORDS[::-1])


def test_what_is_too_much_too_little_or_nothing_is_refused(editor: Access, data: Path) -> None:
    for wrong in ({"size": 0}, {"size": MAX_UPLOAD + 1}, {"type": "text"}, {"type": "a/b\nc"}):
        with pytest.raises(Refused):
            begin_upload(editor, **{"name": "a", "type": "audio/webm", **wrong})  # type: ignore[arg-type]
    number = begun(editor, 5)
    with pytest.raises(Refused, match="missing"):
        finish_upload(editor, upload_id=number)
    for part in (b"", b"x" * (MAX_PART + 1), b"x" * 6):
        with pytest.raises(Refused):
            receive(editor, upload_id=number, offset=0, part=part)
    receive(editor, upload_id=number, offset=0, part=b"1234")
    with pytest.raises(OutOfOrder) as refusal:
        finish_upload(editor, upload_id=number)
    assert refusal.value.expected == 4
    parts_left(data)[0].unlink()
    with pytest.raises(Refused, match="no longer on the disk"):
        receive(editor, upload_id=number, offset=4, part=b"5")


def test_no_more_than_so_many_are_under_way(editor: Access, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(receiving, "MOST_OPEN", 1)
    begun(editor)
    with pytest.raises(Refused, match="under way"):
        begun(editor)


def test_a_full_disk_is_said_before_it_is_full(editor: Access, monkeypatch: pytest.MonkeyPatch) -> None:
    number = begun(editor)
    monkeypatch.setattr(receiving, "SPARE", 1 << 60)
    for again in (lambda: begun(editor), lambda: receive(editor, upload_id=number, offset=0, part=WORDS)):
        with pytest.raises(Refused, match="disk"):
            again()


def test_cancelled_or_left_for_long_it_goes_from_the_disk(editor: Access, data: Path) -> None:
    gone, left, fresh = begun(editor), begun(editor), begun(editor)
    for number in (gone, left, fresh):
        receive(editor, upload_id=number, offset=0, part=WORDS)
    cancel_upload(editor, upload_id=gone)
    with within(editor):
        Upload.objects.filter(pk=left).update(touched_at=timezone.now() - timedelta(days=15))
    assert sweep_uploads() == 1
    assert ([row.id for row in open_uploads(editor)], len(parts_left(data))) == ([fresh], 1)
    with pytest.raises(NotFound):
        receive(editor, upload_id=gone, offset=len(WORDS), part=WORDS)


def test_a_finished_upload_takes_no_more(editor: Access) -> None:
    number = begun(editor)
    receive(editor, upload_id=number, offset=0, part=WORDS)
    finish_upload(editor, upload_id=number)
    with pytest.raises(Refused, match="finished"):
        receive(editor, upload_id=number, offset=len(WORDS), part=WORDS)


def test_refuses_others(editor: Access, viewer: Access, elsewhere: Access) -> None:
    number = begun(editor)
    for who, error in ((viewer, Forbidden), (elsewhere, NotFound)):
        with pytest.raises(error):
            receive(who, upload_id=number, offset=0, part=WORDS)
        with pytest.raises(error):
            finish_upload(who, upload_id=number)
        with pytest.raises(error):
            cancel_upload(who, upload_id=number)
    with pytest.raises(Forbidden):
        begun(viewer)
    with pytest.raises(NotFound):
        upload(elsewhere, number)
    assert open_uploads(elsewhere) == ()


def test_the_database_counts_no_further_than_the_file_is_long(editor: Access) -> None:
    number = begun(editor, 5)
    for wrong in ({"received": 6}, {"received": -1}, {"size": MAX_UPLOAD + 1}):
        with within(editor), pytest.raises(IntegrityError), transaction.atomic():
            Upload.objects.filter(pk=number).update(**wrong)
    assert not StoredFile._base_manager.exists()
