"""What to try in the next interview: the few things that stand out in how one was held, each with an example of one's own."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import mean, median

from clew.rooms.interviews.guide_coach import Coach
from clew.science.questions import FAULTS, Flag, key_of, look_at

# In 36 research interviews interviewers spoke 19 % of the words in the median, 9 to 44 %.
TYPICAL, LOWEST, HIGHEST = 0.19, 0.09, 0.44
MUCH, OFTEN, LONG, SHORT_WAIT = 0.30, 0.15, 150, 1.0
MOST, FEW = 3, 5
STORY = "Tell me about the last time you …"
LABELS = {
    "story": "asks for a story", "open": "open", "closed": "closed", "leading": "leading",
    "double_barrelled": "double-barrelled", "hypothetical": "hypothetical", "jargon": "jargon",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Advice:
    """`instead_of`: a question that was asked, `ask` what could be asked in its place; both may be empty."""

    title: str
    why: str
    instead_of: str = ""
    ask: str = ""


@dataclass(frozen=True, slots=True)
class Seen:
    """What one or several interviews were like, as far as advice goes. `flagged`: questions with what speaks against them."""

    word_share: float | None
    questions: int
    stories: int
    longest: int
    median_wait: float | None
    waits: int
    flagged: tuple[tuple[str, Flag], ...]


def faults_of(question: str, coach: Coach) -> tuple[Flag, ...]:
    """What the workspace's coach speaks against, without what was dismissed here."""
    return tuple(
        flag
        for flag in look_at(question, context=coach.context)
        if flag.rule in FAULTS and flag.rule not in coach.quiet and (key_of(question), flag.rule) not in coach.dismissed
    )


def advise(seen: Seen) -> tuple[Advice, ...]:
    """The most telling first, at most `MOST`."""
    return tuple(_all(seen))[:MOST]


def _all(seen: Seen) -> Iterator[Advice]:
    if seen.questions >= FEW and not seen.stories:
        yield Advice("Ask for a story", "No question asked about a particular time that something happened.", ask=STORY)
    if seen.word_share is not None and seen.word_share > MUCH:
        yield Advice(
            "Say less",
            f"The interviewer spoke {_percent(seen.word_share)} of the words; in 36 research interviews it was {_percent(TYPICAL)} in the median, "
            f"{_percent(LOWEST)} to {_percent(HIGHEST)}. Count to three before you follow an answer.",
        )
    yield from _commonest_fault(seen)
    if seen.median_wait is not None and seen.waits >= FEW and seen.median_wait < SHORT_WAIT:
        yield Advice(
            "Wait longer",
            f"Half of the silences after a question were shorter than {seen.median_wait:.1f} seconds. Three are needed for a longer answer.",
        )
    if seen.longest > LONG:
        yield Advice(
            "Explain less at once", f"The longest that the interviewer spoke without a pause was {seen.longest} words."
        )


def _percent(share: float) -> str:
    return f"{share * 100:.0f} %"


def _commonest_fault(seen: Seen) -> Iterator[Advice]:
    counts = Counter(flag.rule for _, flag in seen.flagged)
    if not counts:
        return
    rule, n = counts.most_common(1)[0]
    if n < 2 or n < OFTEN * seen.questions:
        return
    asked, flag = _best_example([one for one in seen.flagged if one[1].rule == rule])
    label = LABELS[rule]
    yield Advice(
        f"Ask fewer {label} questions" if rule != "jargon" else "Use their words",
        f"{n} of {seen.questions} questions were {label}. {flag.reason}" if rule != "jargon" else flag.reason,
        asked,
        flag.instead[0] if flag.instead else flag.rewrite,
    )


def _best_example(flagged: Sequence[tuple[str, Flag]]) -> tuple[str, Flag]:
    """One of which the coach is sure and has another question for, and which is short enough to be read."""
    return min(flagged, key=lambda one: (not one[1].instead, one[1].confidence != "sure", len(one[0]) > 120))


def together(seen: Sequence[Seen]) -> Seen:
    """Several interviews as one; each counts once for the share of words."""
    shares = [one.word_share for one in seen if one.word_share is not None]
    waits = [one.median_wait for one in seen if one.median_wait is not None]
    return Seen(
        word_share=mean(shares) if shares else None,
        questions=sum(one.questions for one in seen),
        stories=sum(one.stories for one in seen),
        longest=max((one.longest for one in seen), default=0),
        median_wait=median(waits) if waits else None,
        waits=sum(one.waits for one in seen),
        flagged=tuple(pair for one in seen for pair in one.flagged),
    )
