"""Say what a text is about in a few of its own sentences.

LexRank (Erkan & Radev 2004, JAIR 22): sentences are tied by the cosine of their TF-IDF vectors, and those that most others resemble are central,
by the stationary distribution of a walk among them (continuous LexRank, damping .85 as in PageRank). A sentence does not vote for itself, so
that one that resembles no other is never central. Of sentences that say the same the most central is taken: one that is more alike to a
chosen one than `ALIKE` is passed over (cross-sentence informational subsumption, Radev 2000).
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Matrix = NDArray[np.float64]

DAMPING, STEPS, ENOUGH = 0.85, 200, 1e-10
ALIKE = 0.5
MOST_SENTENCES = 1500
FEWEST_WORDS = 4
SENTENCE = re.compile(r"[^\n.!?…]*[^\s.!?…][^\n.!?…]*(?:[.!?…]+(?!\s|$)[^\n.!?…]*)*[.!?…]*[\"”’)]*")
WORD = r"(?u)\b[^\W_]{2,}\b"
METHOD = "LexRank (Erkan & Radev 2004)"


@dataclass(frozen=True, slots=True)
class Sentence:
    """Words of the text, text[start:end], and how central they are: the share of the walk that is there."""

    start: int
    end: int
    text: str
    centrality: float


@dataclass(frozen=True, slots=True)
class Summary:
    """`sentences` in the order of the text; `of`: among how many they were chosen. Not random."""

    sentences: tuple[Sentence, ...]
    of: int
    method: str
    warnings: tuple[str, ...]


def sentence_spans(text: str) -> list[tuple[int, int]]:
    """Where sentences stand, without the white space around them; a new line always ends one. Time O(characters)."""
    found = []
    for match in SENTENCE.finditer(text):
        words = match.group()
        start = match.start() + len(words) - len(words.lstrip())
        found.append((start, start + len(words.strip())))
    return [span for span in found if span[0] < span[1]]


def passages(text: str, *, skip: Sequence[str] = ()) -> list[tuple[int, int]]:
    """Where sentences stand that have enough words to say something, without the names (`skip`, each before a colon) at their beginnings."""
    places = (_after(text, span, skip) for span in sentence_spans(text))
    return [(start, end) for start, end in places if len(text[start:end].split()) >= FEWEST_WORDS]


def summarised(
    text: str, *, most: int = 4, skip: Sequence[str] = (), places: Sequence[tuple[int, int]] | None = None
) -> Summary:
    """The most central sentences of `text`, at most `most`, in the order in which they stand.

    `skip`: names of speakers, which stand before what they said. `places` (n, 2): the passages to choose from, by default all. Source: see the module. Raises ValueError for `most` below 1.
    Time and memory O(n^2), n at most `MOST_SENTENCES`.
    """
    if most < 1:
        raise ValueError("needs at least one sentence")
    places = passages(text, skip=skip) if places is None else places
    warnings = (f"Only the first {MOST_SENTENCES:,} sentences were looked at.",) if len(places) > MOST_SENTENCES else ()
    places = places[:MOST_SENTENCES]
    said = [text[start:end] for start, end in places]
    if not said:
        return Summary((), 0, METHOD, ("There are no whole sentences.",))
    alike = similarity(said)
    central = centrality(alike - np.eye(len(said)))
    chosen: list[int] = []
    for place in np.lexsort((np.arange(len(said)), -central.round(12))).tolist():
        if len(chosen) < most and all(alike[place, other] <= ALIKE for other in chosen):
            chosen.append(place)
    picked = tuple(Sentence(*places[i], said[i], float(central[i])) for i in sorted(chosen))
    return Summary(picked, len(said), METHOD, warnings)


def similarity(texts: Sequence[str]) -> Matrix:
    """Cosine of TF-IDF vectors (idf over these very texts), (n, n); 1 with itself, 0 where no words are shared."""
    from sklearn.feature_extraction.text import TfidfVectorizer

    try:
        counts = TfidfVectorizer(stop_words="english", token_pattern=WORD).fit_transform(texts)
    except ValueError:  # nothing but stop words
        return np.eye(len(texts))
    alike: Matrix = np.clip((counts @ counts.T).toarray(), 0.0, 1.0)
    np.fill_diagonal(alike, 1.0)
    return alike


def centrality(alike: Matrix) -> Matrix:
    """Share of a long walk spent at each text, (n,), summing to 1: with probability .85 to a text in proportion to likeness, else anywhere.

    Source: Erkan & Radev (2004), eq. 5; where nothing is alike the walk goes anywhere, as PageRank does. `alike`: (n, n), n at least 1.
    Raises ValueError when it is no square or holds what is below 0.
    """
    if alike.ndim != 2 or alike.shape[0] != alike.shape[1] or (alike < 0).any():
        raise ValueError("needs a square of likenesses, none below 0")
    n = alike.shape[0]
    sums = alike.sum(axis=1, keepdims=True)
    steps, share = np.divide(alike, sums, out=np.full((n, n), 1.0 / n), where=sums > 0), np.full(n, 1.0 / n)
    for _ in range(STEPS):
        after: Matrix = (1 - DAMPING) / n + DAMPING * (share @ steps)
        if np.abs(after - share).sum() < ENOUGH:
            return after
        share = after
    return share


def _after(text: str, span: tuple[int, int], skip: Sequence[str]) -> tuple[int, int]:
    """Without the speaker's name at its beginning."""
    start, end = span
    for name in skip:
        if name and text.startswith(f"{name}:", start):
            start = min(end, start + len(name) + 1)
            return start + len(text[start:end]) - len(text[start:end].lstrip()), end
    return span
