"""What ideas can be filtered by above their list: of each kind several may be ticked, and what is ticked now is said in words."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import QueryDict

from clew.rooms.roadmap.kinds import IDEA_STATES
from clew.rooms.roadmap.queries.fields import FieldRow
from clew.rooms.roadmap.queries.ideas import WaysToLook
from clew.rooms.roadmap.queries.sought import NOTHING, asked_for, sought_by, told_of_fields

Choices = Sequence[tuple[str, str]]
STATES: Choices = tuple((state, state.capitalize()) for state in IDEA_STATES)
HINTS = {"number": "5..10", "date": "2026-03-01..", "text": "Words", "link": "Words"}


@dataclass(frozen=True, slots=True)
class Filter:
    """`name`: in the address; `words`: what is chosen now."""

    name: str
    label: str
    words: str
    choices: Choices
    chosen: frozenset[str]


@dataclass(frozen=True, slots=True)
class FieldFilter:
    """A field among the fields. `typed`: what was typed of one that has no list, with `key` in the address."""

    name: str
    choices: Choices
    chosen: frozenset[str]
    key: str
    typed: tuple[str, ...]
    hint: str


def filters(asked: QueryDict, ways: WaysToLook, people: Choices) -> list[Filter]:
    """Those of which there is something to choose. What an address names stays chosen, also where it is no longer in the list."""
    tags = [(name, name) for name in ways.tags]
    segments = [(str(one.id), one.name) for one in ways.segments]
    owners = [("0", "Nobody’s"), *people]
    found = (
        _filter(asked, "state", "State", "All states", STATES, ""),
        _filter(_as_spelt(asked, ways.tags), "tag", "Tag", "All tags", tags, ""),
        _filter(asked, "owner", "Owner", "All owners", owners, "Somebody who left"),
        _filter(asked, "segment", "Segment", "All segments", segments, "A segment put away"),
    )
    return [one for one in found if one.choices]


def _filter(asked: QueryDict, name: str, label: str, everything: str, choices: Choices, unknown: str) -> Filter:
    chosen = [one for told in asked.getlist(name) if (one := told.strip())]
    gone = [(one, unknown or one) for one in dict.fromkeys(chosen) if one not in dict(choices)]
    there = [*choices, *gone]
    words = " or ".join(label for value, label in there if value in chosen)
    return Filter(name, label, words or everything, there, frozenset(chosen))


def _as_spelt(asked: QueryDict, tags: Sequence[str]) -> QueryDict:
    """A tag is the same in capitals or not."""
    spelt, found = {name.casefold(): name for name in tags}, asked.copy()
    found.setlist("tag", [spelt.get(one.strip().casefold(), one) for one in asked.getlist("tag")])
    return found


def field_filters(asked: QueryDict, known: Sequence[FieldRow], people: Choices) -> list[FieldFilter]:
    told = told_of_fields(asked)
    return [_of_field(field, told, choices_of(field, people)) for field in known]


def _of_field(field: FieldRow, told: Sequence[str], choices: Choices) -> FieldFilter:
    """What has no list is typed, and besides it may be asked for whatever it says, or for nothing."""
    nothing, key = (f"{field.id}:{NOTHING}", "none"), f"field-{field.id}"
    if choices:
        ticked = [*((f"{field.id}:{value}", name) for value, name in choices), nothing]
        return FieldFilter(field.name, ticked, frozenset(told), key, (), "")
    mine = [one.partition(":")[2] for one in told if one.startswith(f"{field.id}:")]
    typed = tuple(one for one in mine if one not in ("", NOTHING))
    either = ((str(field.id), "any"), nothing)
    return FieldFilter(field.name, either, frozenset(told), key, typed or ("",), HINTS[field.kind])


def choices_of(field: FieldRow, people: Choices) -> Choices:
    one_of = [(str(choice.id), choice.name) for choice in field.choices]
    return {"member": people, "check": (("yes", "yes"),)}.get(field.kind, one_of)


def words_of(fields: Sequence[FieldFilter]) -> str:
    """What is chosen of all fields: of one any of it, of several all of them."""
    said = (_words(field) for field in fields)
    return ", ".join(one for one in said if one) or "All fields"


def _words(field: FieldFilter) -> str:
    told = [*(name for value, name in field.choices if value in field.chosen), *filter(None, field.typed)]
    return f"{field.name}: {' or '.join(told)}" if told else ""


def is_filtered(asked: QueryDict, *, but: str = "") -> bool:
    """By anything, or by anything but words."""
    told = {name: value for name, value in asked_for(asked).items() if name != but}
    return sought_by(**told).is_filtered
