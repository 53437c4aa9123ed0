"""The coach looks at a guide: what it says of each question, and how the whole is balanced."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from clew.rooms.interviews.guide_draft import Section
from clew.science.questions import Context, Flag, Rule, RuleState, key_of, look_at, split_questions

MINUTES_A_QUESTION = 3  # where a section is given no time
_WARM_UP = re.compile(r"\b(?:warm|intro|welcome|open|begin|start|about you|background|who you are|getting)", re.I)


@dataclass(frozen=True, slots=True)
class Coach:
    """What is heeded in a workspace: its rules, its words, what was dismissed there (key, rule), and how each rule fares."""

    context: Context
    dismissed: frozenset[tuple[str, str]]
    states: tuple[RuleState, ...]

    @property
    def quiet(self) -> frozenset[str]:
        return frozenset(state.rule for state in self.states if state.quiet)


@dataclass(frozen=True, slots=True)
class Mark:
    """What the coach says of one question: in which section and line (from 0) its words stand."""

    section: int
    item: int
    question: str
    rule: Rule
    reason: str
    rewrite: str
    instead: tuple[str, ...]
    dismissed: bool

    @property
    def label(self) -> str:
        return self.rule.replace("_", "-")


@dataclass(frozen=True, slots=True)
class Balance:
    """What a guide asks, by its lines that are questions, and how long it takes."""

    questions: int
    stories: int
    closed: int
    minutes: int
    planned: int
    notes: tuple[str, ...]

    def __str__(self) -> str:
        asked = "1 question" if self.questions == 1 else f"{self.questions} questions"
        stories = f"{self.stories} ask{'s' if self.stories == 1 else ''} for a story"
        return f"{asked}: {stories}, {self.closed} closed; about {self.minutes} minutes of {self.planned}"


@dataclass(frozen=True, slots=True)
class Looked:
    marks: tuple[Mark, ...]
    balance: Balance

    @property
    def raised(self) -> dict[str, list[str]]:
        """By rule, the keys of the questions that it speaks against, dismissed or not."""
        found = defaultdict[str, set[str]](set)
        for mark in self.marks:
            if mark.rule != "story":
                found[mark.rule].add(key_of(mark.question))
        return {rule: sorted(keys) for rule, keys in sorted(found.items())}


def look(sections: tuple[Section, ...], coach: Coach, *, planned: int) -> Looked:
    """Of the merits only a story is shown; that a question is open is said by silence."""
    marks = tuple(_marks(sections, coach))
    return Looked(marks, _balance(sections, marks, planned))


def _marks(sections: tuple[Section, ...], coach: Coach) -> Iterator[Mark]:
    for section, part in enumerate(sections):
        for item, line in enumerate(part.items):
            if line.kind == "note":
                continue
            for question in split_questions(line.text):
                for flag in look_at(question.text, context=coach.context):
                    if flag.rule != "open" and flag.rule not in coach.quiet:
                        yield _mark(section, item, question.text, flag, coach.dismissed)


def _mark(section: int, item: int, question: str, flag: Flag, dismissed: Collection[tuple[str, str]]) -> Mark:
    is_dismissed = (key_of(question), flag.rule) in dismissed
    return Mark(section, item, question, flag.rule, flag.reason, flag.rewrite, flag.instead, is_dismissed)


def _balance(sections: tuple[Section, ...], marks: Iterable[Mark], planned: int) -> Balance:
    questions = {
        (s, i) for s, part in enumerate(sections) for i, line in enumerate(part.items) if line.kind == "question"
    }
    lines = defaultdict[str, set[tuple[int, int]]](set)
    for mark in marks:
        if not mark.dismissed:
            lines[mark.rule].add((mark.section, mark.item))
    minutes = sum(_minutes_of(part) for part in sections)
    stories, closed = len(lines["story"] & questions), len(lines["closed"] & questions)
    notes = tuple(_notes(sections, len(questions), stories, minutes - planned))
    return Balance(len(questions), stories, closed, minutes, planned, notes)


def _minutes_of(section: Section) -> int:
    return section.minutes or MINUTES_A_QUESTION * sum(item.kind == "question" for item in section.items)


def _notes(sections: tuple[Section, ...], questions: int, stories: int, over: int) -> Iterator[str]:
    first = next((s for s in sections if any(item.kind == "question" for item in s.items)), None)
    if first is not None and not _WARM_UP.search(first.title):
        yield "It begins without a warm-up."
    if questions >= 3 and not stories:
        yield "Nothing asks for a story yet: “Tell me about the last time you …”."
    if over > 0:
        yield f"It takes about {over} minute{'s' if over > 1 else ''} longer than the conversation."
