"""From a survey's results to estimates of the same ideas."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils import timezone

from clew.ground.ledger.api import NotFound, Refused
from clew.ground.thread.api import get_node
from clew.ground.workspaces.api import Access, act
from clew.rooms.roadmap.actions.estimates import NOTE_LIMIT, bounds
from clew.rooms.roadmap.kinds import SURVEY
from clew.rooms.roadmap.models import Estimate, Factor, Landing
from clew.rooms.roadmap.queries.surveys import IdeaResult, survey_results
from clew.rooms.roadmap.survey_results import MEASURES, Measure, Measured

Numbers = tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class Landed:
    """`estimates`: how many were written; `answers`: how many respondents they rest on; `left_out`: ideas of which the measure says nothing."""

    estimates: int
    answers: int
    left_out: tuple[str, ...] = ()


@act("make estimates of a survey's results")
def land_results(
    access: Access, *, survey_id: int, factor_id: int, measure: str, segment: str = "", lowest: float | None = None,
    highest: float | None = None,
) -> Landed:  # fmt: skip
    """A factor of each idea becomes what the survey says of it, with its interval; what people estimated stands beside it.

    What this survey landed before on the factor is replaced. Refused when nobody answered since. `lowest`, `highest`: what the
    ends of the measure count as on the factor's scale, such as 0.25 and 3; else they are the factor's own ends, if it has both.
    An idea of which the measure says nothing, since every answer was reverse or questionable, gets no estimate.
    """
    node = get_node(survey_id, kind=SURVEY)
    factor = Factor.objects.filter(pk=factor_id).first()
    if factor is None:
        raise NotFound("No such factor.")
    found = survey_results(access, survey_id, segment=segment)
    chosen = next((one for one in MEASURES[found.method] if one.key == measure), None)
    if chosen is None:
        known = ", ".join(one.key for one in MEASURES[found.method])
        raise Refused("This survey has no such measure.", field="measure", remedy=f"One of: {known}.")
    if not found.ideas:
        raise Refused("Nobody answered yet.", field="measure", remedy="Wait for answers.")
    ends = _ends(factor, chosen, lowest, highest)
    told = [(row, _placed(factor, chosen, ends, row, one)) for row in found.ideas if (one := _of(row, measure))]
    if not told:
        raise Refused("Every answer was reverse or questionable.", field="measure", remedy="Choose another measure.")
    standing = Estimate.objects.filter(factor=factor, author=None, source=node, replaced_at__isnull=True)
    _new(standing, told, factor, found.n)
    standing.update(replaced_at=timezone.now())
    who = f" in {segment}" if segment else ""
    for row, (low, value, high) in told:
        Estimate.objects.create(
            workspace_id=access.workspace_id, idea_id=row.idea_id, factor=factor, author=None, low=low, likely=value, high=high,
            level=row.measures[0].level, basis="survey", source=node, note=f"{chosen.label}{who}, {row.n} answers"[:NOTE_LIMIT],
        )  # fmt: skip
    Landing.objects.create(
        workspace_id=access.workspace_id, survey_id=survey_id, factor=factor, measure=measure, segment=segment,
        answers=found.n, landed_by_id=access.user_id,
    )  # fmt: skip
    return Landed(len(told), found.n, tuple(row.label for row in found.ideas if not _of(row, measure)))


def _of(row: IdeaResult, measure: str) -> Measured | None:
    return next((one for one in row.measures if one.key == measure), None)


def _new(standing: QuerySet[Estimate], told: Sequence[tuple[IdeaResult, Numbers]], factor: Factor, n: int) -> None:
    """Refused where the same stands already; other ends, or an answer that was corrected, are something new."""
    stands = {idea: tuple(numbers) for idea, *numbers in standing.values_list("idea_id", "low", "likely", "high")}
    if stands == {row.idea_id: numbers for row, numbers in told}:
        raise Refused(
            f"{factor.label} has this from the same {n} answers already.",
            field="factor",
            remedy="Wait for more answers, or let its ends count as something else.",
        )


def _ends(factor: Factor, measure: Measure, lowest: float | None, highest: float | None) -> tuple[float, float] | None:
    """What the measure's ends count as; None where it is taken as it is."""
    if (lowest is None) != (highest is None):
        missing = "lowest" if lowest is None else "highest"
        raise Refused("Both ends are needed, or none.", field=missing, remedy="Say what it counts as.")
    if measure.least is None or measure.most is None:
        if lowest is not None:
            raise Refused(f"{measure.label} has no ends.", field="lowest", remedy="Leave both empty.")
        return None
    if lowest is not None and highest is not None:
        if not abs(lowest) < 1e15 or not abs(highest) < 1e15 or highest <= lowest:
            raise Refused("The highest lies above the lowest.", field="highest", remedy="Change one of them.")
        return lowest, highest
    if factor.kind == "scale" and factor.lowest is not None and factor.highest is not None:
        return factor.lowest, factor.highest
    if factor.kind == "amount":  # 57 % of preference are no 0.57 people
        raise Refused(
            f"{measure.label} is no amount{f' of {factor.unit}' if factor.unit else ''}.", field="lowest",
            remedy=f"Say what {measure.least:g} and {measure.most:g} of it count as, or choose a factor with a scale.",
        )  # fmt: skip
    return None


def _placed(
    factor: Factor, measure: Measure, ends: tuple[float, float] | None, row: IdeaResult, told: Measured
) -> Numbers:
    """Low, likely and high on the factor's scale."""
    low, value, high = (_on_scale(measure, ends, number) for number in (told.low, told.value, told.high))
    least, most = bounds(factor)
    if low < least or high > most or (factor.kind == "amount" and low <= 0):
        raise Refused(
            f"{factor.label} cannot be {low:.3g} to {high:.3g}, as “{row.label}” would have.", field="factor",
            remedy="Choose another factor, or say what the lowest and the highest result count as." if measure.most else "Choose another factor or measure.",
        )  # fmt: skip
    return low, value, high


def _on_scale(measure: Measure, ends: tuple[float, float] | None, number: float) -> float:
    if ends is None or measure.least is None or measure.most is None:
        return number
    return ends[0] + (ends[1] - ends[0]) * (number - measure.least) / (measure.most - measure.least)
