"""Acts that span two modules."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date
from typing import Any

from django.utils import timezone

from clew.ground.evidence.api import weight
from clew.ground.ledger.api import acting
from clew.ground.thread.api import Decision, add_option, decide, decision, open_decision, register_prediction, rest_on
from clew.ground.workspaces.api import Access, Role


def decide_with_evidence(
    access: Access, *, decision_id: int, chosen: int, reasons: Mapping[int, str], decided_on: date | None = None
) -> Decision:
    """Take a decision and freeze with it how heavy the evidence was on that very day."""
    day = decided_on or timezone.localdate()
    needs = [g.node_id for g in decision(access, decision_id).grounds if g.kind == "need"]
    known: dict[str, Any] = {str(k): asdict(w) for k, w in weight(access, needs, on=day).items()}
    return decide(
        access,
        decision_id=decision_id,
        chosen=chosen,
        reasons=reasons,
        decided_on=day,
        known={"weights": _plain(known), "as_of": day.isoformat()},
    )


def decide_at_once(
    access: Access,
    *,
    title: str,
    options: Sequence[tuple[str, str]],
    flips: str,
    grounds: Sequence[int],
    prediction: Mapping[str, Any],
    decided_on: date | None = None,
) -> Decision:
    """Open, lay out and take a decision in one go; the first option is the chosen one. Each is an idea's number or words, and a reason.

    One act: when any part is refused, nothing of it stays.
    """
    access.require(Role.EDITOR)
    with acting("decide", actor_id=access.user_id):
        made = open_decision(access, title=title, flips=flips)
        laid = [_option(access, made.pk, words) for words, _ in options]
        for ground in grounds:
            rest_on(access, decision_id=made.pk, node_id=ground)
        register_prediction(access, decision_id=made.pk, made_on=decided_on, **prediction)
        reasons = {pk: reason for pk, (_, reason) in zip(laid, options, strict=True)}
        return decide_with_evidence(access, decision_id=made.pk, chosen=laid[0], reasons=reasons, decided_on=decided_on)


def _option(access: Access, decision_id: int, words: str) -> int:
    known = {"idea_id": int(words)} if words.isdecimal() else {"title": words}
    return add_option(access, decision_id=decision_id, **known).pk


def _plain(value: Any) -> Any:
    """What JSON can hold, so that the snapshot hashes the same after it was stored."""
    if isinstance(value, dict):
        return {str(k): _plain(v) for k, v in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(v) for v in value]
    return value if isinstance(value, int | float | str | bool | None) else str(value)
