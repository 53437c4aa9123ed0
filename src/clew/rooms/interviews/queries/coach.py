"""The guide coach of a workspace: its rules, what was dismissed, and how often each rule is right."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from clew.ground.ledger.api import Refused
from clew.ground.workspaces.api import Access, kept, read
from clew.rooms.interviews.guide_coach import Coach, Looked, look
from clew.rooms.interviews.guide_content import sections_of
from clew.rooms.interviews.guide_draft import MAX_MINUTES
from clew.rooms.interviews.models import CoachSettings, Dismissal, GuideVersion
from clew.science.estimates import Estimate
from clew.science.questions import (
    FAULTS,
    LEAST_PRECISION,
    MEASURED,
    Context,
    Measured,
    Rule,
    RuleState,
    with_dismissals,
)

MOST_VERSIONS, MOST_DISMISSALS = 5_000, 20_000
SHOWN: tuple[Rule, ...] = (*FAULTS, "story")


@dataclass(frozen=True, slots=True)
class RuleRow:
    """A rule with its record: on labelled questions, and in this workspace."""

    rule: str
    is_on: bool
    is_quiet: bool
    right: int
    labelled: int
    raised: int
    dismissed: int

    @property
    def label(self) -> str:
        return self.rule.replace("_", "-")

    @property
    def is_seldom_met(self) -> bool:
        """Too few to go by: the interval reaches below the line."""
        return self.precision.low < LEAST_PRECISION

    @property
    def precision(self) -> Estimate:
        return Measured(self.right, self.labelled).precision

    @property
    def measured(self) -> str:
        return f"right {self.right} of {self.labelled} on labelled questions"


@dataclass(frozen=True, slots=True)
class CoachPage:
    rules: tuple[RuleRow, ...]
    known: tuple[str, ...]
    team: tuple[str, ...]


@kept
@read
def coach(access: Access) -> Coach:
    """What the coach goes by in this workspace."""
    chosen = CoachSettings.objects.first()
    standing = Dismissal.objects.filter(withdrawn_at__isnull=True).order_by("-pk")
    dismissed = frozenset(standing.values_list("question", "rule")[:MOST_DISMISSALS])
    raised = _raised()
    for key, rule in dismissed:
        raised[rule].add(key)
    states = with_dismissals((), dismissed, raised={rule: len(keys) for rule, keys in raised.items()}).states
    return Coach(_context(chosen), dismissed, states)


@read
def coach_rules(access: Access) -> CoachPage:
    """Its rules, each with its record on labelled questions and in this workspace."""
    found = coach(access)
    states = {state.rule: state for state in found.states}
    return CoachPage(
        rules=tuple(_row(rule, found, states[rule]) for rule in SHOWN),
        known=tuple(sorted(found.context.known)),
        team=tuple(sorted(found.context.team)),
    )


@read
def look_at_guide(access: Access, *, content: Mapping[str, Any], minutes: int = 60) -> Looked:
    """What the coach says of a guide that need not be saved: `content` holds its sections with their items."""
    if not 1 <= minutes <= MAX_MINUTES:
        raise Refused(f"A conversation lasts 1 to {MAX_MINUTES} minutes.", field="minutes", remedy="Type its minutes.")
    return look(sections_of(content), coach(access), planned=minutes)


def _context(chosen: CoachSettings | None) -> Context:
    if chosen is None:
        return Context()
    on = frozenset[Rule](rule for rule in SHOWN if rule in chosen.rules)
    return Context(rules=on, known=frozenset(chosen.known), team=frozenset(chosen.team))


def _raised() -> defaultdict[str, set[str]]:
    """By rule, the questions it was raised on, in every version that was saved: what was heeded is in the newest no more."""
    found = defaultdict[str, set[str]](set)
    for raised in GuideVersion.objects.order_by("-pk").values_list("raised", flat=True)[:MOST_VERSIONS]:
        for rule, keys in raised.items():
            found[rule].update(keys)
    return found


def _row(rule: Rule, found: Coach, state: RuleState) -> RuleRow:
    return RuleRow(
        rule=rule,
        is_on=rule in found.context.rules,
        is_quiet=state.quiet,
        right=MEASURED[rule].right,
        labelled=MEASURED[rule].raised,
        raised=state.raised,
        dismissed=state.dismissed,
    )
