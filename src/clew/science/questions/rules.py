"""What speaks against a question, and for it, while somebody types it.

Sources of the rules: Payne, "The Art of Asking Questions" (1951) and Sudman & Bradburn, "Asking Questions" (1982) for leading, loaded and
double-barrelled wording; Schuman & Presser, "Questions and Answers in Attitude Surveys" (1981) for naming both sides of a scale; Fitzpatrick,
"The Mom Test" (2013) against what people would do, for what they did; Portigal, "Interviewing Users" (2013) for open, plain questions and
stories; Torres, "Continuous Discovery Habits" (2021) for "Tell me about the last time you …". Patterns and lists are ours.

How often each rule is right was counted on questions labelled by hand: `ON_BY_DEFAULT`, docs/guide-coach.md.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from . import rewriting
from .shape import Shape, shape_of
from .words import OTHER_SIDE, PLAIN

Rule = Literal["closed", "leading", "double_barrelled", "hypothetical", "jargon", "story", "open"]
Kind = Literal["story", "hypothetical", "leading", "double_barrelled", "closed", "open"]
FAULTS: tuple[Rule, ...] = ("closed", "leading", "double_barrelled", "hypothetical", "jargon")
MERITS: tuple[Rule, ...] = ("story", "open")
# Off would be whichever was right less than 7 times in 10 on the held-out half of the labelled questions; a test compares.
ON_BY_DEFAULT: frozenset[Rule] = frozenset(
    ("closed", "leading", "double_barrelled", "hypothetical", "jargon", "story", "open")
)

_EVALUATIVE = re.compile(rf"\b(?:{'|'.join(sorted(OTHER_SIDE, key=len, reverse=True))})\b|\bmake sense\b", re.I)
_OF_ANYTHING = re.compile(r"\b(?:any|anything|anyone|anybody|something|ways?)\b", re.I)
_SCALE = re.compile(rf"\bhow (?:(?:very|really|much) )?({'|'.join(sorted(OTHER_SIDE, key=len, reverse=True))})\b", re.I)
_TAG = re.compile(
    r"[,;]\s*(?:right|correct|yes|yeah|no|ok|okay|eh|huh|don't you(?: think)?|do you not|wouldn't you(?: say)?"
    r"|(?:is|are|was|were|do|does|did|wo|would|could|should|have|has|ca)n't (?:it|they|you|that|there|we))\s*\?\W*$",
    re.I,
)
_PUSH = re.compile(
    r"\b(?:(?<!why )(?:don't|wouldn't|isn't|aren't|doesn't|didn't|shouldn't|couldn't) (?:you|it|this|that|they|the)\b"
    r"|(?:would|do) you (?:not )?agree\b|surely\b|obviously\b|of course\b|as we all know\b|everyone (?:knows|says)\b|most people\b"
    r"|is (?:that|it|this) because\b|is the (?:purpose|reason|point)\b)|^\W*(?:(?:so|but|and|uh|um|okay)\b[,.\s]*){0,4}(?:no|nothing|none)\b",
    re.I,
)
_WOULD = re.compile(
    r"\bwould (?:you|your|it|they|we|there|that|this|the|these|help|anyone|people)\b|\bwould be (?:more |most |very )?(?:useful|helpful|good|nice|better|easier|valuable|great)\b|\b(?:you|they|we)(?: would|'d| might)\b"
    r"|\bwouldn't (?:you|it)\b|\bwill (?:you|be|help)\b|\b(?:what|how|why|where|which) (?:\w+ ){0,3}would\b",
    re.I,
)
_POLITE = re.compile(
    r"\b(?:would you|you would|you'd) (?:please |just |kindly |also |ever )?(?:say|mind|describe|explain|rate|characteri[sz]e|(?:tell|show|walk|talk|give|share)(?= (?:me|us|with|your)))\b"
    r"|\bif (?:you|we|i) could (?:just |maybe )?(?:dive|go|talk|tell|expand|show|start|move|come|say|explain|describe|share)\b"
    r"|\b(?:you'd|would|you would) (?:want|like) to (?:mention|add here|say|share|tell us)\b"
    r"|\bwould (?:that|it|this) (?:just )?(?:look|be) like\b|\b(?:you'd|you would) (?:said|done|been|had|used|seen)\b",
    re.I,
)
_IF = re.compile(
    r"\bwhat if\b|\b(?:imagine|suppose|pretend|hypothetically|in an ideal world|magic wand)\b|\bhow likely\b|\bcould you (?:see|imagine)\b"
    r"|\bif (?:you|we|there|it|this|the \w+) (?:could|had|wanted|were|offered|built|added|made|gave|got)\b",
    re.I,
)
_STORY = re.compile(
    r"\b(?:the |your )?(?:last|latest|most recent|first) (?:time|occasion|week|month|project|one)\b|\b(?:a|one|any) (?:specific |recent |particular )?"
    r"(?:time|occasion|situation|moment|day) (?:when|that|where|you|in which)\b|\b(?:specific|concrete|recent|real|actual) (?:example|case|instance|time)"
    r"|\b(?:give|think of|share|recall|have) (?:(?:me|us) )?an? example\b|\bwhat happened\b|\bwhat did you (?:do|try) (?:then|next|last|when)\b"
    r"|\bhow did (?:that|it) go\b|\b(?:yesterday|last (?:week|month|year|night|monday))\b",
    re.I,
)
_TERMS = re.compile(rf"\b(?:{'|'.join(re.escape(t) for t in sorted(PLAIN, key=len, reverse=True))})\b", re.I)


@dataclass(frozen=True, slots=True)
class Context:
    """What the coach knows besides the question: which rules are on, words these people use anyway, words only the team uses."""

    rules: frozenset[Rule] = ON_BY_DEFAULT
    known: frozenset[str] = frozenset()
    team: frozenset[str] = field(default_factory=frozenset)


@dataclass(frozen=True, slots=True)
class Flag:
    """One thing said of a question: of which words (start, end), why, and what to ask instead. Nothing is asked instead of what is good.

    `instead`: the questions that can be put in its place as they are; none where `rewrite` only says what to do.
    """

    rule: Rule
    span: tuple[int, int]
    reason: str
    rewrite: str
    confidence: Literal["sure", "likely"]
    instead: tuple[str, ...] = ()

    @property
    def praises(self) -> bool:
        return self.rule in MERITS


def look_at(question: str, *, context: Context = Context()) -> tuple[Flag, ...]:
    """What speaks against a question and for it, faults first. Source: see the module.

    Raises nothing. Of a longer question the first 600 characters are read. Time O(characters).
    """
    shape = shape_of(question)
    flags = [flag for flag in _all(shape, context) if flag.rule in context.rules]
    return tuple(sorted(flags, key=lambda flag: (flag.praises, flag.span)))


def kind_of(question: str) -> Kind:
    """One word for a question that was asked, for counting: a story first, then the fault that shapes its answer most, else open."""
    rules = {flag.rule for flag in _all(shape_of(question), Context())}
    order: tuple[Kind, ...] = ("story", "hypothetical", "leading", "double_barrelled", "closed")
    return next((kind for kind in order if kind in rules), "open")


def _all(shape: Shape, context: Context) -> list[Flag]:
    story = _STORY.search(shape.text)
    found = [*_closed(shape), *_leading(shape), *_double(shape), *_hypothetical(shape), *_jargon(shape, context)]
    if story:
        found = [flag for flag in found if flag.rule != "closed"]
        found.append(
            Flag(
                "story",
                story.span(),
                "It asks for something that happened. That is what people can tell truly.",
                "",
                "sure",
            )
        )
    elif shape.text and not found:
        found.append(Flag("open", (0, len(shape.text)), "It leaves the answer open.", "", "likely"))
    return found


def _closed(shape: Shape) -> Iterator[Flag]:
    if shape.is_closed:
        reason = "It can be answered with a yes or a no, and then you know little more."
        rather = rewriting.closed(shape)
        yield Flag("closed", shape.opening, reason, rather, "sure" if shape.is_inverted else "likely", (rather,))


def _leading(shape: Shape) -> Iterator[Flag]:
    if pushed := (_TAG.search(shape.text) or _PUSH.search(shape.text)):
        reason = "It says which answer you expect, and polite people will give it."
        rather = rewriting.pushed(shape)
        yield Flag("leading", pushed.span(), reason, rather, "sure", (rather,))
    elif not shape.pairs and (said := _one_side(shape)):
        reason = f"It names one side only (“{said.group(said.lastindex or 0)}”), and people tend to go along with it."
        rather = rewriting.one_sided(shape, said)
        yield Flag("leading", said.span(), reason, rather, "likely", (rather,))


def _one_side(shape: Shape) -> re.Match[str] | None:
    if scale := _SCALE.search(shape.text):
        return scale
    said = _EVALUATIVE.search(shape.text, shape.opening[1]) if shape.is_closed else None
    return None if said is None or _OF_ANYTHING.search(shape.text, shape.at, said.start()) else said


def _double(shape: Shape) -> Iterator[Flag]:
    if joint := shape.joint:
        reason = "It asks two things at once; the answer will be to one of them, and you will not know which."
        parts = rewriting.halves(shape, joint)
        rather = rewriting.double(parts)
        yield Flag("double_barrelled", joint.span, reason, rather, "sure" if parts else "likely", parts)


def _hypothetical(shape: Shape) -> Iterator[Flag]:
    polite = [match.span() for match in _POLITE.finditer(shape.text)]
    for match in [*_IF.finditer(shape.text), *_WOULD.finditer(shape.text)]:
        if not any(start < match.end() and match.start() < end for start, end in polite):
            reason = "It asks what somebody would do. People guess kindly; what they did last time is worth more."
            rather = rewriting.hypothetical(shape)
            yield Flag("hypothetical", match.span(), reason, rather, "sure", (rather,))
            return


def _jargon(shape: Shape, context: Context) -> Iterator[Flag]:
    known = {word.casefold() for word in context.known}
    own = [m for word in context.team if word and (m := re.search(rf"\b{re.escape(word)}\b", shape.text, re.I))]
    for match in [*_TERMS.finditer(shape.text), *own]:
        if match.group().casefold() not in known:
            reason = f"“{match.group()}” is a word of your trade. Who does not know it will guess rather than ask."
            rather = rewriting.plain(shape, match)
            advice = rather or f"Say what “{match.group()}” is in words they would use."
            yield Flag("jargon", match.span(), reason, advice, "likely", (rather,) if rather else ())
            return
