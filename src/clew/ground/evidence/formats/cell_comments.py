"""Comments on the cells of an .xlsx, with their replies, which the reader of cells does not give. The XML is read within bounds."""

from __future__ import annotations

import itertools
import posixpath
import zipfile
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple, NoReturn
from xml.parsers import expat

from .archive import Oversized, Unreadable, broken, entries, unpacked
from .cleaning import tidy_line, tidy_text
from .problems import FormatError

MAX_PART = 8 * 1024 * 1024
MAX_COMMENTS = 500
MAX_COMMENT = 9_000  # so that one fits, with who wrote it, where comments are kept
_BOOK = "xl/workbook.xml"
_COPY = "tc="  # what older programs are shown of a thread has such an author


class CellComment(NamedTuple):
    """`day` is as the file has it, or ""; `is_reply`: to the one before."""

    cell: str
    author: str
    text: str
    day: str = ""
    is_reply: bool = False


@dataclass(slots=True)
class _Tag:
    name: str
    attributes: Mapping[str, str]
    texts: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "".join(self.texts)


def cell_comments(path: Path) -> dict[str, list[CellComment]]:
    """By the name of the sheet, in the order of the file; replies follow what they answer. Raises FormatError."""
    try:
        book = _Book(path)
        found = {sheet: list(_of_sheet(book, part)) for sheet, part in book.sheets()}
    except (Unreadable, Oversized, expat.ExpatError, ValueError, LookupError) as error:
        raise broken() from error
    if sum(map(len, found.values())) > MAX_COMMENTS:
        raise FormatError(f"More than {MAX_COMMENTS} cells have comments.", "Divide the sheet.")
    for sheet, comments in found.items():
        if long := next((one for one in comments if len(one.text) > MAX_COMMENT), None):
            raise FormatError(
                f"{sheet}, {long.cell}: a comment is longer than {MAX_COMMENT:,} characters.", "Shorten it."
            )
    return {sheet: comments for sheet, comments in found.items() if comments}


class _Book:
    """The parts of the archive, and how they point to each other."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._parts: dict[str, zipfile.ZipInfo] = {info.filename: info for info in entries(path)}

    def tags(self, part: str) -> list[_Tag]:
        """Every element of a part, flat; none where there is no such part."""
        info = self._parts.get(part)
        return [] if info is None else _tags(b"".join(unpacked(self._path, info, MAX_PART)))

    def related(self, part: str) -> dict[str, tuple[str, str]]:
        """By its id: what kind of relation it is, and the part it leads to."""
        folder, name = posixpath.split(part)
        told = [tag.attributes for tag in self.tags(f"{folder}/_rels/{name}.rels") if tag.name == "Relationship"]
        return {
            one.get("Id", ""): (
                one.get("Type", "").rpartition("/")[2],
                posixpath.normpath(posixpath.join("/", folder, one.get("Target", ""))).lstrip("/"),
            )
            for one in told
        }

    def sheets(self) -> Iterator[tuple[str, str]]:
        parts = self.related(_BOOK)
        for tag in self.tags(_BOOK):
            if tag.name == "sheet" and tag.attributes.get("id") in parts:
                yield tag.attributes.get("name", ""), parts[tag.attributes["id"]][1]


def _of_sheet(book: _Book, part: str) -> Iterator[CellComment]:
    related = book.related(part).values()
    people = _people(book)
    threads = [one for kind, name in related if kind == "threadedComment" for one in _threads(book, name, people)]
    yield from threads
    answered = {one.cell for one in threads}
    for name in (name for kind, name in related if kind == "comments"):
        yield from (one for one, is_copy in _notes(book, name) if not (is_copy and one.cell in answered))


def _people(book: _Book) -> dict[str, str]:
    parts = [part for kind, part in book.related(_BOOK).values() if kind == "person"]
    people = [tag.attributes for part in parts for tag in book.tags(part) if tag.name == "person"]
    return {one.get("id", ""): tidy_line(one.get("displayName", "")) for one in people}


def _threads(book: _Book, part: str, people: Mapping[str, str]) -> Iterator[CellComment]:
    """A reply is written into the file wherever; it belongs behind what it answers."""
    begun: dict[str, CellComment] = {}
    replies: dict[str, list[CellComment]] = defaultdict(list)
    for tag, text in _with_text(book.tags(part), "threadedComment"):
        told = tag.attributes
        above = told.get("parentId", "")
        who, day = people.get(told.get("personId", ""), ""), told.get("dT", "")[:10]
        made = CellComment(told.get("ref", ""), who, tidy_text(text), day, bool(above))
        if above:
            replies[above].append(made)
        else:
            begun[told.get("id") or f"{len(begun)}"] = made
    for name, one in begun.items():
        yield one
        yield from replies.pop(name, ())
    yield from (one for left in replies.values() for one in left)


def _notes(book: _Book, part: str) -> Iterator[tuple[CellComment, bool]]:
    tags = book.tags(part)
    authors = [tag.text for tag in tags if tag.name == "author"]
    for tag, text in _with_text(tags, "comment"):
        at = tag.attributes.get("authorId", "")
        author = authors[int(at)] if at.isdecimal() and int(at) < len(authors) else ""
        words = tidy_text(text.removeprefix(f"{author}:") if author else text)
        shown = "" if author.startswith(_COPY) else tidy_line(author)
        yield CellComment(tag.attributes.get("ref", ""), shown, words), author.startswith(_COPY)


def _with_text(tags: list[_Tag], name: str) -> Iterator[tuple[_Tag, str]]:
    """Each element of this name with the words in it; one without words says nothing."""
    places = [at for at, tag in enumerate(tags) if tag.name == name]
    for at, end in itertools.pairwise([*places, len(tags)]):
        text = "".join(tag.text for tag in tags[at:end] if tag.name in ("t", "text"))
        if text.strip():
            yield tags[at], text


def _tags(data: bytes) -> list[_Tag]:
    tags: list[_Tag] = []
    open_tags: list[_Tag] = []

    def begin(name: str, attributes: dict[str, str]) -> None:
        tags.append(_Tag(_local(name), {_local(key): value for key, value in attributes.items()}))
        open_tags.append(tags[-1])

    def words(text: str) -> None:
        open_tags[-1].texts.append(text)

    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse_declaration
    parser.StartElementHandler = begin
    parser.EndElementHandler = lambda _name: open_tags.pop()
    parser.CharacterDataHandler = words
    parser.Parse(data, True)
    return tags


def _refuse_declaration(*_declared: object) -> NoReturn:
    """No spreadsheet declares a document type; who does so wants entities that swell or reach out."""
    raise broken()


def _local(name: str) -> str:
    return name.rpartition(" ")[2]
