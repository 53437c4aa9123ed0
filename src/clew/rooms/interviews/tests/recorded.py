"""Notes and recordings of an interview, for tests."""

from typing import Any
from uuid import uuid4

from clew.ground.files.api import finish_upload, receive
from clew.ground.workspaces.api import Access
from clew.rooms.interviews.actions import conduct as acts
from clew.rooms.interviews.actions import recordings as recording
from clew.rooms.interviews.models import Recording

SOUND = b"\x1aE\xdf\xa3 not really a talk"


def noted(
    access: Access, talk: int, text: str = "Counts by hand", at_ms: int = 1000, tag: str = "", key: str = ""
) -> str:
    key = key or str(uuid4())
    acts.note(access, interview_id=talk, client_id=key, at_ms=at_ms, text=text, tag=tag)
    return key


def recorded(access: Access, talk: int, **more: Any) -> Recording:
    begun = recording.begin_recording(
        access, interview_id=talk, name="talk.webm", type="audio/webm;codecs=opus", **more
    )
    receive(access, upload_id=begun.pk, offset=0, part=SOUND)
    finish_upload(access, upload_id=begun.pk)
    return recording.keep_recording(access, upload_id=begun.pk, duration_ms=5000, pauses=[(1000, 500)])
