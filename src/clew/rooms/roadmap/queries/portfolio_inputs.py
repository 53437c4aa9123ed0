"""What a portfolio is chosen from: the problem as science takes it, what each idea is worth with its spread, and the hash of all that."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from clew.ground.ledger.api import Refused
from clew.ground.workspaces.api import Access, shown_titles
from clew.rooms.roadmap.methods import MOSCOW, keys_of, model_of
from clew.rooms.roadmap.models import Capacity, Factor, PortfolioTie, PutIdea, ScoreVersion
from clew.rooms.roadmap.models import Portfolio as Scenario
from clew.rooms.roadmap.queries.inputs import items_of
from clew.rooms.roadmap.scoring import believed, worth
from clew.science.portfolio import Pin, Portfolio
from clew.science.ranking import Item, Model, Uncertain, inputs_hash
from clew.science.ranking.draws import draw, look_up

FOR_MEANS = 10_000


@dataclass(frozen=True, slots=True)
class Worth:
    """`drawn`: (draws, ideas). Of each idea the mean, by which is chosen, and the middle nine of ten."""

    drawn: NDArray[np.float64]
    low: NDArray[np.float64]
    middle: NDArray[np.float64]
    high: NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Inputs:
    """`ideas`: in the order of the problem. `typed`: what is held of those with a value of their own, the others are `scored` by the model."""

    ideas: tuple[int, ...]
    teams: tuple[str, ...]
    problem: Portfolio
    typed: Mapping[int, Uncertain]
    scored: Sequence[Item]
    model: Model | None
    hash: str

    def worth(self, seed: int) -> Worth:
        """Drawn as often as the means need. Random with `seed`."""
        drawn = np.zeros((FOR_MEANS, len(self.ideas)))
        places = {pk: at for at, pk in enumerate(self.ideas)}
        random = np.random.Generator(np.random.SFC64(seed))
        mine = list(self.typed)
        drawn[:, [places[pk] for pk in mine]] = look_up([self.typed[pk] for pk in mine], FOR_MEANS, random).T
        if self.model is not None and self.scored:
            # Whether it works shows only once it is built: in what is chosen before, its chance counts, as it is believed in that draw.
            scores = draw(self.scored, self.model, FOR_MEANS, seed, success="expected").scores
            drawn[:, [places[int(item.name)] for item in self.scored]] = scores.T
        low, high = np.quantile(drawn, (0.05, 0.95), axis=0)
        return Worth(drawn, low, drawn.mean(axis=0), high)


def inputs_of(access: Access, scenario: Scenario) -> Inputs:
    """Raises Refused where nothing can be chosen yet: without ideas, and for ideas without a value."""
    put = list(PutIdea.objects.filter(portfolio=scenario, idea__node__archived_at__isnull=True).order_by("pk"))
    if not put:
        raise Refused("There is nothing to choose from.", field="idea", remedy="Put ideas in first.")
    typed = {row.idea_id: _typed(row) for row in put if row.low is not None and row.high is not None}
    others = [row.idea_id for row in put if row.idea_id not in typed]
    model, scored = _scored(scenario, others) if others else (None, [])
    known = {*typed, *(int(item.name) for item in scored)}
    if missing := [row for row in put if row.idea_id not in known]:
        _refuse_without_value(access, missing, scenario)
    problem = _problem(scenario, put)
    told = [_told(problem), [row.idea_id for row in put], [[pk, repr(value)] for pk, value in typed.items()]]
    if model is not None and scored:
        told.append([inputs_hash(scored, model)])
    digest = hashlib.sha256(json.dumps(told).encode()).hexdigest()
    return Inputs(tuple(row.idea_id for row in put), tuple(scenario.teams), problem, typed, scored, model, digest)


def _typed(row: PutIdea) -> Uncertain:
    low, high = row.low or 0.0, row.high or 0.0
    return believed(low, row.likely, high, is_share=False, is_bounded=False, is_positive=low > 0)


def _scored(scenario: Scenario, idea_ids: Sequence[int]) -> tuple[Model | None, list[Item]]:
    version = ScoreVersion.objects.select_related("model__node").filter(model=scenario.model_id).order_by("-number")
    newest = version.first()
    if newest is None or newest.method == MOSCOW:  # labels are no worth
        return None, []
    model = worth(newest.method)
    factors = {row.key: row for row in Factor.objects.filter(key__in=keys_of(newest.method, newest.settings))}
    if model is None:
        model = model_of(newest.model.node.title, newest.number, newest.method, newest.settings, factors)
    return model, items_of([factors[each.name] for each in model.inputs], idea_ids=idea_ids)


def _refuse_without_value(access: Access, missing: Sequence[PutIdea], scenario: Scenario) -> None:
    pks = [row.idea_id for row in missing[:3]]
    rows = {row.idea_id: row.idea.node.title for row in PutIdea.objects.select_related("idea__node").filter(portfolio=scenario, idea__in=pks)}  # fmt: skip
    titles = shown_titles(access, rows)
    names = ", ".join(f"“{titles[pk]}”" for pk in pks)
    rest = f" and {len(missing) - 3} more" if len(missing) > 3 else ""
    raise Refused(
        f"Nobody said what {names}{rest} would be worth.", field="value",
        remedy="Type a value between two ends, or choose a score model and estimate its factors.",
    )  # fmt: skip


def _problem(scenario: Scenario, put: Sequence[PutIdea]) -> Portfolio:
    amounts = {(row.team, row.period): row.amount for row in Capacity.objects.filter(portfolio=scenario)}
    places = {row.pk: at for at, row in enumerate(put)}
    ties = [
        (row.sort, places[row.first_id], places[row.second_id])
        for row in PortfolioTie.objects.filter(portfolio=scenario).order_by("pk")
        if row.first_id in places and row.second_id in places
    ]
    periods = range(len(scenario.periods))
    try:
        return Portfolio(
            efforts=[[[row.efforts.get(team, 0.0) / row.lasts for team in scenario.teams]] * row.lasts for row in put],
            capacity=[[amounts.get((team, period), 0.0) for team in scenario.teams] for period in periods],
            needs=[(a, b) for sort, a, b in ties if sort == "needs"],
            exclusions=[(a, b) for sort, a, b in ties if sort == "excludes"],
            pins=[pin for at, row in enumerate(put) for pin in _pins(row, at)],
        )
    except ValueError as error:
        raise Refused(f"This cannot be chosen: {error}.", field="capacity", remedy="Change it.") from error


def _pins(row: PutIdea, at: int) -> list[Pin]:
    if row.label == "wont":
        return [Pin(at, out=True)]
    return [Pin(at, row.begins)] if row.begins is not None or row.label == "must" else []


def _told(problem: Portfolio) -> list[object]:
    pins = [[pin.idea, pin.period, pin.out] for pin in problem.pins]
    return [problem.efforts, problem.capacity, problem.needs, problem.exclusions, pins]
