"""Numbers of rows. An export counts the rows of every table from one, in the order they were made, so that the same workspace
gives the same bytes wherever it lies. Rows that are gone count too while history speaks of them."""

from array import array
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any, Protocol

from clew.ground.exchange.shapes import LEDGER, USERS, WORKSPACES, Shape
from clew.ground.workspaces.api import User

BATCH = 2000


class Numbers(Protocol):
    def of(self, space: str, number: int) -> int | None:
        """What stands for this number in the archive."""
        ...


class Same:
    """A backup keeps the numbers that rows have."""

    def of(self, space: str, number: int) -> int | None:
        return number


class Counted:
    """`people` in the order of their addresses, since elsewhere they have other numbers; all others in the order of their own."""

    def __init__(self, workspace_id: int, used: dict[str, set[int]]) -> None:
        rows = User.objects.filter(pk__in=used.pop(USERS, set())).values_list("pk", "email")
        self.people = [pk for pk, _ in sorted(rows, key=lambda row: row[1])]
        self._place = {pk: at + 1 for at, pk in enumerate(self.people)}
        self._workspace_id = workspace_id
        self._used = {space: array("q", sorted(numbers)) for space, numbers in used.items()}

    def of(self, space: str, number: int) -> int | None:
        if space == USERS:
            return self._place.get(number)  # an account that is gone stands for nobody
        if space == WORKSPACES:
            return 1 if number == self._workspace_id else None
        found = self._used[space]
        at = bisect_left(found, number)
        return at + 1 if at < len(found) and found[at] == number else None

    def totals(self) -> dict[str, int]:
        return {space: len(numbers) for space, numbers in sorted(self._used.items())}


def count(shapes: tuple[Shape, ...], workspace_id: int) -> Counted:
    """Every number that the workspace's rows and its history speak of."""
    used: dict[str, set[int]] = defaultdict(set)
    for shape in shapes:
        if shape.gives_numbers and shape.name not in (USERS, WORKSPACES):
            used[shape.name] |= set(shape.rows(workspace_id).values_list(shape.key, flat=True))
        for column in shape.columns:
            if column.space == USERS and shape.name != USERS:
                who = shape.rows(workspace_id).order_by().values_list(column.name, flat=True).distinct()
                used[USERS] |= {pk for pk in who if pk is not None}
    by_name = {shape.name: shape for shape in shapes}
    for entry in by_name[LEDGER].rows(workspace_id).iterator(BATCH):
        for space, number in spoken_of(by_name, entry.table_name, entry.row_id, entry.before, entry.after):
            used[space].add(number)
    return Counted(workspace_id, used)


def spoken_of(by_name: Mapping[str, Shape], table: str, row_id: int, *values: Any) -> Iterator[tuple[str, int]]:
    """The numbers that an entry of the ledger speaks of, each with the table it belongs to."""
    shape = by_name.get(table)
    if shape is None:
        return
    yield shape.space, row_id
    for column in shape.columns:
        if column.space and column.space != WORKSPACES:
            for held in values:
                number = (held or {}).get(column.name)
                if isinstance(number, int):
                    yield column.space, number
