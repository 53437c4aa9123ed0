"""Estimates: what somebody holds the factors of an idea to be, each with its spread."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import inf, isfinite
from typing import Any

from django.utils import timezone

from clew.ground.evidence.api import IDEA, Idea
from clew.ground.ledger.api import NotFound, Refused
from clew.ground.thread.api import get_node
from clew.ground.workspaces.api import Access, act
from clew.rooms.roadmap.actions.factors import MOST_FACTORS
from clew.rooms.roadmap.models import Estimate, Factor

NOTE_LIMIT, LEVEL = 500, 0.9
SPREAD = "Say between which two values it lies. Who is quite sure says the same twice."
ENDS = {"share": (0.0, 1.0), "amount": (0.0, inf)}


@dataclass(frozen=True, slots=True)
class _Said:
    low: float
    likely: float | None
    high: float
    level: float
    basis: str
    source_id: int | None
    note: str


@act("estimate an idea")
def estimate_idea(access: Access, *, idea_id: int, values: Sequence[dict[str, Any]]) -> tuple[Estimate, ...]:
    """What one holds some of its factors to be; all are kept, or none. Each takes the place of what one estimated before.

    A value: factor_id, low, high, and as one likes likely, level (the share of cases between low and high, mostly 0.9),
    basis (guess, study, metric, survey, other), source_id (the record it was taken from), note.
    """
    get_node(idea_id, kind=IDEA)
    if not values:
        raise Refused("Nothing was estimated.", field="values", remedy="Say low and high of one factor at least.")
    if len(values) > MOST_FACTORS:
        raise Refused(f"These are more than {MOST_FACTORS}.", field="values", remedy="Send them in parts.")
    factors = Factor.objects.in_bulk([_whole(value, "factor_id") or 0 for value in values])
    said = [_said(factors, value) for value in values]
    if len({factor.pk for factor, _ in said}) < len(said):
        raise Refused("A factor stands there twice.", field="values", remedy="Estimate each once.")
    idea = Idea.objects.get(pk=idea_id)
    return tuple(_kept(access, idea, factor, told) for factor, told in said)


@act("withdraw an estimate")
def withdraw_estimate(access: Access, *, idea_id: int, factor_id: int) -> None:
    """One's own. What others estimated stands."""
    if not _drop(access, idea_id, factor_id):
        raise NotFound("You have estimated nothing there.")


def _kept(access: Access, idea: Idea, factor: Factor, said: _Said) -> Estimate:
    standing = Estimate.objects.filter(
        idea=idea, factor=factor, author=access.user_id, replaced_at__isnull=True
    ).first()
    if standing and said == _Said(**{name: getattr(standing, name) for name in _Said.__slots__}):
        return standing
    _drop(access, idea.pk, factor.pk)
    told = {name: getattr(said, name) for name in _Said.__slots__}
    return Estimate.objects.create(
        workspace_id=access.workspace_id, idea=idea, factor=factor, author_id=access.user_id, **told
    )


def _drop(access: Access, idea_id: int, factor_id: int) -> int:
    mine = Estimate.objects.filter(idea=idea_id, factor=factor_id, author=access.user_id, replaced_at__isnull=True)
    return mine.update(replaced_at=timezone.now())


def _said(factors: Mapping[int, Factor], value: Mapping[str, Any]) -> tuple[Factor, _Said]:
    factor = factors.get(_whole(value, "factor_id") or 0)
    if factor is None:
        raise NotFound("No such factor.")
    low, likely, high, level = (_number(factor, value, name) for name in ("low", "likely", "high", "level"))
    if low is None or high is None:
        missing = "low" if low is None else "high"
        raise Refused("A number without a spread is no estimate.", field=f"{factor.key}_{missing}", remedy=SPREAD)
    basis, note = (str(value.get(name) or "") for name in ("basis", "note"))
    said = _Said(
        low, likely, high, LEVEL if level is None else level, basis or "guess", _whole(value, "source_id"), note.strip()
    )
    _in_order(factor, said)
    _within(factor, said)
    _told(factor, said)
    return factor, said


def _number(factor: Factor, value: Mapping[str, Any], name: str) -> float | None:
    told = value.get(name)
    if told is None:
        return None
    if isinstance(told, bool) or not isinstance(told, int | float) or not isfinite(told):
        raise Refused("This is no number.", field=f"{factor.key}_{name}", remedy="Type a number.")
    return float(told)


def _whole(value: Mapping[str, Any], name: str) -> int | None:
    told = value.get(name)
    if told is None or (isinstance(told, int) and not isinstance(told, bool)):
        return told
    raise Refused("This is no record's number.", field=name, remedy="Give the number that the record has.")


def _in_order(factor: Factor, said: _Said) -> None:
    if said.high < said.low:
        raise Refused("The high end lies below the low one.", field=f"{factor.key}_high", remedy="Change one of them.")
    if said.likely is not None and not said.low <= said.likely <= said.high:
        raise Refused(
            "The likely value lies outside.", field=f"{factor.key}_likely", remedy="It lies between low and high."
        )


def _within(factor: Factor, said: _Said) -> None:
    least, most = bounds(factor)
    if said.low < least or (factor.kind == "amount" and said.low <= 0):
        told = "above 0" if factor.kind == "amount" else f"{least:g} or more"
        raise Refused(f"{factor.label} is {told}.", field=f"{factor.key}_low", remedy="Raise the low end.")
    if said.high > most:
        raise Refused(f"{factor.label} is {most:g} at most.", field=f"{factor.key}_high", remedy="Lower the high end.")


def bounds(factor: Factor) -> tuple[float, float]:
    """Between which an estimate of it must lie."""
    least, most = ENDS.get(factor.kind, (-inf, inf))
    return (
        least if factor.lowest is None else max(least, factor.lowest),
        most if factor.highest is None else min(most, factor.highest),
    )


def _told(factor: Factor, said: _Said) -> None:
    if not 0.5 <= said.level <= 1:
        raise Refused(
            "Low and high hold between half of the cases and all.", field=f"{factor.key}_level", remedy="Mostly 0.9."
        )
    if said.basis not in dict(Estimate.BASES):
        known = ", ".join(dict(Estimate.BASES))
        raise Refused("Taken from what?", field=f"{factor.key}_basis", remedy=f"One of: {known}.")
    if len(said.note) > NOTE_LIMIT:
        raise Refused(
            f"The note is longer than {NOTE_LIMIT} characters.", field=f"{factor.key}_note", remedy="Shorten it."
        )
    if said.source_id is not None:
        get_node(said.source_id)
