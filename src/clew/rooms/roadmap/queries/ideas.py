"""Ideas as the room lists them: filtered, grouped and sorted, with what their fields say."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, QuerySet
from django.db.models.functions import Lower

from clew.ground.customers.api import SEGMENT
from clew.ground.evidence.api import IDEA
from clew.ground.ledger.api import NotFound, Refused
from clew.ground.thread.api import Node
from clew.ground.workspaces.api import Access, kept, names_of, read, shown_titles
from clew.rooms.roadmap.kinds import IDEA_STATES, NEW
from clew.rooms.roadmap.models import FieldValue, IdeaOwner, IdeaTag, SavedView, Tag, Tally
from clew.rooms.roadmap.queries.fields import Choice, FieldRow, Value, fields, values_by_idea
from clew.rooms.roadmap.queries.sought import AS_NEW, Sought, group_of, ideas_of, page_of, put_in_order, sought_by
from clew.rooms.roadmap.queries.tallies import up_to_date
from clew.rooms.roadmap.queries.votes import Votes

MOST, MOST_TAGS, MOST_VIEWS, IN_COLUMN = 200, 1000, 200, 12
MOST_FITTING = 500


@dataclass(frozen=True, slots=True)
class ListedIdea:
    """`votes`: with their accounts and what these pay a year, as of today."""

    id: int
    title: str
    state: str
    created_at: datetime
    owner_id: int | None
    owner: str
    tags: tuple[str, ...]
    votes: Votes
    values: tuple[Value, ...]

    @property
    def by_field(self) -> dict[int, Value]:
        return {value.field_id: value for value in self.values}


@dataclass(frozen=True, slots=True)
class Column:
    """`key`: what a card gets that is moved here; `count`: how many there are, of which the first are shown."""

    key: str
    name: str
    count: int
    ideas: tuple[ListedIdea, ...]

    @property
    def more(self) -> int:
        return self.count - len(self.ideas)


@dataclass(frozen=True, slots=True)
class IdeaCard:
    """What the room knows of one idea beside its evidence."""

    id: int
    state: str
    owner_id: int | None
    owner: str
    tags: tuple[str, ...]
    values: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class WaysToLook:
    tags: tuple[str, ...]
    segments: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class SavedViewRow:
    id: int
    name: str
    asked: str
    for_all: bool
    is_mine: bool


@read
def listed_ideas(
    access: Access, *, text: str = "", state: Sequence[str] = (), tag: Sequence[str] = (), owner_id: Sequence[int] = (),
    field: Sequence[str] = (), field_id: int | None = None, value: str = "", segment_id: Sequence[int] = (),
    sort: str = "newest", group: str = "", limit: int = 50, offset: int = 0,
) -> tuple[ListedIdea, ...]:  # fmt: skip
    """Ideas that fit all that is asked; of several of the same kind, such as two states, one is enough. `owner_id` 0: nobody's. `field`: 7:12,
    the number of a field and behind it a choice or a member by number, words, a number or a day, two with `..` between, or none; 7 for whatever it
    says (`field_id` and `value` say the same of one field). `sort`: newest, oldest, name, votes, revenue (what those who voted pay), ranking, field-7 or
    -field-7; `group`: state, owner or field-7."""
    sought = sought_by(text, state, tag, owner_id, field, field_id, value, segment_id, sort, group)
    up_to_date(access)
    return listed(access, page_of(access, sought, slice(offset, offset + min(limit, MOST + 1))), fields(access))


@read
def fitting_ideas(
    access: Access, *, text: str = "", state: Sequence[str] = (), tag: Sequence[str] = (), owner_id: Sequence[int] = (),
    field: Sequence[str] = (), field_id: int | None = None, value: str = "", segment_id: Sequence[int] = (),
    sort: str = "newest",
) -> tuple[int, ...]:  # fmt: skip
    """The numbers of all that fit, so that something is done to all of them; one more than may be changed at once where they are too many."""
    sought = sought_by(text, state, tag, owner_id, field, field_id, value, segment_id, sort)
    return tuple(ideas_of(access, sought).order_by("pk").values_list("pk", flat=True)[: MOST_FITTING + 1])


@read
def board(
    access: Access, *, by: str = "state", text: str = "", state: Sequence[str] = (), tag: Sequence[str] = (), owner_id: Sequence[int] = (),
    field: Sequence[str] = (), field_id: int | None = None, value: str = "", segment_id: Sequence[int] = (),
    sort: str = "newest",
) -> tuple[Column, ...]:  # fmt: skip
    """The same ideas in columns `by` state or a field that is one of a list, the first twelve of each."""
    sought = sought_by(text, state, tag, owner_id, field, field_id, value, segment_id, sort, by)
    up_to_date(access)
    found = ideas_of(access, sought)
    counts = dict(_in_each(access, sought, by))
    known = fields(access)
    columns = _columns(by, known, counts)
    inside = {
        key: list(put_in_order(_inside(found, by, key), sort).values_list("pk", flat=True)[:IN_COLUMN])
        for key, _, at in columns
        if counts.get(at)
    }
    rows = {row.id: row for row in listed(access, [pk for some in inside.values() for pk in some], known)}
    return tuple(
        Column(key, name, counts.get(at, 0), tuple(rows[pk] for pk in inside.get(key, ()))) for key, name, at in columns
    )


@kept
@read
def _in_each(access: Access, sought: Sought, columns: str) -> tuple[tuple[int | None, int], ...]:
    """How many ideas each column has."""
    found = ideas_of(access, sought).annotate(column=group_of(columns))
    return tuple(found.order_by().values_list("column").annotate(n=Count("pk")))


def _inside(found: QuerySet[Node], by: str, key: str) -> QuerySet[Node]:
    """The ideas of a column; asked column by column, since each stops at its first twelve."""
    if by == "state":
        if not key:
            return found.exclude(state__in=(*AS_NEW, *IDEA_STATES))
        return found.filter(state__in=AS_NEW if key == NEW else (key,))
    given = FieldValue.objects.filter(field=int(by.removeprefix("field-")))
    return (
        found.filter(pk__in=given.filter(choice=int(key)).values("idea"))
        if key
        else found.exclude(pk__in=given.values("idea"))
    )


@read
def idea_card(access: Access, idea_id: int) -> IdeaCard:
    """How far one idea is, whose, its tags and fields."""
    rows = listed(access, [idea_id], fields(access))
    if not rows:
        raise NotFound("No such idea.")
    row = rows[0]
    return IdeaCard(row.id, row.state, row.owner_id, row.owner, row.tags, row.values)


@kept
@read
def ways_to_look(access: Access) -> WaysToLook:
    """The words that ideas are tagged with, and the segments of customers."""
    used = Tag.objects.filter(pk__in=IdeaTag.objects.values("tag")).order_by(Lower("name"))
    found = Node.objects.filter(kind=SEGMENT, archived_at__isnull=True).order_by(Lower("title"), "pk")
    segments = tuple(Choice(*row) for row in found.values_list("pk", "title")[:MOST])
    return WaysToLook(tuple(used.values_list("name", flat=True)[:MOST_TAGS]), segments)


@read
def saved_views(access: Access) -> tuple[SavedViewRow, ...]:
    """Those for all and one's own."""
    found = SavedView.objects.filter(for_all=True) | SavedView.objects.filter(made_by=access.user_id)
    rows = found.order_by("-for_all", Lower("name"))[:MOST_VIEWS]
    return tuple(SavedViewRow(v.pk, v.name, v.asked, v.for_all, v.made_by_id == access.user_id) for v in rows)


def listed(access: Access, wanted: Sequence[int], known: Sequence[FieldRow]) -> tuple[ListedIdea, ...]:
    """In the order of these numbers; seven statements, however many there are."""
    found = Node.objects.filter(pk__in=wanted, kind=IDEA).values_list("pk", "title", "state", "created_at")
    by_id = {row[0]: row for row in found}
    rows = [by_id[pk] for pk in wanted if pk in by_id]
    ids = list(by_id)
    titles = shown_titles(access, {pk: row[1] for pk, row in by_id.items()})
    owners = dict(IdeaOwner.objects.filter(pk__in=ids).values_list("pk", "owner_id"))
    counted = Tally.objects.filter(pk__in=ids).values_list("pk", "votes", "accounts", "revenue")
    votes = {row[0]: Votes(*row[1:]) for row in counted}
    names, tags, values = names_of(set(owners.values())), _tags(ids), values_by_idea(known, ids)
    return tuple(
        ListedIdea(
            pk, titles[pk], NEW if state in AS_NEW else state, at, owners.get(pk), names.get(owners.get(pk, 0), ""),
            tuple(tags[pk]), votes.get(pk, Votes()), tuple(values.get(pk, {}).values()),
        )
        for pk, _, state, at in rows
    )  # fmt: skip


def _tags(ids: Sequence[int]) -> dict[int, list[str]]:
    tags: dict[int, list[str]] = defaultdict(list)
    for idea, name in (
        IdeaTag.objects.filter(idea__in=ids).order_by(Lower("tag__name")).values_list("idea", "tag__name")
    ):
        tags[idea].append(name)
    return tags


def _columns(by: str, known: Sequence[FieldRow], counts: Iterable[int | None]) -> list[tuple[str, str, int | None]]:
    if by == "state":
        columns: list[tuple[str, str, int | None]] = [(s, s.capitalize(), at) for at, s in enumerate(IDEA_STATES)]
        return [*columns, *([("", "Other", len(IDEA_STATES))] if len(IDEA_STATES) in counts else [])]
    choices = next((field.choices for field in known if f"field-{field.id}" == by and field.kind == "choice"), None)
    if choices is None:
        raise Refused("A board has columns by state or by one of a list.", field="by", remedy="Choose from the list.")
    return [*((str(c.id), c.name, at) for at, c in enumerate(choices)), ("", "None", None)]
