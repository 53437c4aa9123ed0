"""To which named subjects a text belongs, by its words and by what it means.

A text is read passage by passage: in a long one, the sentence that speaks of a subject is not drowned by the rest (Callan 1994, Passage-level
evidence in document retrieval). By meaning, a subject is as near as the nearest passage is. By words, it is the share of its own words that the
text holds, each weighted by how rare it is (Robertson & Spärck Jones 1976). The two are added: both lie between 0 and 1.
"""

import math
import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

WORD = re.compile(r"[^\W_]+")
ENDS = re.compile(r"(?<=[.!?;:])\s+|\n+")
ENDINGS = ("ingly", "ings", "ing", "edly", "ers", "er", "ed", "ies", "es", "s", "ly")
SHORTEST, LONGEST_KEPT = 3, 4_000
# Words that speak of nothing; where few texts are known, counting would not tell them from the others.
EMPTY = frozenset(
    [
        "a",
        "about",
        "all",
        "also",
        "am",
        "an",
        "and",
        "any",
        "are",
        "as",
        "at",
        "be",
        "been",
        "but",
        "by",
        "can",
        "could",
        "did",
        "do",
        "does",
        "for",
        "from",
        "get",
        "had",
        "has",
        "have",
        "her",
        "his",
        "how",
        "i",
        "if",
        "in",
        "into",
        "is",
        "it",
        "its",
        "just",
        "like",
        "me",
        "more",
        "most",
        "my",
        "no",
        "not",
        "of",
        "off",
        "on",
        "only",
        "or",
        "our",
        "out",
        "over",
        "s",
        "so",
        "some",
        "t",
        "than",
        "that",
        "the",
        "their",
        "them",
        "then",
        "there",
        "they",
        "this",
        "to",
        "too",
        "up",
        "us",
        "very",
        "was",
        "we",
        "were",
        "what",
        "when",
        "where",
        "which",
        "who",
        "will",
        "with",
        "would",
        "you",
        "your",
    ]
)
# As if so many texts more had been read, a word being in two of them: the first few texts say little about what is rare.
BEFORE, BEFORE_HOLDING = 20, 2


@dataclass(frozen=True, slots=True)
class Passage:
    """A sentence: where it stands in the text, and its words."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Rarity:
    """In how many of `texts` texts each stem occurs."""

    texts: int
    holding: Mapping[str, int]

    def of(self, stem: str) -> float:
        """Above 0; what no text holds is as rare as can be."""
        return math.log((self.texts + BEFORE) / (self.holding.get(stem, 0) + BEFORE_HOLDING))


@lru_cache(maxsize=20_000)
def stems_of(text: str) -> frozenset[str]:
    """The words of a text without case and the endings of English, and without those that speak of nothing. Not random; time O(length)."""
    return frozenset(_stem(word) for word in WORD.findall(text.lower()) if word not in EMPTY)


def rarity_in(texts: Iterable[str]) -> Rarity:
    """Counted over these texts; none of them is kept."""
    counted: Counter[str] = Counter()
    total = 0
    for text in texts:
        counted.update(stems_of(text[:LONGEST_KEPT]))
        total += 1
    return Rarity(total, counted)


def passages_of(text: str, *, most: int) -> tuple[Passage, ...]:
    """The first sentences of a text that hold a word, at most `most`. Offsets count characters; nothing stands in two of them."""
    found: list[Passage] = []
    start = 0
    for mark in [*ENDS.finditer(text), None]:
        end = mark.start() if mark else len(text)
        words = text[start:end]
        if WORD.search(words):
            left = start + len(words) - len(words.lstrip())
            found.append(Passage(left, left + len(words.strip()), words.strip()))
        if len(found) == most or mark is None:
            break
        start = mark.end()
    return tuple(found)


def that_hold(words: str, passages: Sequence[Passage]) -> tuple[Passage, ...]:
    """Of some passages those that hold the most of these words, in any form and also as a beginning; all of them where none holds any."""
    wanted = stems_of(words)
    held = [_held(wanted, stems_of(one.text)) for one in passages]
    most = max(held, default=0)
    return tuple(one for one, many in zip(passages, held, strict=True) if many == most)


def _held(wanted: Collection[str], stems: Collection[str]) -> int:
    return sum(any(stem.startswith(word) for stem in stems) for word in wanted)


def share_of(subject: Collection[str], text: Collection[str], rarity: Rarity) -> float:
    """How much of a subject's stems a text holds, by rarity: 0 to 1; 0 for a subject without words."""
    whole = sum(map(rarity.of, subject))
    return sum(rarity.of(stem) for stem in subject if stem in text) / whole if whole else 0.0


def belonging(shares: Sequence[float], cosines: Sequence[float]) -> list[float]:
    """One score for each subject, 0 to 2, from its share of words and its nearest passage; a cosine below 0 counts as 0.

    Raises ValueError when there are not as many of one as of the other.
    """
    return [share + max(0.0, cosine) for share, cosine in zip(shares, cosines, strict=True)]


def _stem(word: str) -> str:
    """Crude, and the same for both sides: "syncing", "synced" and "sync" meet; so do "note" and "notes"."""
    for ending in ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= SHORTEST:
            word = word[: -len(ending)]
            break
    if len(word) > SHORTEST and word[-1] == word[-2] and word[-1] not in "aeiouls":
        word = word[:-1]
    return word[:-1] if word.endswith(("e", "y")) and len(word) > SHORTEST else word
