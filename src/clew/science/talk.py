"""How an interview was held: who talked how much, what was asked and how, whether there was room to answer, what of the guide was covered.

What is counted is all that was said, so shares of talk have no interval; the share of questions that ask for a story does, for it stands for a habit.
To compare with: in 36 research interviews the interviewer spoke 19 % of the words (median; 9 to 44 %), and 0.5 % of the questions asked for a story.
"""

import re
from collections import Counter
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from statistics import median

import numpy as np
from numpy.typing import NDArray

from clew.science.estimates import Estimate
from clew.science.intervals import jeffreys
from clew.science.questions import kind_of, split_questions

Similarity = Callable[[Sequence[str], Sequence[str]], NDArray[np.float64]]

# Chosen on three real interviews with 21 guide questions each, told apart by hand: of 38 that were asked, 35 lie above it, of 25 that were not, none.
# Expect worse elsewhere: it looks for the guide's own words, in questions that can be seen to be some.
ALIKE = 0.4
# Nor is one asked that has less than this of the guide question's telling words: “What did you do?” would be like many. On the same 63 it changes nothing.
TELLING = 1 / 3
FEW_QUESTIONS = 10
# Fewer words name a thing that happened, and do not tell it. Ours; nothing published.
STORY_WORDS = 50

_WORD = re.compile(r"\w+(?:['’]\w+)*")
_SAY_LITTLE = frozenset(
    _WORD.findall("""a an the is are was were be been do does did have has had you your yours i me my we us our it its it's that this these those there they them
    their of to in on at for with and or but so as if then than not no what how which who when where why would could can will should may might just
    about any some from by into""")
)


@dataclass(frozen=True, slots=True)
class Said:
    """One turn: who, what, and from when to when in seconds where that is known."""

    speaker: str
    text: str
    start: float | None = None
    end: float | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """A question or a bidding to tell, where it stands (turn, and characters in its text), and of which kind it is."""

    turn: int
    start: int
    end: int
    text: str
    kind: str


@dataclass(frozen=True, slots=True)
class Told:
    """What was answered to a question that asks for a story, until the next question: its words, and the turns from the first to the last."""

    asked: Asked
    first: int
    last: int
    words: int


@dataclass(frozen=True, slots=True)
class Monologue:
    """Consecutive turns of one side: the first and last of them, the words, the seconds where timed."""

    first: int
    last: int
    words: int
    seconds: float | None


@dataclass(frozen=True, slots=True)
class Wait:
    """Silence after a turn that ends in a question; below 0 when the next one spoke before its end. `broken`: the interviewer spoke again."""

    turn: int
    seconds: float
    broken: bool


@dataclass(frozen=True, slots=True)
class Covered:
    """A question of the guide with the question that comes nearest; `asked` is None where none is near enough."""

    guide: int
    similarity: float
    asked: Asked | None


@dataclass(frozen=True, slots=True)
class Talk:
    """`word_share`, `time_share`: the interviewers' part, 0 to 1; `time_share` and `waits` need times. `story_share`: of questions that ask for one.

    `stories`: those that were asked for and told, in at least `STORY_WORDS` words; what is told unasked is not looked for.
    """

    word_share: float | None
    time_share: float | None
    words: tuple[tuple[str, int], ...]
    turns: tuple[tuple[str, int], ...]
    questions: tuple[Asked, ...]
    kinds: tuple[tuple[str, int], ...]
    story_share: Estimate | None
    stories: tuple[Told, ...]
    interviewer_monologue: Monologue | None
    participant_monologue: Monologue | None
    waits: tuple[Wait, ...]
    median_wait: float | None
    coverage: tuple[Covered, ...]
    method: str
    warnings: tuple[str, ...]


def score_talk(
    turns: Sequence[Said],
    interviewers: Collection[str],
    *,
    kind_of: Callable[[str], str] = kind_of,
    story_kinds: Collection[str] = ("story",),
    guide: Sequence[str] = (),
    similarity: Similarity | None = None,
    alike: float = ALIKE,
) -> Talk:
    """Everything the module names, of one interview.

    Questions are those that `questions.split_questions` finds; `kind_of` names the kind of one, `story_kinds` are those that ask for a story.
    `similarity`: (guide questions, questions asked) in [0, 1], by default `likeness`. Measures after Torres (2021), Continuous Discovery Habits, and Rowe (1986), Journal of Teacher Education 37
    (wait time). Raises ValueError when a turn ends before it begins, or `alike` lies outside (0, 1].
    """
    if not 0 < alike <= 1:
        raise ValueError("questions are alike from above 0 up to 1")
    if any(t.start is not None and t.end is not None and t.end < t.start for t in turns):
        raise ValueError("a turn ends before it begins")
    sizes = [len(_WORD.findall(turn.text)) for turn in turns]
    ours = [turn.speaker in interviewers for turn in turns]
    asked = tuple(_asked(turns, ours, kind_of))
    runs = _monologues(turns, ours, sizes)
    waits = tuple(_waits(turns, ours))
    return Talk(
        _share(sizes, ours),
        _time_share(turns, ours),
        _tally(turns, sizes),
        _tally(turns, [1] * len(turns)),
        asked,
        tuple(Counter(one.kind for one in asked).most_common()),
        _share_of_stories(asked, story_kinds),
        tuple(told for told in _told(asked, story_kinds, ours, sizes) if told.words >= STORY_WORDS),
        _longest(runs, of_interviewer=True),
        _longest(runs, of_interviewer=False),
        waits,
        median(wait.seconds for wait in waits) if waits else None,
        tuple(covered(guide, asked, similarity=similarity or likeness, alike=alike)),
        "words counted; Jeffreys for the share of stories",
        _doubts(turns, ours, asked),
    )


def covered(guide: Sequence[str], asked: Sequence[Asked], *, similarity: Similarity, alike: float) -> list[Covered]:
    """For each question of the guide the one asked that is most like it; one that was asked may cover several."""
    if not guide or not asked:
        return [Covered(index, 0.0, None) for index in range(len(guide))]
    near = similarity(list(guide), [one.text for one in asked])
    best = near.argmax(axis=1)
    pairs = [(index, float(near[index, place]), asked[place]) for index, place in enumerate(best)]
    return [Covered(index, how, one if how >= alike else None) for index, how, one in pairs]


def likeness(guide: Sequence[str], asked: Sequence[str]) -> NDArray[np.float64]:
    """`word_cosine`, and 0 where fewer than `TELLING` of the telling words of a guide's question were asked."""
    alike = word_cosine(guide, asked)
    theirs = [_telling(text) for text in asked]
    for row, words in enumerate(map(_telling, guide)):
        for column, others in enumerate(theirs):
            if len(words & others) < TELLING * len(words):
                alike[row, column] = 0.0
    return alike


def _telling(text: str) -> set[str]:
    return set(_WORD.findall(text.lower())) - _SAY_LITTLE


def word_cosine(some: Sequence[str], others: Sequence[str]) -> NDArray[np.float64]:
    """Cosine of the words two texts share, rare ones weighing more (TF-IDF; Spärck Jones 1972, Journal of Documentation 28)."""
    bags = [Counter(_WORD.findall(text.lower())) for text in (*some, *others)]
    place = {word: index for index, word in enumerate({word: None for bag in bags for word in bag})}
    weights = np.zeros((len(bags), len(place)))
    for row, bag in enumerate(bags):
        for word, count in bag.items():
            weights[row, place[word]] = 1 + np.log(count)
    weights *= np.log((1 + len(bags)) / (1 + (weights > 0).sum(axis=0))) + 1
    lengths = np.linalg.norm(weights, axis=1, keepdims=True)
    weights = np.divide(weights, lengths, out=np.zeros_like(weights), where=lengths > 0)
    alike: NDArray[np.float64] = weights[: len(some)] @ weights[len(some) :].T
    return alike


def _asked(turns: Sequence[Said], ours: Sequence[bool], kind_of: Callable[[str], str]) -> list[Asked]:
    return [
        Asked(index, question.start, question.end, question.text, kind_of(question.text))
        for index, (turn, own) in enumerate(zip(turns, ours, strict=True))
        if own
        for question in split_questions(turn.text)
    ]


def _share(amounts: Sequence[float], ours: Sequence[bool]) -> float | None:
    total = sum(amounts)
    return sum(amount for amount, own in zip(amounts, ours, strict=True) if own) / total if total else None


def _time_share(turns: Sequence[Said], ours: Sequence[bool]) -> float | None:
    """None unless every turn is timed: a gap would be laid at nobody's door."""
    if any(turn.start is None or turn.end is None for turn in turns):
        return None
    return _share([_seconds(turn, turn) or 0.0 for turn in turns], ours)


def _seconds(first: Said, last: Said) -> float | None:
    return None if first.start is None or last.end is None else last.end - first.start


def _tally(turns: Sequence[Said], amounts: Sequence[int]) -> tuple[tuple[str, int], ...]:
    counts: Counter[str] = Counter()
    for turn, amount in zip(turns, amounts, strict=True):
        counts[turn.speaker] += amount
    return tuple(counts.most_common())


def _share_of_stories(asked: Sequence[Asked], story_kinds: Collection[str]) -> Estimate | None:
    return jeffreys(sum(one.kind in story_kinds for one in asked), len(asked)) if asked else None


def _told(
    asked: Sequence[Asked], story_kinds: Collection[str], ours: Sequence[bool], sizes: Sequence[int]
) -> list[Told]:
    """Until the next turn in which something is asked. Of two that bid for a story in one turn the last is answered."""
    places = sorted({one.turn for one in asked})
    ends = dict(zip(places, [*places[1:], len(ours)], strict=True)) if places else {}
    found: dict[int, Told] = {}
    for one in asked:
        theirs = [index for index in range(one.turn + 1, ends[one.turn]) if not ours[index]]
        if one.kind in story_kinds and theirs:
            found[one.turn] = Told(one, theirs[0], theirs[-1], sum(sizes[index] for index in theirs))
    return list(found.values())


def _monologues(turns: Sequence[Said], ours: Sequence[bool], sizes: Sequence[int]) -> list[tuple[bool, Monologue]]:
    runs = []
    for own, group in groupby(range(len(turns)), key=lambda index: (ours[index], turns[index].speaker)):
        places = list(group)
        first, last = places[0], places[-1]
        words = sum(sizes[first : last + 1])
        runs.append((own[0], Monologue(first, last, words, _seconds(turns[first], turns[last]))))
    return runs


def _longest(runs: Sequence[tuple[bool, Monologue]], *, of_interviewer: bool) -> Monologue | None:
    return max((run for own, run in runs if own is of_interviewer), key=lambda run: run.words, default=None)


def _waits(turns: Sequence[Said], ours: Sequence[bool]) -> list[Wait]:
    found = []
    for index, (turn, after) in enumerate(pairwise(turns)):
        if not ours[index] or turn.end is None or after.start is None:
            continue
        questions = split_questions(turn.text)
        if questions and not _WORD.search(turn.text[questions[-1].end :]):
            found.append(Wait(index, after.start - turn.end, ours[index + 1]))
    return found


def _doubts(turns: Sequence[Said], ours: Sequence[bool], asked: Sequence[Asked]) -> tuple[str, ...]:
    said = []
    if not any(ours):
        said.append("No turn is an interviewer's: say who asked.")
    if all(ours) and turns:
        said.append("Every turn is an interviewer's: say who answered.")
    timed = sum(turn.start is not None and turn.end is not None for turn in turns)
    if 0 < timed < len(turns):
        said.append(f"Only {timed} of {len(turns)} turns have times: no share of time.")
    if 0 < len(asked) < FEW_QUESTIONS:
        said.append(f"Only {len(asked)} questions: their shares rest on few.")
    return tuple(said)
