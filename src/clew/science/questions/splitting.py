"""Where the questions are in a guide's line, in prose, or in what somebody said.

Speech and notes drop question marks, and guides ask without asking ("Tell me about …"). So a sentence is a question when it ends with a question
mark, when it opens in the order of a question (auxiliary before subject: Quirk et al., "A Comprehensive Grammar of the English Language", 1985,
11.4-11.12), or when it bids somebody to tell, show or explain. English only.
"""

import re
from dataclasses import dataclass

LONGEST = 400_000  # characters that are read; a two-hour interview has about 120,000
AUXILIARY = (
    r"(?:is|are|was|were|am|do|does|did|have|has|had|can|could|will|would|should|may|might|must"
    r"|isn't|aren't|wasn't|weren't|don't|doesn't|didn't|haven't|hasn't|can't|couldn't|won't|wouldn't|shouldn't)"
)
_SUBJECT = (
    r"(?:you|it|there|this|that|these|those|they|we|he|she|i|the|a|an|any|some|your|their|our|my|its|his|her"
    r"|anyone|anybody|anything|someone|somebody|something|everything|most|all|each|both|people)"
)
_FILLER = (
    r"(?:(?:okay|ok|so|and|but|or|well|now|then|yeah|yes|right|great|um+|uh+|hm+|mm+|oh|like|also|alright|all right|got it|sure|please"
    r"|i guess|i mean|you know|next|first|second|finally|for example)\b[\s,.]*)"
)
OPENING = re.compile(rf"[\s\"'“‘(]*{_FILLER}{{0,8}}", re.I)
_WH = r"(?:what|why|how|which|who|whom|whose|when|where)(?:'s|'re|'d)?"
_INVERTED = rf"(?!have (?:a|the|some|your)\b){AUXILIARY}\s+(?:not\s+)?{_SUBJECT}\b"
_ORDER = re.compile(
    rf"{_INVERTED}|what's\b|how's\b|who's\b|where's\b"
    rf"|{_WH},?\s+(?!{_SUBJECT}\s)(?:[\w'/-]+\s+){{0,4}}?{AUXILIARY}\s+(?:[\w'/-]+\s+){{0,1}}?{_SUBJECT}\b|(?:what|how) (?:about|if)\b|why not\b",
    re.I,
)
_BID = re.compile(
    r"(?:tell|show) (?:me|us)\b|(?:walk|take|talk|guide) (?:me|us) through\b|talk (?:me |us )?(?:about|through)\b"
    r"|describe\b|explain\b|(?:give|share with) (?:me|us)\b|share (?:your|a|an|some)\b|think (?:of|back|about)\b|help (?:me|us) understand\b",
    re.I,
)
_TASK = re.compile(r"(?:take|look|go|open|choose|pick|find|try|imagine|compare|read)\b", re.I)
_THEN_BID = re.compile(
    r"\b(?:and|then)\s+(?:please\s+)?(?:(?:tell|show) (?:me|us)|describe|explain|walk (?:me|us)|talk (?:me|us))\b", re.I
)
_AFTER_COMMA = re.compile(rf"[,;]\s+(?:(?:like|so|and|then)\s+)?{_INVERTED}", re.I)
_BID_AFTER_COMMA = re.compile(
    r",\s+(?:please\s+)?(?:tell (?:me|us) (?:about|what|how|why|more)\b|(?:walk|talk|take) (?:me|us) through\b)", re.I
)
_ASKED = re.compile(rf"(?:{_WH}|{AUXILIARY})\b", re.I)
_ENDS = re.compile(r"[.?!…]+[\"'”’)\]]*(?=\s|$)|\n")
_SHORT = re.compile(r"(?:^|[\s(])(?:(?:[A-Za-z]\.)*[A-Za-z]|vs|etc|approx|no|mr|mrs|ms|dr|st|fig)$", re.I)
_BULLET = re.compile(r"\s*(?:[-*+•◦▪–—>#]+\s+|\d{1,3}[.)]\s+)*")
_ASIDE = re.compile(r"\s*(?:\[[^\]\n]{0,200}\]|\([^)\n]{0,200}\))[\s:,]*")
_LABEL = re.compile(r":\s+")
_WORDS_OF_A_FRAGMENT = 6


@dataclass(frozen=True, slots=True)
class Question:
    """A question as it stands in a text: text[start:end]."""

    text: str
    start: int
    end: int


def split_questions(text: str) -> tuple[Question, ...]:
    """The questions in their order. What follows a question as a mere fragment ("Easy to use? To read?") belongs to it.

    Source: see the module. Raises nothing; of a longer text the first `LONGEST` characters are read. Time O(characters).
    """
    text = text[:LONGEST]
    plain = straight(text)
    found: list[Question] = []
    for start, end in _sentences(plain):
        if found and _is_fragment(plain, start, end) and "\n" not in plain[found[-1].end : start].strip(" "):
            found[-1] = Question(text[found[-1].start : end], found[-1].start, end)
        elif (begin := _begins(plain, start, end)) is not None:
            found.append(Question(text[begin:end], begin, end))
    return tuple(found)


def straight(text: str) -> str:
    """The same length with straight apostrophes, so that places hold."""
    return text.replace("’", "'").replace("‘", "'").replace("ʼ", "'")


def opened(question: str) -> int:
    """Where a question begins behind "Okay, so" and the like; 0 when nothing is left behind them."""
    match = OPENING.match(question)
    at = match.end() if match else 0
    return at if at < len(question.rstrip(" ?.!")) else 0


def _sentences(text: str) -> list[tuple[int, int]]:
    found, start = [], 0
    for match in _ENDS.finditer(text):
        if _goes_on(text, start, match):
            continue
        found.append((start, match.end()))
        start = match.end()
    found.append((start, len(text)))
    return [span for begin, end in found if (span := _bare(text, begin, end))[0] < span[1]]


def _goes_on(text: str, start: int, match: re.Match[str]) -> bool:
    """A stop that ends no sentence: a wrapped line, an abbreviation, dots before a small letter."""
    after = text[match.end() : match.end() + 40].lstrip(" \t")
    if match.group() == "\n":
        return after[:1].islower()
    if not set(match.group()) <= set(".…"):
        return False
    return after[:1].islower() or bool(_SHORT.search(text[max(start, match.start() - 12) : match.start()]))


def _bare(text: str, start: int, end: int) -> tuple[int, int]:
    """Without bullets, white space at the edges, and what is set in brackets in front."""
    match = _BULLET.match(text, start, end)
    start = match.end() if match else start
    while start < end and (aside := _ASIDE.match(text, start, end)) and aside.end() < end:
        start = aside.end()
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def _begins(text: str, start: int, end: int) -> int | None:
    """Where the question of this sentence begins, behind a label such as "Task:"; None when it asks nothing."""
    for label in reversed(list(_LABEL.finditer(text, start, end))[:5]):
        if _asks(text, label.end(), end) or (_marked(text, start, end) and _ASKED.match(text, label.end(), end)):
            return label.end()
    return start if _marked(text, start, end) or _asks(text, start, end) else None


def _marked(text: str, start: int, end: int) -> bool:
    return "?" in text[max(start, end - 3) : end] and any(c.isalpha() for c in text[start:end])


def _asks(text: str, start: int, end: int) -> bool:
    match = OPENING.match(text, start, end)
    at = match.end() if match else start
    if _ORDER.match(text, at, end) or _BID.match(text, at, end):
        return True
    if _AFTER_COMMA.search(text, at, end) or _BID_AFTER_COMMA.search(text, at, end):
        return True
    return bool(_TASK.match(text, at, end) and _THEN_BID.search(text, at, end))


def _is_fragment(text: str, start: int, end: int) -> bool:
    words = text[start:end].split()
    return (
        _marked(text, start, end)
        and len(words) <= _WORDS_OF_A_FRAGMENT
        and not _ASKED.match(text, opened_at(text, start, end))
    )


def opened_at(text: str, start: int, end: int) -> int:
    match = OPENING.match(text, start, end)
    return match.end() if match else start
