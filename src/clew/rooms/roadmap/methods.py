"""A version of a score model as science takes it: which factors it asks for, and what an estimate is as a distribution."""

from collections.abc import Mapping, Sequence
from math import inf
from typing import Any

from clew.ground.ledger.api import Refused
from clew.rooms.roadmap.models import Estimate, Factor
from clew.rooms.roadmap.scoring import STANDARD, believed
from clew.science.ranking import (
    LEVELS,
    Anchor,
    FormulaError,
    Input,
    Model,
    Uncertain,
    judged,
    model,
    parse,
    pooled,
    unit,
    weighted,
    within,
)

MOST_WEIGHTED, MOSCOW = 20, "moscow"


def keys_of(method: str, settings: Mapping[str, Any]) -> tuple[str, ...]:
    """The factors that it asks for, in its order."""
    if method in STANDARD:
        return tuple(each.name for each in STANDARD[method]().inputs)
    if method == MOSCOW:
        return ("moscow", "effort")
    if method == "weighted":
        return tuple(row["key"] for row in settings.get("weights", ()))
    return tuple(settings.get("keys", ()))


def model_of(title: str, number: int, method: str, settings: Mapping[str, Any], factors: Mapping[str, Factor]) -> Model:
    """Raises Refused for what cannot be computed: a formula that is not allowed, units that do not fit."""
    if method in STANDARD:
        return STANDARD[method]()
    try:
        if method == MOSCOW:
            return within(_capacity(settings["capacity"]), version=str(number))
        if method == "weighted":
            rows = settings["weights"]
            weights = {row["key"]: row["weight"] for row in rows}
            return weighted(weights, {r["key"]: Anchor(r["bad"], r["good"]) for r in rows}, version=str(number))
        inputs = [_input(factors[key], settings.get("success") or "") for key in settings["keys"]]
        return model(title, settings["formula"], inputs, version=str(number))
    except (FormulaError, ValueError) as error:
        raise Refused(f"This cannot be computed: {error}.", field="formula", remedy="Change it.") from error


def checked(method: str, settings: Mapping[str, Any], units: Mapping[str, str]) -> dict[str, Any]:
    """The settings that a version keeps; of a known method there are none. `units`: of all factors that there are, by key."""
    if method in STANDARD:
        return {}
    if method == "weighted":
        return {"weights": [_weight(row) for row in _rows(settings)]}
    if method == MOSCOW:
        return {"capacity": capacity_of(settings)}
    if method != "formula":
        known = (*STANDARD, "weighted", MOSCOW, "formula")
        raise Refused("There is no such method.", field="method", remedy=f"One of: {', '.join(known)}.")
    formula, success = (str(settings.get(name) or "").strip() for name in ("formula", "success"))
    try:
        keys = parse(formula, {key: unit(told) for key, told in units.items()}).names
    except FormulaError as error:
        raise Refused(f"{error}.", field="formula", remedy="Change it.") from error
    if success and success not in keys:
        raise Refused("The formula does not use it.", field="success", remedy=f"One of: {', '.join(keys)}.")
    return {"formula": formula, "keys": list(keys), "success": success}


def capacity_of(settings: Mapping[str, Any]) -> dict[str, float | None]:
    """Person-weeks between two ends, above 0; `likely` between them, or none."""
    told = settings.get("capacity")
    if not isinstance(told, Mapping):
        raise Refused("How much can be done?", field="capacity_low", remedy="Say the capacity in person-weeks.")
    found: dict[str, float | None] = {}
    for name in ("low", "likely", "high"):
        value = told.get(name)
        if value is None and name == "likely":
            found[name] = None
            continue
        if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value < 1e9:
            raise Refused("A capacity is a number above 0.", field=f"capacity_{name}", remedy="In person-weeks.")
        found[name] = float(value)
    low, likely, high = found["low"] or 0.0, found["likely"], found["high"] or 0.0
    if not low <= (low if likely is None else likely) <= high:
        raise Refused("The ends are not in order.", field="capacity_high", remedy="Low, likely, high.")
    return found


def _capacity(told: Mapping[str, float | None]) -> Uncertain:
    return believed(
        told["low"] or 0.0, told["likely"], told["high"] or 0.0, is_share=False, is_bounded=False, is_positive=True
    )


def uncertain(factor: Factor, made: Sequence[Estimate]) -> Uncertain:
    """What all who estimated hold it to be, each counting alike."""
    return pooled([_distribution(factor, one) for one in made])


def _distribution(factor: Factor, one: Estimate) -> Uncertain:
    if factor.kind == "label":
        return judged(LEVELS[round(one.low)], LEVELS[round(one.high)])
    return believed(
        one.low, one.likely, one.high, level=min(one.level, 0.99), is_share=factor.kind == "share",
        is_bounded=factor.lowest is not None or factor.highest is not None, is_positive=factor.kind == "amount",
    )  # fmt: skip


def _input(factor: Factor, success: str) -> Input:
    least, most = {"share": (0.0, 1.0), "amount": (0.0, inf)}.get(factor.kind, (-inf, inf))
    return Input(
        factor.key, factor.unit, least if factor.lowest is None else factor.lowest,
        most if factor.highest is None else factor.highest, is_above=factor.kind == "amount",
        is_probability=factor.key == success,
    )  # fmt: skip


def _rows(settings: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    rows = settings.get("weights")
    if not isinstance(rows, list) or not all(isinstance(row, Mapping) for row in rows) or not rows:
        raise Refused("No factor has a weight.", field="weights", remedy="Weigh one at least.")
    if len(rows) > MOST_WEIGHTED or len({row.get("key") for row in rows}) < len(rows):
        raise Refused(
            f"At most {MOST_WEIGHTED} factors are weighed, each once.", field="weights", remedy="Leave some out."
        )
    return rows


def _weight(row: Mapping[str, Any]) -> dict[str, Any]:
    key = str(row.get("key") or "")
    told: dict[str, Any] = {"key": key}
    for name in ("weight", "bad", "good"):
        value = row.get(name)
        if isinstance(value, bool) or not isinstance(value, int | float) or not -1e12 < value < 1e12:
            raise Refused(f"{key}: {name} is no number.", field=f"{key}_{name}", remedy="Type a number.")
        told[name] = float(value)
    if told["weight"] <= 0:
        raise Refused(
            f"{key}: a weight is above 0.", field=f"{key}_weight", remedy="Raise it, or leave the factor out."
        )
    if told["bad"] == told["good"]:
        raise Refused(
            f"{key}: what counts 0 and what counts 100 are the same.", field=f"{key}_good", remedy="Change one of them."
        )
    return told
