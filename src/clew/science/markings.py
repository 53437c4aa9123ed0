"""How far coders agree who marked passages of one text, each where they saw fit.

Their spans need not begin or end alike, so the text is cut at every boundary that anyone used, and each segment weighs as many characters as it is
long: alpha is then the one that would come of asking, for each character, whether it bears the code (Krippendorff 1995, Sociological Methodology
25; Krippendorff, Mathet, Bouvry & Widlöcher 2016, Quality & Quantity 50, who weigh intersections by length in the same way). Characters, not words:
spans are given in them, no language's rules for words are needed, and a boundary inside a word costs what it is worth.

Neighbouring characters are no independent witnesses. What is drawn again for the intervals are therefore passages: stretches that no span crosses.
Text that nobody coded makes agreement look easy; each figure is given on the text that at least one coder touched with some code, and, beside it,
on the whole text.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from clew.science.agreement import Numbers, alpha_of_counts
from clew.science.estimates import Estimate

Spans = Sequence[tuple[int, int]]
Markings = Mapping[str, Mapping[str, Spans]]
# Where the touched text bears this code nearly throughout, "no code" is too rare for alpha to tell chance from skill.
NEARLY_ALL, MOSTLY_BARE = 0.9, 0.8


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A stretch, in characters, that some coders marked with a code and others did not."""

    start: int
    end: int
    marked_by: tuple[str, ...]
    not_by: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CodeAgreement:
    """One code. `overlap`: 2 x what two coders both marked / what each marked, over all pairs (0 to 1).

    `touched` is alpha on the text that anyone coded with anything, `whole` on all of it; None where nothing varies there.
    """

    code: str
    touched: Estimate | None
    whole: Estimate | None
    overlap: float
    disagreements: tuple[Disagreement, ...]


@dataclass(frozen=True, slots=True)
class MarkingAgreement:
    """All codes together (`touched`, `whole`: two coders agree where they gave exactly the same codes), and each by itself, most contested first."""

    touched: Estimate | None
    whole: Estimate | None
    codes: tuple[CodeAgreement, ...]
    coders: tuple[str, ...]
    touched_share: float
    passages: int
    method: str
    warnings: tuple[str, ...]


def alpha_of_markings(
    markings: Markings, length: int, *, level: float = 0.95, draws: int = 2000, seed: int = 0
) -> MarkingAgreement:
    """Agreement of two or more coders on one text of `length` characters. `markings`: coder -> code -> spans (start, end), end exclusive.

    A coder who marked nothing still counts: they saw no code anywhere. `overlap` is positive specific agreement, which is the F-measure
    (Hripcsak & Rothschild 2005, Journal of the American Medical Informatics Association 12). Sources for alpha: see the module.
    Random with `seed`. Raises ValueError below two coders, without any span, or for a span outside the text.
    """
    _check(markings, length)
    cut = _Cut(markings, length)
    options = _Options(level, draws, seed)
    codes = sorted({code for marked in markings.values() for code in marked if marked[code]})
    marks = {code: cut.marks(code) for code in codes}
    each = tuple(_of_code(code, marks[code], cut, options) for code in codes)
    together = np.stack(list(marks.values()), axis=-1)
    share = float(cut.lengths[cut.touched].sum()) / length
    return MarkingAgreement(
        _of_sets(together, cut, options, cut.touched),
        _of_sets(together, cut, options, None),
        tuple(sorted(each, key=lambda found: (found.overlap, found.code))),
        cut.coders,
        share,
        cut.passages,
        "Krippendorff's alpha, nominal, characters as units, passages resampled",
        _doubts(share),
    )


@dataclass(frozen=True, slots=True)
class _Options:
    level: float
    draws: int
    seed: int


class _Cut:
    """The text cut at every boundary: lengths (segments,), which were touched, and the passage that each belongs to."""

    def __init__(self, markings: Markings, length: int) -> None:
        self.coders = tuple(markings)
        self.markings = markings
        spans = [span for marked in markings.values() for each in marked.values() for span in each]
        edges = np.unique(np.array([0, length, *(edge for span in spans for edge in span)]))
        self.starts, self.ends = edges[:-1], edges[1:]
        self.lengths = (self.ends - self.starts).astype(float)
        depth = self._depth(spans)
        self.touched: NDArray[np.bool_] = depth > 0
        self.passage = self._passages(spans)
        self.passages = len(np.unique(self.passage[self.touched]))

    def marks(self, code: str) -> NDArray[np.bool_]:
        """(coders, segments): who marked what with the code."""
        return np.stack([self._depth(self.markings[coder].get(code, ())) > 0 for coder in self.coders])

    def _depth(self, spans: Spans) -> NDArray[np.int64]:
        change = np.zeros(len(self.starts) + 1, dtype=np.int64)
        for start, end in spans:
            change[np.searchsorted(self.starts, start)] += 1
            change[np.searchsorted(self.ends, end) + 1] -= 1
        return np.cumsum(change[:-1])

    def _passages(self, spans: Spans) -> NDArray[np.int64]:
        """A passage begins where no span reaches across; bare text goes with the passage behind it, and at the end with the one before."""
        crossed = np.zeros(len(self.starts) + 1, dtype=np.int64)
        for start, end in spans:
            crossed[np.searchsorted(self.starts, start) + 1] += 1
            crossed[np.searchsorted(self.ends, end) + 1] -= 1
        free = np.cumsum(crossed[:-1]) == 0
        free[1:] &= self.touched[:-1]
        free[0] = True
        passage = np.cumsum(free) - 1
        if not self.touched[-1] and passage[-1] > 0 and free[-1]:
            passage[-1] -= 1
        return passage


def _of_code(code: str, marked: NDArray[np.bool_], cut: _Cut, options: _Options) -> CodeAgreement:
    yes = marked.sum(axis=0).astype(float)
    counts = np.stack([len(marked) - yes, yes], axis=1)
    touched = _alpha(counts, cut, options, cut.touched, _crowded(yes, cut, len(marked)))
    return CodeAgreement(
        code, touched, _alpha(counts, cut, options, None, ()), _overlap(yes, cut, len(marked)), _apart(marked, cut)
    )


def _of_sets(
    marks: NDArray[np.bool_], cut: _Cut, options: _Options, within: NDArray[np.bool_] | None
) -> Estimate | None:
    """`marks`: (coders, segments, codes). The value of a segment is the set of its codes."""
    coders, segments, _ = marks.shape
    _, kind = np.unique(marks.reshape(coders * segments, -1), axis=0, return_inverse=True)
    kind = kind.reshape(coders, segments)
    counts = np.zeros((segments, int(kind.max()) + 1))
    for row in kind:
        counts[np.arange(segments), row] += 1
    return _alpha(counts, cut, options, within, ())


def _alpha(
    counts: Numbers, cut: _Cut, options: _Options, within: NDArray[np.bool_] | None, warnings: tuple[str, ...]
) -> Estimate | None:
    """Segments are gathered into passages, which are what is drawn again."""
    kept = np.ones(len(counts), dtype=bool) if within is None else within
    coders = float(counts[0].sum())
    counts, weight = counts[kept], cut.lengths[kept]
    differ = 1 - (counts * (counts - 1)).sum(axis=1) / (coders * (coders - 1))
    _, passage = np.unique(cut.passage[kept], return_inverse=True)
    mass = np.bincount(passage, weight)
    gathered = np.zeros((len(mass), counts.shape[1]))
    np.add.at(gathered, passage, counts * weight[:, None])
    return alpha_of_counts(
        gathered,
        1.0 - np.eye(counts.shape[1]),
        disagreement=np.bincount(passage, differ * weight) / mass,
        typical=coders * float(cut.lengths[cut.touched].sum()) / cut.passages,
        level=options.level,
        draws=options.draws,
        seed=options.seed,
        warnings=warnings,
    )


def _overlap(yes: Numbers, cut: _Cut, coders: int) -> float:
    return float((yes * (yes - 1)) @ cut.lengths) / float(yes @ cut.lengths * (coders - 1))


def _apart(marked: NDArray[np.bool_], cut: _Cut) -> tuple[Disagreement, ...]:
    """Neighbouring segments with the same people on each side are one disagreement."""
    found: list[Disagreement] = []
    for segment in np.flatnonzero(marked.any(axis=0) & ~marked.all(axis=0)):
        who = tuple(coder for coder, did in zip(cut.coders, marked[:, segment], strict=True) if did)
        start, end = int(cut.starts[segment]), int(cut.ends[segment])
        if found and found[-1].end == start and found[-1].marked_by == who:
            found[-1] = Disagreement(found[-1].start, end, who, found[-1].not_by)
        else:
            found.append(Disagreement(start, end, who, tuple(coder for coder in cut.coders if coder not in who)))
    return tuple(found)


def _crowded(yes: Numbers, cut: _Cut, coders: int) -> tuple[str, ...]:
    borne = float((yes[cut.touched] > 0) @ cut.lengths[cut.touched]) / float(cut.lengths[cut.touched].sum())
    if borne < NEARLY_ALL:
        return ()
    return ("Nearly all coded text bears this code, so alpha cannot rise there: look at the overlap.",)


def _doubts(touched_share: float) -> tuple[str, ...]:
    if touched_share > 1 - MOSTLY_BARE:
        return ()
    return (f"{1 - touched_share:.0%} of the text bears no code at all: the figure for the whole text flatters.",)


def _check(markings: Markings, length: int) -> None:
    if len(markings) < 2:
        raise ValueError("needs at least two coders")
    spans = [span for marked in markings.values() for each in marked.values() for span in each]
    if not spans:
        raise ValueError("nobody marked anything")
    if any(not 0 <= start < end <= length for start, end in spans):
        raise ValueError("a span lies outside the text")
