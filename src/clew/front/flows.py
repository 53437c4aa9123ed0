"""Acts that span two modules."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date
from typing import Any

from django.utils import timezone

from clew.ground.evidence.api import weight
from clew.ground.ledger.api import acting
from clew.ground.thread.api import (
    Decision,
    add_option,
    card,
    decide,
    decision,
    edit_decision,
    note_reasons,
    open_decision,
    register_prediction,
    rest_on,
)
from clew.ground.workspaces.api import Access, Role


def open_about(access: Access, *, title: str, question: str, flips: str, about: int | None) -> Decision:
    """Open a decision that rests on a record; an idea is its first option too."""
    access.require(Role.EDITOR)
    with acting("open a decision", actor_id=access.user_id):
        made = open_decision(access, title=title, question=question, flips=flips)
        if about:
            rest_on(access, decision_id=made.pk, node_id=about)
            if card(access, about).kind == "idea":
                add_option(access, decision_id=made.pk, idea_id=about)
        return made


def lay_out(access: Access, *, decision_id: int, question: str, flips: str, reasons: Mapping[int, str]) -> None:
    """Keep what a decision asks, what would change it, and what speaks for and against its options: one act."""
    access.require(Role.EDITOR)
    with acting("edit a decision", actor_id=access.user_id):
        edit_decision(access, decision_id=decision_id, question=question, flips=flips)
        note_reasons(access, decision_id=decision_id, reasons=reasons)


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


def decide_as_laid_out(
    access: Access,
    *,
    decision_id: int,
    flips: str,
    chosen: int,
    reasons: Mapping[int, str],
    decided_on: date | None = None,
) -> Decision:
    """Take a decision with what was typed last about what would change it; refused, that is not kept either."""
    access.require(Role.EDITOR)
    with acting("decide", actor_id=access.user_id):
        found = decision(access, decision_id)
        if found.is_open and flips != found.flips:
            edit_decision(access, decision_id=decision_id, question=found.question, flips=flips)
        return decide_with_evidence(
            access, decision_id=decision_id, chosen=chosen, reasons=reasons, decided_on=decided_on
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
