"""Through a project, wherever things are nested."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Protocol, TypeVar

from .model import (
    AudioSource,
    Code,
    Coding,
    PdfSource,
    PictureSource,
    Project,
    Selection,
    Source,
    TextSource,
    Transcript,
    VideoSource,
)

Text = TypeVar("Text", TextSource, Transcript)


def codes_of(codes: Iterable[Code]) -> Iterator[Code]:
    """Every code of the tree, each before those below it."""
    for code in codes:
        yield code
        yield from codes_of(code.codes)


def texts_of(source: Source) -> Iterator[TextSource | Transcript]:
    match source:
        case TextSource():
            yield source
        case PictureSource():
            yield from filter(None, [source.text_description])
        case PdfSource():
            yield from filter(None, [*(one.representation for one in source.selections), source.representation])
        case AudioSource() | VideoSource():
            yield from source.transcripts


def written_of(project: Project) -> Iterator[TextSource | Transcript]:
    """Everything that has a text: documents, what stands for pictures and PDFs, transcripts, notes."""
    for source in project.sources:
        yield from texts_of(source)
    yield from project.writings


def codings_of(project: Project) -> Iterator[Coding]:
    for source in project.sources:
        if not isinstance(source, TextSource):
            yield from source.codings
            yield from _of_selections(source.selections)
    for text in written_of(project):
        yield from _of_selections(text.selections)
        if isinstance(text, TextSource):
            yield from text.codings


class Change(Protocol):
    def __call__(self, one: Text, /) -> Text: ...


def with_texts(project: Project, change: Change) -> Project:
    """The project with everything that has a text changed."""
    sources = tuple(_with_texts(source, change) for source in project.sources)
    return replace(project, sources=sources, writings=tuple(change(one) for one in project.writings))


def _with_texts(source: Source, change: Change) -> Source:
    match source:
        case TextSource():
            return change(source)
        case PictureSource():
            return replace(source, text_description=source.text_description and change(source.text_description))
        case PdfSource():
            selections = tuple(
                replace(one, representation=one.representation and change(one.representation))
                for one in source.selections
            )
            whole = source.representation and change(source.representation)
            return replace(source, selections=selections, representation=whole)
        case AudioSource():
            return replace(source, transcripts=tuple(change(one) for one in source.transcripts))
        case VideoSource():
            return replace(source, transcripts=tuple(change(one) for one in source.transcripts))


def _of_selections(selections: Iterable[Selection]) -> Iterator[Coding]:
    for selection in selections:
        yield from selection.codings
