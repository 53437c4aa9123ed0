"""Portfolios: the scenarios there are, and one with what was chosen, what room is left, and what would change it."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

from django.db.models import Count, Q

from clew.ground.ledger.api import NotFound, Refused
from clew.ground.runs.api import runs_about
from clew.ground.workspaces.api import Access, read, shown_titles
from clew.rooms.roadmap.kinds import PORTFOLIO_JOB
from clew.rooms.roadmap.models import Capacity, Choice, ChosenIdea, Portfolio, PortfolioTie, PutIdea
from clew.rooms.roadmap.queries.portfolio_inputs import inputs_of
from clew.rooms.roadmap.queries.portfolio_shapes import (
    FULL,
    ChoiceRow,
    Clash,
    ClashReason,
    Compared,
    Lack,
    Musts,
    Nearest,
    Outcome,
    PeriodRow,
    PortfolioDetail,
    PortfolioRow,
    PutRow,
    Room,
    TiedIdea,
)
from clew.science.intervals import jeffreys
from clew.science.ranking import Labelled, moscow, point

MOST, MOST_COMPARED, LEVEL, MOSCOW_DRAWS = 200, 3, 0.9, 10


@read
def portfolios(access: Access, *, limit: int = 50, offset: int = 0) -> tuple[PortfolioRow, ...]:
    """The newest first."""
    kept = Q(ideas__idea__node__archived_at__isnull=True)
    found = Portfolio.objects.select_related("node").filter(node__archived_at__isnull=True)
    page = list(found.annotate(put=Count("ideas", filter=kept)).order_by("-pk")[offset : offset + min(limit, MOST)])
    last: dict[int, Choice] = {}
    choices = Choice.objects.filter(portfolio__in=page).order_by("pk")
    for choice in choices.annotate(begun=Count("ideas", filter=Q(ideas__begins__isnull=False))):
        last[choice.portfolio_id] = choice
    titles = shown_titles(access, {row.pk: row.node.title for row in page})
    return tuple(_row(one, titles[one.pk], last.get(one.pk)) for one in page)


@read
def portfolio(access: Access, portfolio_id: int) -> PortfolioDetail:
    """With its ideas in the order in which they were put in, and what was chosen last."""
    return _detail(access, portfolio_id)


@read
def compared(access: Access, *, portfolio_ids: Sequence[int]) -> Compared:
    """Two or three of them."""
    wanted = list(dict.fromkeys(portfolio_ids))
    if not 2 <= len(wanted) <= MOST_COMPARED:
        raise Refused("Two or three are compared.", field="portfolios", remedy="Choose as many.")
    found = tuple(_detail(access, pk) for pk in wanted)
    titles = {row.idea_id: row.title for one in found for row in one.ideas}
    places = [{row.idea_id: _place(one, row) for row in one.ideas} for one in found]
    rows = [(pk, title, tuple(place.get(pk) for place in places)) for pk, title in titles.items()]
    differ = tuple(row for row in rows if any(a != b for a, b in pairwise(row[2])))
    return Compared(found, differ, len(rows) - len(differ))


def _place(one: PortfolioDetail, row: PutRow) -> str:
    begins = row.outcome.begins if row.outcome else None
    return one.period_names[begins - 1] if begins and begins <= len(one.period_names) else ""


def _row(one: Portfolio, title: str, choice: Choice | None) -> PortfolioRow:
    begun = None if choice is None or choice.clash is not None else choice.begun  # type: ignore[attr-defined]
    return PortfolioRow(
        one.pk, title, one.put, len(one.periods), len(one.teams), begun, choice.value if choice else None,  # type: ignore[attr-defined]
        choice is not None and choice.clash is not None, choice.made_at if choice else None,
    )  # fmt: skip


def _detail(access: Access, portfolio_id: int) -> PortfolioDetail:
    found = Portfolio.objects.select_related("node").filter(pk=portfolio_id).first()
    if found is None:
        raise NotFound("No such portfolio.")
    amounts = {(row.team, row.period): row.amount for row in Capacity.objects.filter(portfolio=found)}
    capacity = tuple(tuple(amounts.get((t, p), 0.0) for p in range(len(found.periods))) for t in found.teams)
    last = Choice.objects.filter(portfolio=found).order_by("-pk").first()
    rows = _put_rows(access, found, last)
    now, not_yet = _hash(access, found)
    periods = _periods(found, capacity, rows)
    return PortfolioDetail(
        id=found.pk, title=shown_titles(access, {found.pk: found.node.title})[found.pk],
        period_names=tuple(found.periods), teams=tuple(found.teams), capacity=capacity, model_id=found.model_id,
        ideas=rows, periods=periods, choice=_choice(found, capacity, last, rows, now) if last else None,
        run=runs_about(access, [found.pk], jobs=(PORTFOLIO_JOB,)).get(found.pk), not_yet=not_yet,
        musts=_musts(found, capacity, rows), nearest=_nearest(found, periods, rows), shakiest=_shakiest(rows),
    )  # fmt: skip


def _hash(access: Access, found: Portfolio) -> tuple[str, str]:
    try:
        return inputs_of(access, found).hash, ""
    except Refused as error:
        return "", f"{error.message} {error.remedy}"


def _put_rows(access: Access, found: Portfolio, last: Choice | None) -> tuple[PutRow, ...]:
    put = list(
        PutIdea.objects.filter(portfolio=found, idea__node__archived_at__isnull=True)
        .select_related("idea__node")
        .order_by("pk")[:MOST]
    )
    titles = shown_titles(access, {row.idea_id: row.idea.node.title for row in put})
    ideas = {row.pk: row.idea_id for row in put}
    ties: dict[tuple[str, int], list[TiedIdea]] = defaultdict(list)
    for tie in PortfolioTie.objects.filter(portfolio=found, first__in=put, second__in=put).order_by("pk"):
        first, second = ideas[tie.first_id], ideas[tie.second_id]
        ties[tie.sort, first].append(TiedIdea(tie.pk, second, titles[second]))
        if tie.sort == "excludes":
            ties[tie.sort, second].append(TiedIdea(tie.pk, first, titles[first]))
    chosen = {row.idea_id: row for row in ChosenIdea.objects.filter(choice=last)} if last else {}
    return tuple(_put_row(found, row, titles[row.idea_id], ties, chosen.get(row.idea_id), last) for row in put)


def _put_row(
    found: Portfolio, row: PutIdea, title: str, ties: Mapping[tuple[str, int], list[TiedIdea]], chosen: ChosenIdea | None,
    last: Choice | None,
) -> PutRow:  # fmt: skip
    return PutRow(
        idea_id=row.idea_id, title=title, efforts=tuple(row.efforts.get(team, 0.0) for team in found.teams),
        lasts=row.lasts, low=row.low, likely=row.likely, high=row.high, label=row.label,
        label_name=row.get_label_display(), begins=None if row.begins is None else row.begins + 1,
        needs=tuple(ties.get(("needs", row.idea_id), ())), excludes=tuple(ties.get(("excludes", row.idea_id), ())),
        outcome=_outcome(chosen, last.drawn) if chosen and last else None,
    )  # fmt: skip


def _outcome(chosen: ChosenIdea, drawn: int) -> Outcome:
    share = jeffreys(chosen.times, drawn, level=LEVEL) if drawn else None
    return Outcome(
        begins=None if chosen.begins is None else chosen.begins + 1, value_low=chosen.value_low, value=chosen.value,
        value_high=chosen.value_high, share=share.value if share else None, share_low=share.low if share else 0.0,
        share_high=share.high if share else 1.0, cost=chosen.cost, cost_low=chosen.cost_low, cost_high=chosen.cost_high,
    )  # fmt: skip


def _periods(found: Portfolio, capacity: Sequence[Sequence[float]], rows: Sequence[PutRow]) -> tuple[PeriodRow, ...]:
    """What the choice takes by today's efforts."""
    taken: dict[tuple[int, int], float] = defaultdict(float)
    begun: dict[int, list[int]] = defaultdict(list)
    for row in rows:
        if row.outcome is None or row.outcome.begins is None:
            continue
        start = row.outcome.begins - 1
        begun[start].append(row.idea_id)
        for period in range(start, start + row.lasts):
            for team, effort in enumerate(row.efforts):
                taken[team, period] += effort / row.lasts
    return tuple(
        PeriodRow(
            name, tuple(begun[at]),
            tuple(Room(team, taken[n, at], capacity[n][at]) for n, team in enumerate(found.teams)),
        )
        for at, name in enumerate(found.periods)
    )  # fmt: skip


def _choice(
    found: Portfolio, capacity: Sequence[Sequence[float]], last: Choice, rows: Sequence[PutRow], now: str
) -> ChoiceRow:
    value, bound = last.value, last.bound
    gap = (bound - value) / value if value and bound and value > 0 else 0.0
    clash = None if last.clash is None else _clash(found, capacity, rows, last.clash)
    return ChoiceRow(
        last.pk, last.seed, last.draws, last.drawn, value, gap, last.draw_gap, last.knowing, last.knowing_low, last.knowing_high, clash,
        last.inputs_hash, last.made_at, last.inputs_hash == now,
    )  # fmt: skip


def _clash(
    found: Portfolio, capacity: Sequence[Sequence[float]], rows: Sequence[PutRow], told: Mapping[str, list[Any]]
) -> Clash:
    """With what is settled and taken today; of a team that is gone nothing is said."""
    by = {row.idea_id: row for row in rows}
    those = [by[pk] for pk in told["ideas"] if pk in by]
    lacks = [
        Lack(team, tuple(row.efforts[at] for row in those if row.efforts[at]), tuple(capacity[at]))
        for at, team in enumerate(found.teams)
        if team in told["teams"]
    ]
    reasons = tuple(ClashReason(row.idea_id, row.title, _settled(found, row)) for row in those)
    return Clash(reasons, tuple(lacks), tuple(by[pk].title for pk in told["lift"] if pk in by))


def _settled(found: Portfolio, row: PutRow) -> str:
    said = "is out" if row.label == "wont" else "must be in"
    if row.begins is not None:
        said = f"must begin in {found.periods[row.begins - 1]}"
    if row.lasts > 1:
        said += f", lasts {row.lasts} periods"
    if row.needs:
        said += f", needs {', '.join(one.other for one in row.needs)}"
    return said + (f", not with {', '.join(one.other for one in row.excludes)}" if row.excludes else "")


def _musts(found: Portfolio, capacity: Sequence[Sequence[float]], rows: Sequence[PutRow]) -> tuple[Musts, ...]:
    """Of all teams together, then of each."""
    whole = [sum(row) for row in capacity]
    parts = [("", sum(whole), [sum(row.efforts) for row in rows])]
    parts += [(team, whole[at], [row.efforts[at] for row in rows]) for at, team in enumerate(found.teams)]
    return tuple(_must(team, room, efforts, rows) for team, room, efforts in parts if room > 0 and rows)


def _must(team: str, room: float, efforts: Sequence[float], rows: Sequence[PutRow]) -> Musts:
    labelled = [
        Labelled(str(row.idea_id), row.label, point(effort))  # type: ignore[arg-type]  # the column holds no other
        for row, effort in zip(rows, efforts, strict=True)
    ]
    told = moscow(labelled, point(room), draws=MOSCOW_DRAWS)
    return Musts(team, told.must.value, " ".join(told.warnings))


def _nearest(found: Portfolio, periods: Sequence[PeriodRow], rows: Sequence[PutRow]) -> Nearest | None:
    left = [
        (row.outcome.share, row)
        for row in rows
        if row.outcome and row.outcome.begins is None and row.outcome.share and row.label != "wont"
    ]
    if not left:
        return None
    share, row = max(left, key=lambda one: one[0])
    fits = [_lacks(periods, row, start) for start in range(len(periods) - row.lasts + 1)]
    if not fits:
        return None
    start, lacks = min(enumerate(fits), key=lambda one: sum(amount for _, amount in one[1]))
    return Nearest(row.idea_id, row.title, share, found.periods[start], lacks)


def _lacks(periods: Sequence[PeriodRow], row: PutRow, start: int) -> tuple[tuple[str, float], ...]:
    """How much more each team would have to be able to do, for the idea to begin then beside what is chosen."""
    found: dict[str, float] = defaultdict(float)
    for period in periods[start : start + row.lasts]:
        for room, effort in zip(period.rooms, row.efforts, strict=True):
            found[room.team] += max(0.0, room.used + effort / row.lasts - room.capacity)
    return tuple((team, amount) for team, amount in found.items() if amount > FULL)


def _shakiest(rows: Sequence[PutRow]) -> PutRow | None:
    sure = [
        (row.outcome.share, row)
        for row in rows
        if row.outcome and row.outcome.begins and row.outcome.share is not None and not row.is_pinned
    ]
    least = min(sure, key=lambda one: one[0], default=None)
    return least[1] if least and least[0] < 1 else None
