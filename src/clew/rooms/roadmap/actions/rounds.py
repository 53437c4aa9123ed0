"""Estimating rounds: several people estimate the same ideas blind, then see each other's numbers."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Count
from django.utils import timezone

from clew.ground.evidence.api import IDEA
from clew.ground.ledger.api import Forbidden, NotFound, Refused
from clew.ground.thread.api import NewNode, add_node, get_node, link_many, set_state
from clew.ground.workspaces.api import Access, Role, act, members
from clew.rooms.roadmap.actions.estimates import Said, keep, said_of
from clew.rooms.roadmap.kinds import ESTIMATED_IN, ROUND
from clew.rooms.roadmap.models import (
    BlindEstimate,
    EstimatingRound,
    Factor,
    RoundEstimator,
    RoundFactor,
    RoundIdea,
)

BLIND, OPENED = "blind", "open"
MOST_IDEAS, MOST_FACTORS, MOST_ESTIMATORS = 50, 10, 20


@act("begin an estimating round")
def begin_estimating(
    access: Access, *, title: str, idea_ids: Sequence[int], factor_ids: Sequence[int], estimator_ids: Sequence[int]
) -> EstimatingRound:
    """These people estimate these factors of these ideas, nobody seeing others' numbers before the round is open."""
    ideas, factors = _ideas(idea_ids), _factors(factor_ids)
    people = _people(access, estimator_ids)
    _asked_once(ideas, factors)
    node = add_node(access, NewNode(ROUND, title, BLIND))
    made = EstimatingRound.objects.create(node=node, workspace_id=access.workspace_id)
    here = {"workspace_id": access.workspace_id, "round": made}
    for idea in ideas:
        RoundIdea.objects.create(**here, idea_id=idea)
    for factor in factors:
        RoundFactor.objects.create(**here, factor_id=factor)
    for person in people:
        RoundEstimator.objects.create(**here, user_id=person)
    link_many(access, [(idea, ESTIMATED_IN, made.pk) for idea in ideas])
    return made


@act("estimate blind")
def estimate_blind(
    access: Access, *, round_id: int, idea_id: int, values: Sequence[dict[str, Any]]
) -> tuple[BlindEstimate, ...]:
    """What one holds the round's factors of an idea to be, for oneself alone until the round is open; values as in `estimate_idea`.

    Until then another takes its place. When the last has estimated everything, the round opens by itself.
    """
    row = _locked(round_id)
    if row.opened_at is not None:
        raise Refused("This round is open already.", remedy="Estimate on the idea's own page.")
    if not RoundEstimator.objects.filter(round=row, user=access.user_id or 0).exists():
        raise Forbidden("You are not among the estimators of this round.")
    if not RoundIdea.objects.filter(round=row, idea=idea_id).exists():
        raise NotFound("No such idea in this round.")
    said = said_of(values)
    asked = set(RoundFactor.objects.filter(round=row).values_list("factor_id", flat=True))
    if outside := next((factor for factor, _ in said if factor.pk not in asked), None):
        raise Refused(f"This round does not ask for {outside.label}.", field="values", remedy="Leave it out.")
    made = tuple(_kept(access, row, idea_id, factor, told) for factor, told in said)
    if not _is_lacking(access, row.pk):
        _open(access, row)
    return made


@act("ask somebody else in a round")
def ask_to_estimate(access: Access, *, round_id: int, estimator_ids: Sequence[int]) -> tuple[RoundEstimator, ...]:
    """Those who come later estimate as blind as the others, and are waited for. Only who began the round, or an owner, asks them.

    Of those who estimate in it already nothing changes; gives who came along.
    """
    row = _locked(round_id)
    if row.opened_at is not None:
        remedy = "They estimate on the ideas' own pages now, or in a new round."
        raise Refused("This round is open: its numbers were shown.", field="estimators", remedy=remedy)
    _its_beginner_or_owner(access, row)
    asked = set(RoundEstimator.objects.filter(round=row).values_list("user_id", flat=True))
    more = [person for person in dict.fromkeys(estimator_ids) if person not in asked]
    if not more:
        raise Refused("Nobody else was chosen.", field="estimators", remedy="Choose who is not asked yet.")
    _not_too_many(len(asked) + len(more))
    _may_estimate(access, more)
    here = {"workspace_id": access.workspace_id, "round": row}
    return tuple(RoundEstimator.objects.create(**here, user_id=person) for person in more)


@act("open an estimating round")
def open_estimating(access: Access, *, round_id: int) -> EstimatingRound:
    """Everybody sees all numbers, which now stand as estimates. Only who began it, or an owner, opens it before all have estimated."""
    row = _locked(round_id)
    if row.opened_at is not None:
        raise Refused("It is open already.", remedy="See who estimated what.")
    _its_beginner_or_owner(access, row)
    if not BlindEstimate.objects.filter(round=row, replaced_at__isnull=True).exists():
        raise Refused("Nobody has estimated yet.", remedy="Wait for the first, or archive the round.")
    return _open(access, row)


def _its_beginner_or_owner(access: Access, row: EstimatingRound) -> None:
    if row.node.created_by_id != access.user_id:
        access.require(Role.OWNER)


def _open(access: Access, row: EstimatingRound) -> EstimatingRound:
    """The numbers become estimates of those who gave them, and count in rankings from now on."""
    row.opened_at = timezone.now()
    row.save(update_fields=["opened_at"])
    set_state(row.node, OPENED)
    given = BlindEstimate.objects.filter(round=row, replaced_at__isnull=True).select_related("factor").order_by("pk")
    for one in given:
        keep(access, one.idea_id, one.factor, _said(one), author=one.author_id)
    return row


def _kept(access: Access, row: EstimatingRound, idea_id: int, factor: Factor, said: Said) -> BlindEstimate:
    mine = BlindEstimate.objects.filter(round=row, idea=idea_id, factor=factor, author=access.user_id)
    standing = mine.filter(replaced_at__isnull=True).first()
    if standing is not None and _said(standing) == said:
        return standing
    if standing is not None:
        standing.replaced_at = timezone.now()
        standing.save(update_fields=["replaced_at"])
    told = {name: getattr(said, name) for name in Said.__slots__}
    return BlindEstimate.objects.create(
        workspace_id=access.workspace_id,
        round=row,
        idea_id=idea_id,
        factor=factor,
        author_id=access.user_id or 0,
        **told,
    )


def _said(one: BlindEstimate) -> Said:
    return Said(**{name: getattr(one, name) for name in Said.__slots__})


def _is_lacking(access: Access, round_id: int) -> bool:
    """Whether somebody has not given everything yet. Who left the workspace, or may no longer edit, is not waited for."""
    whole = RoundIdea.objects.filter(round=round_id).count() * RoundFactor.objects.filter(round=round_id).count()
    standing = BlindEstimate.objects.filter(round=round_id, replaced_at__isnull=True).order_by()
    given = dict(standing.values_list("author").annotate(how_many=Count("pk")))
    asked = set(RoundEstimator.objects.filter(round=round_id).values_list("user_id", flat=True))
    return any(given.get(user, 0) < whole for user in asked & _who_may(access))


def _who_may(access: Access) -> set[int]:
    return {one.user_id for one in members(access) if one.role.covers(Role.EDITOR)}


def _locked(round_id: int) -> EstimatingRound:
    """Two who give their last number at the same moment: the second sees that the first has."""
    found = EstimatingRound.objects.select_related("node").select_for_update(of=("self",)).filter(pk=round_id).first()
    if found is None or found.node.archived_at is not None:
        raise NotFound("No such estimating round.")
    return found


def _ideas(idea_ids: Sequence[int]) -> list[int]:
    wanted = list(dict.fromkeys(idea_ids))
    if not 1 <= len(wanted) <= MOST_IDEAS:
        raise Refused(
            f"A round is about 1 to {MOST_IDEAS} ideas.", field="ideas", remedy="Choose those that matter now."
        )
    return [get_node(pk, kind=IDEA).pk for pk in wanted]


def _factors(factor_ids: Sequence[int]) -> list[int]:
    wanted = list(dict.fromkeys(factor_ids))
    if not 1 <= len(wanted) <= MOST_FACTORS:
        raise Refused(f"A round asks for 1 to {MOST_FACTORS} factors.", field="factors", remedy="Choose some.")
    if Factor.objects.filter(pk__in=wanted).count() < len(wanted):
        raise NotFound("No such factor.")
    return wanted


def _people(access: Access, estimator_ids: Sequence[int]) -> list[int]:
    wanted = list(dict.fromkeys(estimator_ids))
    _not_too_many(len(wanted))
    _may_estimate(access, wanted)
    return wanted


def _not_too_many(people: int) -> None:
    if not 2 <= people <= MOST_ESTIMATORS:
        remedy = "Alone, estimate on the idea's page." if people < 2 else "Leave some out."
        raise Refused(f"A round has 2 to {MOST_ESTIMATORS} estimators.", field="estimators", remedy=remedy)


def _may_estimate(access: Access, people: Sequence[int]) -> None:
    if not set(people) <= _who_may(access):
        raise Refused("Somebody of these may not estimate.", field="estimators", remedy="Choose members who may edit.")


def _asked_once(ideas: Sequence[int], factors: Sequence[int]) -> None:
    going = EstimatingRound.objects.filter(opened_at__isnull=True, node__archived_at__isnull=True)
    asked: Mapping[str, Any] = {"ideas__idea__in": ideas, "factors__factor__in": factors}
    if found := going.filter(**asked).select_related("node").first():
        raise Refused(
            f"Some of this is estimated blind in “{found.node.title}” already.",
            field="ideas",
            remedy="Open that one first.",
        )
