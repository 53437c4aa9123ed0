"""A recording or an import is no file of an idea as well: who may hear or read it is decided where it belongs."""

import pytest
from tests.people import SignedIn

from clew.ground.evidence.api import add_idea, add_source
from clew.ground.evidence.models import ImportBatch
from clew.ground.files.api import store
from clew.ground.ledger.api import Refused
from clew.ground.thread.api import NewNode, add_node
from clew.ground.workspaces.api import Access, act
from clew.rooms.interviews.actions.recordings import attach_recording
from clew.rooms.interviews.actions.studies import add_study, take_in
from clew.rooms.interviews.models import Recording
from clew.rooms.roadmap.actions.attachments import attach_files, detach_file
from clew.rooms.roadmap.queries.attachments import attached_picture, attachment_file, attachments


@act("begin an import by hand")
def imported(access: Access, file_id: int) -> None:
    node = add_node(access, NewNode("import", "Reviews", "importing"))
    ImportBatch.objects.create(workspace_id=access.workspace_id, node=node, file_id=file_id)


@pytest.fixture
def idea(access: Access) -> int:
    return int(add_idea(access, title="Count by phone").pk)


@pytest.fixture
def talk(access: Access) -> int:
    study = add_study(access, title="Counting")
    words = add_source(access, text="I count.", title="Talk with Anna", kind="interview")
    return int(take_in(access, study_id=study.pk, source_ids=[words.pk])[0].pk)


def kept(access: Access, content: bytes) -> int:
    return int(store(access, name="talk.webm", chunks=[content]).pk)


def test_what_is_a_recording_or_an_import_is_not_attached(access: Access, idea: int, talk: int) -> None:
    heard, read, free = (kept(access, content) for content in (b"sound", b"table", b"free"))
    attach_recording(access, interview_id=talk, file_id=heard, type="audio/webm")
    imported(access, read)
    for file in (heard, read):
        with pytest.raises(Refused, match="something else here already") as refused:
            attach_files(access, idea_id=idea, file_ids=[free, file])
        assert refused.value.field == "file"
    assert attachments(access, idea) == ()
    attach_files(access, idea_id=idea, file_ids=[free])


def test_what_is_attached_does_not_become_a_recording(access: Access, idea: int, talk: int) -> None:
    file = kept(access, b"sound")
    (made,) = attach_files(access, idea_id=idea, file_ids=[file])
    with pytest.raises(Refused, match="something else here already"):
        attach_recording(access, interview_id=talk, file_id=file, type="audio/webm")
    detach_file(access, attachment_id=made.pk)
    assert not Recording._base_manager.exists()


def test_what_is_attached_and_then_imported_is_read_there_alone(access: Access, idea: int) -> None:
    picture = kept(access, b"\x89PNG\r\n\x1a\n" + b"\0" * 20)
    (made,) = attach_files(access, idea_id=idea, file_ids=[picture])
    assert attachments(access, idea)[0].is_picture
    imported(access, picture)
    for call in (attachment_file, attached_picture):
        with pytest.raises(Refused, match="something else here by now"):
            call(access, made.pk)
    assert not attachments(access, idea)[0].is_picture
    alice = SignedIn(access)
    assert alice.get(alice.path(f"roadmap/files/{made.pk}")).status_code == 422
