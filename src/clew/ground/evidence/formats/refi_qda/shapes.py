"""How each thing of the model is written in XML: its attributes, and its children in the order the schema demands.

Reader and writer both go by these tables, so what one writes the other reads. Source: QDA-XML 1.0, Project.xsd of 18 March 2019, and the codebook
schema of REFI-QDA 1.5 (www.qdasoftware.org).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from . import model

Simple = Literal[
    "text", "guid", "bool", "int", "decimal", "date", "moment", "color", "direction", "variable", "shape", "line"
]

PROJECT_SPACE = "urn:QDA-XML:project:1.0"
CODEBOOK_SPACE = "urn:QDA-XML:codebook:1.0"


@dataclass(frozen=True, slots=True)
class Attribute:
    name: str
    field: str
    simple: Simple = "text"
    required: bool = False


@dataclass(frozen=True, slots=True)
class Child:
    """`inside`: elements that wrap it and are there only with it. `as_text`: the value is the element's text; `refers`: the attribute with a GUID."""

    field: str
    kinds: tuple[tuple[str, type], ...] = ()
    tag: str = ""
    inside: tuple[str, ...] = ()
    as_text: Simple | None = None
    refers: str = ""
    many: bool = True
    required: bool = False

    @property
    def tags(self) -> tuple[str, ...]:
        return tuple(tag for tag, _ in self.kinds) or (self.tag,)


@dataclass(frozen=True, slots=True)
class Shape:
    attributes: tuple[Attribute, ...]
    children: tuple[Child, ...] = ()


def _refs(field: str, tag: str, *, attribute: str = "targetGUID") -> Child:
    return Child(field, tag=tag, refers=attribute)


def _one_ref(field: str, tag: str) -> Child:
    return Child(field, tag=tag, refers="targetGUID", many=False, required=True)


def _text(field: str, tag: str, simple: Simple = "text") -> Child:
    return Child(field, tag=tag, as_text=simple, many=False)


def _many(field: str, tag: str, kind: type, *inside: str) -> Child:
    return Child(field, kinds=((tag, kind),), inside=inside)


def _one(field: str, tag: str, kind: type) -> Child:
    return Child(field, kinds=((tag, kind),), many=False)


GUID = Attribute("guid", "guid", "guid", True)
NAME = Attribute("name", "name")
NAMED = Attribute("name", "name", "text", True)
COLOR = Attribute("color", "color", "color")
MADE = (Attribute("creatingUser", "creating_user", "guid"), Attribute("creationDateTime", "created", "moment"))
DATED = (
    *MADE,
    Attribute("modifyingUser", "modifying_user", "guid"),
    Attribute("modifiedDateTime", "modified", "moment"),
)
TEXTS = (Attribute("richTextPath", "rich_text_path"), Attribute("plainTextPath", "text_path"))
CORNER = (Attribute("firstX", "first_x", "int", True), Attribute("firstY", "first_y", "int", True))
CORNERS = (*CORNER, Attribute("secondX", "second_x", "int", True), Attribute("secondY", "second_y", "int", True))

DESCRIPTION, CONTENT = _text("description", "Description"), _text("text", "PlainTextContent")
NOTES, CODINGS = _refs("notes", "NoteRef"), _many("codings", "Coding", model.Coding)
VALUES = _many("values", "VariableValue", model.VariableValue)
MARKED = (DESCRIPTION, CODINGS, NOTES)
TRANSCRIPTS = _many("transcripts", "Transcript", model.Transcript)
MEDIA = Shape((GUID, NAME, Attribute("path", "path"), Attribute("currentPath", "current_path"), *DATED))
SPAN = (Attribute("begin", "begin", "int", True), Attribute("end", "end", "int", True))


def _media(*children: Child) -> Shape:
    return Shape(MEDIA.attributes, (DESCRIPTION, *children, CODINGS, NOTES, VALUES))


CODE = (GUID, NAMED, Attribute("isCodable", "is_codable", "bool", True), COLOR)
SOURCES: tuple[tuple[str, type], ...] = (
    ("TextSource", model.TextSource),
    ("PictureSource", model.PictureSource),
    ("PDFSource", model.PdfSource),
    ("AudioSource", model.AudioSource),
    ("VideoSource", model.VideoSource),
)

SHAPES: dict[type, Shape] = {
    model.User: Shape((GUID, NAME, Attribute("id", "id"))),
    model.Code: Shape(CODE, (DESCRIPTION, NOTES, _many("codes", "Code", model.Code))),
    model.Variable: Shape((GUID, NAMED, Attribute("typeOfVariable", "kind", "variable", True)), (DESCRIPTION,)),
    model.VariableValue: Shape(
        (),
        (
            _one_ref("variable", "VariableRef"),
            _text("text", "TextValue"),
            _text("boolean", "BooleanValue", "bool"),
            _text("integer", "IntegerValue", "int"),
            _text("decimal", "FloatValue", "decimal"),
            _text("date", "DateValue", "date"),
            _text("moment", "DateTimeValue", "moment"),
        ),
    ),
    model.Case: Shape(
        (GUID, NAME),
        (
            DESCRIPTION,
            _refs("codes", "CodeRef"),
            VALUES,
            _refs("sources", "SourceRef"),
            _refs("selections", "SelectionRef"),
        ),
    ),
    model.Coding: Shape((GUID, *MADE), (_one_ref("code", "CodeRef"), NOTES)),
    model.TextSelection: Shape(
        (
            GUID,
            NAME,
            Attribute("startPosition", "start", "int", True),
            Attribute("endPosition", "end", "int", True),
            *DATED,
        ),
        MARKED,
    ),
    model.PictureSelection: Shape((GUID, NAME, *CORNERS, *DATED), MARKED),
    model.PdfSelection: Shape(
        (GUID, NAME, Attribute("page", "page", "int", True), *CORNERS, *DATED),
        (DESCRIPTION, _one("representation", "Representation", model.TextSource), CODINGS, NOTES),
    ),
    model.MediaSelection: Shape((GUID, NAME, *SPAN, *DATED), MARKED),
    model.TranscriptSelection: Shape(
        (
            GUID,
            NAME,
            Attribute("fromSyncPoint", "from_sync_point", "guid"),
            Attribute("toSyncPoint", "to_sync_point", "guid"),
            *DATED,
        ),
        MARKED,
    ),
    model.SyncPoint: Shape(
        (GUID, Attribute("timeStamp", "milliseconds", "int"), Attribute("position", "position", "int"))
    ),
    model.TextSource: Shape(
        (GUID, NAME, *TEXTS, *DATED),
        (
            DESCRIPTION,
            CONTENT,
            _many("selections", "PlainTextSelection", model.TextSelection),
            CODINGS,
            NOTES,
            VALUES,
        ),
    ),
    model.Transcript: Shape(
        (GUID, NAME, *TEXTS, *DATED),
        (
            DESCRIPTION,
            CONTENT,
            _many("sync_points", "SyncPoint", model.SyncPoint),
            _many("selections", "TranscriptSelection", model.TranscriptSelection),
            NOTES,
        ),
    ),
    model.PictureSource: _media(
        _one("text_description", "TextDescription", model.TextSource),
        _many("selections", "PictureSelection", model.PictureSelection),
    ),
    model.PdfSource: _media(
        _many("selections", "PDFSelection", model.PdfSelection),
        _one("representation", "Representation", model.TextSource),
    ),
    model.AudioSource: _media(TRANSCRIPTS, _many("selections", "AudioSelection", model.MediaSelection)),
    model.VideoSource: _media(TRANSCRIPTS, _many("selections", "VideoSelection", model.MediaSelection)),
    model.Link: Shape(
        (
            GUID,
            NAME,
            Attribute("direction", "direction", "direction"),
            COLOR,
            Attribute("originGUID", "origin", "guid"),
            Attribute("targetGUID", "target", "guid"),
        ),
        (NOTES,),
    ),
    model.Set: Shape(
        (GUID, NAMED),
        (
            DESCRIPTION,
            _refs("codes", "MemberCode"),
            _refs("sources", "MemberSource"),
            _refs("notes", "MemberNote"),
        ),
    ),
    model.Vertex: Shape(
        (
            GUID,
            Attribute("representedGUID", "represented", "guid"),
            NAME,
            *CORNER,
            Attribute("secondX", "second_x", "int"),
            Attribute("secondY", "second_y", "int"),
            Attribute("shape", "shape", "shape"),
            COLOR,
        )
    ),
    model.Edge: Shape(
        (
            GUID,
            Attribute("representedGUID", "represented", "guid"),
            NAME,
            Attribute("sourceVertex", "source", "guid", True),
            Attribute("targetVertex", "target", "guid", True),
            COLOR,
            Attribute("direction", "direction", "direction"),
            Attribute("lineStyle", "line_style", "line"),
        )
    ),
    model.Graph: Shape((GUID, NAME), (_many("vertices", "Vertex", model.Vertex), _many("edges", "Edge", model.Edge))),
    model.Project: Shape(
        (
            NAMED,
            Attribute("origin", "origin"),
            Attribute("creatingUserGUID", "creating_user", "guid"),
            Attribute("creationDateTime", "created", "moment"),
            Attribute("modifyingUserGUID", "modifying_user", "guid"),
            Attribute("modifiedDateTime", "modified", "moment"),
            Attribute("basePath", "base_path"),
        ),
        (
            _many("users", "User", model.User, "Users"),
            _many("codes", "Code", model.Code, "CodeBook", "Codes"),
            _many("variables", "Variable", model.Variable, "Variables"),
            _many("cases", "Case", model.Case, "Cases"),
            Child("sources", kinds=SOURCES, inside=("Sources",)),
            _many("writings", "Note", model.TextSource, "Notes"),
            _many("links", "Link", model.Link, "Links"),
            _many("sets", "Set", model.Set, "Sets"),
            _many("graphs", "Graph", model.Graph, "Graphs"),
            DESCRIPTION,
            NOTES,
        ),
    ),
    model.BookCode: Shape(CODE, (DESCRIPTION, _many("codes", "Code", model.BookCode))),
    model.CodeSet: Shape((GUID, NAMED), (DESCRIPTION, _refs("codes", "MemberCode", attribute="guid"))),
    model.Codebook: Shape(
        (Attribute("origin", "origin"),),
        (
            _many("codes", "Code", model.BookCode, "Codes"),
            _many("sets", "Set", model.CodeSet, "Sets"),
        ),
    ),
}
