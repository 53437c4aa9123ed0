"""Estimates: what somebody holds the factors of an idea to be, each with its spread."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import inf, isfinite
from typing import Any

from django.db.models import Q
from django.utils import timezone

from clew.ground.evidence.api import IDEA
from clew.ground.ledger.api import NotFound, Refused
from clew.ground.thread.api import get_node
from clew.ground.workspaces.api import Access, act
from clew.rooms.roadmap.actions.factors import MOST_FACTORS
from clew.rooms.roadmap.models import Estimate, Factor, RoundFactor
from clew.rooms.roadmap.queries.estimates import FactorRow
from clew.rooms.roadmap.scoring import in_digits

NOTE_LIMIT, LEVEL = 500, 0.9
SPREAD = "Say between which two values it lies. Who is quite sure says the same twice."
SPANS = {"fifth": ("quite sure", 0.2), "half": ("half sure", 0.5), "twice": ("hardly sure", 1.0)}
ENDS = {"share": (0.0, 1.0), "amount": (0.0, inf)}


@dataclass(frozen=True, slots=True)
class Said:
    """What one holds a factor to be, checked."""

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
    said = said_of(values)
    _not_blind(idea_id, [factor for factor, _ in said])
    return tuple(keep(access, idea_id, factor, told, author=access.user_id) for factor, told in said)


def said_of(values: Sequence[Mapping[str, Any]]) -> list[tuple[Factor, Said]]:
    """Each checked: numbers in order, with a spread, within the factor's ends."""
    if not values:
        raise Refused("Nothing was estimated.", field="values", remedy="Say low and high of one factor at least.")
    if len(values) > MOST_FACTORS:
        raise Refused(f"These are more than {MOST_FACTORS}.", field="values", remedy="Send them in parts.")
    factors = Factor.objects.in_bulk([_whole(value, "factor_id") or 0 for value in values])
    said = [_said(factors, value) for value in values]
    if len({factor.pk for factor, _ in said}) < len(said):
        raise Refused("A factor stands there twice.", field="values", remedy="Estimate each once.")
    return said


@act("withdraw an estimate")
def withdraw_estimate(access: Access, *, idea_id: int, factor_id: int) -> None:
    """One's own. What others estimated stands."""
    if not _drop(access.user_id, idea_id, factor_id):
        raise NotFound("You have estimated nothing there.")


def keep(access: Access, idea_id: int, factor: Factor, said: Said, *, author: int | None) -> Estimate:
    """In the place of what the author estimated before."""
    told = {name: getattr(said, name) for name in Said.__slots__}
    standing = Estimate.objects.filter(idea=idea_id, factor=factor, author=author, replaced_at__isnull=True).first()
    if standing and all(getattr(standing, name) == value for name, value in told.items()):
        return standing
    _drop(author, idea_id, factor.pk)
    return Estimate.objects.create(
        workspace_id=access.workspace_id, idea_id=idea_id, factor=factor, author_id=author, **told
    )


def _drop(author: int | None, idea_id: int, factor_id: int) -> int:
    mine = Estimate.objects.filter(idea=idea_id, factor=factor_id, author=author, replaced_at__isnull=True)
    return mine.update(replaced_at=timezone.now())


def _not_blind(idea_id: int, factors: Sequence[Factor]) -> None:
    """While a round is not open, its factors of its ideas are estimated there and nowhere else."""
    asked = Q(round__ideas__idea=idea_id, round__opened_at__isnull=True, round__node__archived_at__isnull=True)
    found = RoundFactor.objects.filter(asked, factor__in=factors).select_related("round__node", "factor").first()
    if found is not None:
        raise Refused(
            f"{found.factor.label} of this idea is estimated blind in “{found.round.node.title}”.",
            field=f"{found.factor.key}_low", remedy="Estimate it there; it stands here when the round is open.",
        )  # fmt: skip


def _said(factors: Mapping[int, Factor], value: Mapping[str, Any]) -> tuple[Factor, Said]:
    factor = factors.get(_whole(value, "factor_id") or 0)
    if factor is None:
        raise NotFound("No such factor.")
    low, likely, high, level = (_number(factor, value, name) for name in ("low", "likely", "high", "level"))
    if low is None or high is None:
        missing = "low" if low is None else "high"
        told = next((number for number in (likely, high, low) if number is not None), None)
        remedy = f"{_spans(factor, told)} {SPREAD}" if told is not None else SPREAD
        raise Refused("A number without a spread is no estimate.", field=f"{factor.key}_{missing}", remedy=remedy)
    basis, note = (str(value.get(name) or "") for name in ("basis", "note"))
    said = Said(
        low, likely, high, LEVEL if level is None else level, basis or "guess", _whole(value, "source_id"), note.strip()
    )
    _in_order(factor, said)
    _within(factor, said)
    _labelled(factor, said)
    _told(factor, said)
    return factor, said


def _spans(factor: Factor, told: float) -> str:
    """Three spans around a number, as wide as one may be sure, within what the factor can be."""
    spans = [(name, spread(factor, told, span)) for span, (name, _) in SPANS.items()]
    return f"Such as {', '.join(f'{in_digits(low)} to {in_digits(high)} ({name})' for name, (low, high) in spans)}."


def spread(factor: Factor | FactorRow, told: float, span: str) -> tuple[float, float]:
    """From so much below a number to as much above it, in proportion, within what the factor can be."""
    least, most = bounds(factor)
    times = 1 + SPANS[span][1]
    low, high = sorted((told / times, told * times))
    return max(low, least), min(high, most)


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


def _in_order(factor: Factor, said: Said) -> None:
    if said.high < said.low:
        raise Refused("The high end lies below the low one.", field=f"{factor.key}_high", remedy="Change one of them.")
    if said.likely is not None and not said.low <= said.likely <= said.high:
        raise Refused(
            "The likely value lies outside.", field=f"{factor.key}_likely", remedy="It lies between low and high."
        )


def _within(factor: Factor, said: Said) -> None:
    least, most = bounds(factor)
    if said.low < least or (factor.kind == "amount" and said.low <= 0):
        told = "above 0" if factor.kind == "amount" else f"{least:g} or more"
        raise Refused(f"{factor.label} is {told}.", field=f"{factor.key}_low", remedy="Raise the low end.")
    if said.high > most:
        remedy = "Write 80 % as 0.8." if most == 1 else "Lower the high end."
        raise Refused(f"{factor.label} is {most:g} at most.", field=f"{factor.key}_high", remedy=remedy)


def _labelled(factor: Factor, said: Said) -> None:
    if factor.kind == "label" and not (said.low.is_integer() and said.high.is_integer()):
        remedy = "3 for must, 2 for should, 1 for could, 0 for won't; two of them where you waver."
        raise Refused("This is no label.", field=f"{factor.key}_low", remedy=remedy)


def bounds(factor: Factor | FactorRow) -> tuple[float, float]:
    """Between which an estimate of it must lie."""
    least, most = ENDS.get(factor.kind, (-inf, inf))
    return (
        least if factor.lowest is None else max(least, factor.lowest),
        most if factor.highest is None else min(most, factor.highest),
    )


def _told(factor: Factor, said: Said) -> None:
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
