"""Personal data in what was said, by rules alone: addresses of mail, telephone numbers, accounts and cards with their check digits,
birthdays, street addresses, and names that are known or introduced.

ISO 13616 (IBAN, remainder 97), ISO/IEC 7812 (card numbers, Luhn), ITU-T E.164 (at most 15 digits of a telephone number). What the rules are
worth on written-out texts stands in `docs/guides/privacy.md`; a name that nobody knows and nobody introduces is not found.
"""

import re
from bisect import bisect_left
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

Kind = Literal["email", "phone", "iban", "card", "birthday", "address", "name"]
KINDS: tuple[Kind, ...] = ("email", "iban", "card", "phone", "birthday", "address", "name")
FEWEST_DIGITS, MOST_DIGITS = 7, 15
MOST_NAMES = 20_000

_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sep(?:t(?:ember)?)?|oct(?:ober)?|nov(?:ember)?"
    r"|dec(?:ember)?)\.?"
)
_DATE = (
    rf"(?:\d{{1,2}}(?:st|nd|rd|th)?(?:\s+of)?\s+{_MONTH}(?:,?\s+(?:19|20)\d\d)?|{_MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?(?:,?\s+(?:19|20)\d\d)?"
    r"|\d{1,2}[./-]\d{1,2}[./-](?:(?:19|20)?\d\d)|(?:19|20)\d\d-\d\d-\d\d)"
)
_BORN = (
    r"(?:\bborn\b|\bbirthday\b|\bdate of birth\b|\bdob\b)(?:\s+(?:is|was|on|in|the|it's|comes|falls|around))*[\s:,]*"
)
_STREET = r"(?i:street|avenue|boulevard|road|lane|drive|court|square|terrace|close|crescent|highway|parkway|st\.|ave\.|rd\.|blvd\.)"
_EMAIL = re.compile(r"\w[\w.+'’-]*@[\w-]+(?:\.[\w-]+)*\.[^\W\d_]{2,24}\b")
_SPOKEN_EMAIL = re.compile(
    r"\b[a-z0-9]+(?:(?:\s+dot\s+|\.|\s+underscore\s+)[a-z0-9]+)*\s+at\s+[a-z0-9-]+\s+dot\s+(?:com|org|net|edu|io|co|de|fr|eu|example)"
    r"(?:\s+dot\s+[a-z]{2})?\b",
    re.I,
)
_IBAN = re.compile(r"\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,4})?\b", re.I)
_CARD = re.compile(r"(?<![\d.,])\d(?:[ -]?\d){12,18}(?![\d.]*\d)")
_PHONE = re.compile(r"(?<![\w.,/#-])(?:\+|\(?\b00)?\(?\d{1,5}\)?(?:[ ./-]{1,2}\(?\d{2,8}\)?){1,6}(?![\w%]|[.,]\d)")
_SOLID = re.compile(r"(?<![\w.,-])(?:\+\d{7,15}|0\d{7,12})(?![\w%]|[.,]\d)")
_PHONE_WORDS = re.compile(r"\b(?:call|phone|mobile|cell|number|telephone|whatsapp|text me|dial|reach me)\b", re.I)
_BIRTHDAY = re.compile(_BORN + rf"({_DATE})", re.I)
_ADDRESS = re.compile(
    rf"\b\d{{1,5}}[a-z]?\s+(?:(?:[NSEW]\.?|North|South|East|West)\s+)?(?:[A-Z][\w'’-]+\s+){{1,3}}{_STREET}"
    r"(?:,?\s+(?:Apartment|Apt\.?|Flat|Suite)\s+\w+)?(?:,\s+[A-Z][\w'’-]+(?:\s[A-Z][\w'’-]+)*)?(?:,?\s+[A-Z]{2})?(?:,?\s+\d{5}(?:-\d{4})?)?"
    rf"|\b[A-ZÄÖÜ][\w'’-]*(?:straße|strasse|gasse|weg|platz)\s+\d{{1,4}}[a-z]?(?:,\s+\d{{5}}\s+[A-ZÄÖÜ][\w-]+)?",
)  # a capital in front tells the street's own name from "two blocks down the road"
_CAPITAL = r"[A-ZÀ-ÖØ-Þ][\w'’-]+"
_INTRODUCED = re.compile(
    rf"\b(?:[Mm]y name is|[Mm]y name's|[Tt]his is|I am called|[Cc]all me|(?:Mr|Mrs|Ms|Dr|Prof)\.?)\s+({_CAPITAL}(?:\s+(?:van|von|de|der|di|el|{_CAPITAL}))*)"
)
_NO_NAMES = frozenset(
    [
        "the",
        "a",
        "an",
        "my",
        "our",
        "your",
        "this",
        "that",
        "it",
        "he",
        "she",
        "we",
        "they",
        "i",
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
        "english",
        "german",
        "french",
    ]
)
Finder = Callable[[str], Iterator[tuple[int, int]]]


@dataclass(frozen=True, slots=True)
class Personal:
    kind: Kind
    start: int
    end: int


def find_personal(text: str, *, names: Sequence[str] = ()) -> tuple[Personal, ...]:
    """In the order of the text, apart from each other; where two rules meet, the stricter one counts. `names`: who is known."""
    found: list[Personal] = []
    for kind in KINDS:
        finder = _FINDERS.get(kind)
        for start, end in finder(text) if finder else _names(text, names):
            at = bisect_left(found, start, key=lambda one: one.end - 1)
            if start < end and (at == len(found) or end <= found[at].start):
                found.insert(at, Personal(kind, start, end))
    return tuple(found)


def is_iban(text: str) -> bool:
    """ISO 13616: the first four signs behind the rest, letters as numbers from 10, remainder 1 by 97."""
    signs = "".join(text.split()).upper()
    if not 15 <= len(signs) <= 34 or not signs.isalnum() or not signs.isascii():
        return False
    return int("".join(str(int(sign, 36)) for sign in signs[4:] + signs[:4])) % 97 == 1


def is_card(text: str) -> bool:
    """ISO/IEC 7812: every second digit doubled from the right, the sum of all digits divides by ten."""
    digits = [int(sign) for sign in text if sign.isdigit()]
    if not 13 <= len(digits) <= 19 or len(set(digits)) == 1:
        return False
    doubled = [digit * 2 - 9 * (digit > 4) if at % 2 else digit for at, digit in enumerate(reversed(digits))]
    return sum(doubled) % 10 == 0


def _emails(text: str) -> Iterator[tuple[int, int]]:
    yield from (match.span() for match in _EMAIL.finditer(text))
    yield from (match.span() for match in _SPOKEN_EMAIL.finditer(text))


def _ibans(text: str) -> Iterator[tuple[int, int]]:
    """The longest beginning that checks: a word of four letters may follow."""
    for match in _IBAN.finditer(text):
        words = match[0]
        ends = [len(words), *(at for at in range(len(words) - 1, 14, -1) if words[at] == " ")]
        end = next((end for end in ends if is_iban(words[:end])), 0)
        yield match.start(), match.start() + end


def _cards(text: str) -> Iterator[tuple[int, int]]:
    found = (match for match in _CARD.finditer(text) if not _counts(match[0]) and is_card(match[0]))
    yield from (match.span() for match in found)


def _counts(words: str, by: Collection[int] = ()) -> bool:
    """Numbers of lines or pages that came along with a text, and what is counted aloud: each is as much more, or less, than the last."""
    groups = [int(group) for group in re.findall(r"\d+", words)]
    steps = {after - before for before, after in pairwise(groups)}
    return len(groups) > 2 and len(steps) == 1 and steps != {0} and (not by or steps <= set(by))


def _phones(text: str) -> Iterator[tuple[int, int]]:
    for match in (*_SOLID.finditer(text), *_PHONE.finditer(text)):
        if _is_phone(match[0]) or (
            _digits(match[0]) >= 6
            and not _counts(match[0], by={1})
            and _PHONE_WORDS.search(text, max(0, match.start() - 40), match.start())
        ):
            yield match.span()


def _is_phone(words: str) -> bool:
    """Without a word that says so, a telephone number has its country's or its area's sign in front, or a bracket, or three groups like 555-867-5309."""
    if not FEWEST_DIGITS <= _digits(words) <= MOST_DIGITS or re.fullmatch(_DATE, words, re.I):
        return False
    groups = re.findall(r"\d+", words)
    if words.startswith(("+", "(", "0")):
        return True
    return len(groups) == 3 and [len(group) for group in groups] == [3, 3, 4]


def _digits(words: str) -> int:
    return sum(sign.isdigit() for sign in words)


def _birthdays(text: str) -> Iterator[tuple[int, int]]:
    yield from (match.span(1) for match in _BIRTHDAY.finditer(text))


def _addresses(text: str) -> Iterator[tuple[int, int]]:
    yield from (match.span() for match in _ADDRESS.finditer(text))


def _names(text: str, names: Sequence[str]) -> Iterator[tuple[int, int]]:
    for match in _INTRODUCED.finditer(text):
        if match[1].split()[0].lower() not in _NO_NAMES:
            yield match.span(1)
    wanted = sorted(
        {" ".join(name.split()) for name in names[:MOST_NAMES] if len(name.strip()) > 2}, key=len, reverse=True
    )
    if wanted:
        one_of = "|".join(r"\s+".join(map(re.escape, name.split())) for name in wanted)
        yield from (match.span() for match in re.finditer(rf"(?<!\w)(?:{one_of})(?!\w)", text))


_FINDERS: dict[Kind, Finder] = {
    "email": _emails, "iban": _ibans, "card": _cards, "phone": _phones, "birthday": _birthdays, "address": _addresses,
}  # fmt: skip
