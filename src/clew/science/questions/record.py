"""How often the rules are right: against labels, and against what a workspace dismisses."""

import hashlib
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from clew.science.estimates import Estimate
from clew.science.intervals import wilson

from .rules import FAULTS, MERITS, Flag
from .splitting import straight

LEAST_PRECISION = 0.7


@dataclass(frozen=True, slots=True)
class Record:
    """What a rule found, raised wrongly and missed; None where there is nothing to divide by."""

    rule: str
    found: int
    wrong: int
    missed: int
    precision: Estimate | None
    recall: Estimate | None


@dataclass(frozen=True, slots=True)
class RuleState:
    """How a rule fares in a workspace. What nobody dismissed counts as right."""

    rule: str
    raised: int
    dismissed: int
    precision: Estimate | None
    quiet: bool


@dataclass(frozen=True, slots=True)
class Heeded:
    flags: tuple[tuple[str, Flag], ...]
    states: tuple[RuleState, ...]


def key_of(question: str) -> str:
    """The same for the same question, however it is spaced, capitalised or ended."""
    plain = " ".join(straight(question).casefold().split()).strip(' .?!"')
    return hashlib.sha256(plain.encode("utf-8", "surrogatepass")).hexdigest()[:12]


def precision_of(
    labels: Mapping[str, Collection[str]], flags: Mapping[str, Collection[str]], rules: Sequence[str] = FAULTS
) -> tuple[Record, ...]:
    """Per rule: of what it raised the share that is right, and of what is right the share it raised, with Wilson's intervals.

    `labels` and `flags` say which rules hold for each question (any key). Questions without a label are left out. Source: van Rijsbergen,
    "Information Retrieval" (1979); intervals as in `intervals.wilson`. Raises nothing.
    """
    return tuple(_record(rule, labels, flags) for rule in rules)


def with_dismissals(
    flags: Sequence[tuple[str, Flag]],
    dismissed: Collection[tuple[str, str]],
    *,
    raised: Mapping[str, int] | None = None,
) -> Heeded:
    """What is still worth raising: nothing that was dismissed on the same question (`key_of`, rule), nothing of a rule that is mostly dismissed.

    `raised` counts how often each rule was raised in the workspace, on different questions; without it only what is given counts. A rule
    is quiet when the upper bound of its precision there (Wilson, 95 %) is below `LEAST_PRECISION`. Raises nothing.
    """
    gone = set(dismissed)
    here = {(key_of(question), flag.rule) for question, flag in flags} | gone
    counted, refused = Counter(rule for _key, rule in here), Counter(rule for _key, rule in gone)
    states = [
        _state(rule, max((raised or {}).get(rule, 0), counted[rule]), refused[rule]) for rule in (*FAULTS, *MERITS)
    ]
    quiet = {state.rule for state in states if state.quiet}
    left = ((q, f) for q, f in flags if f.rule not in quiet and (key_of(q), f.rule) not in gone)
    return Heeded(tuple(left), tuple(states))


def _record(rule: str, labels: Mapping[str, Collection[str]], flags: Mapping[str, Collection[str]]) -> Record:
    pairs = Counter((rule in right, rule in flags.get(key, ())) for key, right in labels.items())
    found, wrong, missed = pairs[True, True], pairs[False, True], pairs[True, False]
    return Record(rule, found, wrong, missed, _share(found, found + wrong), _share(found, found + missed))


def _share(part: int, of: int) -> Estimate | None:
    return wilson(part, of) if of else None


def _state(rule: str, raised: int, dismissed: int) -> RuleState:
    precision = _share(raised - dismissed, raised)
    return RuleState(rule, raised, dismissed, precision, precision is not None and precision.high < LEAST_PRECISION)
