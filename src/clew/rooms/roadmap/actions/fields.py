"""Fields of a team's own: what else it wants to know of each idea, and what is said there."""

from collections.abc import Sequence
from datetime import date
from math import isfinite
from typing import Any
from urllib.parse import urlsplit

from django.db.models import Max
from django.db.models.functions import Lower
from django.utils import timezone

from clew.ground.evidence.api import IDEA
from clew.ground.ledger.api import NotFound, Refused
from clew.ground.thread.api import get_node
from clew.ground.workspaces.api import Access, Role, act, still_members
from clew.rooms.roadmap.models import Field, FieldChoice, FieldValue

NAME_LIMIT, UNIT_LIMIT, TEXT_LIMIT = 60, 40, 500
MOST_FIELDS, MOST_CHOICES = 50, 50
LISTED = ("choice", "choices")
Row = dict[str, Any]


@act("add a field to ideas", role=Role.OWNER)
def add_field(access: Access, *, name: str, kind: str = "text", unit: str = "", choices: Sequence[str] = ()) -> Field:
    """`kind`: text, number, choice, choices, date, member, check or link. A number may have a unit; a list has its choices."""
    if kind not in dict(Field.KINDS):
        raise Refused(
            "There is no such kind of field.", field="kind", remedy=f"One of: {', '.join(dict(Field.KINDS))}."
        )
    standing = Field.objects.filter(archived_at__isnull=True)
    if standing.count() >= MOST_FIELDS:
        raise Refused(f"There are {MOST_FIELDS} fields.", field="name", remedy="Put one away first.")
    told = _told(name, unit, kind)
    last = Field.objects.aggregate(last=Max("place"))["last"] or 0
    made = Field.objects.create(workspace_id=access.workspace_id, kind=kind, place=last + 1, **told)
    _set_choices(made, choices)
    return made


@act("change a field of ideas", role=Role.OWNER)
def change_field(
    access: Access, *, field_id: int, name: str, unit: str = "", choices: Sequence[str] | None = None
) -> Field:
    """Its name, its unit, its list; the kind stays. Who leaves a choice out takes it from the list, if no idea has it."""
    field = _field(field_id)
    for key, value in _told(name, unit, field.kind, but=field.pk).items():
        setattr(field, key, value)
    field.save(update_fields=["name", "unit"])
    if choices is not None:
        _set_choices(field, choices)
    return field


@act("rename a choice of a field", role=Role.OWNER)
def rename_choice(access: Access, *, choice_id: int, name: str) -> FieldChoice:
    """Ideas that have it keep it."""
    found = FieldChoice.objects.filter(pk=choice_id).first()
    if found is None:
        raise NotFound("No such choice.")
    told = _name(name, "choice")
    if FieldChoice.objects.filter(field=found.field_id, name__iexact=told).exclude(pk=choice_id).exists():
        raise Refused(f"“{told}” is in the list already.", field="choice", remedy="Choose another name.")
    found.name = told
    found.save(update_fields=["name"])
    return found


@act("put a field of ideas away", role=Role.OWNER)
def put_field_away(access: Access, *, field_id: int) -> Field:
    """It is asked and shown no more; what was said there is kept."""
    field = _field(field_id)
    field.archived_at = timezone.now()
    field.save(update_fields=["archived_at"])
    return field


@act("fill in fields of an idea")
def fill_in(access: Access, *, idea_id: int, values: Sequence[dict[str, Any]]) -> int:
    """All of them or none; gives how many changed. A value: field_id, and value (words, a number, a day as 2026-03-31, the number
    of a member or of a choice, several of these, true or false); nothing takes away what was there."""
    get_node(idea_id, kind=IDEA)
    if len(values) > MOST_FIELDS:
        raise Refused(f"These are more than {MOST_FIELDS} fields.", field="values", remedy="Send them in parts.")
    told = [(_field(_whole(one.get("field_id")) or 0), one.get("value")) for one in values]
    return sum(put_value(access, field, [idea_id], value) for field, value in told)


def put_value(access: Access, field: Field, idea_ids: Sequence[int], value: Any) -> int:
    """The same value in a field of many ideas; gives how many of them had another. Called inside an act."""
    wanted = _rows(access, field, value)
    there: dict[int, list[FieldValue]] = {pk: [] for pk in idea_ids}
    for row in FieldValue.objects.filter(field=field, idea__in=idea_ids).order_by("pk"):
        there[row.idea_id].append(row)
    changed = [pk for pk, rows in there.items() if not _same(rows, wanted)]
    if field.kind != "choices" and wanted:
        _overwrite([there[pk][0] for pk in changed if there[pk]], wanted[0])
        new = [pk for pk in changed if not there[pk]]
    else:
        FieldValue.objects.filter(field=field, idea__in=changed).delete()
        new = changed
    FieldValue.objects.bulk_create(
        [FieldValue(workspace_id=access.workspace_id, field=field, idea_id=pk, **row) for pk in new for row in wanted]
    )
    return len(changed)


def field_of(field_id: int) -> Field:
    return _field(field_id)


def _overwrite(rows: Sequence[FieldValue], value: Row) -> None:
    FieldValue.objects.filter(pk__in=[row.pk for row in rows]).update(**value)


def _same(rows: Sequence[FieldValue], wanted: Sequence[Row]) -> bool:
    there = {tuple(getattr(row, column) for column in COLUMNS) for row in rows}
    return there == {tuple(row.get(column, "" if column == "text" else None) for column in COLUMNS) for row in wanted}


COLUMNS = ("text", "number", "day", "member_id", "choice_id")


def _rows(access: Access, field: Field, value: Any) -> list[Row]:
    """What a value is as rows: none, one, or of a list several."""
    if value is None or value == "" or value == [] or (field.kind == "check" and value is False):
        return []
    name = f"field-{field.pk}"
    if field.kind in LISTED:
        return [{"choice_id": pk} for pk in _chosen(field, value, name)]
    try:
        return [_READ[field.kind](access, value)]
    except ValueError as error:
        raise Refused(f"{field.name}: {error}", field=name, remedy="Change it.") from error


def _text(access: Access, value: Any) -> Row:
    if not isinstance(value, str) or not value.strip() or "\0" in value:
        raise ValueError("these are no words.")
    if len(value.strip()) > TEXT_LIMIT:
        raise ValueError(f"this is longer than {TEXT_LIMIT} characters.")
    return {"text": value.strip()}


def _link(access: Access, value: Any) -> Row:
    told = _text(access, value)
    parts = urlsplit(told["text"])
    if parts.scheme not in ("http", "https") or not parts.netloc or " " in told["text"]:
        raise ValueError("a link begins with https://.")
    return told


def _number(access: Access, value: Any) -> Row:
    if isinstance(value, bool) or not isinstance(value, int | float) or not abs(value) < 1e15 or not isfinite(value):
        raise ValueError("this is no number.")
    return {"number": float(value)}


def _check(access: Access, value: Any) -> Row:
    if value is not True:
        raise ValueError("say yes or no.")
    return {"number": 1.0}


def _day(access: Access, value: Any) -> Row:
    if isinstance(value, date):
        return {"day": value}
    if not isinstance(value, str):
        raise ValueError("this is no day.")
    try:
        return {"day": date.fromisoformat(value)}
    except ValueError as error:
        raise ValueError("this is no day; write it as 2026-03-31.") from error


def _member(access: Access, value: Any) -> Row:
    found = _whole(value)
    if found is None or not still_members(access.workspace_id, {found}):
        raise ValueError("this is no member of the workspace.")
    return {"member_id": found}


_READ = {"text": _text, "link": _link, "number": _number, "check": _check, "date": _day, "member": _member}


def _chosen(field: Field, value: Any, name: str) -> list[int]:
    several = list(value) if isinstance(value, list | tuple) else [value]
    numbers = list(dict.fromkeys(_whole(one) or 0 for one in several))
    if field.kind == "choice" and len(numbers) > 1:
        raise Refused(f"{field.name}: one of the list.", field=name, remedy="Choose one.")
    known = set(
        FieldChoice.objects.filter(field=field, pk__in=numbers[: MOST_CHOICES + 1]).values_list("pk", flat=True)
    )
    if not set(numbers) <= known:
        raise Refused(f"{field.name}: that is not in the list.", field=name, remedy="Choose from the list.")
    return numbers


def _set_choices(field: Field, names: Sequence[str]) -> None:
    told = list({name.casefold(): name for name in (_name(one, "choices") for one in names)}.values())
    if field.kind not in LISTED:
        if told:
            raise Refused("Only a list has choices.", field="choices", remedy="Leave them out.")
        return
    if not told or len(told) > MOST_CHOICES:
        raise Refused(f"A list has 1 to {MOST_CHOICES} choices.", field="choices", remedy="Write one on each line.")
    there = {one.name.casefold(): one for one in FieldChoice.objects.filter(field=field)}
    gone = [one for name, one in there.items() if name not in {name.casefold() for name in told}]
    used = FieldValue.objects.filter(choice__in=gone).values_list("choice__name", flat=True).first()
    if used is not None:
        raise Refused(f"Ideas have “{used}”.", field="choices", remedy="Give these another value first, or rename it.")
    FieldChoice.objects.filter(pk__in=[one.pk for one in gone]).delete()
    for place, name in enumerate(told):
        known = there.get(name.casefold()) or FieldChoice(workspace_id=field.workspace_id, field=field)
        known.name, known.place = name, place
        known.save()


def _told(name: str, unit: str, kind: str, *, but: int = 0) -> dict[str, str]:
    told = _name(name, "name")
    taken = Field.objects.filter(archived_at__isnull=True).annotate(low=Lower("name")).filter(low=told.lower())
    if taken.exclude(pk=but).exists():
        raise Refused(f"There is a field “{told}”.", field="name", remedy="Choose another name.")
    if unit.strip() and kind != "number":
        raise Refused("Only a number has a unit.", field="unit", remedy="Leave it out.")
    if len(unit.strip()) > UNIT_LIMIT:
        raise Refused(f"This is longer than {UNIT_LIMIT} characters.", field="unit", remedy="Shorten it.")
    return {"name": told, "unit": unit.strip()}


def _name(name: str, field: str) -> str:
    told = " ".join(name.split())
    if not told:
        raise Refused("The name is missing.", field=field, remedy="Type one.")
    if len(told) > NAME_LIMIT:
        raise Refused(f"This is longer than {NAME_LIMIT} characters.", field=field, remedy="Shorten it.")
    return told


def _field(field_id: int) -> Field:
    found = Field.objects.filter(pk=field_id, archived_at__isnull=True).first()
    if found is None:
        raise NotFound("No such field.")
    return found


def _whole(value: Any) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) and 0 < value < 2**63 else None
