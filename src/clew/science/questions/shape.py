"""How a question is built: where it begins to ask, whether its auxiliary stands first, what it joins and which sides it names."""

import re
from dataclasses import dataclass
from functools import cached_property

from .splitting import AUXILIARY, opened, straight
from .words import OTHER_SIDE, PAIRS

LONGEST = 600
_SUBJECT = r"(?!(?:to|not|be|been|like|and|or)\b)[\w'-]+"
_FIRST = re.compile(rf"(?!(?:have|has) (?:a|an|the|some)\b)(?:{AUXILIARY})\s+{_SUBJECT}", re.I)
_LATER = re.compile(
    rf"[,;]\s+(?:(?:like|so|and|then|uh|um)[\s,]+){{0,3}}({AUXILIARY}\s+(?:you|they|we|it|this|that|these|those|there|the|your|any)\b)",
    re.I,
)
_WH = r"(?:what|why|how|which|who|whom|whose|when|where)"
_WH_LATER = re.compile(
    rf"[,;]\s+(?:(?:like|so|and|then|uh|um)[\s,]+){{0,3}}{_WH}\b(?:\s+[\w'-]+){{0,4}}?\s+{AUXILIARY}\b", re.I
)
_ANY_WH = re.compile(rf"\b{_WH}\b", re.I)
_REQUEST = re.compile(
    r"(?:(?:can|could|would|will) you,\s+){0,3}(?:can|could|would|will) you (?:please |just |maybe |also |briefly )*"
    r"(?:tell|show|describe|explain|give|walk|take|talk|say|share|help|elaborate|think|recall|name|list|go|expand|point)\b",
    re.I,
)
_RECALL = re.compile(
    rf"(?:(?:do|can) you,\s+){{0,3}}(?:do|can) you (?:still )?(?:remember|know|recall)\s+{_WH}\b|(?:do|would) you mind\b",
    re.I,
)
_PRONOUN = re.compile(r"\b(?:you|it|that's|that|this|these|they|we|he|she|i|there)\b", re.I)
_WHETHER = re.compile(
    r"\b(?:tell|show|say|know|ask|question|questions|wondering|remember)(?: me| us| is| was)?,? (?:whether|if)\b", re.I
)
_BID = re.compile(r"(?:please )?(?:tell|show|describe|explain|walk|talk|give|share|take|think|look|help)\b", re.I)
_ORS = re.compile(r"\b([\w']+),? (?:or|and|versus|vs\.?) (?:(?:how|too|very|more|less) )?([\w']+)\b", re.I)
_OR_NOT = re.compile(
    r"\bor (?:(?:did|do|does|is|are|was|were|has|have|would) (?:it |you |they |that )?)?not\b|\bor (?:didn't|doesn't|isn't|wasn't|don't)\b",
    re.I,
)
_SIDES = frozenset(
    [(a, b) for a, b in [*OTHER_SIDE.items(), *PAIRS]] + [(b, a) for a, b in [*OTHER_SIDE.items(), *PAIRS]]
)
_WHOLE = re.compile(
    rf"\b(and|or)[\s,]+(?:(?:so|then|also|if so|like|uh|um)[\s,]+){{0,3}}(?={_WH}\b(?:\s+[\w'/-]+){{0,4}}?\s+{AUXILIARY}\s|{AUXILIARY}\s+(?:you|they|we|it|there|the|any|this|that|your)\b)",
    re.I,
)
_WHETHER_HOW = re.compile(rf"\b(?:whether|if)\s+you\b(?:\s+[^\s?.,]+){{1,12}}?\s+(and)\s+{_WH}\b", re.I)
_BOTH = re.compile(r"\bboth\s+([^?.,]{1,60}?)\s+and\s+([^?.,]{1,60})|\band/or\b", re.I)
_AGAIN = re.compile(r"\?\s+(?=[\w\"“])")
_TWO_THINGS = re.compile(
    r"\b(?:use|find|like|need|want|understand|see|try|have|are|were|is|was|the|a)\s+((?:[\w'-]+\s+){0,1}[\w'-]+)\s+and\s+(?!not\b|so\b|then\b)([\w'-]+)",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Joint:
    """Where two things are asked at once; `whole` when each is a question by itself."""

    span: tuple[int, int]
    whole: bool
    second: int


class Shape:
    """A question looked at once; the rules share what is found."""

    def __init__(self, question: str) -> None:
        self.text = straight(question[:LONGEST]).replace("\n", " ")
        self.at = opened(self.text)

    @cached_property
    def first(self) -> re.Match[str] | None:
        """The auxiliary before its subject, where the question opens with it."""
        return _FIRST.match(self.text, self.at)

    @cached_property
    def later(self) -> re.Match[str] | None:
        """The same behind a first clause: "When it broke, did you …"."""
        if self.first or (
            _ANY_WH.match(self.text, self.at) and not re.match(r"when\b|where\b", self.text[self.at :], re.I)
        ):
            return None
        return _LATER.search(self.text, self.at)

    @property
    def is_inverted(self) -> bool:
        return bool(self.first or self.later)

    @cached_property
    def opening(self) -> tuple[int, int]:
        if self.first:
            return self.first.span()
        return self.later.span(1) if self.later else (self.at, self.at)

    @cached_property
    def is_request(self) -> bool:
        return bool(_REQUEST.match(self.text, self.opening[0]) or _RECALL.match(self.text, self.opening[0]))

    @cached_property
    def is_closed(self) -> bool:
        if self.pairs:
            return False
        if _WHETHER.search(self.text):
            return True
        if self.is_inverted:
            return not self.is_request and not _WH_LATER.search(self.text, self.opening[1])
        return self._is_statement

    @property
    def _is_statement(self) -> bool:
        """A statement with a question mark: "So you add them up?"."""
        said = self.text.rstrip(" \"'”)")
        return (
            said.endswith("?")
            and len(said.split()) > 2
            and _PRONOUN.search(said) is not None
            and not _ANY_WH.search(said)
            and not _BID.match(said, self.at)
        )

    @cached_property
    def pairs(self) -> bool:
        """Whether it names both sides: "easy or difficult", "did or did not"."""
        sides = {(a.casefold(), b.casefold()) for a, b in _ORS.findall(self.text)}
        return bool(sides & _SIDES) or bool(_OR_NOT.search(self.text))

    @cached_property
    def joint(self) -> Joint | None:
        whole = _WHOLE.search(self.text, max(self.at, self.opening[1]))
        if whole and not _OR_NOT.match(self.text, whole.start()) and whole.start() > self.at:
            return Joint(whole.span(1), True, whole.end())
        if again := _AGAIN.search(self.text):
            return Joint(again.span(), False, again.end())
        if whether := _WHETHER_HOW.search(self.text):
            return Joint(whether.span(1), False, whether.end(1) + 1)
        if both := _BOTH.search(self.text):
            return Joint(both.span(), False, both.end())
        things = _TWO_THINGS.search(self.text) if self.is_closed else None
        return Joint(things.span(), False, things.start(2)) if things else None


def shape_of(question: str) -> Shape:
    return Shape(question)
