"""The roadmap: what is planned, by horizon, goal, team or quarter, what waits for what, and what moved."""

from collections import defaultdict
from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from clew.ground.evidence.api import Idea
from clew.ground.ledger.api import NotFound
from clew.ground.thread.api import Link
from clew.ground.workspaces.api import Access, kept, names_of, read, shown_titles
from clew.rooms.roadmap.kinds import AIMED, DELIVERED, SHIPPED, WAITED_FOR
from clew.rooms.roadmap.models import Baseline, Item, Move

MOST = 500
SEEN = {"team": ("team", "company", "public"), "company": ("company", "public"), "public": ("public",)}
TEAM, PUBLIC, OVER = "team", "public", ("released", "dropped")


@dataclass(frozen=True, slots=True)
class Tied:
    id: int
    title: str
    state: str


@dataclass(frozen=True, slots=True)
class Expected:
    """When something was expected at a moment."""

    horizon: str
    earliest: date | None
    latest: date | None


@dataclass(frozen=True, slots=True)
class PlannedItem:
    """`conflict`: why its days cannot hold, if so. `was`: what was expected of it at the moment asked about, if that
    changed since; `moved`: by how many days its latest day did; `is_new`: it was planned after that moment.
    """

    id: int
    title: str
    state: str
    horizon: str
    team: str
    starts_on: date | None
    earliest: date | None
    latest: date | None
    audience: str
    ideas: tuple[Tied, ...]
    goals: tuple[Tied, ...]
    waits_for: tuple[Tied, ...]
    release: Tied | None
    conflict: str
    moved: int | None
    was: Expected | None
    is_new: bool

    @property
    def is_over(self) -> bool:
        """Its days stay as they were expected."""
        return self.state in OVER

    @property
    def moved_words(self) -> str:
        told = ["new"] if self.is_new else []
        if self.was and self.was.horizon != self.horizon:
            told.append(f"was in “{self.was.horizon}”")
        if self.moved:
            days = abs(self.moved)
            told.append(f"{'later' if self.moved > 0 else 'earlier'} by {days} day{'' if days == 1 else 's'}")
        return ", ".join(told)


@dataclass(frozen=True, slots=True)
class ItemDetail:
    row: PlannedItem
    detail: str
    waited_for_by: tuple[Tied, ...]


@dataclass(frozen=True, slots=True)
class BaselineRow:
    id: int
    name: str
    taken_at: datetime
    taken_by: str


@dataclass(frozen=True, slots=True)
class ItemMove:
    """What was expected before."""

    horizon: str
    earliest: date | None
    latest: date | None
    why: str
    moved_at: datetime
    moved_by: str


@dataclass(frozen=True, slots=True)
class Beyond:
    """How many a horizon has in all, and the first of it that comes after what is shown."""

    horizon: str
    total: int
    next_id: int | None


@kept
@read
def planned_items(
    access: Access, *, audience: str = "team", team: str = "", state: str = "", since: date | None = None,
    baseline_id: int | None = None, limit: int = 200, offset: int = 0,
) -> tuple[PlannedItem, ...]:  # fmt: skip
    """In the order of the board. `audience`: only what these may see. `since` or a baseline: says what moved from there on."""
    found = _seen_by(audience, team)
    if state:
        found = found.filter(node__state=state)
    rows = list(found.select_related("node").order_by("place", "pk")[offset : offset + min(limit, MOST)])
    return _rows(access, rows, _moment(since, baseline_id), audience)


@kept
@read
def horizons_beyond(access: Access, *, audience: str = "team", team: str = "", offset: int = 0) -> tuple[Beyond, ...]:
    """Of each horizon that has items, what a board does not show that ends before `offset`."""
    found = _seen_by(audience, team)
    rest: dict[str, int] = {}
    for pk, horizon in found.order_by("place", "pk").values_list("pk", "horizon")[offset : offset + MOST]:
        rest.setdefault(horizon, pk)
    counted = found.order_by().values_list("horizon").annotate(n=Count("pk"))
    return tuple(Beyond(horizon, total, rest.get(horizon)) for horizon, total in counted)


@read
def baselines(access: Access) -> tuple[BaselineRow, ...]:
    """The moments that have a name, the last first."""
    rows = Baseline.objects.order_by("-pk").values_list("pk", "name", "taken_at", "taken_by_id")[:MOST]
    names = names_of({row[3] for row in rows if row[3]})
    return tuple(BaselineRow(pk, name, at, names.get(by or 0, "")) for pk, name, at, by in rows)


@kept
@read
def planned_item(access: Access, item_id: int) -> ItemDetail:
    found = Item.objects.select_related("node").filter(pk=item_id).first()
    if found is None:
        raise NotFound("No such roadmap item.")
    after = Link.objects.filter(upstream=item_id, verb=WAITED_FOR, withdrawn_at__isnull=True).select_related(
        "downstream"
    )
    waiting = tuple(Tied(n.pk, n.title, n.state) for n in (tie.downstream for tie in after[:MOST]))
    return ItemDetail(_rows(access, [found], None, TEAM)[0], found.detail, waiting)


@read
def items_numbered(access: Access, ids: Sequence[int]) -> tuple[PlannedItem, ...]:
    """These items, in the order of the board."""
    rows = list(Item.objects.filter(pk__in=ids).select_related("node").order_by("place", "pk")[:MOST])
    return _rows(access, rows, None, TEAM)


@read
def items_of_idea(access: Access, idea_id: int) -> tuple[Tied, ...]:
    """What is planned of an idea."""
    if not Idea.objects.filter(pk=idea_id).exists():
        raise NotFound("No such idea.")
    found = Link.objects.filter(
        upstream=idea_id, verb=DELIVERED, withdrawn_at__isnull=True, downstream__archived_at__isnull=True
    )
    rows = found.order_by("pk").values_list("downstream_id", "downstream__title", "downstream__state")
    return tuple(Tied(*row) for row in rows[:MOST])


@read
def moves_of(access: Access, item_id: int, *, limit: int = 50, offset: int = 0) -> tuple[ItemMove, ...]:
    """What was expected of an item before, the last first."""
    rows = list(Move.objects.filter(item=item_id).order_by("-pk")[offset : offset + min(limit, MOST)])
    if not rows and not Item.objects.filter(pk=item_id).exists():
        raise NotFound("No such roadmap item.")
    names = names_of({row.moved_by_id for row in rows if row.moved_by_id})
    return tuple(
        ItemMove(row.horizon, row.earliest, row.latest, row.why, row.moved_at, names.get(row.moved_by_id or 0, ""))
        for row in rows
    )


@kept
@read
def teams(access: Access) -> tuple[str, ...]:
    """The teams that items name."""
    found = Item.objects.filter(node__archived_at__isnull=True).exclude(team="")
    return tuple(found.order_by("team").values_list("team", flat=True).distinct()[:MOST])


def _moment(since: date | None, baseline_id: int | None) -> datetime | None:
    if baseline_id is not None:
        found = Baseline.objects.filter(pk=baseline_id).values_list("taken_at", flat=True).first()
        if found is None:
            raise NotFound("No such baseline.")
        return found
    return timezone.make_aware(datetime.combine(since, time())) if since else None


def _rows(access: Access, items: Sequence[Item], moment: datetime | None, audience: str) -> tuple[PlannedItem, ...]:
    ids = [item.pk for item in items]
    ties = _ties(access, ids)
    ends = open_to(audience).filter(pk__in=_ends(ties))
    latest = dict(ends.values_list("pk", "latest"))
    before = _before(ids, moment) if moment else {}
    return tuple(
        _for_whom(_row(item, ties[item.pk], latest, before.get(item.pk), moment), audience, latest) for item in items
    )


def _for_whom(row: PlannedItem, audience: str, seen: Container[int]) -> PlannedItem:
    """What an audience may know of an item that it may see: nothing of items that it may not, and outside nothing of how we work."""
    if audience == TEAM:
        return row
    row = replace(row, waits_for=tuple(one for one in row.waits_for if one.id in seen), conflict="")
    if audience == PUBLIC:
        row = replace(row, team="", ideas=(), goals=(), release=None, moved=None, was=None, is_new=False)
    return row


def _ties(access: Access, ids: Sequence[int]) -> dict[int, dict[str, list[Tied]]]:
    """What these items are tied to, by verb; three statements, however many they are: one of both ends would read every link."""
    ties: dict[int, dict[str, list[Tied]]] = defaultdict(lambda: defaultdict(list))
    up = Q(downstream__in=ids, verb__in=(DELIVERED, AIMED, WAITED_FOR))
    down = Q(upstream__in=ids, verb=SHIPPED)
    rows = [row for way in (up, down) for row in _tied(way)]
    titles = shown_titles(access, {row[1]: row[2] for row in rows} | {row[4]: row[5] for row in rows})
    for verb, up_id, _, up_state, down_id, _, down_state in rows:
        if verb == SHIPPED:
            ties[up_id][verb].append(Tied(down_id, titles[down_id], down_state))
        else:
            ties[down_id][verb].append(Tied(up_id, titles[up_id], up_state))
    return ties


def _tied(way: Q) -> Sequence[tuple[str, int, str, str, int, str, str]]:
    """Verb, then number, title and state of both ends."""
    found = Link.objects.filter(way, withdrawn_at__isnull=True).order_by("pk")
    columns = ("upstream_id", "upstream__title", "upstream__state", "downstream_id", "downstream__title", "downstream__state")  # fmt: skip
    return list(found.values_list("verb", *columns)[: MOST * 50])


def _ends(ties: dict[int, dict[str, list[Tied]]]) -> set[int]:
    return {one.id for by in ties.values() for one in by.get(WAITED_FOR, ())}


def _before(ids: Iterable[int], moment: datetime) -> dict[int, Expected]:
    """What was expected at that moment, of those that moved after it."""
    rows = Move.objects.filter(item__in=list(ids), moved_at__gte=moment).order_by("-pk")
    found = rows.values_list("item_id", "horizon", "earliest", "latest")[: MOST * 50]
    return {
        item: Expected(horizon, earliest, latest) for item, horizon, earliest, latest in found
    }  # the first move after that moment comes last, and stays


def _row(
    item: Item, ties: dict[str, list[Tied]], latest: dict[int, date | None], was: Expected | None,
    moment: datetime | None,
) -> PlannedItem:  # fmt: skip
    released = next(iter(ties.get(SHIPPED, ())), None)
    is_new = bool(moment and item.node.created_at >= moment)
    was = None if is_new else was
    return PlannedItem(
        item.pk, item.node.title, item.node.state, item.horizon, item.team, item.starts_on, item.earliest, item.latest,
        item.audience, tuple(ties.get(DELIVERED, ())), tuple(ties.get(AIMED, ())), tuple(ties.get(WAITED_FOR, ())),
        released, _conflict(item, ties.get(WAITED_FOR, ()), latest),
        (item.latest - was.latest).days if was and was.latest and item.latest else None, was, is_new,
    )  # fmt: skip


def _conflict(item: Item, waits_for: Iterable[Tied], latest: dict[int, date | None]) -> str:
    """Named, where something it waits for may come after it."""
    for other in waits_for:
        day = latest.get(other.id)
        if other.state == "dropped":
            return f"waits for “{other.title}”, which was dropped"
        if other.state == "released" or day is None:
            continue
        if item.starts_on and day > item.starts_on:
            return f"begins before “{other.title}” is surely out"
        if item.earliest and day > item.earliest:
            return f"may be ready before “{other.title}”, for which it waits"
    return ""


def _seen_by(audience: str, team: str) -> QuerySet[Item]:
    found = open_to(audience).filter(node__archived_at__isnull=True)
    return found.filter(team=team) if team else found


def open_to(audience: str, *, is_outside: bool = False) -> QuerySet[Item]:
    """What was dropped or archived is not for outside: for others than the team, and for guests whatever they look at."""
    found = Item.objects.filter(audience__in=SEEN.get(audience, ()))
    if audience == TEAM and not is_outside:
        return found
    return found.filter(node__archived_at__isnull=True).exclude(node__state="dropped")


def shipped_to(audience: str, *, is_outside: bool = False) -> QuerySet[Item]:
    """Of what is in releases: what went out did so, also where its card was put into the archive since; what never did is as elsewhere."""
    found = Item.objects.filter(audience__in=SEEN.get(audience, ()))
    if audience == TEAM and not is_outside:
        return found
    is_here = Q(node__archived_at__isnull=True) & ~Q(node__state="dropped")
    return found.filter(is_here | Q(node__state="released"))
