"""Files of the room that a person saves from a page and a program by the API."""

from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from django.utils.text import slugify

from clew.ground.doors.api import Outgoing
from clew.ground.evidence.api import write_project
from clew.ground.workspaces.api import Access
from clew.rooms.interviews.queries.conduct import Media, recording_media
from clew.rooms.interviews.queries.marks import study_sources
from clew.rooms.interviews.queries.reels import clip_media, reel_media
from clew.rooms.interviews.queries.report import report
from clew.rooms.interviews.queries.studies import study
from clew.rooms.interviews.report_docx import as_docx
from clew.rooms.interviews.report_pdf import as_pdf

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def download_recording(access: Access, recording_id: int) -> Outgoing:
    """A recording, while its person agrees to it."""
    return _of(recording_media(access, recording_id))


def download_clip(access: Access, clip_id: int) -> Outgoing:
    """The piece of film of a clip, once it is cut and while it may be shown."""
    return _of(clip_media(access, clip_id))


def download_reel(access: Access, reel_id: int) -> Outgoing:
    """A reel's film, while everybody in it may be shown."""
    return _of(reel_media(access, reel_id))


def download_project(access: Access, study_id: int) -> Outgoing:
    """A study's texts, marks and codes as a REFI-QDA project (.qdpx), without words that may not be shared."""
    title = study(access, study_id).row.title
    sources = study_sources(access, study_id)
    with TemporaryDirectory() as folder:
        out = Path(folder) / "project.qdpx"
        write_project(access, out, source_ids=sources, title=title)
        return Outgoing(f"{name_of(title)}.qdpx", "application/zip", out.read_bytes())


def download_report_pdf(access: Access, study_id: int, on: date) -> Outgoing:
    """What was found in a study, as sheets of paper."""
    found = report(access, study_id, on=on)
    return Outgoing(f"{name_of(found.title)}-report.pdf", "application/pdf", as_pdf(found))


def download_report_docx(access: Access, study_id: int, on: date) -> Outgoing:
    """What was found in a study, for a word processor."""
    found = report(access, study_id, on=on)
    return Outgoing(f"{name_of(found.title)}-report.docx", WORD, as_docx(found))


def name_of(title: str) -> str:
    return slugify(title)[:60] or "study"


def _of(found: Media) -> Outgoing:
    return Outgoing(found.name, found.type, found.place, found.sha256)
