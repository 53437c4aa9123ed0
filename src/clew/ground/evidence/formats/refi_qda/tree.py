"""XML in and out, without what makes it dangerous: a document type, and with it every entity, is refused before it is read."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from xml.parsers import expat

from ..problems import FormatError

MAX_XML = 96 * 1024 * 1024
MAX_ELEMENTS = 600_000
MAX_NESTING = 60
MAX_ATTRIBUTE = 1_000_000
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_ESCAPES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\r": "&#13;", "\n": "&#10;", "\t": "&#9;"}
_IN_ATTRIBUTE, _IN_TEXT = re.compile('[&<>"\r\n\t]'), re.compile("[&<>\r]")
_EXPORT_AGAIN = "Export it again from the program it came from."


@dataclass(slots=True)
class Element:
    """`tag` and attribute names are local; `foreign` where it does not belong to the format's namespaces."""

    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: list[Element] = field(default_factory=list)
    text: str = ""
    foreign: bool = False


class _Builder:
    def __init__(self) -> None:
        self.root = Element("")
        self.open = [self.root]
        self.texts: list[list[str]] = [[]]
        self.count = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self.count += 1
        if self.count > MAX_ELEMENTS or len(self.open) > MAX_NESTING:
            raise _too_much()
        if any(len(value) > MAX_ATTRIBUTE for value in attributes.values()):
            raise FormatError("A value in this file is longer than a million characters.", _EXPORT_AGAIN)
        space, _, tag = name.rpartition(" ")
        element = Element(tag, {key: value for key, value in attributes.items() if " " not in key})
        element.foreign = bool(space) and not space.startswith("urn:QDA-XML:")
        self.open[-1].children.append(element)
        self.open.append(element)
        self.texts.append([])

    def end(self, _name: str) -> None:
        self.open.pop().text = "".join(self.texts.pop())

    def words(self, data: str) -> None:
        self.texts[-1].append(data)

    def doctype(self, *_declared: object) -> None:
        raise FormatError("This file declares a document type, which an exchange file never needs.", _EXPORT_AGAIN)


def parse(chunks: Iterable[bytes]) -> Element:
    """The root element. Raises FormatError for what is no XML, is too much of it, or declares a document type."""
    builder = _Builder()
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartElementHandler, parser.EndElementHandler = builder.start, builder.end
    parser.CharacterDataHandler = builder.words
    parser.StartDoctypeDeclHandler = builder.doctype
    size = 0
    try:
        for chunk in chunks:
            size += len(chunk)
            if size > MAX_XML:
                raise _too_much()
            parser.Parse(chunk, False)
        parser.Parse(b"", True)
    except (expat.ExpatError, ValueError, LookupError) as error:
        place = f" (line {error.lineno})" if isinstance(error, expat.ExpatError) else ""
        raise FormatError(f"The file is not well-formed XML{place}.", _EXPORT_AGAIN) from error
    return builder.root.children[0]


def _too_much() -> FormatError:
    return FormatError("This project is larger than can be read safely.", "Export it in parts.")


def serialised(root: Element, space: str, schema: str) -> bytes:
    """The document, the same bytes for the same tree."""
    head = (
        f'<?xml version="1.0" encoding="utf-8"?>\n<{root.tag} xmlns="{space}" '
        f'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="{space} {schema}"'
    )
    return "".join([head, *_inside(root), "\n"]).encode("utf-8")


def _inside(element: Element) -> Iterator[str]:
    """From behind the tag's name to its end."""
    for name, value in element.attributes.items():
        yield f' {name}="{_escaped(_IN_ATTRIBUTE, value)}"'
    if not element.children and not element.text:
        yield "/>"
        return
    yield ">"
    if element.text:
        yield _escaped(_IN_TEXT, element.text)
    for child in element.children:
        yield f"\n<{child.tag}"
        yield from _inside(child)
    yield f"\n</{element.tag}>" if element.children else f"</{element.tag}>"


def _escaped(which: re.Pattern[str], text: str) -> str:
    """What XML cannot hold becomes U+FFFD, one for one, so that places in a text stay right."""
    return which.sub(lambda found: _ESCAPES[found[0]], _NOT_XML.sub("\ufffd", text))
