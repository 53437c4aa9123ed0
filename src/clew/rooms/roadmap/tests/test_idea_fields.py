"""Fields of a team's own: defined by an owner, filled in by editors, held to their kind by the database itself."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from clew.ground.evidence.api import add_idea
from clew.ground.ledger.api import Forbidden, NotFound, Refused
from clew.ground.thread.api import record_history, undo
from clew.ground.workspaces.api import Access
from clew.rooms.roadmap.actions.fields import add_field, change_field, fill_in, put_field_away, rename_choice
from clew.rooms.roadmap.models import Field, FieldChoice, FieldValue
from clew.rooms.roadmap.queries.fields import FieldRow, fields, values_of

DAY = date(2027, 3, 1)


@pytest.fixture
def idea(access: Access) -> int:
    return int(add_idea(access, title="Count by phone").pk)


@pytest.fixture
def known(access: Access) -> dict[str, FieldRow]:
    add_field(access, name="Note")
    add_field(access, name="Cost", kind="number", unit="EUR")
    add_field(access, name="Size", kind="choice", choices=["Small", "Large", "small"])
    add_field(access, name="Where", kind="choices", choices=["Web", "Phone", "Scale"])
    for name, kind in (("Due", "date"), ("Asks", "member"), ("Safe", "check"), ("Sketch", "link")):
        add_field(access, name=name, kind=kind)
    return {field.name: field for field in fields(access)}


def say(access: Access, idea: int, field: FieldRow, value: Any) -> int:
    return fill_in(access, idea_id=idea, values=[{"field_id": field.id, "value": value}])


def test_each_kind_holds_its_values(access: Access, editor: Access, idea: int, known: dict[str, FieldRow]) -> None:
    where = [choice.id for choice in known["Where"].choices]
    told = {
        "Note": ("  As said ", "As said"), "Cost": (1200, "1,200 EUR"), "Size": (known["Size"].choices[1].id, "Large"),
        "Where": ([where[2], where[0]], "Web, Scale"), "Due": ("2027-03-01", "1 Mar 2027"),
        "Asks": (editor.user_id, "Bob"), "Safe": (True, "Yes"), "Sketch": ("https://example.org/a", "https://example.org/a"),
    }  # fmt: skip
    values = [{"field_id": known[name].id, "value": value} for name, (value, _) in told.items()]
    assert fill_in(editor, idea_id=idea, values=values) == len(told)
    assert [one.words for one in values_of(access, idea)] == [words for _, words in told.values()]
    assert fill_in(editor, idea_id=idea, values=values) == 0, "the same again is no change"
    assert say(editor, idea, known["Where"], [where[1]]) == 1
    assert say(editor, idea, known["Cost"], 5) == 1
    assert (values_of(access, idea)[1].number, values_of(access, idea)[3].words) == (5, "Phone")
    assert "fill in fields of an idea" in {entry.act_name for entry in record_history(access, idea).entries}
    assert sum(say(editor, idea, field, None) for field in known.values()) == len(known)
    assert values_of(access, idea) == ()


BAD = [
    ("Note", 5), ("Note", "x" * 501), ("Note", "a\0b"), ("Cost", "5"), ("Cost", float("inf")), ("Cost", True),
    ("Cost", 1e300), ("Size", 999), ("Size", "Large"), ("Size", {"a": 1}), ("Where", [2**70]), ("Due", "soon"),
    ("Due", 5), ("Asks", 999), ("Asks", "Bob"), ("Safe", "yes"), ("Sketch", "javascript:alert(1)"),
    ("Sketch", "https://"), ("Sketch", "http://[a"),
]  # fmt: skip


def test_what_does_not_fit_is_refused_whole(access: Access, idea: int, known: dict[str, FieldRow]) -> None:
    fits = {"field_id": known["Where"].id, "value": known["Where"].choices[0].id}
    for name, value in BAD:
        with pytest.raises(Refused) as refused:
            fill_in(access, idea_id=idea, values=[fits, {"field_id": known[name].id, "value": value}])
        assert refused.value.field == f"field-{known[name].id}", (name, value)
    assert values_of(access, idea) == ()


def test_a_list_is_changed_with_care(access: Access, idea: int, known: dict[str, FieldRow]) -> None:
    size = known["Size"]
    assert [choice.name for choice in size.choices] == ["small", "Large"]
    say(access, idea, size, size.choices[1].id)
    with pytest.raises(Refused, match="Ideas have “Large”"):
        change_field(access, field_id=size.id, name="Size", choices=["Small"])
    change_field(access, field_id=size.id, name="How large", choices=["Huge", "Large"])
    rename_choice(access, choice_id=size.choices[1].id, name="Wide")
    changed = fields(access)[2]
    assert (changed.name, [choice.name for choice in changed.choices]) == ("How large", ["Huge", "Wide"])
    assert values_of(access, idea)[0].words == "Wide"
    with pytest.raises(Refused):
        rename_choice(access, choice_id=size.choices[1].id, name="huge")
    put_field_away(access, field_id=size.id)
    assert "How large" not in {field.name for field in fields(access)}
    assert values_of(access, idea) == ()
    add_field(access, name="how LARGE")


BAD_FIELDS: list[tuple[dict[str, Any], str]] = [
    ({"name": " "}, "name"), ({"name": "x" * 61}, "name"), ({"name": "note"}, "name"), ({"kind": "colour"}, "kind"),
    ({"unit": "EUR"}, "unit"), ({"kind": "number", "unit": "x" * 41}, "unit"), ({"choices": ["a"]}, "choices"),
    ({"kind": "choice"}, "choices"), ({"kind": "choices", "choices": [str(n) for n in range(51)]}, "choices"),
]  # fmt: skip


def test_bad_fields_are_refused(access: Access) -> None:
    add_field(access, name="Note")
    for wrong, field in BAD_FIELDS:
        with pytest.raises(Refused) as refused:
            add_field(access, **{"name": "Other", **wrong})
        assert refused.value.field == field, wrong
    assert len(fields(access)) == 1


def test_owners_define_editors_fill_in(
    access: Access, editor: Access, viewer: Access, elsewhere: Access, idea: int
) -> None:
    made = add_field(access, name="Note")
    add_field(access, name="Size", kind="choice", choices=["Small"])
    choice = FieldChoice._base_manager.get(name="Small")
    for who in (editor, viewer):
        for call in (
            lambda who=who: add_field(who, name="Other"),
            lambda who=who: change_field(who, field_id=made.pk, name="Other"),
            lambda who=who: rename_choice(who, choice_id=choice.pk, name="Other"),
            lambda who=who: put_field_away(who, field_id=made.pk),
        ):
            with pytest.raises(Forbidden):
                call()
    with pytest.raises(Forbidden):
        fill_in(viewer, idea_id=idea, values=[])
    away: tuple[Callable[[], object], ...] = (
        lambda: change_field(elsewhere, field_id=made.pk, name="Other"),
        lambda: rename_choice(elsewhere, choice_id=choice.pk, name="Other"),
        lambda: fill_in(elsewhere, idea_id=idea, values=[]),
        lambda: fill_in(access, idea_id=idea, values=[{"field_id": 999, "value": "a"}]),
        lambda: put_field_away(elsewhere, field_id=made.pk),
    )
    for lost in away:
        with pytest.raises(NotFound):
            lost()
    assert fields(elsewhere) == ()


def test_what_was_filled_in_can_be_undone(access: Access, idea: int, known: dict[str, FieldRow]) -> None:
    say(access, idea, known["Cost"], 5)
    say(access, idea, known["Cost"], 7)
    undo(access, act=record_history(access, idea).entries[0].act)
    assert values_of(access, idea)[0].number == 5


def test_the_database_holds_values_to_their_kind(
    access: Access, elsewhere: Access, idea: int, known: dict[str, FieldRow]
) -> None:
    size, other = known["Size"], FieldChoice._base_manager.get(pk=known["Where"].choices[0].id)
    for wrong in (
        {"field_id": known["Cost"].id, "text": "five"}, {"field_id": known["Note"].id, "number": 5},
        {"field_id": known["Safe"].id, "number": 2}, {"field_id": size.id, "choice_id": other.pk},
        {"field_id": known["Due"].id}, {"field_id": known["Due"].id, "day": DAY, "number": 5},
        {"field_id": known["Asks"].id, "member_id": elsewhere.user_id},
    ):  # fmt: skip
        with pytest.raises(IntegrityError), transaction.atomic():
            FieldValue._base_manager.create(workspace_id=access.workspace_id, idea_id=idea, **wrong)
    made = FieldValue._base_manager.create(
        workspace_id=access.workspace_id, idea_id=idea, field_id=size.id, choice_id=size.choices[0].id
    )
    for second in ({"field_id": size.id, "choice_id": size.choices[1].id}, {"field_id": size.id, "choice_id": size.choices[0].id}):  # fmt: skip
        with pytest.raises(IntegrityError), transaction.atomic():
            FieldValue._base_manager.create(workspace_id=access.workspace_id, idea_id=idea, **second)
    with pytest.raises(IntegrityError), transaction.atomic():
        FieldValue._base_manager.filter(pk=made.pk).update(choice_id=other.pk)
    with pytest.raises(IntegrityError), transaction.atomic():
        Field._base_manager.filter(pk=size.id).update(kind="text")
    with pytest.raises(IntegrityError), transaction.atomic():
        FieldChoice._base_manager.create(workspace_id=access.workspace_id, field_id=known["Note"].id, name="One")
