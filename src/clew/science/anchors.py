"""Anchor a quotation in a text so that it is found again when the text is corrected, or is known to be lost.

Selectors as in the W3C Web Annotation Data Model (2017): TextQuoteSelector (exact, prefix, suffix) with TextPositionSelector (start, end).
Places count Unicode code points of the stored text; `end` is exclusive.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from hashlib import sha256
from itertools import islice

CONTEXT = 32
ALIKE = 0.8
# Work is bounded: so many places are looked at, and longer quotations are compared by their ends.
CANDIDATES = 200
LONGEST_COMPARED = 2000
# Windows looked at while healing, and how many characters of them in all may be compared closely (that takes squared time).
WINDOWS = 400
COMPARED = 12_000
MOST_PAIRS = 400_000
LONGEST_WORD = 64


@dataclass(frozen=True, slots=True)
class Anchor:
    exact: str
    prefix: str
    suffix: str
    start: int
    end: int
    source_hash: str


@dataclass(frozen=True, slots=True)
class Resolved:
    """`exact`: where it was; `moved`: the same words elsewhere; `healed`: words slightly corrected; `broken`: lost, `why` says it."""

    status: str
    start: int | None
    end: int | None
    similarity: float
    why: str = ""


def text_hash(text: str) -> str:
    """SHA-256 of the text as stored: anchors belong to exactly these code points, so nothing is normalised."""
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def make_anchor(text: str, start: int, end: int, *, context: int = CONTEXT) -> Anchor:
    """The anchor of text[start:end]. Raises ValueError when that is empty or outside the text."""
    if not 0 <= start < end <= len(text):
        raise ValueError("the span is empty or outside the text")
    return Anchor(
        text[start:end], text[max(0, start - context) : start], text[end : end + context], start, end, text_hash(text)
    )


def resolve(anchor: Anchor, text: str) -> Resolved:
    """Where the quotation stands in this text, if anywhere; never a place whose words are unlike (`ALIKE` by Ratcliff & Obershelp 1988).

    Places count code points; `similarity` lies between 0 and 1. Raises nothing: what is not found is `broken`.
    Work is bounded: a text of a megabyte, however it repeats itself, takes a fraction of a second.
    """
    if text[anchor.start : anchor.end] == anchor.exact and (
        _context(anchor, text, anchor.start, anchor.end) > 0.5 or text_hash(text) == anchor.source_hash
    ):
        return Resolved("exact", anchor.start, anchor.end, 1.0)
    places = _places(anchor.exact, text)
    if places:
        return _choose(anchor, text, places)
    return _heal(anchor, text)


def _places(words: str, text: str) -> list[int]:
    found: list[int] = []
    at = text.find(words)
    while at >= 0 and len(found) < CANDIDATES:
        found.append(at)
        at = text.find(words, at + 1)
    return found


def _choose(anchor: Anchor, text: str, places: list[int]) -> Resolved:
    """Among the same words at several places: the one whose surroundings agree; a tie is no answer."""
    size = len(anchor.exact)
    rated = sorted(((_context(anchor, text, p, p + size), -abs(p - anchor.start), p) for p in places), reverse=True)
    best = rated[0]
    if len(rated) > 1 and rated[1][0] >= best[0] - 0.1:
        return Resolved(
            "broken",
            None,
            None,
            1.0,
            f"the words stand at {len(places)} places and their surroundings do not tell which",
        )
    if len(rated) == 1 and best[0] < 0.2 and size < 12:
        return Resolved("broken", None, None, 1.0, "the words are few and their surroundings are gone")
    status = "exact" if best[2] == anchor.start else "moved"
    return Resolved(status, best[2], best[2] + size, 1.0)


def _context(anchor: Anchor, text: str, start: int, end: int) -> float:
    """How well what stands before and after agrees, 0 to 1; at the border of a text no words agree with no words."""
    before, after = text[max(0, start - len(anchor.prefix)) : start], text[end : end + len(anchor.suffix)]
    return (_shared(anchor.prefix[::-1], before[::-1]) + _shared(anchor.suffix, after)) / 2


def _shared(first: str, second: str) -> float:
    if not first:
        return 1.0 if not second else 0.5
    same = _alike_ahead(first, second)
    if same < min(len(first), len(second)):
        return max(same / len(first), SequenceMatcher(None, first, second, autojunk=False).ratio() * 0.9)
    return same / len(first)


def _heal(anchor: Anchor, text: str) -> Resolved:
    """The words were corrected a little: look where their surroundings, or a piece of them, still stand."""
    rated = _rated(anchor, text)
    if not rated or rated[0][0] < ALIKE:
        return Resolved("broken", None, None, rated[0][0] if rated else 0.0, "the words are gone")
    similarity, start, end = rated[0]
    others = [r for r in rated[1:] if r[1] >= end or r[2] <= start]
    if others and others[0][0] >= similarity - 0.05:
        return Resolved("broken", None, None, similarity, "two places are equally alike")
    return Resolved("healed", start, end, similarity)


def _rated(anchor: Anchor, text: str) -> list[tuple[float, int, int]]:
    """How alike the windows are, the best first; those that share most letters are compared until the work allowed is done."""
    size, letters = len(anchor.exact), Counter(anchor.exact[:LONGEST_COMPARED])
    windows = set(islice(_windows(anchor, text), WINDOWS))
    promising = sorted(
        windows, key=lambda w: (-_letters_shared(letters, text[w[0] : w[1]]), abs(w[0] - anchor.start), w)
    )
    most = max(6, COMPARED // min(size, LONGEST_COMPARED))
    rated = [(_likeness(anchor.exact, text[start:end]), start, end) for start, end in promising[:most]]
    return sorted(rated, key=lambda r: (-r[0], r[1], r[2]))


def _letters_shared(letters: Counter[str], window: str) -> float:
    there = Counter(window[:LONGEST_COMPARED])
    return 2 * (letters & there).total() / max(1, letters.total() + there.total())


def _windows(anchor: Anchor, text: str) -> Iterator[tuple[int, int]]:
    size = len(anchor.exact)
    slack = max(8, size // 5)
    prefix, suffix = anchor.prefix[-16:], anchor.suffix[:16]
    befores = [p + len(prefix) for p in _places(prefix, text)] if len(prefix) >= 8 else []
    afters = _places(suffix, text) if len(suffix) >= 8 else []
    for start in befores[:50]:
        for end in (a for a in afters[:50] if 0 < a - start <= size + slack):
            yield start, end
        yield from _trimmed(text, start, min(len(text), start + size))
    for end in afters[:50]:
        yield from _trimmed(text, max(0, end - size), end)
    yield from _by_pieces(anchor.exact, text, size)


def _by_pieces(words: str, text: str, size: int) -> Iterator[tuple[int, int]]:
    """Where neither side stands any more: a run of the words themselves that does."""
    step = max(12, size // 6)
    for offset in range(0, max(1, size - step + 1), step):
        piece = words[offset : offset + step]
        if len(piece) < 8:
            continue
        for place in _places(piece, text)[:20]:
            start = max(0, place - offset)
            yield from _trimmed(text, start, min(len(text), start + size))


def _trimmed(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The window, and the window moved to whole words."""
    if end <= start:
        return
    yield start, end
    first, last = max(0, start - LONGEST_WORD), min(len(text), end + LONGEST_WORD)
    while start > first and not text[start - 1].isspace():
        start -= 1
    while end < last and not text[end - 1].isspace() and not text[end].isspace():
        end += 1
    yield start, end


def _likeness(first: str, second: str) -> float:
    """Share of the characters that agree in order; of long words both ends must agree."""
    if len(first) <= LONGEST_COMPARED and len(second) <= 2 * LONGEST_COMPARED:
        return _ratio(first, second)
    if abs(len(first) - len(second)) >= len(first) / 5:
        return 0.0
    half = LONGEST_COMPARED // 2
    return min(_ratio(first[:half], second[:half]), _ratio(first[-half:], second[-half:]))


def _ratio(first: str, second: str) -> float:
    """Ratcliff and Obershelp's; where characters repeat themselves endlessly only common ends count, which errs on the side of unlike."""
    if _pairs(first, second) <= MOST_PAIRS:
        matcher = SequenceMatcher(None, first, second, autojunk=False)
        return matcher.ratio() if matcher.real_quick_ratio() >= ALIKE and matcher.quick_ratio() >= ALIKE else 0.0
    ahead = _alike_ahead(first, second)
    behind = _alike_ahead(first[ahead:][::-1], second[ahead:][::-1])
    return 2 * (ahead + behind) / (len(first) + len(second))


def _alike_ahead(first: str, second: str) -> int:
    """How many characters agree from the beginning."""
    pairs = enumerate(zip(first, second, strict=False))
    return next((place for place, (a, b) in pairs if a != b), min(len(first), len(second)))


def _pairs(first: str, second: str) -> int:
    """How many pairs of like characters a close comparison would walk over."""
    there = Counter(second)
    return sum(count * there[letter] for letter, count in Counter(first).items())
