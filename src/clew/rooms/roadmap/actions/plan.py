"""The roadmap: items that deliver ideas, between which days they are expected, and what they wait for."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from clew.ground.evidence.api import IDEA, OUTCOME
from clew.ground.ledger.api import Refused
from clew.ground.search import api as search
from clew.ground.thread.api import Link, NewNode, add_node, get_node, link, set_state, withdraw_link
from clew.ground.workspaces.api import Access, act
from clew.rooms.roadmap.actions.shipping import follow_items, follow_tie, take_back, tell_voters
from clew.rooms.roadmap.kinds import AIMED, DELIVERED, ITEM, WAITED_FOR
from clew.rooms.roadmap.models import Item, Move

STATES = PLANNED, IN_WORK, OUT, LEFT = "planned", "in work", "released", "dropped"
OVER, PLAN_AGAIN = (OUT, LEFT), "Set it back to “planned” first."
DETAIL_LIMIT, TEAM_LIMIT, WHY_LIMIT, MOST_IDEAS, MOST_PLACED = 10_000, 60, 500, 50, 1_000
DAYS, MOST_DAYS = ("starts_on", "earliest", "latest"), 3_650


@act("plan an item")
def add_item(
    access: Access, *, title: str, idea_ids: Sequence[int] = (), horizon: str = "later", detail: str = "", team: str = "",
    starts_on: date | None = None, earliest: date | None = None, latest: date | None = None, audience: str = "team",
    outcome_id: int | None = None,
) -> Item:  # fmt: skip
    """What is planned, which ideas it delivers, and between which days it is expected."""
    told = _told(detail, team, audience) | _days(horizon, starts_on, earliest, latest)
    if len(set(idea_ids)) > MOST_IDEAS:
        raise Refused(f"These are more than {MOST_IDEAS} ideas.", field="ideas", remedy="Plan them apart.")
    node = add_node(access, NewNode(ITEM, title, state=PLANNED, text=detail))
    item = Item.objects.create(node=node, workspace_id=access.workspace_id, place=node.pk, **told)
    for idea in dict.fromkeys(idea_ids):
        deliver(access, item_id=item.pk, idea_id=idea)
    if outcome_id is not None:
        aim(access, item_id=item.pk, outcome_id=outcome_id)
    return item


@act("describe a roadmap item")
def describe_item(access: Access, *, item_id: int, detail: str = "", team: str = "", audience: str = "team") -> Item:
    """What it is, whose it is, and who may see it."""
    item = _item(item_id)
    before = item.audience
    for name, value in _told(detail, team, audience).items():
        setattr(item, name, value)
    item.save(update_fields=["detail", "team", "audience"])
    search.put(access.workspace_id, [search.Document(item.pk, ITEM, item.node.title, item.detail)])
    if audience != before:
        tell_voters(access, [item_id])
    return item


@act("move a roadmap item")
def move_item(
    access: Access, *, item_id: int, horizon: str, starts_on: date | None = None, earliest: date | None = None,
    latest: date | None = None, why: str = "",
) -> Item:  # fmt: skip
    """To another horizon or other days, all of them: a day that is not given is taken off, while `place_item` keeps them.
    What was expected before, and why it changed, is kept."""
    item, told = _movable(item_id), _days(horizon, starts_on, earliest, latest)
    if len(why.strip()) > WHY_LIMIT:
        raise Refused(f"This is longer than {WHY_LIMIT} characters.", field="why", remedy="Shorten it.")
    before = (item.horizon, item.earliest, item.latest)
    for name, value in told.items():
        setattr(item, name, value)
    item.save(update_fields=list(told))
    if (item.horizon, item.earliest, item.latest) != before:
        Move.objects.create(
            workspace_id=access.workspace_id, item=item, horizon=before[0], earliest=before[1], latest=before[2],
            why=why.strip(), moved_by_id=access.user_id,
        )  # fmt: skip
    return item


@act("shift a roadmap item")
def shift_item(access: Access, *, item_id: int, days: int, why: str = "") -> Item:
    """Later, or earlier with a number below 0: all its days by as many."""
    item = _movable(item_id)
    if not -MOST_DAYS <= days <= MOST_DAYS:
        raise Refused(f"An item is shifted by at most {MOST_DAYS} days.", field="days", remedy="Type its days instead.")
    if item.latest is None:
        raise Refused("It has no days yet.", field="days", remedy="Say the earliest and the latest day.")
    try:
        by = timedelta(days=days)
        told = {name: day and day + by for name, day in ((name, getattr(item, name)) for name in DAYS)}
    except OverflowError as error:
        raise Refused("No calendar has such a day.", field="days", remedy="Choose fewer days.") from error
    return move_item(access, item_id=item_id, horizon=item.horizon, why=why, **told)


@act("put a roadmap item in its place")
def place_item(access: Access, *, item_id: int, horizon: str, before: int | None = None) -> Item:
    """Into a horizon, before another item there or as the last; its days stay."""
    item = _item(item_id)
    days = _days(horizon, item.starts_on, item.earliest, item.latest)
    others = list(
        Item.objects.filter(horizon=horizon, node__archived_at__isnull=True)
        .exclude(pk=item_id)
        .order_by("place", "pk")[:MOST_PLACED]
    )
    at = next((n for n, other in enumerate(others) if other.pk == before), None)
    if before is not None and at is None:
        raise Refused("That item does not stand there.", field="before", remedy="Choose one of that horizon.")
    if item.horizon != horizon:
        item = move_item(access, item_id=item_id, **days)
    at = len(others) if at is None else at
    column = [*others[:at], item, *others[at:]]
    places = sorted({one.place for one in column})
    places += [places[-1] + 1 + n for n in range(len(column) - len(places))]
    moved = [one for one, place in zip(column, places, strict=True) if one.place != place]
    for one, place in zip(column, places, strict=True):
        one.place = place
    Item.objects.bulk_update(moved, ["place"])
    return item


@act("say how far a roadmap item is")
def set_item_state(access: Access, *, item_id: int, state: str) -> Item:
    """An idea is released with the last item that delivers it, and no longer when one of them is to come again."""
    item = _item(item_id)
    before = item.node.state
    if state not in STATES:
        raise Refused("An item has no such state.", field="state", remedy=f"One of: {', '.join(STATES)}.")
    set_state(item.node, state)
    item.out_on = timezone.localdate() if state == OUT else None
    item.save(update_fields=["out_on"])
    if before == OUT:
        take_back([item_id])
    if state == OUT or (state == LEFT and before != OUT):
        follow_items(access, [item_id])
    return item


@act("say which idea an item delivers")
def deliver(access: Access, *, item_id: int, idea_id: int) -> Link:
    get_node(item_id, kind=ITEM)
    get_node(idea_id, kind=IDEA)
    made = link(access, upstream=idea_id, verb=DELIVERED, downstream=item_id)
    follow_tie(access, item_id=item_id, idea_id=idea_id)
    return made


@act("say which outcome an item aims at")
def aim(access: Access, *, item_id: int, outcome_id: int) -> Link:
    """One; another takes its place."""
    get_node(item_id, kind=ITEM)
    get_node(outcome_id, kind=OUTCOME)
    for old in Link.objects.filter(downstream=item_id, verb=AIMED, withdrawn_at__isnull=True).exclude(
        upstream=outcome_id
    ):
        withdraw_link(access, link_id=old.pk, reason="another outcome")
    return link(access, upstream=outcome_id, verb=AIMED, downstream=item_id)


@act("say what an item waits for")
def wait_for(access: Access, *, item_id: int, other_id: int) -> Link:
    """Nothing waits for itself, also not by way of others."""
    get_node(item_id, kind=ITEM)
    get_node(other_id, kind=ITEM)
    if item_id == other_id or item_id in _waited_for(other_id):
        raise Refused("Then both would wait for each other.", field="other", remedy="Choose another item.")
    return link(access, upstream=other_id, verb=WAITED_FOR, downstream=item_id)


@act("say that an item waits for another no longer")
def wait_no_longer(access: Access, *, item_id: int, other_id: int) -> None:
    found = Link.objects.filter(
        upstream=other_id, downstream=item_id, verb=WAITED_FOR, withdrawn_at__isnull=True
    ).first()
    if found is None:
        raise Refused("It does not wait for that.", field="other", remedy="Choose one that it waits for.")
    withdraw_link(access, link_id=found.pk)


def _waited_for(item_id: int) -> set[int]:
    """All that it waits for, itself or by way of others; each step is one statement."""
    known: set[int] = set()
    here = {item_id}
    while here:
        found = Link.objects.filter(downstream__in=here, verb=WAITED_FOR, withdrawn_at__isnull=True)
        here = set(found.values_list("upstream_id", flat=True)) - known
        known |= here
    return known


def _item(item_id: int) -> Item:
    return Item.objects.select_related("node").get(node=get_node(item_id, kind=ITEM))


def _movable(item_id: int) -> Item:
    """What was expected of an item that is out or dropped is what its slip is counted from: it stays."""
    item = _item(item_id)
    if item.node.state in OVER:
        said = "out" if item.node.state == OUT else "dropped"
        raise Refused(f"It is {said}, and its days stay as they were expected.", field="item", remedy=PLAN_AGAIN)
    return item


def _told(detail: str, team: str, audience: str) -> dict[str, Any]:
    return told_to(audience, detail=(detail, DETAIL_LIMIT), team=(team, TEAM_LIMIT))


def told_to(audience: str, **words: tuple[str, int]) -> dict[str, Any]:
    """What is said to an audience: each of the words with the most that it may have."""
    for field, (value, most) in words.items():
        if len(value.strip()) > most:
            raise Refused(f"This is longer than {most:,} characters.", field=field, remedy="Shorten it.")
    if audience not in dict(Item.AUDIENCES):
        known = ", ".join(dict(Item.AUDIENCES))
        raise Refused("There is no such audience.", field="audience", remedy=f"One of: {known}.")
    return {**{field: value.strip() for field, (value, _) in words.items()}, "audience": audience}


def _days(horizon: str, starts_on: date | None, earliest: date | None, latest: date | None) -> dict[str, Any]:
    if horizon not in dict(Item.HORIZONS):
        raise Refused("There is no such horizon.", field="horizon", remedy="One of: now, next, later.")
    if (earliest is None) != (latest is None):
        missing = "earliest" if earliest is None else "latest"
        raise Refused(
            "A day without its range is a promise.", field=missing, remedy="Say the earliest and the latest day."
        )
    if earliest and latest and latest < earliest:
        raise Refused("The latest day lies before the earliest.", field="latest", remedy="Change one of them.")
    if starts_on and latest and latest < starts_on:
        raise Refused("It would be ready before it begins.", field="starts_on", remedy="Change one of the days.")
    return {"horizon": horizon, "starts_on": starts_on, "earliest": earliest, "latest": latest}
