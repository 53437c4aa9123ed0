"""Which ideas are asked for, and in which order: one question of the database, whatever is filtered, grouped and sorted by."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import reduce
from operator import or_
from typing import Any, TypeVar

from django.db.models import (
    Case,
    Exists,
    F,
    FilteredRelation,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.expressions import OrderBy
from django.db.models.functions import Lower
from django.http import QueryDict
from django.utils import timezone

from clew.ground.customers.api import Person, accounts_in
from clew.ground.evidence.api import IDEA
from clew.ground.ledger.api import Refused
from clew.ground.search import api as search
from clew.ground.thread.api import Node
from clew.ground.workspaces.api import Access
from clew.rooms.roadmap.kinds import IDEA_STATES, NEW
from clew.rooms.roadmap.models import Field, FieldValue, IdeaOwner, IdeaTag, RankedIdea, Ranking, Tag, Tally, Vote

SORTS = ("newest", "oldest", "name", "votes", "revenue", "ranking")
NOTHING, MOST_CHOSEN = "none", 100
BY_TALLY = {"votes": ("votes",), "revenue": ("revenue", "votes")}
AS_NEW = ("", "open", NEW)  # what was written down before anybody said how far it is
_FIELD = re.compile(r"field-(\d{1,18})")
_RANGE = re.compile(r"(.*?)\.\.(.*)")
T = TypeVar("T", int, str)


@dataclass(frozen=True, slots=True)
class Sought:
    """What must fit is all that is named; of several of the same kind one is enough. `owners`: 0 for nobody. `given`: fields, each with what it
    may say, as `_held` reads it; `sort` may be a field (`field-7`), or `-field-7` for the largest first."""

    text: str = ""
    states: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    owners: tuple[int, ...] = ()
    given: tuple[tuple[int, tuple[str, ...]], ...] = ()
    segments: tuple[int, ...] = ()
    sort: str = "newest"
    group: str = ""

    @property
    def is_filtered(self) -> bool:
        return bool(self.text.strip() or self.states or self.tags or self.owners or self.given or self.segments)


def sought_by(
    text: str = "", state: Sequence[str] = (), tag: Sequence[str] = (), owner_id: Sequence[int] = (),
    field: Sequence[str] = (), field_id: int | None = None, value: str = "", segment_id: Sequence[int] = (),
    sort: str = "newest", group: str = "",
) -> Sought:  # fmt: skip
    """As the queries are asked for it. `field`: such as 7:12, or 7 for whatever it says; `field_id` and `value` say the same of one."""
    fielded = [*_each(field), *([] if field_id is None else [f"{field_id}:{value}"])]
    given = _by_field(_few("field", fielded))
    states, tags = _few("state", _each(state)), _few("tag", _each(tag))
    owners, segments = _few("owner", owner_id), _few("segment", segment_id)
    return Sought(text, states, tags, owners, given, segments, sort, group)


def _each(told: Sequence[str]) -> list[str]:
    """Words by themselves are one, not as many as they have letters."""
    return [one.strip() for one in ([told] if isinstance(told, str) else told) if one.strip()]


def _few(name: str, told: Sequence[T]) -> tuple[T, ...]:
    few = tuple(dict.fromkeys(told))
    if len(few) > MOST_CHOSEN:
        raise Refused(f"At most {MOST_CHOSEN} of a filter are looked for.", field=name, remedy="Choose fewer.")
    return few


def _by_field(told: Sequence[str]) -> tuple[tuple[int, tuple[str, ...]], ...]:
    found: dict[int, list[str]] = {}
    for one in told:
        field, _, value = one.partition(":")
        found.setdefault(_number_in(field.strip()), []).append(value.strip())
    return tuple((field, tuple(values)) for field, values in found.items())


def asked_for(data: QueryDict) -> dict[str, Any]:
    """What an address or a saved view asks for, as the queries take it. A filter may stand there several times."""
    return {
        "text": data.get("q", "").strip(),
        "state": _each(data.getlist("state")),
        "tag": _each(data.getlist("tag")),
        "owner_id": [_number_in(one) for one in _each(data.getlist("owner"))],
        "field": told_of_fields(data),
        "segment_id": [number for one in data.getlist("segment") if (number := _number_in(one.strip()))],
        "sort": data.get("sort") or "newest",
    }


def told_of_fields(data: QueryDict) -> list[str]:
    """`field=7:12`; or, of what is typed, `field-7=5..10`, which older addresses say as `field=7&value=5..10`."""
    beside = data.get("value", "").strip()
    chosen = [one if ":" in one or not beside else f"{one}:{beside}" for one in _each(data.getlist("field"))]
    typed = [(match[1], data.getlist(name)) for name in data if (match := _FIELD.fullmatch(name))]
    return [*chosen, *(f"{field}:{one}" for field, told in typed for one in _each(told))]


def _number_in(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 19 else 0


def ideas_of(access: Access, sought: Sought) -> QuerySet[Node]:
    """Those that fit, in no order. Called inside a query."""
    found = Node.objects.filter(kind=IDEA, archived_at__isnull=True)
    if sought.states:
        found = found.filter(state__in=_states(sought.states))
    if sought.tags:
        found = found.filter(pk__in=IdeaTag.objects.filter(tag__in=_tags(sought.tags)).values("idea"))
    if sought.owners:
        found = found.filter(_owned(sought.owners))
    if sought.given:
        found = found.filter(*_said(sought.given))
    if sought.segments:
        found = found.filter(_voted_for(sought.segments))
    if sought.text.strip():
        found = found.filter(pk__in=search.numbered(search.matching(access, sought.text, kinds=(IDEA,))))
    return found


def _states(told: Sequence[str]) -> list[str]:
    return [*(state for state in told if state != NEW), *(AS_NEW if NEW in told else ())]


def _tags(told: Sequence[str]) -> list[int]:
    named = reduce(or_, (Q(name__iexact=name) for name in told))
    return list(Tag.objects.filter(named).values_list("pk", flat=True)[: 2 * len(told)])


def _owned(told: Sequence[int]) -> Q:
    theirs = Q(pk__in=IdeaOwner.objects.filter(owner__in=[one for one in told if one]).values("pk"))
    return theirs if 0 not in told else theirs | ~Q(pk__in=IdeaOwner.objects.values("pk"))


def _voted_for(segments: Sequence[int]) -> Exists:
    # The people by themselves: tied to votes and accounts in one, PostgreSQL takes them for few and looks through all votes.
    day = timezone.localdate()
    inside = reduce(or_, (Q(account__in=accounts_in(one, day).values("pk")) for one in segments))
    people = Person.objects.filter(inside).values("pk")
    return Exists(Vote.objects.filter(idea=OuterRef("pk"), withdrawn_at__isnull=True, person__in=people))


def in_order(found: QuerySet[Node], sought: Sought) -> QuerySet[Node]:
    """Groups first, then what it is sorted by, then the newest."""
    parts = {"group_by": group_of(sought.group)} if sought.group else {}
    order: list[Any] = [F("group_by").asc(nulls_last=True)] if parts else []
    return put_in_order(found.annotate(**parts), sought.sort, after=order)


def page_of(access: Access, sought: Sought, page: slice, *, besides: QuerySet[Any, Any] | None = None) -> list[int]:
    """The numbers of a page, in their order. `besides`: numbers of ideas that are left out."""
    found = ideas_of(access, sought)
    if besides is not None:
        found = found.exclude(pk__in=besides)
    ranked = None if sought.group else _ranked(sought.sort)
    if ranked is None:
        return list(in_order(found, sought).values_list("pk", flat=True)[page])
    # The few that are put away are left out; whoever asks of each whether it stands looks up every node.
    standing = ranked.exclude(idea__in=Node.objects.filter(kind=IDEA, archived_at__isnull=False).values("pk"))
    if sought.is_filtered or besides is not None:
        standing = standing.filter(idea__in=found.values("pk"))
    ids = list(standing.values_list("idea_id", flat=True)[page])
    missing = page.stop - page.start - len(ids)
    if missing:
        start = max(0, page.start - standing.count())
        none = found.exclude(pk__in=ranked.order_by().values("idea")).order_by("-pk").values_list("pk", flat=True)
        ids += none[start : start + missing]
    return ids


def _ranked(sort: str) -> QuerySet[Any] | None:
    """What says the order of ideas, one row each, where an index goes through it in that order; an idea without a row comes after."""
    if sort in BY_TALLY:
        return Tally.objects.order_by(*(f"-{name}" for name in BY_TALLY[sort]), "-idea_id")
    if not _FIELD.fullmatch(sort.removeprefix("-")):
        return None
    field = _field(_number(sort.removeprefix("-")))
    column = SORTED_BY.get(field.kind)
    if column not in ("number", "day"):
        return None
    given = FieldValue.objects.filter(field=field.pk, **{f"{column}__isnull": False})
    return given.order_by(f"{'-' * sort.startswith('-')}{column}", "-idea_id")


def group_of(group: str) -> Any:
    """The number or the name that ideas of one group share, such that groups come in their order."""
    if group == "state":
        steps = [When(state__in=AS_NEW, then=Value(0))]
        steps += [When(state=state, then=Value(place)) for place, state in enumerate(IDEA_STATES) if state != NEW]
        return Case(*steps, default=Value(len(IDEA_STATES)), output_field=IntegerField())
    if group == "owner":
        return Lower("idea__held__owner__name")
    field = _field(_number(group))
    if field.kind not in GROUPED_BY:
        raise Refused(f"Ideas cannot be grouped by “{field.name}”.", field="group", remedy="Choose a list or a member.")
    return Subquery(_values(field.pk).values(GROUPED_BY[field.kind])[:1])


GROUPED_BY = {"choice": "choice__place", "member": "member__name", "check": "number"}
SORTED_BY = {
    "text": "text", "link": "text", "number": "number", "check": "number", "date": "day", "member": "member__name",
    "choice": "choice__place",
}  # fmt: skip


def put_in_order(found: QuerySet[Node], sort: str, *, after: Sequence[Any] = ()) -> QuerySet[Node]:
    """By what it is sorted by, `after` what comes first."""
    if not _FIELD.fullmatch(sort.removeprefix("-")):
        return found.order_by(*after, *_sorted_by(sort))
    field = _field(_number(sort.removeprefix("-")))
    if field.kind == "choices":  # an idea may have several, of which the first counts
        value: Any = Subquery(_values(field.pk).values("choice__place")[:1])
    else:
        here = FilteredRelation("idea__field_values", condition=Q(idea__field_values__field=field.pk))
        found, value = found.annotate(given=here), F(f"given__{SORTED_BY[field.kind]}")
    if SORTED_BY.get(field.kind) in ("text", "member__name"):
        value = Lower(value)
    by = OrderBy(value, descending=sort.startswith("-"), nulls_last=True)
    return found.order_by(*after, by, F("pk").desc())


def _sorted_by(sort: str) -> list[Any]:
    if sort in BY_TALLY:
        return [F(f"idea__tally__{name}").desc(nulls_last=True) for name in BY_TALLY[sort]] + [F("pk").desc()]
    if sort == "oldest":
        return [F("pk")]
    if sort == "name":
        return [Lower("title"), F("pk")]
    if sort == "ranking":
        newest = Ranking.objects.filter(node__archived_at__isnull=True).order_by("-pk").values("pk")[:1]
        places = RankedIdea.objects.filter(ranking=Subquery(newest), idea=OuterRef("pk"))
        return [Subquery(places.values("place")[:1]).asc(nulls_last=True), F("pk").desc()]
    return [F("pk").desc()]


def _values(field: int) -> QuerySet[FieldValue]:
    return FieldValue.objects.filter(field=field, idea=OuterRef("pk")).order_by("pk")


def _said(given: Sequence[tuple[int, tuple[str, ...]]]) -> list[Q]:
    known = Field.objects.filter(archived_at__isnull=True).in_bulk([field for field, _ in given])
    return [_says(_known(known.get(field)), values) for field, values in given]


def _says(field: Field, values: Sequence[str]) -> Q:
    """Any of these. An empty one stands for whatever it says."""
    said = FieldValue.objects.filter(field=field)
    told = [value for value in values if value != NOTHING]
    found = Q(pk__in=[]) if len(told) == len(values) else ~Q(pk__in=said.values("idea"))
    if told and "" not in told:
        said = said.filter(reduce(or_, (Q(**_held(field, value)) for value in told)))
    return found | Q(pk__in=said.values("idea")) if told else found


def _held(field: Field, told: str) -> Mapping[str, Any]:
    """A choice or a member by number; a number or a day, or two with `..` between; of words what they hold."""
    if field.kind in ("text", "link"):
        return {"text__icontains": told[:100]}
    if field.kind == "check":
        return {"number": 1}
    try:
        if field.kind in ("choice", "choices", "member"):
            return {"member" if field.kind == "member" else "choice": int(told[:18])}
        column, read = ("day", date.fromisoformat) if field.kind == "date" else ("number", float)
        ends = _RANGE.fullmatch(told)
        if ends is None:
            return {column: read(told)}
        return {f"{column}__{way}": read(end) for way, end in zip(("gte", "lte"), ends.groups(), strict=True) if end}
    except ValueError as error:
        raise Refused(
            f"“{told[:40]}” is no value of “{field.name}”.", field="value", remedy="Such as 5, 5..10 or 2026-03-01..",
        ) from error  # fmt: skip


def _field(field_id: int) -> Field:
    return _known(Field.objects.filter(pk=field_id, archived_at__isnull=True).first())


def _known(field: Field | None) -> Field:
    if field is None:
        raise Refused("There is no such field.", field="field", remedy="Choose one of the list.")
    return field


def _number(named: str) -> int:
    match = _FIELD.fullmatch(named)
    if match is None:
        raise Refused("Ideas cannot be put in order by that.", field="group", remedy="Choose from the list.")
    return int(match[1])
