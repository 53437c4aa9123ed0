"""From an order to a decision: what would be decided, why, and what would change it; and which decisions wait for their outcome."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from clew.ground.ledger.api import NotFound, Refused
from clew.ground.thread.api import Link, Prediction
from clew.ground.workspaces.api import Access, read
from clew.rooms.roadmap.kinds import SHIPPED
from clew.rooms.roadmap.models import Release
from clew.rooms.roadmap.queries.changes import WhatWouldChange, what_would_change
from clew.rooms.roadmap.queries.parts import delivering, whole
from clew.rooms.roadmap.queries.rankings import RankedRow, RankingRow, ranked_ideas, ranking
from clew.rooms.roadmap.scoring import among, in_digits

OPTIONS, NAMED, MOST = 8, 3, 200
WORTH_NAMING = 0.005  # less is shown as 0%


@dataclass(frozen=True, slots=True)
class DraftOption:
    idea_id: int
    title: str
    reason: str


@dataclass(frozen=True, slots=True)
class DraftDecision:
    """What a ranking says about a choice, before anybody decides. `flips`: what would change the order; empty where nothing can."""

    ranking_id: int
    title: str
    question: str
    chosen_id: int
    options: tuple[DraftOption, ...]
    flips: str


@dataclass(frozen=True, slots=True)
class OutcomeWanted:
    """An open prediction of a decision of which what was chosen is out."""

    prediction_id: int
    question: str
    release: str
    released_on: date
    resolve_by: date


@read
def draft_decision(access: Access, ranking_id: int, *, chosen_id: int | None = None) -> DraftDecision:
    """The first ideas of a ranking as options; the first of them chosen, or another."""
    found = ranking(access, ranking_id)
    rows = list(ranked_ideas(access, ranking_id, limit=MOST))
    chosen = next((row for row in rows if row.id == (chosen_id or rows[0].id)), None)
    if chosen is None:
        raise NotFound("No such idea in this ranking.")
    options = rows[: max(2, min(OPTIONS, found.top + 2))]
    if chosen not in options:
        options.append(chosen)
    return DraftDecision(
        found.id, f"Build first: {chosen.title}"[:300], "Which of these is built first?", chosen.id,
        tuple(DraftOption(row.id, row.title, _reason(found, row, chosen)) for row in options), _flips(access, ranking_id),
    )  # fmt: skip


@read
def outcomes_wanted(access: Access, *, limit: int = 20) -> tuple[OutcomeWanted, ...]:
    """Predictions not due by their day yet, of decisions whose idea or item went out: the longest out first."""
    today = timezone.localdate()
    waiting = Prediction.objects.filter(
        node__state="open", resolve_by__gt=today, decision__decided_at__isnull=False, withdrawn_at__isnull=True
    )
    rows = list(waiting.order_by("resolve_by", "pk").values_list("pk", "question", "decision_id", "resolve_by")[:MOST])
    out = _releases_of({row[2] for row in rows if row[2]})
    told = [
        OutcomeWanted(pk, question, out[decision].node.title, out[decision].released_on or today, by)
        for pk, question, decision, by in rows
        if decision in out
    ]
    return tuple(sorted(told, key=lambda one: one.released_on)[: min(limit, MOST)])


def _releases_of(decision_ids: set[int]) -> dict[int, Release]:
    """By decision: the release in which an item that it rests on went out, or with which the last part of what it chose did."""
    items = _pairs(Link.objects.filter(downstream__in=decision_ids, verb="rests_on", upstream__kind="roadmap_item"))
    chosen = _pairs(Link.objects.filter(downstream__in=decision_ids, verb="chosen_by"))
    parts = _parts_of({idea for idea, _ in chosen})
    wanted = [
        *((decision, [item]) for item, decision in items),
        *((decision, parts[idea]) for idea, decision in chosen),
    ]
    shipped = dict(_pairs(Link.objects.filter(upstream__in=[pk for _, some in wanted for pk in some], verb=SHIPPED)))
    out = Release.objects.filter(pk__in=set(shipped.values()), released_on__isnull=False).select_related("node")
    releases, found = out.in_bulk(), dict[int, Release]()
    for decision, some in wanted:
        went = [releases[shipped[item]] for item in some if shipped.get(item) in releases]
        last = max(went, key=_went_on, default=None)
        if last is not None and _went_on(last) <= timezone.localdate():
            found.setdefault(decision, last)
    return found


def _parts_of(ideas: set[int]) -> Mapping[int, Sequence[int]]:
    """Of ideas that are out whole, the items that deliver them; of others none."""
    found: dict[int, list[int]] = defaultdict(list)
    for idea, item in _pairs(delivering().filter(upstream__in=whole(ideas))):
        found[idea].append(item)
    return found


def _went_on(release: Release) -> date:
    return release.released_on or date.max


def _pairs(links: "object") -> list[tuple[int, int]]:
    """(upstream, downstream) of ties that stand."""
    standing = links.filter(withdrawn_at__isnull=True).order_by("pk")  # type: ignore[attr-defined]
    return list(standing.values_list("upstream_id", "downstream_id")[: MOST * 10])


def _reason(found: RankingRow, row: RankedRow, chosen: RankedRow) -> str:
    ranks = str(row.rank_low) if row.rank_low == row.rank_high else f"{row.rank_low} to {row.rank_high}"
    what = f"fits into {found.capacity}" if found.capacity else among(found.top)
    told = f"Place {row.place}: {what} in {row.share_top:.0%} of draws, rank {ranks} in nine of ten"
    if row is chosen:
        return f"{told} ({found.model}, version {found.version})."
    side = "behind" if row.place > chosen.place else "ahead of"
    return f"{told}; {side} “{chosen.title[:100]}” at place {chosen.place}."


def _flips(access: Access, ranking_id: int) -> str:
    try:
        told = what_would_change(access, ranking_id)
    except Refused:  # all ideas are among the first
        return ""
    return "\n".join([*_turns(told), *_worth(told)])[:4000]


def _turns(told: WhatWouldChange) -> list[str]:
    """The likeliest values near the line that alone would turn the order."""
    turns = [(turn.chance, near, turn) for near in told.near for turn in near.turns if turn.value is not None]
    likeliest = sorted(turns, key=lambda one: -one[0])[:NAMED]
    place = "the first place" if told.top == 1 else f"the first {told.top}"
    return [
        f"{turn.factor} of “{near.idea}” {'above' if (turn.value or 0) > turn.now else 'below'} {in_digits(turn.value or 0, 3)} (now {in_digits(turn.now, 3)}) would take it"
        f" {'out of' if near.is_in else 'into'} {place}: {chance:.0%} likely."
        for chance, near, turn in likeliest
    ]


def _worth(told: WhatWouldChange) -> list[str]:
    """What is worth most, and where somebody said what it costs the cheapest next thing."""
    found = [
        f"Worth finding out: {one.factor.lower()} of “{one.idea}”, {one.share:.0%} of all that could be known."
        for one in told.worth
        if one.share >= WORTH_NAMING
    ]
    return [*found[:NAMED], *([told.next] if any(one.cost for one in told.worth) else [])]
