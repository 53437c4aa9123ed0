from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from clew.ground.evidence.api import Idea
from clew.ground.ledger.api import Guards, Rule
from clew.ground.workspaces.api import User, WorkspaceModel


class Field(WorkspaceModel):
    """What a team wants to know of each idea, beside what Clew asks itself. Its kind stays, since values were given by it."""

    KINDS = [
        ("text", "Text"),
        ("number", "Number"),
        ("choice", "One of a list"),
        ("choices", "Several of a list"),
        ("date", "Day"),
        ("member", "Member"),
        ("check", "Yes or no"),
        ("link", "Link"),
    ]

    name = models.CharField(max_length=60)
    kind = models.CharField(max_length=7, choices=KINDS)
    unit = models.CharField(max_length=40, blank=True)
    place = models.PositiveIntegerField(default=0)
    archived_at = models.DateTimeField(null=True)

    guards: ClassVar[Guards] = Guards(
        recorded=True, rules=(Rule("field_kind", "UPDATE", "OLD.kind <> NEW.kind", "a field keeps its kind"),)
    )

    class Meta:
        db_table = "roadmap_field"
        constraints = [
            models.UniqueConstraint(
                "workspace", Lower("name"), condition=Q(archived_at__isnull=True), name="field_name_once"
            ),
            models.CheckConstraint(condition=Q(unit="") | Q(kind="number"), name="field_unit_of_number"),
        ]


class FieldChoice(WorkspaceModel):
    """One of the list of a field."""

    field = models.ForeignKey(Field, on_delete=models.CASCADE, related_name="choices")
    name = models.CharField(max_length=60)
    place = models.PositiveIntegerField(default=0)

    guards: ClassVar[Guards] = Guards(
        recorded=True,
        rules=(
            Rule(
                "choice_of_list",
                "INSERT",
                "NOT EXISTS (SELECT 1 FROM roadmap_field f WHERE f.id = NEW.field_id AND f.kind IN ('choice', 'choices'))",
                "this field has no list",
            ),
        ),
    )

    class Meta:
        db_table = "roadmap_field_choice"
        constraints = [models.UniqueConstraint("field", Lower("name"), name="field_choice_once")]


_FITS = (
    "NOT EXISTS (SELECT 1 FROM roadmap_field f WHERE f.id = NEW.field_id AND ("
    "(f.kind IN ('text', 'link') AND NEW.text <> '') OR (f.kind = 'number' AND NEW.number IS NOT NULL)"
    " OR (f.kind = 'check' AND NEW.number = 1) OR (f.kind = 'date' AND NEW.day IS NOT NULL)"
    " OR (f.kind = 'member' AND NEW.member_id IS NOT NULL) OR (f.kind IN ('choice', 'choices') AND EXISTS"
    " (SELECT 1 FROM roadmap_field_choice c WHERE c.id = NEW.choice_id AND c.field_id = f.id))))"
)
_SECOND = (
    "EXISTS (SELECT 1 FROM roadmap_field_value v, roadmap_field f WHERE v.idea_id = NEW.idea_id AND v.field_id = NEW.field_id"
    " AND v.id <> NEW.id AND f.id = NEW.field_id AND f.kind <> 'choices')"
)
_NO_MEMBER = (
    "NEW.{column} IS NOT NULL AND NOT EXISTS (SELECT 1 FROM workspaces_membership m WHERE m.workspace_id = NEW.workspace_id"
    " AND m.user_id = NEW.{column})"
)


def _of_both(name: str, when: str, message: str, *, at_rest: bool = True) -> tuple[Rule, ...]:
    return tuple(Rule(f"{name}_{op[0].lower()}", op, when, message, at_rest=at_rest) for op in ("INSERT", "UPDATE"))


class FieldValue(WorkspaceModel):
    """What a field says of an idea: by the field's kind one of these, and of several of a list one row each. A yes is the number 1."""

    idea = models.ForeignKey(Idea, on_delete=models.CASCADE, related_name="field_values")
    field = models.ForeignKey(Field, on_delete=models.CASCADE, related_name="values")
    text = models.CharField(max_length=500, blank=True)
    number = models.FloatField(null=True)
    day = models.DateField(null=True)
    member = models.ForeignKey(User, null=True, on_delete=models.CASCADE, related_name="+")
    choice = models.ForeignKey(FieldChoice, null=True, on_delete=models.PROTECT, related_name="values")

    guards: ClassVar[Guards] = Guards(
        recorded=True,
        node="idea_id",
        rules=(
            *_of_both("value_fits", _FITS, "this is no value of such a field"),
            *_of_both("value_once", _SECOND, "this field has one value"),
            *_of_both("value_member", _NO_MEMBER.format(column="member_id"), "this is no member", at_rest=False),
        ),
    )

    class Meta:
        db_table = "roadmap_field_value"
        constraints = [
            models.UniqueConstraint(
                fields=["idea", "field"], condition=Q(choice__isnull=True), name="field_value_once"
            ),
            models.UniqueConstraint(fields=["idea", "choice"], name="field_value_chosen_once"),
            models.CheckConstraint(
                name="field_value_of_one_kind",
                condition=Q(text="", number__isnull=False, day__isnull=True, member__isnull=True, choice__isnull=True)
                | Q(text="", number__isnull=True, day__isnull=False, member__isnull=True, choice__isnull=True)
                | Q(text="", number__isnull=True, day__isnull=True, member__isnull=False, choice__isnull=True)
                | Q(text="", number__isnull=True, day__isnull=True, member__isnull=True, choice__isnull=False)
                | (~Q(text="") & Q(number__isnull=True, day__isnull=True, member__isnull=True, choice__isnull=True)),
            ),
        ]
        indexes = [
            models.Index(fields=["field", "idea"], name="field_value_of_field"),
            models.Index(
                fields=["field", "number", "idea"], name="field_value_by_number", condition=Q(number__isnull=False)
            ),
            models.Index(fields=["field", "day", "idea"], name="field_value_by_day", condition=Q(day__isnull=False)),
        ]


class IdeaOwner(WorkspaceModel):
    """Whose an idea is: the member who is asked about it."""

    idea = models.OneToOneField(Idea, on_delete=models.CASCADE, primary_key=True, related_name="held")
    owner = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")

    guards: ClassVar[Guards] = Guards(
        recorded=True,
        node="idea_id",
        rules=_of_both("owner_member", _NO_MEMBER.format(column="owner_id"), "this is no member", at_rest=False),
    )

    class Meta:
        db_table = "roadmap_idea_owner"


class Tag(WorkspaceModel):
    """A word that ideas are found by."""

    name = models.CharField(max_length=40)

    guards: ClassVar[Guards] = Guards(recorded=True)

    class Meta:
        db_table = "roadmap_tag"
        constraints = [models.UniqueConstraint("workspace", Lower("name"), name="tag_once")]


class IdeaTag(WorkspaceModel):
    idea = models.ForeignKey(Idea, on_delete=models.CASCADE, related_name="tagged")
    tag = models.ForeignKey(Tag, on_delete=models.CASCADE, related_name="ideas")

    guards: ClassVar[Guards] = Guards(recorded=True, node="idea_id")

    class Meta:
        db_table = "roadmap_idea_tag"
        constraints = [models.UniqueConstraint(fields=["tag", "idea"], name="idea_tag_once")]


class SavedView(WorkspaceModel):
    """A way to look at the ideas, under a name: what stands in the address. Its maker's own, or for all."""

    name = models.CharField(max_length=60)
    made_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    for_all = models.BooleanField(default=False)
    asked = models.CharField(max_length=1000, blank=True)

    guards: ClassVar[Guards] = Guards(recorded=True)

    class Meta:
        db_table = "roadmap_saved_view"
        constraints = [
            models.UniqueConstraint(
                "workspace", Lower("name"), condition=Q(for_all=True), name="saved_view_for_all_once"
            ),
            models.UniqueConstraint(
                "workspace", "made_by", Lower("name"), condition=Q(for_all=False), name="saved_view_own_once"
            ),
        ]
