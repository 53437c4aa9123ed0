"""Projects made up from the tables themselves, so that whatever the format knows is tried."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from typing import Any

from hypothesis import strategies as st

from clew.ground.evidence.formats.refi_qda.model import (
    BookCode,
    Code,
    Codebook,
    Project,
    TextSelection,
    TextSource,
    Transcript,
    VariableValue,
    text_path_for,
)
from clew.ground.evidence.formats.refi_qda.shapes import SHAPES, Child, Simple

LETTERS = st.characters(codec="utf-8", exclude_categories=["Cs"], exclude_characters="\ufffe\uffff\x00").filter(
    lambda letter: letter >= " " or letter in "\t\n\r"
)
WORDS = st.text(LETTERS, max_size=20)
# Texts as the model has them: line feeds, no mark before them.
TEXTS = st.text(LETTERS.filter(lambda letter: letter not in "\r\ufeff"), max_size=60)
GUIDS = st.uuids().map(str)
_CHOICES = {
    "direction": ["Associative", "OneWay", "Bidirectional"],
    "variable": ["Text", "Boolean", "Integer", "Float", "Date", "DateTime"],
    "shape": ["Person", "Oval", "Rectangle", "RoundedRectangle", "Star", "LeftTriangle", "DownTriangle", "Note"],
    "line": ["dotted", "dashed", "solid"],
    "color": ["#F00082", "#abc"],
    "date": ["2024-02-29", "1999-12-31Z", "2026-03-01+02:00"],
    "moment": ["2018-03-27T18:01:07Z", "2026-11-26T01:10:10.123456", "2026-11-26T01:10:10-05:00"],
    "decimal": ["1", "-3.25", ".5", "+7."],
}
INTEGERS = st.integers(-(10**14), 10**14)


def simple(kind: Simple) -> st.SearchStrategy[Any]:
    plain: dict[str, st.SearchStrategy[Any]] = {
        "text": WORDS,
        "guid": GUIDS,
        "bool": st.booleans(),
        "int": INTEGERS,
    }
    return plain[kind] if kind in plain else st.sampled_from(_CHOICES[kind])


def thing(kind: type, depth: int = 4) -> st.SearchStrategy[Any]:
    """Anything of this type, with at most two of whatever there may be many of."""
    shape, parts = SHAPES[kind], {}
    for attribute in shape.attributes:
        value = simple(attribute.simple)
        parts[attribute.field] = value if attribute.required else st.none() | value
    for child in shape.children:
        parts[child.field] = _child(child, depth)
    if kind is VariableValue:
        return st.builds(VariableValue, variable=GUIDS) | st.one_of(
            *(
                st.builds(VariableValue, variable=GUIDS, **{name: value})
                for name, value in parts.items()
                if name != "variable"
            )
        )
    made = st.builds(kind, **parts)
    return made.map(_with_text) if kind in (TextSource, Transcript) else made


def _child(child: Child, depth: int) -> st.SearchStrategy[Any]:
    if child.as_text:
        return st.none() | (TEXTS if child.field == "text" else simple(child.as_text))
    if child.refers:
        return st.lists(GUIDS, max_size=2).map(tuple) if child.many else GUIDS
    if depth == 0:
        return st.just(()) if child.many else st.none()
    one = st.one_of(*(st.deferred(_later(kind, depth - 1)) for _, kind in child.kinds))
    return st.lists(one, max_size=2).map(tuple) if child.many else st.none() | one


def _later(kind: type, depth: int) -> Callable[[], st.SearchStrategy[Any]]:
    return lambda: thing(kind, depth)


def _with_text(one: Any) -> Any:
    """Every other text lies in a file of its own; a selection without a text says nothing that could be read back."""
    path = text_path_for(one.guid) if one.guid < "8" else None
    return dataclasses.replace(one, text_path=path, rich_text_path=None)


projects: st.SearchStrategy[Project] = thing(Project).map(
    lambda made: dataclasses.replace(made, files=("a picture.png", "deep/er/talk.m4a"))
)
codebooks: st.SearchStrategy[Codebook] = st.builds(
    Codebook,
    origin=st.none() | WORDS,
    codes=st.lists(thing(BookCode), min_size=1, max_size=3).map(tuple),
    sets=_child(SHAPES[Codebook].children[1], 3),
)


def project_with(text: str, *selections: TextSelection, path: bool = True) -> Project:
    source = TextSource(
        guid="11111111-2222-3333-4444-555555555555",
        name="Interview",
        text=text,
        text_path=text_path_for("11111111-2222-3333-4444-555555555555") if path else None,
        selections=selections,
    )
    code = Code(guid="99999999-2222-3333-4444-555555555555", name="Price")
    return Project(name="Study", codes=(code,), sources=(source,))


def only(project: Project) -> TextSource:
    (source,) = project.sources
    assert isinstance(source, TextSource)
    return source
