"""Which columns the list of ideas has: those that its address names, else the usual ones."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.http import QueryDict

from clew.rooms.roadmap.queries.fields import FieldRow

NAME, TITLE, LAST = "column", "title", "added"
BEFORE_FIELDS = (
    ("state", "State"), ("votes", "Votes"), ("accounts", "Accounts"), ("revenue", "Revenue"), ("owner", "Owner"),
    ("tags", "Tags"),
)  # fmt: skip
NOT_USUAL, USUAL_FIELDS, ON_A_PHONE = ("accounts",), 3, 2
PASSING = (NAME, "page", "saved", "peek")  # what the form of the columns does not carry along


@dataclass(frozen=True, slots=True)
class Columns:
    """`shown`, `fields`: with the class of the cells, which says whether a phone has room for them; `told`: as the address says it, nothing
    where they are the usual ones."""

    shown: Mapping[str, str]
    fields: tuple[tuple[FieldRow, str], ...]
    choices: tuple[tuple[str, str], ...]
    told: tuple[str, ...]

    @property
    def count(self) -> int:
        return len(self.shown)

    @property
    def words(self) -> str:
        if not self.told:
            return "Usual columns"
        return f"{self.count} column{'' if self.count == 1 else 's'}" if self.count else "No columns"


def columns(asked: QueryDict, known: Sequence[FieldRow]) -> Columns:
    """In their own order. A field that was put away is left out; where nothing is left, the usual ones stand there."""
    choices = (*BEFORE_FIELDS, *((_key(field), field.name) for field in known), (LAST, "Added"))
    usual = {key for key, _ in (*choices[: len(BEFORE_FIELDS) + USUAL_FIELDS], choices[-1]) if key not in NOT_USUAL}
    named = set(asked.getlist(NAME)) & {TITLE, *dict(choices)}
    chosen = [key for key, _ in choices if key in (named or usual)]
    shown = {key: "slim" if place < ON_A_PHONE else "wide" for place, key in enumerate(chosen)}
    fields = tuple((field, shown[_key(field)]) for field in known if _key(field) in shown)
    return Columns(shown, fields, choices, () if set(chosen) == usual else (TITLE, *chosen))


def _key(field: FieldRow) -> str:
    return f"field-{field.id}"


def carried(asked: QueryDict) -> list[tuple[str, str]]:
    """What else stands in the address, so that choosing columns keeps it."""
    return [(name, value) for name, values in asked.lists() if name not in PASSING for value in values if value]


def address(asked: QueryDict, told: Columns) -> str:
    """What a view is saved from. The usual columns are not named, so that it follows where they change."""
    found = asked.copy()
    found.setlist(NAME, told.told)
    if not told.told:
        found.pop(NAME)
    return found.urlencode()
