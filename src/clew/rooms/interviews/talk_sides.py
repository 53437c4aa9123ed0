"""Who asked in a transcript: as somebody said it, else by the names of whoever speaks."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Literal

from clew.ground.evidence.api import Conversation

How = Literal["said", "member", "role", "rest", "unknown"]
ROLES = frozenset({"interviewer", "moderator", "researcher", "facilitator", "host", "int", "i", "q"})


@dataclass(frozen=True, slots=True)
class Sides:
    """`member_id`: the one member whose name an interviewer has."""

    askers: tuple[str, ...]
    how: How
    member_id: int | None = None


def sides_of(
    talk: Conversation, *, said: Collection[str], members: Mapping[str, int], person_id: int | None, person: str
) -> Sides:
    """`members`: their numbers by their names, folded. Speakers known as persons, or called like the participant, never ask."""
    names = talk.speakers
    if chosen := tuple(name for name in names if name in said):
        return Sides(chosen, "said", _member(chosen, members))
    known = {name for name, pk in talk.people if person_id is None or pk == person_id}
    free = tuple(name for name in names if name not in known and _folded(name) != _folded(person))
    colleagues = tuple(name for name in free if _folded(name) in members)
    by_role = tuple(name for name in free if _folded(name).rstrip(" 0123456789") in ROLES)
    for found, how in ((colleagues, "member"), (by_role, "role"), (free if len(free) == 1 else (), "rest")):
        if found and len(found) < len(names):
            return Sides(found, how, _member(found, members))  # type: ignore[arg-type]
    return Sides((), "unknown")


def _member(names: tuple[str, ...], members: Mapping[str, int]) -> int | None:
    found = {members[_folded(name)] for name in names if _folded(name) in members}
    return found.pop() if len(found) == 1 else None


def _folded(name: str) -> str:
    return " ".join(name.casefold().split())
