"""Between elements and the model, by the tables of `shapes`. Reading is forgiving and says what it did; writing is strict."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any, TypeVar

from .model import guid_for
from .shapes import SHAPES, Attribute, Child, Simple
from .simple import parsed, spelled
from .tree import Element

Built = TypeVar("Built")
# What stands in where the schema demands a value and the file has none; a place or a reference cannot be made up.
_STAND_INS: dict[Simple, object] = {"text": "", "bool": True, "variable": "Text"}


class Binder:
    """Reads elements; `faults` counts what was not as the schema has it, by sentence."""

    def __init__(self) -> None:
        self.faults: Counter[str] = Counter()
        self._made = 0

    def read(self, element: Element, kind: type[Built]) -> Built | None:
        """None where something is missing without which the element means nothing."""
        shape = SHAPES[kind]
        fields: dict[str, Any] = {}
        for attribute in shape.attributes:
            self._attribute(element, attribute, fields)
        known = {attribute.name for attribute in shape.attributes}
        self._unknown(element, {name for name in element.attributes if name not in known}, "attribute")
        self._children(element, shape.children, fields)
        for name in self._missing(kind, fields):
            self.faults[f"An element {element.tag} without {name} was left out."] += 1
            return None
        return kind(**fields)

    def _attribute(self, element: Element, attribute: Attribute, fields: dict[str, Any]) -> None:
        raw = element.attributes.get(attribute.name)
        value: object = None if raw is None else parsed(attribute.simple, raw)
        if raw is not None and value is None:
            self.faults[f"{element.tag}: {attribute.name} was not as the format has it."] += 1
        if value is None and attribute.required:
            value = self._stand_in(element, attribute, raw)
        elif value is None and attribute.simple == "guid" and raw:
            value = guid_for(raw)  # the same odd name is the same thing wherever it is referred to
        if value is not None:
            fields[attribute.field] = value

    def _stand_in(self, element: Element, attribute: Attribute, raw: str | None) -> object:
        if attribute.simple == "guid":
            self._made += raw is None
            return guid_for(raw) if raw else guid_for("unnamed", element.tag, self._made)
        return _STAND_INS.get(attribute.simple)

    def _children(self, element: Element, children: tuple[Child, ...], fields: dict[str, Any]) -> None:
        known: set[str] = set()
        for child in children:
            known.add(child.inside[0] if child.inside else child.tags[0])
            found = self._found(element, child)
            values = [value for value in (self._child(one, child) for one in found) if value is not None]
            if child.many:
                fields[child.field] = tuple(values)
            elif values:
                fields[child.field] = values[0]
                if len(values) > 1:
                    self.faults[f"{element.tag}: only the first {child.tags[0]} was kept."] += 1
        self._unknown(element, {c.tag for c in element.children if c.foreign or c.tag not in known}, "element")

    def _found(self, element: Element, child: Child) -> list[Element]:
        holders = [element]
        for tag in child.inside:
            holders = [one for holder in holders for one in holder.children if one.tag == tag and not one.foreign]
        inside = [one for holder in holders for one in holder.children]
        if child.inside:
            self._unknown(element, {one.tag for one in inside if one.foreign or one.tag not in child.tags}, "element")
        return [one for one in inside if one.tag in child.tags and not one.foreign]

    def _child(self, element: Element, child: Child) -> object:
        if child.kinds:
            return self.read(element, dict(child.kinds)[element.tag])
        simple: Simple = child.as_text or "guid"
        raw = element.text if child.as_text else element.attributes.get(child.refers, "")
        value = parsed(simple, raw)
        if value is None:
            self.faults[f"{element.tag}: its value was not as the format has it."] += 1
            return guid_for(raw) if simple == "guid" and raw else None
        return value

    def _missing(self, kind: type, fields: dict[str, Any]) -> list[str]:
        shape = SHAPES[kind]
        demanded = [(a.field, a.name) for a in shape.attributes if a.required]
        demanded += [(c.field, c.tags[0]) for c in shape.children if c.required]
        return [name for field, name in demanded if field not in fields]

    def _unknown(self, element: Element, names: set[str], what: str) -> None:
        for name in sorted(names):
            self.faults[f"The format knows no {what} {name[:60]} in {element.tag}: it was left out."] += 1

    def said(self) -> list[str]:
        return [f"{sentence} ({times} times)" if times > 1 else sentence for sentence, times in self.faults.items()]


def written(value: object, tag: str) -> Element:
    """The element of a thing of the model. Raises ValueError for a value that the schema does not allow."""
    shape, element = SHAPES[type(value)], Element(tag)
    for attribute in shape.attributes:
        held = getattr(value, attribute.field)
        if held is not None:
            element.attributes[attribute.name] = spelled(attribute.simple, held)
        elif attribute.required:
            raise ValueError(f"{tag} needs {attribute.name}")
    for child in shape.children:
        held = getattr(value, child.field)
        _append(element, child, held if child.many else () if held is None else (held,))
    return element


def _append(element: Element, child: Child, values: tuple[object, ...]) -> None:
    if not values:
        return
    holder = element
    for tag in child.inside:
        holder.children.append(Element(tag))
        holder = holder.children[-1]
    make = _made_by(child)
    holder.children.extend(make(value) for value in values)


def _made_by(child: Child) -> Callable[[object], Element]:
    tags = {kind: tag for tag, kind in child.kinds}
    if tags:
        return lambda value: written(value, tags[type(value)])
    simple = child.as_text
    if simple:
        return lambda value: Element(child.tag, text=spelled(simple, value))
    return lambda value: Element(child.tag, {child.refers: spelled("guid", value)})
