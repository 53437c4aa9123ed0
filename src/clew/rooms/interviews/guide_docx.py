"""The lines of a guide that is a Word document."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .guide_draft import Line, UnreadableGuide

if TYPE_CHECKING:
    from clew.ground.evidence.api import Paragraph

_LONGEST_HEADING = 120


def docx_lines(data: bytes) -> list[Line]:
    """Raises UnreadableGuide when it is damaged, is no Word document, or unpacks to more than can be read safely."""
    from clew.ground.evidence.api import FormatError, read_docx  # here, so that Markdown is read without a database

    try:
        return [_line(paragraph) for paragraph in read_docx(data)]
    except FormatError as error:
        raise UnreadableGuide(error.message, error.remedy) from error


def _line(paragraph: Paragraph) -> Line:
    """A short bold line that asks nothing stands over what follows, whatever its style says."""
    text = " ".join(paragraph.text.split())
    looks = paragraph.is_bold and not paragraph.depth and 0 < len(text) <= _LONGEST_HEADING and "?" not in text
    if paragraph.heading or looks:
        return Line(text, heading=paragraph.heading or 2)
    return Line(text, depth=paragraph.depth)
