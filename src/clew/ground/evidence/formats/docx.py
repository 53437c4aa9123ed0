"""The paragraphs of a Word document. A .docx is a zip that can unpack to anything, and XML that can swell: both are read within bounds."""

from __future__ import annotations

import re
import zipfile
import zlib
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import NoReturn
from xml.parsers import expat

from .problems import MAX_TRANSCRIPT_BYTES, FormatError

MAX_PART = 60 * 1024 * 1024  # of one part, unpacked; the words of a long interview have less than one MB
MAX_PARAGRAPHS = 100_000
_SPACES = (
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main ",
    "http://purl.oclc.org/ooxml/wordprocessingml/main ",
)
_FALLBACK = "http://schemas.openxmlformats.org/markup-compatibility/2006 Fallback"
_HEADING = re.compile(r"heading ([1-9])$", re.IGNORECASE)
_OFF = frozenset({"0", "false", "off", "none"})
_BREAKS = {"w:tab": "\t", "w:br": "\n", "w:cr": "\n"}
_DAMAGED = (
    zipfile.BadZipFile,
    zlib.error,
    OSError,
    EOFError,
    ValueError,
    RuntimeError,
    NotImplementedError,
    expat.ExpatError,
)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """`heading`: 0 for none, 1 for the title, 2 and more for headings. `depth`: 0 unless it is an item of a list."""

    text: str
    heading: int = 0
    depth: int = 0
    is_bold: bool = False


def read_docx(source: Path | bytes) -> list[Paragraph]:
    """Raises FormatError, and nothing else, when it is damaged, is no Word document, or unpacks to more than can be read safely."""
    try:
        if isinstance(source, Path) and source.stat().st_size > MAX_TRANSCRIPT_BYTES:
            raise FormatError(f"The document is larger than {MAX_TRANSCRIPT_BYTES >> 20} MB.", "Take its pictures out.")
        with zipfile.ZipFile(source if isinstance(source, Path) else BytesIO(source)) as archive:
            return _paragraphs(archive)
    except _DAMAGED as error:
        raise _damaged() from error


def _paragraphs(archive: zipfile.ZipFile) -> list[Paragraph]:
    names = set(archive.namelist())
    if "word/document.xml" not in names:
        raise FormatError("This is not a Word document.", "Save it as .docx or plain text and upload that.")
    styles = _Styles()
    if "word/styles.xml" in names:
        _parse(_part(archive, "word/styles.xml"), styles)
    body = _Body(styles.levels)
    _parse(_part(archive, "word/document.xml"), body)
    return body.paragraphs


def _part(archive: zipfile.ZipFile, name: str) -> bytes:
    with archive.open(name) as part:
        data = part.read(MAX_PART + 1)
    if len(data) > MAX_PART:
        raise FormatError(
            "This document unpacks to more than can be read safely.", "Save its text as .txt and upload that."
        )
    return data


def _damaged() -> FormatError:
    return FormatError("This Word document is damaged.", "Open it, save it again as .docx and upload that.")


def _refuse_declaration(*_declared: object) -> NoReturn:
    """No Word document declares a document type; who does so wants entities that swell or reach out."""
    raise _damaged()


class _Reader:
    """What expat calls; the older and the strict namespace read alike."""

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
    for space in _SPACES:
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
        elif tag == "w:name" and self._style and (found := _HEADING.match(value)):
            self.levels[self._style] = int(found[1]) + 1
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
        self.paragraphs: list[Paragraph] = []
        self._levels = levels
        self._open: list[_Growing] = []
        self._fallback = 0
        self._collects = False

    def begin(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == _FALLBACK:
            self._fallback += 1
        if self._fallback:
            return
        if tag == "w:p":
            if len(self.paragraphs) + len(self._open) >= MAX_PARAGRAPHS:
                raise FormatError(f"The document has more than {MAX_PARAGRAPHS:,} paragraphs.", "Split it.")
            self._open.append(_Growing())
        elif self._open:
            self._inside(self._open[-1], tag, attributes.get("w:val", ""))

    def _inside(self, growing: _Growing, tag: str, value: str) -> None:
        if tag == "w:pStyle":
            growing.heading = self._levels.get(value, 0)
        elif tag == "w:ilvl" and value.isdecimal() and growing.is_numbered is not False:
            growing.depth = 1 + min(int(value[:2]), 8)
        elif tag == "w:numId":
            growing.is_numbered = value != "0"
        elif tag == "w:r":
            growing.in_run, growing.run_is_bold = True, False
        elif tag == "w:b" and growing.in_run:
            growing.run_is_bold = value.casefold() not in _OFF
        elif tag in _BREAKS and growing.in_run:
            growing.add(_BREAKS[tag])
        self._collects = tag == "w:t"

    def end(self, tag: str) -> None:
        if tag == _FALLBACK:
            self._fallback -= 1
        if self._fallback or not self._open:
            return
        if tag == "w:r":
            self._open[-1].in_run = False
        elif tag == "w:p":
            self.paragraphs.append(self._open.pop().whole())
        if tag == "w:t":
            self._collects = False

    def words(self, text: str) -> None:
        if self._collects and self._open and not self._fallback:
            self._open[-1].add(text)


class _Growing:
    """A paragraph while its runs come in."""

    def __init__(self) -> None:
        self.heading = self.depth = 0
        self.is_numbered: bool | None = None
        self.in_run = self.run_is_bold = False
        self._words: list[str] = []
        self._all_bold = True

    def add(self, text: str) -> None:
        self._words.append(text)
        self._all_bold = self._all_bold and (self.run_is_bold or not text.strip())

    def whole(self) -> Paragraph:
        text = "".join(self._words).strip()
        return Paragraph(
            text, self.heading, self.depth if self.is_numbered else 0, is_bold=bool(text) and self._all_bold
        )
