"""Acts that span two modules."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from typing import Any

from django.utils import timezone

from clew.ground.evidence.api import weight
from clew.ground.thread.api import Decision, decide, decision
from clew.ground.workspaces.api import Access


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


def _plain(value: Any) -> Any:
    """What JSON can hold, so that the snapshot hashes the same after it was stored."""
    if isinstance(value, dict):
        return {str(k): _plain(v) for k, v in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(v) for v in value]
    return value if isinstance(value, int | float | str | bool | None) else str(value)
