"""Which kinds of node there are and which verbs tie them. Modules register; the database holds the same table."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from clew.ground.thread.models import KindRow, VerbRow

ANY = "*"
Follower = Callable[[Sequence[int], bool], None]


@dataclass(frozen=True, slots=True)
class Kind:
    """`name` is stored; `label`, `plural` and `icon` are shown; `path` is the list's address inside a workspace.

    Not `renamable`: the title is somebody's own words, or a promise. `shared`: guests may be shown one by a link.
    """

    name: str
    label: str
    plural: str
    icon: str
    path: str = ""
    renamable: bool = True
    shared: bool = False


@dataclass(frozen=True, slots=True)
class Verb:
    """`down` reads from upstream to downstream ("supports"), `up` the other way ("rests on").

    `by_hand`: people tie and untie so themselves; the other ties come about by an act (merging, deciding).
    """

    upstream: str
    name: str
    downstream: str
    down: str
    up: str
    by_hand: bool = False


_kinds: dict[str, Kind] = {}
_verbs: dict[tuple[str, str, str], Verb] = {}
_told_of_acts: dict[str, str] = {}
_named_by: dict[str, str] = {}
_told_of_rows: dict[str, Callable[[Mapping[str, Any]], str]] = {}
_followers: dict[str, Follower] = {}
_untold: set[str] = set()


def register(*, kinds: tuple[Kind, ...] = (), verbs: tuple[Verb, ...] = ()) -> None:
    _kinds.update({k.name: k for k in kinds})
    _verbs.update({(v.upstream, v.name, v.downstream): v for v in verbs})


def follow_archiving(kind: str, follower: Follower) -> None:
    """Called in the same transaction with records of this kind that were put away (True) or brought back; it may refuse."""
    _followers[kind] = follower


def archived(kinds_of: Mapping[int, str], *, is_away: bool) -> None:
    """Tells those who follow. `kinds_of`: the kind of each record that was put away or brought back."""
    for kind, follower in _followers.items():
        if ids := [pk for pk, one in kinds_of.items() if one == kind]:
            follower(ids, is_away)


def tell_of_act(name: str, sentence: str) -> None:
    """Instead of what it wrote, row by row, a record's history says this of the act."""
    _told_of_acts[name] = sentence


def told_of_act(name: str) -> str:
    return _told_of_acts.get(name, "")


def tell_of_rows(table: str, what: Callable[[Mapping[str, Any]], str]) -> None:
    """What a row of this table says, as a person says it: “a yearly revenue of 1,200 from 1 May 2026”."""
    _told_of_rows[table] = what


def told_of_row(table: str, row: Mapping[str, Any]) -> str:
    tell = _told_of_rows.get(table)
    return tell(row) if tell else ""


def name_rows_by(table: str, column: str) -> None:
    """Rows of this table are no records, but other rows point to them: a history names them by this column, not by their number."""
    _named_by[table] = column


def named_by(table: str) -> str:
    return _named_by.get(table, "")


def tell_nothing_of(table: str) -> None:
    """Changes of its rows, hundreds in one act, are no part of a record's history; what is said of the act is enough."""
    _untold.add(table)


def untold() -> frozenset[str]:
    return frozenset(_untold)


def kind(name: str) -> Kind:
    return _kinds[name]


def kinds() -> tuple[Kind, ...]:
    return tuple(_kinds.values())


def verbs() -> tuple[Verb, ...]:
    return tuple(_verbs.values())


def verb(upstream: str, name: str, downstream: str) -> Verb | None:
    return _verbs.get((upstream, name, downstream)) or _verbs.get((ANY, name, downstream))


def ways(one: str, other: str) -> tuple[tuple[Verb, bool], ...]:
    """How people may tie a record of the first kind to one of the second; whether the first is upstream then."""
    hand = [v for v in _verbs.values() if v.by_hand]
    down = [(v, True) for v in hand if v.upstream in (one, ANY) and v.downstream == other]
    return (*down, *((v, False) for v in hand if v.upstream in (other, ANY) and v.downstream == one))


def sync() -> None:
    """Write the registrations into the tables that the link trigger reads."""
    KindRow.objects.bulk_create(
        [KindRow(name=k.name, label=k.label) for k in _kinds.values()],
        update_conflicts=True,
        unique_fields=["name"],
        update_fields=["label"],
    )
    VerbRow.objects.bulk_create(
        [VerbRow(upstream_kind=v.upstream, verb=v.name, downstream_kind=v.downstream) for v in _verbs.values()],
        ignore_conflicts=True,
    )


def is_complete() -> bool:
    """Whether the tables hold every registration."""
    kinds_there = set(KindRow.objects.values_list("name", flat=True))
    verbs_there = set(VerbRow.objects.values_list("upstream_kind", "verb", "downstream_kind"))
    return kinds_there >= set(_kinds) and verbs_there >= set(_verbs)
