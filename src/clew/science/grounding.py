"""What of a text that a machine wrote may stand: only sentences whose numbers, names, marks and quotations come from what it was given.

The checks are of the closed kind that faithfulness research calls entity and number precision (Nan et al. 2021, EACL, "Entity-level Factual
Consistency of Abstractive Text Summarization"; Zhao, Cohen & Webber 2020, Findings of EMNLP, for quantities), made strict: one thing that is not
in the input drops its whole sentence. They err on the side of dropping. They cannot tell whether a sentence is true.

A name in small letters bears no mark of being one. So of an answer to an English text every word must have been said, be a form of a word that was,
or be an ordinary word of the language (`ordinary_words`): "met bob" is dropped, and so is now and then a rare word that is no name.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from clew.science.ordinary_words import ORDINARY

LONGEST, MOST = 3_000, 100
# A text is taken for English when so many of its words are ordinary there; of other languages there is no list, and no such check.
ENGLISH = 0.5
PAIRED = {"“": "”“", "„": "“”", "«": "»", "‹": "›", "‟": "”", '"': '"', "`": "`"}
LONE = "”»›"
SINGLE = re.compile(r"(?:(?<=\s)|(?<=^)|(?<=\())'(?=\S)(.+?)(?<=\S)'(?=[\s.,;:!?)]|$)")
WORDS = re.compile(r"[^\W_]+(?:'[^\W_]+)*")
APOSTROPHES = str.maketrans({"’": "'", "ʼ": "'", "‘": "'"})
EDGES = ".,;:!?…()[]{}<>\"“”„«»‹›‟`*_~|—–'’‘"
ENDS = re.compile(r"[.!?…]+[\"“”»›`’)\]]*(?=\s|$)|\n+")
SHORTENED = frozenset("mr mrs ms dr prof st vs no approx e.g i.e etc inc ltd fig vol".split())  # noqa: SIM905
DIGITS = re.compile(
    r"(?P<sign>[-+−]?)(?P<before>[$€£¥]?)(?P<number>"
    r"[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?|[0-9]{1,3}(?:\.[0-9]{3})+,[0-9]+|[0-9]{1,3}(?:\.[0-9]{3}){2,}"
    r"|[0-9]{1,3}(?:['’\u00a0\u202f][0-9]{3})+(?:[.,][0-9]+)?|[0-9]+[.,][0-9]+|[0-9]+)"
    r"(?P<scale>k|K|m|M|bn|B)?(?P<after>[%‰$€£¥]?)"
)
SCALES = {"k": 3, "K": 3, "m": 6, "M": 6, "bn": 9, "B": 9, "thousand": 3, "million": 6, "billion": 9}
UNITS = {
    "%": "%", "％": "%", "‰": "‰", "$": "$", "€": "€", "£": "£", "¥": "¥",
    "percent": "%", "per cent": "%", "dollar": "$", "dollars": "$", "usd": "$", "euro": "€", "euros": "€", "eur": "€",
    "pound": "£", "pounds": "£", "gbp": "£", "yen": "¥",
}  # fmt: skip
BEFORE = frozenset(["$", "€", "£", "¥", "usd", "eur", "gbp"])
MINUS = frozenset(["minus", "negative", "−"])
_TO_NINETEEN = """
    zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen
"""
_TO_NINETY = "twenty thirty forty fifty sixty seventy eighty ninety"
SMALL = {word: value for value, word in enumerate(_TO_NINETEEN.split())}
TENS = {word: 10 * value for value, word in enumerate(_TO_NINETY.split(), 2)}
FUSED = re.compile(rf"({'|'.join(TENS)})({'|'.join(word for word, value in SMALL.items() if 0 < value < 10)})")
# Amounts and ranks in words: these very words must have been said.
AMOUNTS = frozenset(
    """
    half halves quarter quarters third thirds double doubled triple tripled twice thrice dozen dozens couple score hundred hundreds
    thousand thousands million millions billion billions first second fourth fifth sixth seventh eighth ninth tenth once
    eleventh twelfth thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth thirtieth fortieth fiftieth sixtieth
    seventieth eightieth ninetieth hundredth thousandth millionth twenties thirties forties fifties sixties seventies eighties nineties teens
    twofold threefold fourfold fivefold sixfold sevenfold eightfold ninefold tenfold hundredfold
    """.split()  # noqa: SIM905
)
NUMBER_WORDS = frozenset([*SMALL, *TENS, *AMOUNTS, *SCALES, *UNITS, "per", "cent"])
ENDINGS = (
    ("s", ("",)), ("es", ("",)), ("ies", ("y",)), ("ed", ("", "e")), ("ied", ("y",)), ("ing", ("", "e")), ("ly", ("",)),
)  # fmt: skip
# Words that may open a sentence with a capital although nobody said them. Everything else there could be a name.
OPENERS = frozenset(
    """
    a an the this that these those there here it its they their them he his she her we our you your i my who what when where why how which
    some many most several few other others another both all each every any no none not nobody everyone everybody someone somebody
    and or but so yet if although though while because since as after before during until however also moreover overall instead
    in on at by for from of to with without about over under between among against across per via
    is are was were be has have had do does did can could may might must should would will
    customer customers user users person people speaker interviewee participant respondent author reviewer writer team feedback source text
    interview review note request need needs problem issue main key summary one
    """.split()  # noqa: SIM905
)


@dataclass(frozen=True, slots=True)
class Dropped:
    """A sentence that may not stand, and why."""

    text: str
    why: str


@dataclass(frozen=True, slots=True)
class Grounded:
    kept: tuple[str, ...]
    dropped: tuple[Dropped, ...]


@dataclass(frozen=True, slots=True)
class Ground:
    """What may be spoken of: the input as one text, its tokens, numbers and words."""

    flat: str
    tokens: frozenset[str]
    words: frozenset[str]
    numbers: frozenset[tuple[Decimal, str]]
    padded: str = field(repr=False)
    roots: frozenset[str] = field(repr=False)
    is_english: bool


def ground_of(texts: Sequence[str]) -> Ground:
    """Read the input once; sentences of many answers can then be held against it. Time and memory O(characters)."""
    flat = flattened("\n".join(texts))
    tokens = [t for t in map(_bare, flat.split()) if t]
    words = [w.casefold() for w in WORDS.findall(flat)]
    numbers = frozenset(n for n, _ in _numbers(flat))
    roots = frozenset(root for word in set(words) for root in _roots(word))
    is_english = sum(map(_is_ordinary, words)) >= ENGLISH * len(words)
    return Ground(flat, frozenset(tokens), frozenset(words), numbers, f" {' '.join(words)} ", roots, is_english)


def grounded(text: str, ground: Ground) -> Grounded:
    """The sentences of `text` that may stand, in their order, and those that may not.

    Kept sentences hold no number, name, mark (address, code with digits) or quotation that the input does not. Source: see the module.
    Raises nothing. At most `MOST` sentences of the first `LONGEST` characters are looked at; what is beyond is dropped.
    """
    kept: list[str] = []
    dropped: list[Dropped] = []
    for place, sentence in enumerate(sentences(text[:LONGEST])):
        why = "it is one too many" if place >= MOST else why_not(sentence, ground)
        if why:
            dropped.append(Dropped(sentence, why))
        else:
            kept.append(sentence)
    if len(text) > LONGEST:
        dropped.append(Dropped(text[LONGEST : LONGEST + 100], "it comes after all that is read"))
    return Grounded(tuple(kept), tuple(dropped))


def why_not(sentence: str, ground: Ground) -> str:
    """Why a sentence may not stand; nothing when it may."""
    if any(unicodedata.category(c) in {"Cc", "Cf", "Co", "Cs", "Cn"} for c in sentence if c not in "\n\t"):
        return "it holds characters that are not seen"
    flat = flattened(sentence)
    for check in (_quotation, _mark, _number, _name, _word):
        if why := check(flat, ground):
            return why
    return ""


def sentences(text: str) -> list[str]:
    """Sentences as they stand; a full stop inside quotation marks, or after a title, ends none. Own, after the usual rules."""
    found: list[str] = []
    start = 0
    for match in ENDS.finditer(text):
        part = text[start : match.end()]
        if "\n" not in match.group() and (_is_open(part) or _is_shortened(text[start : match.start()])):
            continue
        found.append(part.strip())
        start = match.end()
    found.append(text[start:].strip())
    return [part for part in found if part]


def places_of(text: str, quotation: str, *, most: int = 2) -> list[tuple[int, int]]:
    """Where a quotation stands in the text word for word, at most so many places. White space and the shape of apostrophes may differ."""
    parts = quotation.translate(APOSTROPHES).split()
    if not parts:
        return []
    pattern = r"\s+".join(re.escape(part).replace("'", "['’ʼ‘]") for part in parts)
    found: list[tuple[int, int]] = []
    for match in re.finditer(pattern, text):
        found.append(match.span())
        if len(found) == most:
            break
    return found


def flattened(text: str) -> str:
    """One line, straight apostrophes: what makes no difference to what was said."""
    return " ".join(text.translate(APOSTROPHES).split())


def quotations(text: str) -> Iterator[str | None]:
    """What stands in quotation marks; None for a mark that is not closed."""
    at = 0
    while at < len(text):
        if text[at] in PAIRED:
            end = next((i for i in range(at + 1, len(text)) if text[i] in PAIRED[text[at]]), len(text))
            yield text[at + 1 : end] if end < len(text) else None
            at = end
        elif text[at] in LONE:
            yield None
        at += 1


def _is_open(part: str) -> bool:
    return any(quotation is None for quotation in quotations(part.translate(APOSTROPHES)))


def _is_shortened(before: str) -> bool:
    last = before.rsplit(maxsplit=1)[-1:] or [""]
    return last[0].casefold().strip("(") in SHORTENED or bool(re.fullmatch(r"[A-Z]", last[0]))


def _quotation(flat: str, ground: Ground) -> str:
    for said in [*quotations(flat), *SINGLE.findall(flat)]:
        if said is None:
            return "a quotation in it does not end"
        words = said.strip(" .,;:!?…")
        if words and not _stands(words, ground.flat):
            return f"nobody said “{words[:60]}”"
    return ""


def _stands(words: str, flat: str) -> bool:
    """As whole words: "ate" is not said in "hate"."""
    return re.search(rf"(?<!\w){re.escape(words)}(?!\w)", flat) is not None


def _mark(flat: str, ground: Ground) -> str:
    """Addresses, codes, dates, version numbers: whatever mixes digits or signs must stand in the input just so."""
    for token in map(_bare, flat.split()):
        if token and token not in ground.tokens and _is_mark(token):
            return f"“{token[:60]}” is not in the source"
    return ""


def _is_mark(token: str) -> bool:
    if any(c.isnumeric() and c not in "0123456789" for c in token):
        return True
    if any(unicodedata.category(c) == "Sc" and c not in UNITS for c in token):
        return True
    if "://" in token or "@" in token or "#" in token or re.search(r"\w[./\\=&]\w*[^\W\d_]{2}", token):
        return True
    return any(c.isdigit() for c in token) and not all(DIGITS.fullmatch(part) for part in _joined(token))


def _joined(token: str) -> list[str]:
    """The number before small words ("12-month") is a number; everything else that holds digits is one piece."""
    first, _, rest = token.partition("-")
    return [first] if DIGITS.fullmatch(first) and rest.replace("-", "").isalpha() and rest.islower() else [token]


def _number(flat: str, ground: Ground) -> str:
    for number, shown in _numbers(flat):
        if number not in ground.numbers:
            return f"the number {shown} is not in the source"
    for word in WORDS.findall(flat):
        if word.casefold() in AMOUNTS and word.casefold() not in ground.words:
            return f"the amount “{word}” is not in the source"
    return ""


def _numbers(flat: str) -> Iterator[tuple[tuple[Decimal, str], str]]:
    """Each number with its unit, and as it was written."""
    tokens = [_bare(t) for t in flat.split()]
    for place, token in enumerate(tokens):
        following = [t.casefold() for t in tokens[place + 1 : place + 4]]
        before = tokens[place - 1].casefold() if place else ""
        for part in _joined(token):
            if match := DIGITS.fullmatch(part):
                yield _valued(match, before, following), part
    yield from _spelled([part for t in tokens for part in _pieces(t.casefold())])


def _pieces(token: str) -> list[str]:
    """What stands between hyphens is read by itself ("twenty-year-old"), and so are tens and ones in one word ("twentyfive")."""
    found: list[str] = []
    for part in [token] if token.startswith("no-") else token.split("-"):
        fused = FUSED.fullmatch(part)
        found += fused.groups() if fused else [part]
    return found


def _valued(match: re.Match[str], before: str, following: list[str]) -> tuple[Decimal, str]:
    value = Decimal(_plain(match["number"]))
    if match["sign"] in ("-", "−") or before in MINUS:
        value = -value
    scale = SCALES.get(match["scale"] or "", 0)
    if not scale and following and following[0] in SCALES:
        scale = SCALES[following.pop(0)]
    unit = match["before"] or match["after"] or _unit(following) or (UNITS[before] if before in BEFORE else "")
    return (value * Decimal(10) ** scale).normalize(), unit


def _unit(following: list[str]) -> str:
    return UNITS.get(" ".join(following[:2])) or UNITS.get("".join(following[:1]), "")


def _plain(number: str) -> str:
    """The digits with a point before the fraction; the last of two kinds of mark is the point, groups of three have none."""
    number = re.sub(r"['’\u00a0\u202f]", "", number)
    if re.fullmatch(r"[0-9]{1,3}(,[0-9]{3})+(\.[0-9]+)?", number):
        return number.replace(",", "")
    if re.fullmatch(r"[0-9]{1,3}(\.[0-9]{3})+,[0-9]+|[0-9]{1,3}(\.[0-9]{3}){2,}", number):
        return number.replace(".", "").replace(",", ".")
    return number.replace(",", ".")


def _spelled(tokens: list[str]) -> Iterator[tuple[tuple[Decimal, str], str]]:
    """Numbers in words: "twenty-five", "three hundred", "twelve thousand"."""
    place = 0
    while place < len(tokens):
        value, used = _below_hundred(tokens[place:])
        if used:
            while place + used < len(tokens) and tokens[place + used] in {"hundred", *SCALES}:
                value *= 10 ** SCALES.get(tokens[place + used], 2)
                used += 1
            sign = -1 if place and tokens[place - 1] in MINUS else 1
            unit = _unit(tokens[place + used : place + used + 2])
            yield (Decimal(sign * value).normalize(), unit), " ".join(tokens[place : place + used])
        place += used or 1


def _below_hundred(tokens: list[str]) -> tuple[int, int]:
    """The value and how many tokens it took; none where no number begins."""
    first, ones = tokens[0], SMALL.get(tokens[1], 0) if len(tokens) > 1 else 0
    if first in TENS:
        return (TENS[first] + ones, 2) if 0 < ones < 10 else (TENS[first], 1)
    return (SMALL[first], 1) if first in SMALL else (0, 0)


def _name(flat: str, ground: Ground) -> str:
    """Runs of words with capitals must have been said in that order; in writing without capitals, every word must."""
    run: list[str] = []
    for place, token in enumerate(flat.split()):
        word = _bare(token).removesuffix("'s")
        if _has_no_case(word) and word not in ground.tokens and word not in ground.flat:
            return f"“{word[:60]}” is not in the source"
        if not any(c.isupper() or c.istitle() for c in word):
            run = []
            continue
        if not run and (place == 0 or word == "I") and word.casefold() in OPENERS:
            continue
        run.append(word)
        if not _was_said(run, ground):
            return f"“{' '.join(run)[:60]}” is not in the source"
        if token[-1] in ",;:)":
            run = []
    return ""


def _word(flat: str, ground: Ground) -> str:
    """Of an answer to an English text: whatever is written small and is neither said nor ordinary could be a name."""
    for word in WORDS.findall(flat) if ground.is_english else ():
        if word.islower() and not _is_ordinary(word) and not ground.roots & _roots(word):
            return f"“{word[:60]}” is not in the source"
    return ""


def _is_ordinary(word: str) -> bool:
    if any(c.isdigit() for c in word):
        return True  # numbers and marks have checks of their own
    return (
        word.endswith("n't")
        or not ORDINARY.isdisjoint(_roots(word))
        or word in NUMBER_WORDS
        or bool(FUSED.fullmatch(word))
    )


def _roots(word: str) -> frozenset[str]:
    """The word, and what it may be a form of by the regular endings of English: "counted", "counting" and "counts" are of "count"."""
    word = word.casefold().partition("'")[0]
    found = {word}
    for ending, instead in ENDINGS:
        stem = word.removesuffix(ending)
        if stem != word and len(stem) > 2:
            found |= {stem + one for one in instead}
            if stem[-1] == stem[-2] and "e" in instead:
                found.add(stem[:-1])  # stopped, stopping
    return frozenset(found)


def _was_said(run: list[str], ground: Ground) -> bool:
    words = [w.casefold() for w in WORDS.findall(" ".join(run))]
    said = " ".join(words)
    return f" {said} " in ground.padded or f" {said}'s " in ground.padded


def _has_no_case(word: str) -> bool:
    return any(unicodedata.category(c) == "Lo" for c in word)


def _bare(token: str) -> str:
    return token.strip(EDGES)
