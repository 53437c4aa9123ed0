"""Portfolios: into which periods and whose capacity ideas shall fit, what they take, and what is settled about them."""

from collections.abc import Mapping, Sequence
from typing import Any

from clew.ground.evidence.api import IDEA
from clew.ground.ledger.api import NotFound, Refused
from clew.ground.runs.api import Run, retry, runs_about, start
from clew.ground.thread.api import Link, NewNode, add_node, get_node, link, withdraw_link
from clew.ground.workspaces.api import Access, act
from clew.rooms.roadmap.kinds import PORTFOLIO, PORTFOLIO_JOB, SCORE_MODEL, WEIGHED
from clew.rooms.roadmap.models import Capacity, Choice, Portfolio, PortfolioTie, PutIdea
from clew.rooms.roadmap.models.portfolios import FEWEST_DRAWS, LARGEST, MOST_DRAWS, MOST_PERIODS, MOST_PUT, MOST_TEAMS
from clew.rooms.roadmap.queries.portfolio_inputs import inputs_of

NAME_LIMIT, DRAWS, MOST_SEED = 60, 50, 2**31 - 1
LABELS = tuple(name for name, _ in PutIdea.LABELS)


@act("add a portfolio")
def add_portfolio(
    access: Access, *, title: str, periods: Sequence[str], capacity: Mapping[str, Any], model_id: int | None = None
) -> Portfolio:
    """A scenario. `capacity`: of each team, by its name, what it can do in each period. Ideas without a value of their own are valued by the score model."""
    names, amounts = _capacity(periods, capacity)
    if model_id is not None:
        get_node(model_id, kind=SCORE_MODEL)
    node = add_node(access, NewNode(PORTFOLIO, title))
    made = Portfolio.objects.create(
        node=node, workspace_id=access.workspace_id, periods=names, teams=list(amounts), model_id=model_id
    )
    _hold(access, made, {(team, at): one for team, row in amounts.items() for at, one in enumerate(row)})
    return made


@act("set the capacity of a portfolio")
def set_capacity(
    access: Access, *, portfolio_id: int, periods: Sequence[str], capacity: Mapping[str, Any]
) -> Portfolio:
    """Of each team, by its name, what it can do in each period. What an idea takes of a team that is gone does not count."""
    found = _portfolio(portfolio_id)
    names, amounts = _capacity(periods, capacity)
    late = PutIdea.objects.filter(portfolio=found, begins__gte=len(names))
    if late.exists():
        raise Refused("An idea is pinned to a period that would be gone.", field="periods", remedy="Free it first.")
    found.periods, found.teams = names, list(amounts)
    found.save(update_fields=["periods", "teams"])
    wanted = {(team, period): amount for team, row in amounts.items() for period, amount in enumerate(row)}
    for row in Capacity.objects.filter(portfolio=found):
        amount = wanted.pop((row.team, row.period), None)
        if amount is None:
            row.delete()
        elif amount != row.amount:
            row.amount = amount
            row.save(update_fields=["amount"])
    _hold(access, found, wanted)
    return found


@act("choose by which score model a portfolio is valued")
def value_portfolio(access: Access, *, portfolio_id: int, model_id: int | None = None) -> Portfolio:
    """For ideas without a value of their own; none: each has its own."""
    found = _portfolio(portfolio_id)
    if model_id is not None:
        get_node(model_id, kind=SCORE_MODEL)
    found.model_id = model_id
    found.save(update_fields=["model"])
    return found


@act("copy a portfolio")
def copy_portfolio(access: Access, *, portfolio_id: int, title: str) -> Portfolio:
    """As a new scenario, with all but what was chosen."""
    found = _portfolio(portfolio_id)
    node = add_node(access, NewNode(PORTFOLIO, title))
    its = {"periods": found.periods, "teams": found.teams, "model_id": found.model_id}
    made = Portfolio.objects.create(node=node, workspace_id=access.workspace_id, **its)
    for row in Capacity.objects.filter(portfolio=found).order_by("pk"):
        row.pk, row.portfolio = None, made
        row.save(force_insert=True)
    new: dict[int, PutIdea] = {}
    for put in PutIdea.objects.filter(portfolio=found, idea__node__archived_at__isnull=True).order_by("pk"):
        before, put.pk, put.portfolio = put.pk, None, made
        put.save(force_insert=True)
        new[before] = put
        link(access, upstream=put.idea_id, verb=WEIGHED, downstream=made.pk)
    for tie in PortfolioTie.objects.filter(portfolio=found, first__in=new, second__in=new).order_by("pk"):
        tie.pk, tie.portfolio, tie.first, tie.second = None, made, new[tie.first_id], new[tie.second_id]
        tie.save(force_insert=True)
    return made


@act("put an idea into a portfolio")
def put_idea(
    access: Access, *, portfolio_id: int, idea_id: int, efforts: Mapping[str, Any] | None = None, lasts: int = 1,
    low: float | None = None, likely: float | None = None, high: float | None = None,
) -> PutIdea:  # fmt: skip
    """Or change what it takes and is worth. `efforts`: of each team, by its name, over all `lasts` periods together."""
    found = _portfolio(portfolio_id)
    get_node(idea_id, kind=IDEA)
    told = {"efforts": _efforts(found, efforts or {}), "lasts": _lasts(found, lasts), **_value(low, likely, high)}
    put, is_new = PutIdea.objects.get_or_create(
        portfolio=found, idea_id=idea_id, defaults={"workspace_id": access.workspace_id, **told}
    )
    if not is_new:
        for name, value in told.items():
            setattr(put, name, value)
        put.save(update_fields=list(told))
    elif PutIdea.objects.filter(portfolio=found).count() > MOST_PUT:
        raise Refused(f"At most {MOST_PUT} ideas are chosen from.", field="idea", remedy="Take others out first.")
    else:
        link(access, upstream=idea_id, verb=WEIGHED, downstream=found.pk)
    return put


@act("take an idea out of a portfolio")
def take_out(access: Access, *, portfolio_id: int, idea_id: int) -> None:
    """With what it needs and excludes there."""
    put = _put(portfolio_id, idea_id)
    PortfolioTie.objects.filter(first=put).delete()
    PortfolioTie.objects.filter(second=put).delete()
    put.delete()
    for one in Link.objects.filter(upstream=idea_id, verb=WEIGHED, downstream=portfolio_id, withdrawn_at__isnull=True):
        withdraw_link(access, link_id=one.pk)


@act("settle an idea of a portfolio")
def settle_idea(access: Access, *, portfolio_id: int, idea_id: int, label: str, begins: int | None = None) -> PutIdea:
    """Must is in whatever it is worth, Won't is out; should and could are chosen by their worth. `begins`: the number of the period in which it begins, from 1."""
    put = _put(portfolio_id, idea_id)
    if label not in LABELS:
        raise Refused("There is no such label.", field="label", remedy=f"One of: {', '.join(LABELS)}.")
    if begins is not None and not 1 <= begins <= len(put.portfolio.periods):
        raise Refused("There is no such period.", field="begins", remedy="Choose one of the portfolio.")
    if begins is not None and label == "wont":
        raise Refused("What is out begins in no period.", field="begins", remedy="Choose another label, or no period.")
    put.label, put.begins = label, None if begins is None else begins - 1
    put.save(update_fields=["label", "begins"])
    return put


@act("tie ideas of a portfolio")
def tie_ideas(access: Access, *, portfolio_id: int, idea_id: int, other_id: int, sort: str = "needs") -> PortfolioTie:
    """`needs`: the first comes only with the other, and not before it is done. `excludes`: at most one of them."""
    first, second = _put(portfolio_id, idea_id), _put(portfolio_id, other_id)
    if sort not in ("needs", "excludes"):
        raise Refused("Ideas are not tied so.", field="sort", remedy="One of: needs, excludes.")
    if first.pk == second.pk:
        raise Refused("These are the same idea.", field="other", remedy="Choose another one.")
    if sort == "needs" and first.pk in _needed(portfolio_id, second.pk):
        raise Refused("Then both would need each other.", field="other", remedy="Choose another idea.")
    if sort == "excludes" and first.pk > second.pk:
        first, second = second, first
    its = {"portfolio_id": portfolio_id, "workspace_id": access.workspace_id}
    made, _ = PortfolioTie.objects.get_or_create(first=first, second=second, sort=sort, defaults=its)
    return made


@act("untie ideas of a portfolio")
def untie_ideas(access: Access, *, portfolio_id: int, tie_id: int) -> None:
    if not PortfolioTie.objects.filter(portfolio=portfolio_id, pk=tie_id).delete()[0]:
        raise NotFound("These are not tied.")


@act("choose a portfolio")
def choose_portfolio(access: Access, *, portfolio_id: int, draws: int = DRAWS, seed: int = 1) -> Run:
    """In the background: first by the middle values, then for each draw of them, for as long as two minutes. While that is at work, and while nothing
    changed, asking again is asking once; draws that are left over are taken up."""
    found = _portfolio(portfolio_id)
    if not FEWEST_DRAWS <= draws <= MOST_DRAWS:
        raise Refused("So often it is not drawn.", field="draws", remedy=f"{FEWEST_DRAWS} to {MOST_DRAWS} times.")
    if not 0 <= seed <= MOST_SEED:
        raise Refused("A seed is a whole number from 0.", field="seed", remedy="Such as 1.")
    before = runs_about(access, [portfolio_id], jobs=(PORTFOLIO_JOB,)).get(portfolio_id)
    told = {"portfolio": portfolio_id, "draws": draws, "seed": seed, "hash": inputs_of(access, found).hash}
    last = Choice.objects.filter(portfolio=found).order_by("-pk").first()
    if before is not None:
        run = Run.objects.get(pk=before.id)
        is_same = {name: run.arguments.get(name) for name in told} == told
        is_whole = last is None or last.clash is not None or last.drawn >= last.draws
        if not before.is_over or (is_same and before.state == "done" and is_whole):
            return run
        if is_same and before.state != "done":
            return retry(access, run_id=before.id)
        if is_same:
            told["after"] = run.pk
    key = f"portfolio {portfolio_id} {told['hash']} {draws} {seed} {last.pk if last else 0} {last.drawn if last else 0}"
    return start(
        access, job=PORTFOLIO_JOB, title=f"Choose “{found.node.title}”", arguments=told, key=key,
        subject_id=portfolio_id,
    )  # fmt: skip


def _portfolio(portfolio_id: int) -> Portfolio:
    get_node(portfolio_id, kind=PORTFOLIO)
    return Portfolio.objects.select_related("node").get(pk=portfolio_id)


def _put(portfolio_id: int, idea_id: int) -> PutIdea:
    found = PutIdea.objects.select_related("portfolio").filter(portfolio=portfolio_id, idea=idea_id).first()
    if found is None:
        raise NotFound("That idea is not in this portfolio.")
    return found


def _hold(access: Access, portfolio: Portfolio, amounts: Mapping[tuple[str, int], float]) -> None:
    Capacity.objects.bulk_create(
        Capacity(workspace_id=access.workspace_id, portfolio=portfolio, team=team, period=period, amount=amount)
        for (team, period), amount in amounts.items()
    )


def _needed(portfolio_id: int, put_id: int) -> set[int]:
    """All that an idea needs, itself or by way of others."""
    by: dict[int, set[int]] = {}
    for first, second in PortfolioTie.objects.filter(portfolio=portfolio_id, sort="needs").values_list(
        "first_id", "second_id"
    ):
        by.setdefault(first, set()).add(second)
    known, here = set[int](), {put_id}
    while here:
        here = {two for one in here for two in by.get(one, ())} - known
        known |= here
    return known


def _capacity(periods: Sequence[str], capacity: Mapping[str, Any]) -> tuple[list[str], dict[str, list[float]]]:
    names = _names(periods, "periods", MOST_PERIODS)
    teams = _names(capacity, "teams", MOST_TEAMS)
    return names, {team: _row(row, team, len(names)) for team, row in zip(teams, capacity.values(), strict=True)}


def _names(said: Sequence[str] | Mapping[str, Any], field: str, most: int) -> list[str]:
    names = [" ".join(str(name).replace("\x00", "").split()) for name in said]
    if not 1 <= len(names) <= most or "" in names or len({name.lower() for name in names}) < len(names):
        raise Refused(f"These are not 1 to {most} names.", field=field, remedy="Give each a name of its own.")
    if any(len(name) > NAME_LIMIT for name in names):
        raise Refused(f"A name is longer than {NAME_LIMIT} characters.", field=field, remedy="Shorten it.")
    return names


def _row(said: Any, team: str, periods: int) -> list[float]:
    if not isinstance(said, list | tuple) or len(said) != periods:
        raise Refused(f"{team}: a number for each period is wanted.", field="capacity", remedy=f"Give {periods}.")
    return [_amount(one, team, "capacity") for one in said]


def _amount(said: Any, team: str, field: str) -> float:
    is_number = isinstance(said, int | float) and not isinstance(said, bool)
    if not is_number or not (0 <= said <= LARGEST):
        raise Refused(f"{team}: this is no amount.", field=field, remedy="Type a number from 0 up.")
    return float(said)


def _efforts(portfolio: Portfolio, said: Mapping[str, Any]) -> dict[str, float]:
    if unknown := [str(name) for name in said if name not in portfolio.teams]:
        raise Refused(
            f"There is no team “{unknown[0][:NAME_LIMIT]}”.", field="efforts", remedy=f"One of: {', '.join(portfolio.teams)}."
        )  # fmt: skip
    return {team: _amount(said[team], team, "efforts") for team in portfolio.teams if team in said}


def _lasts(portfolio: Portfolio, lasts: int) -> int:
    if not 1 <= lasts <= len(portfolio.periods):
        raise Refused("It lasts from one to all periods.", field="lasts", remedy=f"1 to {len(portfolio.periods)}.")
    return lasts


def _value(low: float | None, likely: float | None, high: float | None) -> dict[str, float | None]:
    if low is None and high is None and likely is None:
        return {"low": None, "likely": None, "high": None}
    if low is None or high is None:
        raise Refused("A value without a spread.", field="low", remedy="Say between which two values it lies, or nothing at all.")  # fmt: skip
    if not all(-LARGEST <= end <= LARGEST for end in (low, high)) or high < low:
        raise Refused("The high end lies below the low one, or too far out.", field="high", remedy="Change it.")
    if likely is not None and not low <= likely <= high:
        raise Refused("The likeliest lies between both ends.", field="likely", remedy="Change it, or leave it out.")
    return {"low": low, "likely": likely, "high": high}
