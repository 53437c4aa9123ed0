"""Choosing makes a decision with its prediction: from a ranking, or about a roadmap item, in one step."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from django.utils import timezone

from clew.ground.evidence.api import weight
from clew.ground.ledger.api import Refused
from clew.ground.thread.api import (
    Decision,
    Link,
    add_option,
    decide,
    get_node,
    open_decision,
    register_prediction,
    rest_on,
)
from clew.ground.workspaces.api import Access, act
from clew.rooms.roadmap.kinds import DELIVERED, ITEM
from clew.rooms.roadmap.queries.deciding import draft_decision
from clew.rooms.roadmap.queries.rankings import ranking

MOST_OPTIONS, NOT_NOW = 20, "Not now"


@dataclass(frozen=True, slots=True)
class _Choice:
    """`ground`: the record that the decision rests on. `options`: title or idea, and the reason; the first is chosen."""

    title: str
    question: str
    flips: str
    ground: int
    options: Sequence[tuple[str, int | None, str]]
    known: Mapping[str, Any]


@act("decide from a ranking")
def decide_from_ranking(
    access: Access, *, ranking_id: int, prediction: str, resolve_by: date, chosen_id: int | None = None, title: str = "",
    question: str = "", flips: str = "", reasons: Mapping[int, str] | None = None, probability: float | None = None,
    low: float | None = None, best: float | None = None, high: float | None = None, level: float = 0.8, unit: str = "",
) -> Decision:  # fmt: skip
    """What to build first, by default the first of the ranking: the others are rejected, and what would change the order is kept.

    `reasons`: by idea; for others the place and the chances of the ranking. `prediction`: what one expects of it, with a `probability`, or
    `low`, `best` and `high` of a quantity, and the day it is `resolve_by`.
    """
    draft = draft_decision(access, ranking_id, chosen_id=chosen_id)
    drawn, own = ranking(access, ranking_id), dict(reasons or {})
    unknown = own.keys() - {one.idea_id for one in draft.options}
    if unknown:
        raise Refused("A reason is given of an idea that is no option.", field="reasons", remedy="Leave it out.")
    options = sorted(draft.options, key=lambda one: one.idea_id != draft.chosen_id)
    choice = _Choice(
        title.strip() or draft.title, question.strip() or draft.question, flips.strip() or draft.flips, ranking_id,
        [("", one.idea_id, own.get(one.idea_id, "").strip() or one.reason) for one in options],
        {"ranking": {"id": drawn.id, "model": drawn.model, "version": drawn.version, "inputs_hash": drawn.inputs_hash}},
    )  # fmt: skip
    expected = {"probability": probability, "low": low, "best": best, "high": high, "level": level, "unit": unit}
    return _decided(access, choice, prediction, resolve_by, expected)


@act("decide on a roadmap item")
def decide_on_item(
    access: Access, *, item_id: int, reason: str, against: str, flips: str, prediction: str, resolve_by: date,
    is_built: bool = True, title: str = "", probability: float | None = None, low: float | None = None,
    best: float | None = None, high: float | None = None, level: float = 0.8, unit: str = "",
) -> Decision:  # fmt: skip
    """To build what is planned, or not now. `reason`: why it is so decided; `against`: why not the other; prediction as from a ranking."""
    node = get_node(item_id, kind=ITEM)
    delivers = Link.objects.filter(downstream=item_id, verb=DELIVERED, withdrawn_at__isnull=True).order_by("pk")
    idea = delivers.values_list("upstream_id", flat=True).first()
    build = (f"Build {node.title}"[:300], idea, reason if is_built else against)
    later = (NOT_NOW, None, against if is_built else reason)
    made = title.strip() or (build[0] if is_built else f"Not now: {node.title}"[:300])
    options = [build, later] if is_built else [later, build]
    choice = _Choice(made, f"Do we build “{node.title}”?", flips, item_id, options, {})
    expected = {"probability": probability, "low": low, "best": best, "high": high, "level": level, "unit": unit}
    return _decided(access, choice, prediction, resolve_by, expected)


def _decided(
    access: Access, choice: _Choice, prediction: str, resolve_by: date, expected: Mapping[str, Any]
) -> Decision:
    if not prediction.strip():
        raise Refused(
            "It is not said what you expect.",
            field="prediction",
            remedy="Without it nobody learns whether it was right.",
        )
    made = open_decision(access, title=choice.title, question=choice.question, flips=choice.flips)
    options = [
        add_option(access, decision_id=made.pk, title=title, idea_id=idea)
        for title, idea, _ in choice.options[:MOST_OPTIONS]
    ]
    rest_on(access, decision_id=made.pk, node_id=choice.ground)
    register_prediction(access, decision_id=made.pk, question=prediction, resolve_by=resolve_by, **expected)
    today = timezone.localdate()
    ideas = [option.idea_id for option in options if option.idea_id]
    weights = {pk: asdict(one) for pk, one in weight(access, ideas, on=today).items()}
    known = {"weights": weights, "as_of": today, **choice.known}
    return decide(
        access,
        decision_id=made.pk,
        chosen=options[0].pk,
        reasons={option.pk: reason for option, (_, _, reason) in zip(options, choice.options, strict=False)},
        known=json.loads(json.dumps(known, default=str)),  # as it is after it was stored, so that it hashes the same
    )
