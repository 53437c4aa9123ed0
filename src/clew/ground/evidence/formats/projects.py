"""What of a REFI-QDA project Clew can hold, flat and in order: codes, texts, and which words have which codes. The rest is named."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from .problems import FormatError
from .refi_qda import read_qdc, read_qdpx
from .refi_qda.model import (
    AudioSource,
    BookCode,
    Code,
    PdfSource,
    PictureSource,
    Project,
    Source,
    TextSource,
    Transcript,
    VideoSource,
)
from .refi_qda.walking import texts_of

MOST_CODES, MOST_TEXTS, MOST_SELECTIONS = 5_000, 5_000, 200_000
_MEDIA = {PictureSource: "pictures", PdfSource: "PDF files", AudioSource: "sound recordings", VideoSource: "films"}


@dataclass(frozen=True, slots=True)
class ForeignCode:
    guid: str
    name: str
    parent: str
    description: str
    color: str
    is_codable: bool


@dataclass(frozen=True, slots=True)
class ForeignMark:
    """Words of a text and the codes they have. `by`: who selected them, by name."""

    guid: str
    start: int
    end: int
    codes: tuple[str, ...]
    by: str
    created: str
    is_sure: bool = True


@dataclass(frozen=True, slots=True)
class ForeignText:
    guid: str
    name: str
    text: str
    by: str
    created: str
    marks: tuple[ForeignMark, ...]


@dataclass(frozen=True, slots=True)
class ForeignProject:
    """`left_out`: what Clew has no place for, as sentences; it stays in the file, which is kept with its import."""

    name: str
    origin: str
    people: tuple[str, ...]
    codes: tuple[ForeignCode, ...]
    texts: tuple[ForeignText, ...]
    moved: int
    doubtful: int
    left_out: tuple[str, ...]
    warnings: tuple[str, ...]

    @property
    def marks(self) -> int:
        return sum(len(text.marks) for text in self.texts)


def read_project(path: Path, kind: str) -> ForeignProject:
    """A .qdpx (`kind` qdpx) or a .qdc. Raises FormatError for what is none, is damaged, or holds too much."""
    if kind == "qdc":
        return _codebook(path)
    read = read_qdpx(path)
    project, names = read.project, {user.guid: user.name or "" for user in read.project.users}
    doubtful, left = {one.selection for one in read.lost}, _Left()
    texts = tuple(_texts(project, names, doubtful, left))
    codes = tuple(_codes(project.codes, ""))
    _check(len(codes), MOST_CODES, "codes")
    _check(sum(len(text.marks) for text in texts), MOST_SELECTIONS, "selections")
    return ForeignProject(
        project.name, project.origin or "", tuple(name for name in names.values() if name), codes, texts,
        len(read.moved), len(read.lost), tuple(_not_ours(project, codes, left)), read.warnings,
    )  # fmt: skip


def _codebook(path: Path) -> ForeignProject:
    read = read_qdc(path)
    codes = tuple(_codes(read.codebook.codes, ""))
    _check(len(codes), MOST_CODES, "codes")
    sets = len(read.codebook.sets)
    left = [f"{sets} sets of codes"] if sets else []
    return ForeignProject("", read.codebook.origin or "", (), codes, (), 0, 0, (*left, *_colours(codes)), read.warnings)


@dataclass(slots=True)
class _Left:
    """What is left out, counted while texts are read."""

    counted: Counter[str] = field(default_factory=Counter)

    def __call__(self, what: str, n: int = 1) -> None:
        if n:
            self.counted[what] += n


def _codes(codes: Iterable[Code | BookCode], parent: str) -> Iterator[ForeignCode]:
    for one in codes:
        yield ForeignCode(one.guid, one.name, parent, one.description or "", one.color or "", one.is_codable)
        yield from _codes(one.codes, one.guid)


def _texts(project: Project, names: dict[str, str], doubtful: set[str], left: _Left) -> Iterator[ForeignText]:
    count = 0
    for source in project.sources:
        _count_media(source, left)
        for one in _whole_texts(source):
            if not (one.text or "").strip():
                left("sources without words in the file")
                left("selections of text whose words are not in the file", len(one.selections))
                continue
            count += 1
            _check(count, MOST_TEXTS, "texts")
            marks = _marks(one, names, doubtful, left)
            name = one.name or source.name or ""
            yield ForeignText(
                one.guid, name, one.text or "", names.get(one.creating_user or "", ""), one.created or "", marks
            )


def _whole_texts(source: Source) -> tuple[TextSource | Transcript, ...]:
    """Not the words under a single selection of a PDF: they are a part of its text."""
    if isinstance(source, PdfSource):
        return (source.representation,) if source.representation else ()
    return tuple(texts_of(source))


def _count_media(source: Source, left: _Left) -> None:
    if isinstance(source, TextSource):
        return
    left(_MEDIA[type(source)])
    left("selections in pictures, PDF pages, sound or film", len(source.selections))
    left("codes given to a whole source", len(source.codings))


def _marks(
    one: TextSource | Transcript, names: dict[str, str], doubtful: set[str], left: _Left
) -> tuple[ForeignMark, ...]:
    if isinstance(one, TextSource):
        left("codes given to a whole source", len(one.codings))
        places = [(selection, selection.start, selection.end) for selection in one.selections]
    else:
        known = {point.guid: point.position for point in one.sync_points}
        found = [(s, known.get(s.from_sync_point or ""), known.get(s.to_sync_point or "")) for s in one.selections]
        places = [(s, start, end) for s, start, end in found if start is not None and end is not None]  # type: ignore[misc]
        left("selections of a transcript without a place", len(found) - len(places))
    return tuple(
        ForeignMark(
            s.guid, start, end, tuple(dict.fromkeys(coding.code for coding in s.codings)),
            names.get(s.creating_user or "", ""), s.created or "", s.guid not in doubtful,
        )
        for s, start, end in places
    )  # fmt: skip


def _not_ours(project: Project, codes: tuple[ForeignCode, ...], left: _Left) -> Iterator[str]:
    for what, n in left.counted.items():
        yield f"{n} {what}"
    parts = {
        "variables": project.variables, "cases": project.cases, "notes": project.writings, "links": project.links,
        "sets": project.sets, "graphs": project.graphs, "files beside the texts": project.files,
    }  # fmt: skip
    yield from (f"{len(held)} {what}" for what, held in parts.items() if held)
    yield from _colours(codes)


def _colours(codes: tuple[ForeignCode, ...]) -> list[str]:
    """Clew shows none, but gives them back when the codes go out again."""
    coloured = sum(bool(code.color) for code in codes)
    return [f"colours of {coloured} codes (kept for the way out)"] if coloured else []


def _check(count: int, most: int, what: str) -> None:
    if count > most:
        raise FormatError(f"The project holds more than {most:,} {what}.", "Export it in parts.")
