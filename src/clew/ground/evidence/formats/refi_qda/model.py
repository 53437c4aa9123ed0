"""A project or codebook of the REFI-QDA exchange format 1.0, whole: everything its schema knows has a place here.

References are GUIDs, lower case, without braces. Dates are as XML writes them (2026-03-01T09:30:00Z). A selection's places count code points of its
text, `end` exclusive. A text has line ends of one character, and no byte order mark.
"""

from __future__ import annotations

from dataclasses import dataclass
from uuid import NAMESPACE_URL, uuid5

Guid = str

_OURS = uuid5(NAMESPACE_URL, "urn:QDA-XML:project:1.0")


def guid_for(*parts: object) -> Guid:
    """A GUID that is the same each time for the same parts, so that a project written twice is the same project."""
    return str(uuid5(_OURS, "\x1f".join(map(str, parts))))


def text_path_for(guid: Guid) -> str:
    """Where other programs look for the plain text of a source."""
    return f"internal://{guid}.txt"


@dataclass(frozen=True, slots=True, kw_only=True)
class Dated:
    creating_user: Guid | None = None
    created: str | None = None
    modifying_user: Guid | None = None
    modified: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class User:
    guid: Guid
    name: str | None = None
    id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Code:
    guid: Guid
    name: str
    is_codable: bool = True
    color: str | None = None
    description: str | None = None
    notes: tuple[Guid, ...] = ()
    codes: tuple[Code, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Variable:
    """`kind`: Text, Boolean, Integer, Float, Date or DateTime."""

    guid: Guid
    name: str
    kind: str
    description: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class VariableValue:
    """One of the values at most; `decimal`, `date` and `moment` as they are written."""

    variable: Guid
    text: str | None = None
    boolean: bool | None = None
    integer: int | None = None
    decimal: str | None = None
    date: str | None = None
    moment: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    guid: Guid
    name: str | None = None
    description: str | None = None
    codes: tuple[Guid, ...] = ()
    values: tuple[VariableValue, ...] = ()
    sources: tuple[Guid, ...] = ()
    selections: tuple[Guid, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Coding:
    guid: Guid
    code: Guid
    creating_user: Guid | None = None
    created: str | None = None
    notes: tuple[Guid, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection(Dated):
    guid: Guid
    name: str | None = None
    description: str | None = None
    codings: tuple[Coding, ...] = ()
    notes: tuple[Guid, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TextSelection(Selection):
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PictureSelection(Selection):
    first_x: int
    first_y: int
    second_x: int
    second_y: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PdfSelection(PictureSelection):
    page: int
    representation: TextSource | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MediaSelection(Selection):
    """In milliseconds."""

    begin: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TranscriptSelection(Selection):
    from_sync_point: Guid | None = None
    to_sync_point: Guid | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SyncPoint:
    """A moment of the media, in milliseconds, and where it stands in the text."""

    guid: Guid
    milliseconds: int | None = None
    position: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Written(Dated):
    """`text` is None where the file that should hold it is missing; with a `text_path` it lies in a file of its own."""

    guid: Guid
    name: str | None = None
    description: str | None = None
    text: str | None = None
    text_path: str | None = None
    rich_text_path: str | None = None
    notes: tuple[Guid, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TextSource(Written):
    """A document; also a note, and the text that stands for a PDF or a picture."""

    selections: tuple[TextSelection, ...] = ()
    codings: tuple[Coding, ...] = ()
    values: tuple[VariableValue, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Transcript(Written):
    sync_points: tuple[SyncPoint, ...] = ()
    selections: tuple[TranscriptSelection, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Media(Dated):
    guid: Guid
    name: str | None = None
    description: str | None = None
    path: str | None = None
    current_path: str | None = None
    codings: tuple[Coding, ...] = ()
    notes: tuple[Guid, ...] = ()
    values: tuple[VariableValue, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PictureSource(Media):
    text_description: TextSource | None = None
    selections: tuple[PictureSelection, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PdfSource(Media):
    selections: tuple[PdfSelection, ...] = ()
    representation: TextSource | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AudioSource(Media):
    transcripts: tuple[Transcript, ...] = ()
    selections: tuple[MediaSelection, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class VideoSource(Media):
    transcripts: tuple[Transcript, ...] = ()
    selections: tuple[MediaSelection, ...] = ()


Source = TextSource | PictureSource | PdfSource | AudioSource | VideoSource


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """`direction`: Associative, OneWay or Bidirectional."""

    guid: Guid
    name: str | None = None
    direction: str | None = None
    color: str | None = None
    origin: Guid | None = None
    target: Guid | None = None
    notes: tuple[Guid, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Set:
    guid: Guid
    name: str
    description: str | None = None
    codes: tuple[Guid, ...] = ()
    sources: tuple[Guid, ...] = ()
    notes: tuple[Guid, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Vertex:
    guid: Guid
    first_x: int
    first_y: int
    represented: Guid | None = None
    name: str | None = None
    second_x: int | None = None
    second_y: int | None = None
    shape: str | None = None
    color: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Edge:
    guid: Guid
    source: Guid
    target: Guid
    represented: Guid | None = None
    name: str | None = None
    color: str | None = None
    direction: str | None = None
    line_style: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Graph:
    guid: Guid
    name: str | None = None
    vertices: tuple[Vertex, ...] = ()
    edges: tuple[Edge, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Project(Dated):
    """`files`: names of what lies beside the texts (documents, pictures, media); their content stays in the archive."""

    name: str
    origin: str | None = None
    base_path: str | None = None
    users: tuple[User, ...] = ()
    codes: tuple[Code, ...] = ()
    variables: tuple[Variable, ...] = ()
    cases: tuple[Case, ...] = ()
    sources: tuple[Source, ...] = ()
    writings: tuple[TextSource, ...] = ()
    links: tuple[Link, ...] = ()
    sets: tuple[Set, ...] = ()
    graphs: tuple[Graph, ...] = ()
    description: str | None = None
    notes: tuple[Guid, ...] = ()
    files: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeSet:
    """A set of codes in a codebook of its own."""

    guid: Guid
    name: str
    description: str | None = None
    codes: tuple[Guid, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class BookCode:
    """A code in a codebook of its own: there are no notes there."""

    guid: Guid
    name: str
    is_codable: bool = True
    color: str | None = None
    description: str | None = None
    codes: tuple[BookCode, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Codebook:
    origin: str | None = None
    codes: tuple[BookCode, ...] = ()
    sets: tuple[CodeSet, ...] = ()
