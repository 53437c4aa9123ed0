"""`clew roadmap field|fill|drop-field`: fields of your own, made and changed, and what they say of an idea."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import click

from clew.ground.doors.commands import NUMBER, in_workspace, print_json, refuse

if TYPE_CHECKING:
    from clew.rooms.roadmap.queries.fields import FieldRow

KINDS = ("text", "number", "choice", "choices", "date", "member", "check", "link")
SAID = {"yes": True, "no": False}


@click.command()
@click.argument("name")
@click.option("--kind", type=click.Choice(KINDS), help="What it holds; text, unless you say. It stays as it is.")
@click.option("--unit", help="Of a number, such as weeks.")
@click.option("--choice", "choices", multiple=True, help="One of its list; repeat it for each, in their order.")
@click.option("--change", type=NUMBER, metavar="FIELD", help="Give this field the name NAME; what is not said stays.")
@click.option("--rename", type=NUMBER, metavar="CHOICE", help="Call this choice of a list NAME; ideas keep it.")
@in_workspace
def field(
    access: Any, *, name: str, kind: str | None, unit: str | None, choices: tuple[str, ...], change: int | None,
    rename: int | None, as_json: bool,
) -> None:  # fmt: skip
    """Add the field NAME to ideas, or change one. `clew roadmap fields` lists them, `fill` fills them in."""
    from clew.rooms.roadmap.actions.fields import add_field, change_field, rename_choice

    _one_thing(kind, unit, choices, change, rename)
    if rename is not None:
        made: Any = rename_choice(access, choice_id=rename, name=name)
    elif change is not None:
        stands = _known(access, change)
        told = stands.unit if unit is None else unit
        made = change_field(access, field_id=change, name=name, unit=told, choices=choices or None)
    else:
        made = add_field(access, name=name, kind=kind or "text", unit=unit or "", choices=choices)
    what = "Choice" if rename is not None else "Field"
    print_json({"id": made.pk, "name": made.name}) if as_json else click.echo(f"{what} {made.pk}: {made.name}")


@click.command("drop-field")
@click.argument("number", type=NUMBER)
@in_workspace
def drop_field(access: Any, *, number: int, as_json: bool) -> None:
    """Put the field with this NUMBER away: it is asked and shown no more; what was said there is kept."""
    from clew.rooms.roadmap.actions.fields import put_field_away

    gone = put_field_away(access, field_id=number)
    print_json({"id": gone.pk, "name": gone.name}) if as_json else click.echo(f"Put away: {gone.name}")


@click.command()
@click.argument("idea", type=NUMBER)
@click.argument("said", nargs=-1, required=True, metavar="FIELD=VALUE…")
@in_workspace
def fill(access: Any, *, idea: int, said: tuple[str, ...], as_json: bool) -> None:
    """Fill in fields of the idea with the number IDEA, all of them or none: Goal=Win "Effort=3.5" 7=yes.

    A field is named by its name or number; a choice and a member too, several choices with commas between. Nothing behind
    the = takes away what was there.
    """
    from clew.rooms.roadmap.actions.fields import fill_in
    from clew.rooms.roadmap.queries.fields import fields, values_of

    known = fields(access)
    changed = fill_in(access, idea_id=idea, values=[_value(access, known, one) for one in said])
    if as_json:
        return print_json({"changed": changed, "values": [asdict(one) for one in values_of(access, idea)]})
    click.echo(f"{changed} {'field' if changed == 1 else 'fields'} of idea {idea} changed.")


def _one_thing(
    kind: str | None, unit: str | None, choices: Sequence[str], change: int | None, rename: int | None
) -> None:
    """A field is added, or changed, or one of its choices renamed."""
    if change is not None and kind:
        refuse("A field keeps its kind.", "Leave --kind out, or add another field.")
    if rename is not None and (change is not None or kind or unit is not None or choices):
        refuse("--rename changes the name of a choice alone.", "Leave the other options out.")


def _known(access: Any, number: int) -> "FieldRow":
    from clew.rooms.roadmap.queries.fields import fields

    found = next((one for one in fields(access) if one.id == number), None)
    return found or refuse("No such field.", "clew roadmap fields lists them.")


def _value(access: Any, known: Sequence["FieldRow"], said: str) -> dict[str, Any]:
    name, sign, value = (part.strip() for part in said.partition("="))
    found = [one for one in known if name.casefold() == one.name.casefold() or name == str(one.id)]
    if not sign or not found:
        told = ", ".join(one.name for one in known) or "none yet; add one by clew roadmap field"
        refuse(f"“{said}” says nothing of a field.", f"Write Field=value. The fields are: {told}.")
    field = found[0]
    return {"field_id": field.id, "value": _read(access, field, value) if value else None}


def _read(access: Any, field: "FieldRow", value: str) -> Any:
    """As the act takes it. What it cannot be goes on as it is: the act says what is wrong."""
    read: dict[str, Callable[[], Any]] = {
        "number": lambda: _number(value),
        "check": lambda: SAID.get(value.casefold(), value),
        "member": lambda: _named(_members(access), value),
        "choice": lambda: _named(_choices(field), value),
        "choices": lambda: [_named(_choices(field), one.strip()) for one in _parts(field, value)],
    }
    return read[field.kind]() if field.kind in read else value


def _number(value: str) -> float | str:
    try:
        return float(value)
    except ValueError:
        return value


def _choices(field: "FieldRow") -> dict[str, int]:
    return {one.name.casefold(): one.id for one in field.choices}


def _parts(field: "FieldRow", value: str) -> list[str]:
    """A choice whose own name has a comma is said alone."""
    return [value] if value.casefold() in _choices(field) else value.split(",")


def _members(access: Any) -> dict[str, int]:
    from clew.ground.workspaces.api import members

    here = members(access)
    return {**{one.name.casefold(): one.user_id for one in here}, **{one.email: one.user_id for one in here}}


def _named(known: Mapping[str, int], told: str) -> int | str:
    """Its name goes before its number: a choice may be called 2027."""
    return known.get(told.casefold()) or (int(told) if told.isdecimal() else told)
