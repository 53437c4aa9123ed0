"""Open a decision, lay out its options, say what it rests on, decide."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils import timezone

from clew.ground.ledger.api import NotFound, Refused
from clew.ground.thread.actions.nodes import NewNode, add_node, get_node, link, set_state
from clew.ground.thread.kinds import CHOSEN, DECISION, REJECTED, RESTS_ON
from clew.ground.thread.models import Decision, Link, Node, Option, Prediction
from clew.ground.thread.snapshot import snapshot_hash
from clew.ground.workspaces.api import Access, act

OPEN, DECIDED, SCORED = "open", "decided", "scored"
OPTION_LIMIT = 20


@act("open a decision")
def open_decision(access: Access, *, title: str, question: str = "", flips: str = "") -> Decision:
    node = add_node(access, NewNode(DECISION, title, OPEN, question))
    return Decision.objects.create(
        workspace_id=access.workspace_id,
        node=node,
        question=(question.strip() or node.title)[:2000],
        flips=flips.strip()[:4000],
    )


@act("edit a decision")
def edit_decision(access: Access, *, decision_id: int, question: str, flips: str) -> Decision:
    decision = open_one(decision_id)
    decision.question, decision.flips = question.strip()[:2000] or decision.question, flips.strip()[:4000]
    decision.save(update_fields=["question", "flips"])
    return decision


@act("add an option")
def add_option(access: Access, *, decision_id: int, title: str = "", idea_id: int | None = None) -> Option:
    """An option in words, or an idea of the thread."""
    decision = open_one(decision_id)
    idea = get_node(idea_id) if idea_id else None
    wanted = " ".join((title or (idea.title if idea else "")).split())[:300]
    if not wanted:
        raise Refused("The option has no name.", field="title", remedy="Type what could be done, or choose an idea.")
    taken = list(decision.options.all()[: OPTION_LIMIT + 1])
    if any(o.title.casefold() == wanted.casefold() for o in taken):
        raise Refused("There is an option of this name already.", field="title", remedy="Name it differently.")
    if idea is not None and any(o.idea_id == idea.pk for o in taken):
        raise Refused("This idea is an option already.", field="idea", remedy="Choose another.")
    if len(taken) >= OPTION_LIMIT:
        raise Refused(f"A decision has at most {OPTION_LIMIT} options.", field="title", remedy="Remove one first.")
    return Option.objects.create(
        workspace_id=access.workspace_id, decision=decision, title=wanted, idea=idea, position=len(taken)
    )


@act("remove an option")
def remove_option(access: Access, *, option_id: int) -> None:
    found = Option.objects.filter(pk=option_id).first()
    if found is None:
        raise NotFound("No such option.")
    open_one(found.decision_id)
    found.delete()


@act("note reasons")
def note_reasons(access: Access, *, decision_id: int, reasons: Mapping[int, str]) -> Decision:
    """What speaks for and against each option so far; it can change until the decision is taken."""
    decision = open_one(decision_id)
    options = {o.pk: o for o in decision.options.all()[:OPTION_LIMIT]}
    if not reasons.keys() <= options.keys():
        raise NotFound("No such option.")
    for pk, reason in reasons.items():
        wanted = reason.strip()[:4000]
        if options[pk].reason != wanted:
            options[pk].reason = wanted
            options[pk].save(update_fields=["reason"])
    return decision


@act("rest a decision on a record")
def rest_on(access: Access, *, decision_id: int, node_id: int) -> Link:
    open_one(decision_id)
    return link(access, upstream=node_id, verb=RESTS_ON, downstream=decision_id)


@act("decide")
def decide(
    access: Access,
    *,
    decision_id: int,
    chosen: int,
    reasons: Mapping[int, str],
    decided_on: date | None = None,
    known: Mapping[str, Any] | None = None,
) -> Decision:
    """Take the decision: from now on it, its options and what was known are frozen.

    `known` is what the caller adds to the snapshot (the weight of the evidence on that day, which this module cannot compute).
    """
    decision = open_one(decision_id)
    day = decided_on or timezone.localdate()
    options = _settle_options(decision, chosen, reasons)
    _check_complete(decision, day)
    for option in options:
        if option.idea_id:
            link(
                access,
                upstream=option.idea_id,
                verb=CHOSEN if option.chosen else REJECTED,
                downstream=decision.pk,
                note=option.reason,
            )
    snapshot = {**_snapshot(decision, options), "decided_on": day.isoformat(), "known": dict(known or {})}
    decision.snapshot, decision.snapshot_hash = snapshot, snapshot_hash(snapshot)
    decision.decided_at, decision.decided_on, decision.decided_by_id = timezone.now(), day, access.user_id
    decision.save()
    set_state(decision.node, DECIDED)
    return decision


def open_one(decision_id: int) -> Decision:
    """The decision, if it may still be changed. Called inside an act."""
    found = Decision.objects.select_related("node").filter(pk=decision_id).first()
    if found is None:
        raise NotFound("No such decision.")
    if found.decided_at is not None:
        raise Refused(
            "This decision was taken and stays as it was taken.", remedy="Open a new decision that rests on this one."
        )
    return found


def _settle_options(decision: Decision, chosen: int, reasons: Mapping[int, str]) -> list[Option]:
    options = list(decision.options.all()[:OPTION_LIMIT])
    if len(options) < 2:
        raise Refused(
            "A decision needs at least two options.",
            field="chosen",
            remedy="Add what else could be done, if only “do nothing”.",
        )
    if chosen not in {o.pk for o in options}:
        raise Refused("No option is chosen.", field="chosen", remedy="Choose one.")
    for option in options:
        option.chosen, option.reason = option.pk == chosen, reasons.get(option.pk, option.reason).strip()[:4000]
        if not option.reason:
            raise Refused(
                f"“{option.title}” has no reason.",
                field=f"reason_{option.pk}",
                remedy="Say in a sentence why it was chosen or rejected.",
            )
        option.save(update_fields=["chosen", "reason"])
    return options


def _check_complete(decision: Decision, day: date) -> None:
    if day > timezone.localdate():
        raise Refused(
            "A decision cannot be taken in the future.", field="decided_on", remedy="Choose today or a day before."
        )
    if not decision.flips:
        raise Refused(
            "It is not said what would change this decision.",
            field="flips",
            remedy="Name what you would have to learn to decide otherwise.",
        )
    if not Prediction.objects.filter(decision=decision, withdrawn_at__isnull=True).exists():
        raise Refused(
            "The decision has no prediction.",
            field="predictions",
            remedy="Register at least one, so that the decision can be scored.",
        )


def _snapshot(decision: Decision, options: list[Option]) -> dict[str, Any]:
    return {
        "title": decision.node.title,
        "question": decision.question,
        "flips": decision.flips,
        "options": [{"title": o.title, "idea": o.idea_id, "chosen": o.chosen, "reason": o.reason} for o in options],
        "rests_on": _grounds(decision.pk),
        "predictions": [
            {"id": p.pk, "question": p.question, "kind": p.kind, "probability": p.probability, "low": p.low, "best": p.best, "high": p.high,
             "level": p.level, "unit": p.unit, "resolve_by": p.resolve_by.isoformat()}
            for p in Prediction.objects.filter(decision=decision, withdrawn_at__isnull=True).order_by("pk")
        ],
    }  # fmt: skip


def _grounds(decision_id: int) -> list[dict[str, Any]]:
    """The records it rests on and, one step further, what stands behind those."""
    direct = list(_upstream([decision_id]))
    behind = list(_upstream([row["upstream_id"] for row in direct])) if direct else []
    titles = dict(Node.objects.filter(pk__in={r["upstream_id"] for r in direct + behind}).values_list("pk", "title"))
    return [
        {"from": r["upstream_id"], "title": titles[r["upstream_id"]], "verb": r["verb"], "to": r["downstream_id"]}
        for r in direct + behind
    ]


def _upstream(node_ids: list[int]) -> Any:
    rows = Link.objects.filter(downstream_id__in=node_ids, withdrawn_at__isnull=True).order_by("pk")
    return rows.values("upstream_id", "verb", "downstream_id")[:2000]
