"""Fields of a team's own, and what they say of ideas."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from clew.ground.evidence.api import Idea
from clew.ground.ledger.api import NotFound
from clew.ground.workspaces.api import Access, kept, names_of, read
from clew.rooms.roadmap.models import Field, FieldChoice, FieldValue

MOST = 50


@dataclass(frozen=True, slots=True)
class Choice:
    id: int
    name: str


@dataclass(frozen=True, slots=True)
class FieldRow:
    id: int
    name: str
    kind: str
    kind_name: str
    unit: str
    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class Value:
    """What a field says of an idea. `words`: as it is shown; by the field's kind one of the others holds it."""

    field_id: int
    words: str
    text: str = ""
    number: float | None = None
    day: date | None = None
    member_id: int | None = None
    choice_ids: tuple[int, ...] = ()


@kept
@read
def fields(access: Access) -> tuple[FieldRow, ...]:
    """Those that are asked of ideas, in their order."""
    found = list(Field.objects.filter(archived_at__isnull=True).order_by("place", "pk")[:MOST])
    choices: dict[int, list[Choice]] = defaultdict(list)
    for pk, field, name in (
        FieldChoice.objects.filter(field__in=[one.pk for one in found]).order_by("place", "pk")
        .values_list("pk", "field_id", "name")
    ):  # fmt: skip
        choices[field].append(Choice(pk, name))
    return tuple(
        FieldRow(one.pk, one.name, one.kind, one.get_kind_display(), one.unit, tuple(choices[one.pk])) for one in found
    )


@read
def values_of(access: Access, idea_id: int) -> tuple[Value, ...]:
    """What the fields say of one idea; of those without a value nothing."""
    if not Idea.objects.filter(pk=idea_id).exists():
        raise NotFound("No such idea.")
    return tuple(values_by_idea(fields(access), [idea_id]).get(idea_id, {}).values())


def values_by_idea(known: Sequence[FieldRow], ideas: Sequence[int]) -> dict[int, dict[int, Value]]:
    """By idea and field; two statements, however many ideas."""
    by_id = {field.id: field for field in known}
    rows: dict[tuple[int, int], list[FieldValue]] = defaultdict(list)
    if by_id and ideas:
        for row in FieldValue.objects.filter(idea__in=ideas, field__in=by_id).order_by("pk"):
            rows[row.idea_id, row.field_id].append(row)
    members = names_of({row.member_id for some in rows.values() for row in some if row.member_id})
    found: dict[int, dict[int, Value]] = defaultdict(dict)
    for idea, field in sorted(rows, key=lambda key: list(by_id).index(key[1])):
        found[idea][field] = _value(by_id[field], rows[idea, field], members)
    return found


def _value(field: FieldRow, rows: Sequence[FieldValue], members: Mapping[int, str]) -> Value:
    first = rows[0]
    if field.choices:
        chosen = {row.choice_id for row in rows}
        words = ", ".join(choice.name for choice in field.choices if choice.id in chosen)
        return Value(field.id, words, choice_ids=tuple(c.id for c in field.choices if c.id in chosen))
    words = first.text
    if field.kind == "check":
        words = "Yes"
    elif first.number is not None:
        words = f"{first.number:,.12g} {field.unit}".strip()
    elif first.day is not None:
        words = first.day.strftime("%-d %b %Y")
    elif first.member_id is not None:
        words = members.get(first.member_id, "")
    return Value(field.id, words, first.text, first.number, first.day, first.member_id)
