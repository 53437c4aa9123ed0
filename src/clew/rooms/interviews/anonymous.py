"""Names out of words that leave the house: whoever was heard is P1, P2, …, and their companies are nobody's. Pure: no database."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

COMPANY, SOMEBODY = "[company]", "[name]"
_WORD = re.compile(r"[^\W\d_][\w’'-]*[^\W_]", re.UNICODE)
# What stands in many companies' names and gives none of them away.
_PLAIN = {"gmbh", "ltd", "inc", "llc", "limited", "and", "und", "the", "group", "company", "with", "from", "our"}
# Somebody who is called by a number in the first place has no name to hide.
_NUMBERED = re.compile(r"(?i)(p|participant|interviewee|respondent|speaker|tester|user)[ _-]*\d+\b")
_TITLES = {"mr", "mrs", "ms", "dr", "prof"}
# Names that are words as well: they are only taken for a name where they begin with a capital.
_WORDS_TOO = frozenset(
    word
    for line in (
        "art april august baker bill black brown cook dawn drew faith frank gene grace gray green grey hill hope hunter jack june",
        "joy king lee long mark may miller olive page pat rich rob rose ruby sky small stone summer sue teal ward west white will",
        "wood young van von der den de la le di da al",
    )
    for word in line.split()
)
SHORTEST_PART = 4


@dataclass(frozen=True, slots=True)
class Names:
    """What stands in place of each name. `whole` is found however it is written, `parts` only as they are written there."""

    whole: Mapping[str, str]
    parts: Mapping[str, str]

    def hide(self, text: str) -> str:
        found = _pattern(self)
        return found.sub(lambda at: self._instead(at.group()), text) if found else text

    def _instead(self, name: str) -> str:
        return self.whole.get(" ".join(name.casefold().split())) or self.parts[name]


def names_of(people: Mapping[str, str], companies: Iterable[str]) -> Names:
    """`people`: what stands for each full name. A part that several of them have stands for “[name]”."""
    whole = {_plain(company): COMPANY for company in companies if company.strip()}
    parts = {part: COMPANY for company in companies for part in _parts(company, _PLAIN, SHORTEST_PART)}
    theirs: dict[str, str] = {}
    people = {name: label for name, label in people.items() if not _NUMBERED.match(name)}
    for name, label in people.items():
        for part in _parts(name, _TITLES, 2):
            theirs[part] = f"[{label}]" if theirs.get(part, f"[{label}]") == f"[{label}]" else SOMEBODY
    whole |= {part.casefold(): instead for part, instead in theirs.items() if part.casefold() not in _WORDS_TOO}
    whole |= {_plain(name): f"[{label}]" for name, label in people.items() if name.strip()}
    return Names(whole, parts | theirs)


def _plain(name: str) -> str:
    return " ".join(name.casefold().split())


def _parts(name: str, but: set[str], shortest: int) -> list[str]:
    """The words of a name that begin with a capital, also without the s of a genitive."""
    words = [word for word in _WORD.findall(name) if word[0].isupper()]
    words += [re.sub(r"['’]s?$", "", word) for word in words]
    return [word for word in words if len(word) >= shortest and word.casefold() not in but]


def _pattern(names: Names) -> re.Pattern[str] | None:
    whole = [r"\s+".join(map(re.escape, name.split())) for name in _longest(names.whole)]
    parts = [re.escape(part) for part in _longest(names.parts)]
    some = [f"(?i:{'|'.join(whole)})"] * bool(whole) + parts
    return re.compile(rf"(?<!\w)(?:{'|'.join(some)})(?!\w)") if some else None


def _longest(names: Iterable[str]) -> list[str]:
    return sorted(names, key=lambda name: (-len(name), name))
