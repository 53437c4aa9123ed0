"""Say what a group of texts is about in a few of its own words, so that a person recognises it.

Class-based TF-IDF (Grootendorst 2022) with shares of texts in place of counts of words: share in the group times the logarithm of how many
times that is the share in all, the informativeness of Tomokiyo & Hurst (2003, ACL Workshop on Multiword Expressions). So one talkative
text does not name a group, and what is said everywhere names none. Forms of a word ("note", "notes") are one term by Harman's
S-stemmer (1991, JASIS 42), shown in the form most texts use. Two words are a term only where they stand side by side.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from math import log

import numpy as np
from numpy.typing import NDArray

Labels = NDArray[np.int64]

TEXT_LIMIT = 5000
# Said side by side by this share of the texts that say the word alone, two words tell more than one.
TELLING_PAIR = 0.4
WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
BREAK = re.compile(r"[.!?\n]+(?:\s|$)|[,;:()\"“”…–—/]")
SHORTENED = re.compile(r"['’](?:t|re|ve|ll|d|m)$")
ENDS_SENTENCE = re.compile(r"[.!?\n]")
# Beside the usual stop words: what people say of anything at all.
WEAK = frozenset(
    """
    actually already also always anything app apps away awesome bad best better big bit came come comes coming day days did does doing
    easily easy else especially even ever every everything excellent far fine gave get gets getting give gives giving go goes going
    gone good got great guess happen happens hard help helps it's just keep keeps kind know left let like little look looks lot lots
    love loved loves made make makes making many may maybe mean means much must need needed needs never new nice nothing now okay old
    ok one ones people perfect please put puts quite really right said say says see seems sees simple since so something still stuff
    super sure take takes tell tells thank thanks that's there's thing things think tried try trying two use used useful user uses
    using very want wanted wants was way ways week well went what's will wish wonderful work worked working works worse worst would
    year years yes yet
    """.split()  # noqa: SIM905 - a word a line would fill the page
)


@dataclass(slots=True)
class _Heard:
    """How often each form of a term was written, and each word with and without a capital where no sentence begins."""

    forms: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    capital: Counter[str] = field(default_factory=Counter)
    small: Counter[str] = field(default_factory=Counter)

    def is_name(self, word: str) -> bool:
        return self.capital[word] >= max(1, self.small[word])


def telling_terms(
    texts: Sequence[str], labels: Labels, *, most: int = 8, names: Collection[str] = ()
) -> dict[int, tuple[str, ...]]:
    """The terms that set each label's texts apart, the most telling first; none where the texts hold no words.

    Shapes: `texts` and `labels` (n,). `names`: words of names; one is left out where it bears a capital at least as often as not.
    Source: see the module. Raises ValueError when the lengths differ. Not random; time and memory O(words).
    """
    if len(texts) != len(labels):
        raise ValueError("needs one label for each text")
    heard = _Heard()
    said = [set(_terms(text[:TEXT_LIMIT], heard)) for text in texts]
    avoided = {_stem(name) for name in map(str.casefold, names) if heard.is_name(_stem(name))}
    counts: dict[int, Counter[str]] = {int(label): Counter() for label in np.unique(labels)}
    for label, terms in zip(labels.tolist(), said, strict=True):
        counts[label].update(term for term in terms if avoided.isdisjoint(term.split()))
    overall = sum(counts.values(), Counter[str]())
    sizes = Counter(labels.tolist())
    return {
        label: tuple(_form(heard.forms[term]) for term in _ranked(its, sizes[label], overall, len(texts), most))
        for label, its in counts.items()
    }


def theme_name(terms: Sequence[str], *, most: int = 3) -> str:
    """A readable name of the first terms, none of which repeats a word of another; "Unnamed" without terms. Source: own."""
    chosen: list[str] = []
    taken: set[str] = set()
    for term in terms:
        words = {_stem(word.casefold()) for word in term.split()}
        if len(chosen) < most and taken.isdisjoint(words):
            chosen.append(term)
            taken |= words
    name = ", ".join(chosen) or "Unnamed"
    return name[0].upper() + name[1:]


def _ranked(its: Counter[str], n: int, overall: Counter[str], n_all: int, most: int) -> list[str]:
    """What only one of several texts says is left out, and a word that is mostly said beside one other: the two tell more."""
    often = {term: count for term, count in its.items() if count > 1} or dict(its)
    if n == n_all:  # nothing to tell it from: what is said most
        weight = {term: float(count) for term, count in often.items()}
    else:
        weight = {term: count / n * log(count / n / (overall[term] / n_all)) for term, count in often.items()}
    for pair in [term for term in often if " " in term]:
        if any(weight[word] <= 0 for word in pair.split()):  # said everywhere: it adds nothing to the other
            del weight[pair]
    for pair in [term for term in weight if " " in term]:
        for word in pair.split():
            if often[pair] >= TELLING_PAIR * often[word]:
                weight[pair], weight[word] = max(weight[pair], weight[word]), 0.0
    return sorted((t for t in weight if weight[t] > 0), key=lambda t: (-weight[t], t))[:most]


def _terms(text: str, heard: _Heard) -> Iterator[str]:
    """Words that say something, and pairs of them that stand side by side in one breath."""
    for breath, opens in _breaths(text):
        before, loud = "", all(word.isupper() for word in breath)
        for place, word in enumerate(breath):
            stem, low = _stem(word.casefold()), word.casefold()
            if not opens or place:
                (heard.capital if word[0].isupper() else heard.small)[stem] += 1
            if len(stem) < 3 or _is_weak(low):
                before = ""
                continue
            form = low if loud or not (word[0].isupper() and (not opens or place)) else word
            form = form.removesuffix("'s").removesuffix("’s")
            heard.forms[stem][form] += 1
            yield stem
            if before:
                pair = f"{_stem(before.casefold())} {stem}"
                heard.forms[pair][f"{before} {form}"] += 1
                yield pair
            before = form


def _breaths(text: str) -> Iterator[tuple[list[str], bool]]:
    """Runs of words without a mark between them; whether a sentence opens there."""
    start, opens = 0, True
    for mark in [*BREAK.finditer(text), None]:
        end = mark.start() if mark else len(text)
        yield WORD.findall(text, start, end), opens
        if mark:
            start, opens = mark.end(), bool(ENDS_SENTENCE.search(mark.group()))


def _form(forms: Counter[str]) -> str:
    """The form most texts use; of equals the shortest."""
    return min(forms, key=lambda form: (-forms[form], len(form), form))


@lru_cache(maxsize=50_000)
def _stem(word: str) -> str:
    """Harman's S-stemmer: the singular, near enough."""
    word = word.replace("’", "'").removesuffix("'s")
    if len(word) > 4 and word.endswith("ies") and word[-4] not in "ae":
        return word[:-3] + "y"
    if len(word) > 3 and word.endswith("es") and word[-3] not in "aeo":
        return word[:-1]
    if len(word) > 3 and word.endswith("s") and word[-2] not in "us":
        return word[:-1]
    return word


@lru_cache(maxsize=50_000)
def _is_weak(word: str) -> bool:
    from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS

    return word in WEAK or word in ENGLISH_STOP_WORDS or bool(SHORTENED.search(word))
