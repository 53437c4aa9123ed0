"""The guide coach is as often right on labelled questions as its page says, and what is seldom right is off."""

import re
from collections import Counter
from pathlib import Path

import pytest
from bench.questions import LABELS, REFERENCE, RULES, asked, labels, raised, records

from clew.science.estimates import Estimate
from clew.science.questions import FAULTS, LEAST_PRECISION, MEASURED, ON_BY_DEFAULT, Measured, key_of

PAGE = Path(__file__).parents[1] / "docs" / "guide-coach.md"
here = pytest.mark.skipif(not REFERENCE.is_dir(), reason="the interviews are not here (CLEW_REFERENCE_DATA)")


def cell(share: Estimate | None) -> str:
    return f"{share.value:.2f} ({share.low:.2f}-{share.high:.2f})" if share else "-"


def figures() -> list[str]:
    """The rows of the page's table."""
    both = zip(records(held_out=False), records(held_out=True), strict=True)
    return [
        f"| {held.rule.replace('_', '-')} | {cell(tuned.precision)} | {cell(tuned.recall)} | {cell(held.precision)} | {cell(held.recall)}"
        f" | {'on' if held.rule in ON_BY_DEFAULT else 'off'} |"
        for tuned, held in both
    ]


def shares() -> list[str]:
    """What the four guides ask, by the labels and by the rules."""
    right, by_hand, by_rule, total = labels(), Counter[str](), Counter[str](), 0
    for name, _place, text in asked():
        if name.startswith("onrr/"):
            total += 1
            by_hand.update(right[key_of(text)])
            by_rule.update(raised(text))
    known = {"closed": "39 %", "hypothetical": "11 %", "story": "1 %"}
    return [
        f"| {rule.replace('_', '-')} | {known.get(rule, '')} | {100 * by_hand[rule] / total:.0f} % | {100 * by_rule[rule] / total:.0f} % |"
        for rule in RULES
    ]


@here
def test_every_question_has_its_label() -> None:
    lines = [line.split(",")[:3] for line in LABELS.read_text(encoding="utf-8").splitlines()[1:]]
    assert lines == [[name, str(place), key_of(text)] for name, place, text in asked()]
    assert len(lines) >= 300


@here
def test_the_page_states_what_is_measured() -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert [row for row in [*figures(), *shares()] if row not in page] == []


@here
def test_what_the_coach_says_of_its_rules_is_what_is_measured() -> None:
    assert {r.rule: Measured(r.found, r.found + r.wrong) for r in records(held_out=True)} == MEASURED


@here
def test_what_is_seldom_right_is_off() -> None:
    seldom = {r.rule for r in records(held_out=True) if r.precision is None or r.precision.value < LEAST_PRECISION}
    assert {rule for rule in FAULTS if rule in ON_BY_DEFAULT} == set(FAULTS) - seldom


def test_labels_are_numbers_and_references_only() -> None:
    line = re.compile(r"(?:onrr|transcripts)/\w+\.\w+,\d+,[0-9a-f]{12}(?:,[01]){6}")
    assert all(line.fullmatch(row) for row in LABELS.read_text(encoding="utf-8").splitlines()[1:])
