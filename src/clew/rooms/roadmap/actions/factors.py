"""Factors: what is estimated of ideas. Those of the known methods come by themselves when a score model needs them."""

import re
from collections.abc import Iterable
from math import isfinite
from typing import Any
from unicodedata import normalize

from clew.ground.ledger.api import NotFound, Refused
from clew.ground.workspaces.api import Access, act
from clew.rooms.roadmap.models import Factor
from clew.science.ranking import LEVELS
from clew.science.ranking import unit as unit_of

KEY = re.compile(r"[a-z][a-z0-9_]{0,29}")
MOST_FACTORS = 60
LABEL_LIMIT, UNIT_LIMIT, QUESTION_LIMIT = 60, 40, 300

KNOWN: dict[str, dict[str, Any]] = {
    "reach": {
        "label": "Reach", "unit": "people/quarter", "kind": "amount",
        "question": "How many people will it touch in a quarter?",
    },
    "impact": {
        "label": "Impact", "kind": "scale", "lowest": 0.25, "highest": 3,
        "question": "How much will it do for each of them? 0.25 hardly, 0.5 little, 1 middling, 2 much, 3 very much.",
    },
    "confidence": {"label": "Confidence", "kind": "share", "question": "How likely does it work as hoped?"},
    "effort": {
        "label": "Effort", "unit": "person-weeks", "kind": "amount", "question": "How much work of how many people is it?",
    },
    "ease": {
        "label": "Ease", "kind": "scale", "lowest": 1, "highest": 10,
        "question": "How easily is it done? 1 hardly, 10 at once.",
    },
    "cost_of_delay": {
        "label": "Cost of delay", "unit": "money/week", "kind": "amount",
        "question": "What is lost for each week that it comes later?",
    },
    "duration": {
        "label": "Duration", "unit": "weeks", "kind": "amount", "question": "How long does it keep the team?",
    },
    "moscow": {
        "label": "MoSCoW", "kind": "label", "lowest": 0, "highest": 3,
        "question": "Must it be done, should it, could it, or won't it this time?",
    },
    "value": {"label": "Value", "unit": "money", "kind": "amount", "question": "What is it worth in a year?"},
    "importance": {
        "label": "Importance", "kind": "scale", "lowest": 0, "highest": 10,
        "question": "How many of ten say that it matters much to them?",
    },
    "satisfaction": {
        "label": "Satisfaction", "kind": "scale", "lowest": 0, "highest": 10,
        "question": "How many of ten are well served already?",
    },
}  # fmt: skip


@act("add a factor")
def add_factor(
    access: Access, *, label: str, key: str = "", unit: str = "", kind: str = "amount",
    lowest: float | None = None, highest: float | None = None, question: str = "",
) -> Factor:  # fmt: skip
    """By its key it stands in formulas; without one, it is made of the label."""
    told, key = _told(label, unit, kind, lowest, highest, question), key.strip() or _key_of(label)
    if not KEY.fullmatch(key):
        raise Refused(
            "A key is small letters, digits and _, and begins with a letter.", field="key", remedy="Such as market_fit."
        )
    if Factor.objects.filter(key=key).exists():
        raise Refused(f"There is a factor “{key}” already.", field="key", remedy="Take another key, or use that one.")
    if Factor.objects.count() >= MOST_FACTORS:
        raise Refused(f"These are {MOST_FACTORS} factors already.", field="key", remedy="Use one that is there.")
    return Factor.objects.create(workspace_id=access.workspace_id, key=key, **told)


@act("change a factor")
def change_factor(access: Access, *, factor_id: int, label: str, unit: str = "", question: str = "") -> Factor:
    """What it is called and asked. Its kind and its ends stay, since estimates were made by them."""
    factor = Factor.objects.filter(pk=factor_id).first()
    if factor is None:
        raise NotFound("No such factor.")
    told = _told(label, unit, factor.kind, factor.lowest, factor.highest, question)
    factor.label, factor.unit, factor.question = told["label"], told["unit"], told["question"]
    factor.save(update_fields=["label", "unit", "question"])
    return factor


def known_factors(access: Access, keys: Iterable[str]) -> dict[str, Factor]:
    """Those of these keys; of the known ones that are missing, made."""
    wanted = list(dict.fromkeys(keys))
    found = {factor.key: factor for factor in Factor.objects.filter(key__in=wanted)}
    for key in wanted:
        if key in found:
            continue
        if key not in KNOWN:
            raise Refused(f"There is no factor “{key[:40]}”.", field="settings", remedy="Add it first.")
        found[key] = Factor.objects.create(workspace_id=access.workspace_id, key=key, **KNOWN[key])
    return found


def units_known() -> dict[str, str]:
    """By key, of the factors that there are and of those that come by themselves."""
    return {key: str(told.get("unit", "")) for key, told in KNOWN.items()} | dict(
        Factor.objects.values_list("key", "unit")[:MOST_FACTORS]
    )


def _key_of(label: str) -> str:
    """Of a label in letters of another script nothing may be left, and the key is asked for."""
    plain = normalize("NFKD", label).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "_", plain).strip("_0123456789")[:30].rstrip("_")


def _told(
    label: str, unit: str, kind: str, lowest: float | None, highest: float | None, question: str
) -> dict[str, Any]:
    words = {"label": (label, LABEL_LIMIT), "unit": (unit, UNIT_LIMIT), "question": (question, QUESTION_LIMIT)}
    told: dict[str, Any] = {name: said.strip() for name, (said, _) in words.items()}
    if not told["label"]:
        raise Refused("A factor has a name.", field="label", remedy="Type one.")
    for name, (_, most) in words.items():
        if len(told[name]) > most:
            raise Refused(f"This is longer than {most} characters.", field=name, remedy="Shorten it.")
    try:
        unit_of(told["unit"])
    except ValueError as error:
        raise Refused(f"{error}.", field="unit", remedy="Such as people/quarter or person-weeks.") from error
    if kind not in dict(Factor.KINDS):
        raise Refused("A factor has no such kind.", field="kind", remedy=f"One of: {', '.join(dict(Factor.KINDS))}.")
    ends = [end for end in (lowest, highest) if end is not None]
    if not all(isfinite(end) for end in ends) or (len(ends) == 2 and ends[0] >= ends[1]):
        raise Refused("The ends are no numbers in order.", field="highest", remedy="The highest is above the lowest.")
    if kind == "scale" and len(ends) < 2:
        raise Refused("A scale has two ends.", field="highest", remedy="Say the lowest and the highest.")
    if kind == "label":
        lowest, highest = 0, len(LEVELS) - 1
    return {**told, "kind": kind, "lowest": lowest, "highest": highest}
