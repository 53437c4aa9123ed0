"""A person's words, found again wherever else they stand: their name and address, their sentences, and runs of their words.

Texts are compared word by word, whatever stands between the words. A run of seven words is hardly said twice by chance; shorter runs are
looked for only as whole sentences, of at least four words.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

ERASED = "[erased]"
RUN, SHORTEST = 7, 4
WORD = re.compile(r"[^\W_]+")
SENTENCE = re.compile(r"[.!?…]+(?=\s|$)|\n+")
Words = tuple[str, ...]
Span = tuple[int, int]


@dataclass(slots=True)
class Said:
    """What one person is called and what they said."""

    names: list[str]
    texts: list[str]
    _phrases: dict[str, list[Words]] = field(init=False, default_factory=lambda: defaultdict(list))
    _single: set[str] = field(init=False, default_factory=set)
    _sentences: dict[str, list[Words]] = field(init=False, default_factory=lambda: defaultdict(list))
    _runs: set[Words] = field(init=False, default_factory=set)
    _starts: set[str] = field(init=False, default_factory=set)

    def __post_init__(self) -> None:
        for name in self.names:
            words = _folded(name)
            if len(words) > 1:
                self._phrases[words[0]].append(words)
            elif words and len(words[0]) > 2:
                self._single.add(name.strip())
        for sentence in self.sentences():
            words = _folded(sentence)
            if len(words) < RUN:
                self._sentences[words[0]].append(words)
        for text in self.texts:
            words = _folded(text)
            self._runs |= {words[at : at + RUN] for at in range(len(words) - RUN + 1)}
        self._starts = {run[0] for run in self._runs}

    def sentences(self) -> Iterator[str]:
        """Those long enough to be told from other people's."""
        seen = set()
        for text in self.texts:
            for part in SENTENCE.split(text):
                words = _folded(part)
                if len(words) >= SHORTEST and words not in seen:
                    seen.add(words)
                    yield part.strip()

    def spans(self, text: str, *, names_only: bool = False) -> list[Span]:
        """Where in a text they are named or quoted."""
        places = [(m.start(), m.end()) for m in WORD.finditer(text)]
        words = tuple(text[a:b].casefold() for a, b in places)
        found = [(at, at + len(phrase)) for at, phrase in _phrases_in(words, self._phrases)]
        found += [(at, at + 1) for at, (a, b) in enumerate(places) if text[a:b] in self._single]
        if not names_only:
            found += [(at, at + len(phrase)) for at, phrase in _phrases_in(words, self._sentences)]
            found += [
                (at, at + RUN)
                for at in range(len(words) - RUN + 1)
                if words[at] in self._starts and words[at : at + RUN] in self._runs
            ]
        return _merged([(places[a][0], places[b - 1][1]) for a, b in found])

    def cleaned(self, value: Any, *, names_only: bool = False) -> Any:
        """The value, text or JSON, with their name and words replaced; the very same object when there are none."""
        if isinstance(value, str):
            return self._cleaned_text(value, names_only)
        if isinstance(value, list):
            items = [self.cleaned(v, names_only=names_only) for v in value]
            return value if all(a is b for a, b in zip(items, value, strict=True)) else items
        if isinstance(value, dict):
            pairs = {
                self._cleaned_text(k, names_only): self.cleaned(v, names_only=names_only) for k, v in value.items()
            }
            return value if all(k in value and v is value[k] for k, v in pairs.items()) else pairs
        return value

    def _cleaned_text(self, text: str, names_only: bool) -> str:
        spans = self.spans(text, names_only=names_only)
        for start, end in reversed(spans):
            text = text[:start] + ERASED + text[end:]
        return text


def _folded(text: str) -> Words:
    return tuple(word.casefold() for word in WORD.findall(text))


def _phrases_in(words: Words, phrases: dict[str, list[Words]]) -> Iterator[tuple[int, Words]]:
    if not phrases:
        return
    for at, word in enumerate(words):
        for phrase in phrases.get(word, ()):
            if words[at : at + len(phrase)] == phrase:
                yield at, phrase


def _merged(spans: Iterable[Span]) -> list[Span]:
    merged: list[Span] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged
