"""The thread: choose any record; left what it rests on, right what rests on it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from clew.ground.doors.api import Route, WorkRequest, typed
from clew.ground.evidence.api import (
    CONTRADICTS,
    EXCERPT,
    IDEA,
    MENTIONS,
    NEED,
    OUTCOME,
    SUPPORTS,
    Quote,
    Weight,
    quotations,
    weight,
)
from clew.ground.evidence.api import needs as heavy_needs
from clew.ground.ledger.api import Refused
from clew.ground.search.api import find
from clew.ground.thread import api as thread
from clew.ground.workspaces.api import Role

DEPTH, NODES, FAN_OUT = 6, 150, 40
WEIGHED = (NEED, IDEA, OUTCOME)
FOUND, SUGGESTED, POINTED_AT = 20, 5, 3
SHOWN, SAID = 5, 3  # cards of a group at first; fewer quotations, so that both sides are seen at once
GROUPS = {SUPPORTS: "For", CONTRADICTS: "Against", MENTIONS: "Neither for nor against"}


@dataclass(frozen=True, slots=True)
class Placed:
    """A card in its column; `to`: the cards right of it that the line goes to; `withdrawn`: how its tie was taken back.

    `told`: for a source whose title is nothing but words that are quoted beside it, a quotation that knows its day and channel.
    """

    card: thread.Card
    group: str
    verb: str
    verb_name: str
    to: str
    quote: Quote | None
    told: Quote | None
    weight: Weight | None
    withdrawn: thread.Withdrawal | None


@dataclass(frozen=True, slots=True)
class Group:
    """Cards of one stance or kind; `total` with those left out, `is_more` when the walk itself left some out.

    `verb`: the one verb that ties them all to the middle, where one does; `stance`: for quotations.
    """

    label: str
    cards: tuple[Placed, ...]
    total: int
    is_more: bool
    verb: str = ""

    @property
    def stance(self) -> str:
        return next((verb for verb, label in GROUPS.items() if label == self.label), "")

    @property
    def left_out(self) -> int:
        return self.total - len(self.cards)


@dataclass(frozen=True, slots=True)
class Column:
    """`place`: steps from the middle, to the left negative; `is_open`: it shows all that the walk found."""

    title: str
    place: int
    is_open: bool
    groups: tuple[Group, ...]

    @property
    def is_next(self) -> bool:
        return abs(self.place) == 1

    @property
    def way(self) -> str:
        return "up" if self.place < 0 else "down"


def pick(request: WorkRequest) -> HttpResponse:
    """Where to begin: search, the newest records, and those that most rests on."""
    access, asked = request.access, request.GET.get("q", "").strip()
    shown: dict[str, object] = {"q": asked}
    if asked:
        hits = find(access, asked, limit=FOUND).hits
        shown["found"] = thread.cards(access, [h.node_id for h in hits]).values()
    else:
        heavy = heavy_needs(access, on=timezone.localdate(), sort="weight", limit=SUGGESTED)
        shown["needs"] = thread.cards(access, [n.id for n in heavy]).values()
        shown["decisions"] = thread.newest(access, kinds=(thread.DECISION,), limit=SUGGESTED)
        shown["recent"] = thread.newest(access, limit=SUGGESTED)
    return render(request, "thread/pick.html", shown)


def show(request: WorkRequest, node_id: int) -> HttpResponse:
    access, on = request.access, _as_of(request)
    is_all = request.GET.get("withdrawn") != "0"
    back = thread.why(access, node_id, depth=DEPTH, nodes=NODES, fan_out=FAN_OUT, withdrawn=is_all)
    onward = thread.so_what(access, node_id, depth=DEPTH, nodes=NODES, fan_out=FAN_OUT, withdrawn=is_all)
    places = _places(back, onward)
    cards = {**onward.cards, **back.cards}
    links = list({k.id: k for k in (*back.links, *onward.links)}.values())
    teller = _Teller(
        cards,
        places,
        links,
        quotations(access, [i for i, c in cards.items() if c.kind == EXCERPT]),
        weight(access, [i for i, c in cards.items() if c.kind in WEIGHED], on=on),
        thread.withdrawals(access, [k.id for k in links if k.withdrawn]),
        (set(back.cut.fan_out), set(onward.cut.fan_out)),
    )
    teller.open = _opened(request)
    if node_id in teller.cut[False] | teller.cut[True]:
        near = thread.neighbours(access, node_id, limit=1)
        teller.totals = {(g.direction, g.verb): g.total + is_all * g.withdrawn for g in (*near.up, *near.down)}
    return render(
        request,
        "thread/show.html",
        {
            "card": cards[node_id],
            "here": teller.placed(node_id),
            "why": [teller.column(p) for p in range(-1, min(*places.values(), -1) - 1, -1)][::-1],
            "so_what": [teller.column(p) for p in range(1, max(places.values()) + 1)],
            "on": on,
            "today": timezone.localdate(),
            "with_withdrawn": is_all,
            "withdrawn": len(teller.withdrawals),
            "broken": sum(q.status == "broken" for q in teller.quotes.values()),
            "cuts": [*_cuts(back, cards), *_cuts(onward, cards)],
        },
    )


def _places(back: thread.Walk, onward: thread.Walk) -> dict[int, int]:
    """The column of each record: left of the start negative, right positive. What stands on both sides stands left."""
    places = {s.card.id: s.depth for s in onward.steps}
    return {**places, **{s.card.id: -s.depth for s in back.steps}}


class _Teller:
    """Places cards into columns and groups, with what is known of each. Columns are asked for from the middle outwards."""

    def __init__(
        self,
        cards: dict[int, thread.Card],
        places: dict[int, int],
        links: Sequence[thread.WalkLink],
        quotes: Mapping[int, Quote],
        weights: Mapping[int, Weight],
        withdrawals: dict[int, thread.Withdrawal],
        cut: tuple[set[int], set[int]],
    ) -> None:
        self.cards, self.places, self.quotes = cards, places, quotes
        self.weights, self.withdrawals, self.cut = weights, withdrawals, cut
        self.shown = {i for i, p in places.items() if p == 0}
        self.open = 0
        self.totals: dict[tuple[str, str], int] = {}
        self.sources = {q.source_id: q for q in quotes.values() if not q.source_name}
        self.lines: dict[int, list[int]] = defaultdict(list)
        self.towards: dict[int, list[thread.WalkLink]] = defaultdict(list)
        for link in links:
            if places[link.upstream] < places[link.downstream]:
                self.lines[link.upstream].append(link.downstream)
            for end, other in ((link.upstream, link.downstream), (link.downstream, link.upstream)):
                if abs(places[other]) < abs(places[end]):
                    self.towards[end].append(link)

    def column(self, place: int) -> Column:
        """What leads to a card that is shown, the first `SHOWN` of each group."""
        here = [i for i, p in self.places.items() if p == place and self._nearer(i) & self.shown]
        placed = sorted(map(self.placed, here), key=_order)
        groups = [self._group(label, list(some), place) for label, some in groupby(placed, key=lambda p: p.group)]
        if place == -1 and any(self.places[i] == 0 and c.kind == NEED for i, c in self.cards.items()):
            groups = _both_sides(groups)
        steps = f"{abs(place)} step{'s' if abs(place) > 1 else ''} {'back' if place < 0 else 'on'}"
        return Column(steps, place, place == self.open, tuple(groups))

    def _group(self, label: str, cards: list[Placed], place: int) -> Group:
        few = SAID if label in GROUPS.values() else SHOWN
        shown = tuple(cards[: FAN_OUT if place == self.open else few])
        is_more = any(self._nearer(c.card.id) & self.cut[place > 0] for c in cards)
        self.shown |= {c.card.id for c in shown}
        verbs = {c.verb_name for c in cards}
        verb = verbs.pop() if abs(place) == 1 and len(verbs) == 1 else ""
        counted = self.totals.get(("up" if place < 0 else "down", verb))
        return Group(label, shown, counted or len(cards), is_more and counted is None, verb)

    def _nearer(self, node_id: int) -> set[int]:
        return {t.upstream if t.downstream == node_id else t.downstream for t in self.towards[node_id]}

    def placed(self, node_id: int) -> Placed:
        card, ties = self.cards[node_id], self.towards[node_id]
        standing = [t for t in ties if not t.withdrawn]
        first = next(iter(standing or ties), None)
        stance = next((GROUPS[t.verb] for t in (standing or ties) if card.kind == EXCERPT and t.verb in GROUPS), "")
        return Placed(
            card=card,
            group=stance or thread.kind(card.kind).plural,
            verb=self._reads(node_id, first) if first else "",
            verb_name=first.verb if first else "",
            to=" ".join(map(str, self.lines[node_id])),
            quote=self.quotes.get(node_id),
            told=self.sources.get(node_id),
            weight=self.weights.get(node_id),
            withdrawn=self.withdrawals.get(first.id) if first and not standing else None,
        )

    def _reads(self, node_id: int, link: thread.WalkLink) -> str:
        """How this record belongs to the one nearer to the start."""
        known = thread.verb(self.cards[link.upstream].kind, link.verb, self.cards[link.downstream].kind)
        if known is None:
            return link.verb
        return known.down if link.upstream == node_id else known.up


def _both_sides(groups: list[Group]) -> list[Group]:
    """For and against, in this order, even when a side is empty."""
    by_label = {g.label: g for g in groups}
    sides = [GROUPS[SUPPORTS], GROUPS[CONTRADICTS]]
    ours = [by_label.get(label, Group(label, (), 0, False)) for label in sides]
    return ours + [g for g in groups if g.label not in sides]


def _order(placed: Placed) -> tuple[int, str, bool, int]:
    """For, against, neither, then by kind; what stands before what was withdrawn; the newest first."""
    stances = list(GROUPS.values())
    first = stances.index(placed.group) if placed.group in stances else len(stances)
    return first, placed.group, placed.withdrawn is not None, -placed.card.id


def _cuts(walk: thread.Walk, cards: dict[int, thread.Card]) -> Iterable[tuple[str, list[thread.Card]]]:
    """Where the walk stopped although it leads further, in words."""
    said = (
        (walk.cut.depth, f"Cut after {DEPTH} steps; more lies beyond"),
        (walk.cut.nodes, f"Cut at {NODES} records each way; more lies beyond"),
        (walk.cut.fan_out, f"Only the {FAN_OUT} newest links are followed at"),
    )
    near = {s.card.id: s.depth for s in walk.steps}
    first = {words: sorted(where, key=lambda i: near[i])[:POINTED_AT] for where, words in said if where}
    return [(words, [cards[i] for i in where]) for words, where in first.items()]


def _opened(request: WorkRequest) -> int:
    """The column whose cards are all shown; 0 for none."""
    try:
        return max(-DEPTH, min(DEPTH, int(request.GET.get("open", "0"))))
    except ValueError:
        return 0


def _as_of(request: WorkRequest) -> date:
    try:
        return typed.day(request.GET, "on") or timezone.localdate()
    except Refused:
        return timezone.localdate()


ROUTES = [
    Route("thread", "thread", pick, get=Role.VIEWER),
    Route("thread/<int:node_id>", "thread_at", show, get=Role.VIEWER),
]
