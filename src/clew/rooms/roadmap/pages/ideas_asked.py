"""What the views of ideas have in common: by which fields they can be grouped, and what a group is called."""

from collections.abc import Sequence

from clew.rooms.roadmap.queries.fields import FieldRow
from clew.rooms.roadmap.queries.ideas import ListedIdea


def by_field(known: Sequence[FieldRow], *kinds: str) -> list[tuple[str, str]]:
    return [(f"field-{field.id}", f"By {field.name.lower()}") for field in known if field.kind in kinds]


def group_of(row: ListedIdea, group: str, known: Sequence[FieldRow]) -> str:
    if group in ("state", "owner"):
        return row.state.capitalize() if group == "state" else row.owner or "Nobody's"
    value = next((one for one in row.values if f"field-{one.field_id}" == group), None)
    name = next((field.name for field in known if f"field-{field.id}" == group), "")
    return f"{name}: {value.words}" if value else f"{name}: none"
