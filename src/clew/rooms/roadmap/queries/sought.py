"""Which ideas are asked for, and in which order: one question of the database, whatever is filtered, grouped and sorted by."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

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
NOTHING = "none"
BY_TALLY = {"votes": ("votes",), "revenue": ("revenue", "votes")}
AS_NEW = ("", "open", NEW)  # what was written down before anybody said how far it is
_FIELD = re.compile(r"field-(\d{1,18})")
_RANGE = re.compile(r"(.*?)\.\.(.*)")


@dataclass(frozen=True, slots=True)
class Sought:
    """`value`: of the field, as `value_of` reads it; `sort` may be a field (`field-7`), or `-field-7` for the largest first."""

    text: str = ""
    state: str = ""
    tag: str = ""
    owner_id: int | None = None
    field_id: int | None = None
    value: str = ""
    segment_id: int | None = None
    sort: str = "newest"
    group: str = ""

    @property
    def is_filtered(self) -> bool:
        numbers = (self.owner_id, self.field_id, self.segment_id)
        return bool(self.text.strip() or self.state or self.tag) or any(one is not None for one in numbers)


def asked_for(data: Mapping[str, str]) -> dict[str, Any]:
    """What an address or a saved view asks for, as the queries take it."""
    field, _, value = data.get("field", "").partition(":")
    owner = data.get("owner", "")
    return {
        "text": data.get("q", "").strip(),
        "state": data.get("state", ""),
        "tag": data.get("tag", "").strip(),
        "owner_id": _number_in(owner) if owner else None,
        "field_id": _number_in(field) if field else None,
        "value": value or data.get("value", ""),
        "segment_id": _number_in(data.get("segment", "")) or None,
        "sort": data.get("sort") or "newest",
    }


def _number_in(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 19 else 0


def ideas_of(access: Access, sought: Sought) -> QuerySet[Node]:
    """Those that fit, in no order. Called inside a query."""
    found = Node.objects.filter(kind=IDEA, archived_at__isnull=True)
    if sought.state:
        found = found.filter(state__in=AS_NEW) if sought.state == NEW else found.filter(state=sought.state)
    if sought.tag:
        named = list(Tag.objects.filter(name__iexact=sought.tag).values_list("pk", flat=True)[:2])
        found = found.filter(pk__in=IdeaTag.objects.filter(tag__in=named).values("idea"))
    if sought.owner_id is not None:
        owned = IdeaOwner.objects.filter(owner=sought.owner_id) if sought.owner_id else IdeaOwner.objects.all()
        held = Q(pk__in=owned.values("pk"))
        found = found.filter(held if sought.owner_id else ~held)
    if sought.field_id is not None:
        found = found.filter(_with_value(sought.field_id, sought.value))
    if sought.segment_id is not None:
        # The people by themselves: tied to votes and accounts in one, PostgreSQL takes them for few and looks through all votes.
        people = Person.objects.filter(
            account__in=accounts_in(sought.segment_id, timezone.localdate()).values("pk")
        ).values("pk")
        theirs = Vote.objects.filter(idea=OuterRef("pk"), withdrawn_at__isnull=True, person__in=people)
        found = found.filter(Exists(theirs))
    if sought.text.strip():
        found = found.filter(pk__in=search.numbered(search.matching(access, sought.text, kinds=(IDEA,))))
    return found


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


def _with_value(field_id: int, value: str) -> Q:
    field = _field(field_id)
    given = FieldValue.objects.filter(field=field)
    told = value.strip()
    if told == NOTHING:
        return ~Q(pk__in=given.values("idea"))
    if told:
        given = given.filter(**_held(field, told))
    return Q(pk__in=given.values("idea"))


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
    found = Field.objects.filter(pk=field_id, archived_at__isnull=True).first()
    if found is None:
        raise Refused("There is no such field.", field="field", remedy="Choose one of the list.")
    return found


def _number(named: str) -> int:
    match = _FIELD.fullmatch(named)
    if match is None:
        raise Refused("Ideas cannot be put in order by that.", field="group", remedy="Choose from the list.")
    return int(match[1])
