"""The paragraphs of a Word document. A .docx is a zip that can unpack to anything, and XML that can swell: both are read within bounds."""

from __future__ import annotations

import re
import zipfile
import zlib
from io import BytesIO
from typing import NoReturn
from xml.parsers import expat

from .guide_draft import Line, UnreadableGuide

MAX_UNPACKED = 40 * 1024 * 1024  # of one part; the text of a guide has less than one MB
MAX_PARAGRAPHS = 50_000
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main "
_STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main "
_FALLBACK = "http://schemas.openxmlformats.org/markup-compatibility/2006 Fallback"
_HEADING = re.compile(r"heading ([1-9])$", re.I)
_OFF = {"0", "false", "off", "none"}
_LONGEST_HEADING = 120


def docx_lines(data: bytes) -> list[Line]:
    """Raises UnreadableGuide when it is damaged, is no Word document, or unpacks to more than can be read safely."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            names = set(archive.namelist())
            if "word/document.xml" not in names:
                raise UnreadableGuide("This is not a Word document.", "Save it as .docx or .md.")
            styles = _Styles()
            if "word/styles.xml" in names:
                _parse(_part(archive, "word/styles.xml"), styles)
            body = _Body(styles.levels)
            _parse(_part(archive, "word/document.xml"), body)
    except (
        zipfile.BadZipFile,
        zlib.error,
        OSError,
        EOFError,
        ValueError,
        RuntimeError,
        NotImplementedError,
        expat.ExpatError,
    ) as error:
        raise _damaged() from error
    return body.lines


def _part(archive: zipfile.ZipFile, name: str) -> bytes:
    with archive.open(name) as part:
        data = part.read(MAX_UNPACKED + 1)
    if len(data) > MAX_UNPACKED:
        raise UnreadableGuide(
            "This document unpacks to more than can be read safely.",
            "Save its text as .md and upload that.",
        )
    return data


def _damaged() -> UnreadableGuide:
    return UnreadableGuide("This Word document is damaged.", "Open it, save it again as .docx and upload that.")


def _refuse_declaration(*_declared: object) -> NoReturn:
    """No Word document declares a document type; who does so wants entities that swell or reach out."""
    raise _damaged()


class _Reader:
    """What expat calls; names stand as "namespace name", the older and the strict namespace alike."""

    def begin(self, tag: str, attributes: dict[str, str]) -> None: ...

    def end(self, tag: str) -> None: ...

    def words(self, text: str) -> None: ...


def _parse(data: bytes, reader: _Reader) -> None:
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse_declaration
    parser.StartElementHandler = lambda tag, found: reader.begin(_short(tag), {_short(k): v for k, v in found.items()})
    parser.EndElementHandler = lambda tag: reader.end(_short(tag))
    parser.CharacterDataHandler = reader.words
    parser.Parse(data, True)


def _short(name: str) -> str:
    for space in (_W, _STRICT):
        if name.startswith(space):
            return f"w:{name[len(space) :]}"
    return name


class _Styles(_Reader):
    """Which style is a heading, and of which level, whatever Word calls it in the writer's language."""

    def __init__(self) -> None:
        self.levels: dict[str, int] = {}
        self._style = ""

    def begin(self, tag: str, attributes: dict[str, str]) -> None:
        value = attributes.get("w:val", "")
        if tag == "w:style":
            self._style = attributes.get("w:styleId", "")
        elif tag == "w:name" and self._style and (match := _HEADING.match(value)):
            self.levels[self._style] = int(match[1]) + 1
        elif tag == "w:name" and self._style and value.casefold() == "title":
            self.levels[self._style] = 1
        elif tag == "w:outlineLvl" and self._style and value in set("012345678"):
            self.levels.setdefault(self._style, int(value) + 2)

    def end(self, tag: str) -> None:
        if tag == "w:style":
            self._style = ""


class _Body(_Reader):
    """Paragraphs in their order; what was deleted under tracked changes stays out, and so do the copies kept for older programs."""

    def __init__(self, levels: dict[str, int]) -> None:
        self.lines: list[Line] = []
        self._levels = levels
        self._open: list[_Paragraph] = []
        self._fallback = 0
        self._collects = False

    def begin(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == _FALLBACK:
            self._fallback += 1
        if self._fallback:
            return
        if tag == "w:p":
            if len(self.lines) >= MAX_PARAGRAPHS:
                raise UnreadableGuide("This document has too many paragraphs for a guide.", "Split it.")
            self._open.append(_Paragraph())
        elif self._open:
            self._inside(self._open[-1], tag, attributes)

    def _inside(self, paragraph: _Paragraph, tag: str, attributes: dict[str, str]) -> None:
        value = attributes.get("w:val", "")
        if tag == "w:pStyle":
            paragraph.heading = self._levels.get(value, 0)
        elif tag == "w:ilvl" and value.isdecimal() and paragraph.is_numbered is not False:
            paragraph.depth = 1 + min(int(value[:2]), 8)
        elif tag == "w:numId":
            paragraph.is_numbered = value != "0"
        elif tag == "w:r":
            paragraph.is_bold = False
        elif tag == "w:b" and paragraph.in_run:
            paragraph.is_bold = value.casefold() not in _OFF
        elif tag in {"w:tab", "w:br", "w:cr"} and paragraph.in_run:
            paragraph.add(" ")
        paragraph.in_run = paragraph.in_run or tag == "w:r"
        self._collects = tag == "w:t"

    def end(self, tag: str) -> None:
        if tag == _FALLBACK:
            self._fallback -= 1
        if self._fallback or not self._open:
            return
        if tag == "w:r":
            self._open[-1].in_run = False
        elif tag == "w:p":
            self.lines.append(self._open.pop().line())
        if tag == "w:t":
            self._collects = False

    def words(self, text: str) -> None:
        if self._collects and self._open and not self._fallback:
            self._open[-1].add(text)


class _Paragraph:
    def __init__(self) -> None:
        self.heading = self.depth = 0
        self.is_numbered: bool | None = None
        self.in_run = self.is_bold = False
        self._words: list[str] = []
        self._all_bold = True

    def add(self, text: str) -> None:
        self._words.append(text)
        self._all_bold = self._all_bold and (self.is_bold or not text.strip())

    def line(self) -> Line:
        text = " ".join("".join(self._words).split())
        looks = self._all_bold and not self.is_numbered and 0 < len(text) <= _LONGEST_HEADING and "?" not in text
        if self.heading or looks:
            return Line(text, heading=self.heading or 2)
        return Line(text, depth=self.depth if self.is_numbered else 0)
