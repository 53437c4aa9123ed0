"""Words that are kept but may not be shown today. Who knows of consent says so here; whoever shows a record's title or text asks.

One place, so that lists, cards, search, history and links for guests cannot forget it: a module below consent asks `withheld`, and
evidence, which alone knows whose words are whose, has registered the answer.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

from clew.ground.workspaces.access import Access, within

TITLE = "Words withheld"


@dataclass(frozen=True, slots=True)
class Withheld:
    """`words`: a sentence that stands in place of them. `whole`: all of the record's words; else only some, which may be in its title too."""

    words: str
    whole: bool = True
    title: bool = True


_Tell = Callable[[Access, Collection[int], bool], Mapping[int, Withheld]]
_Hush = Callable[[Access, Collection[int]], Mapping[int, str]]
_tellers: list[_Tell] = []
_hushers: list[_Hush] = []


def tells_withheld(teller: _Tell) -> None:
    """`teller(access, node_ids, outside)` says which of these records hold words that may not be shown."""
    if teller not in _tellers:
        _tellers.append(teller)


def withheld(access: Access, node_ids: Collection[int], *, outside: bool = False) -> dict[int, Withheld]:
    """Of these records, those whose words may not be shown; `outside`: to people who are no members, or to another machine."""
    found: dict[int, Withheld] = {}
    for teller in _tellers if node_ids else ():
        with within(access):  # a guest's link asks before anybody has entered
            found.update(teller(access, node_ids, outside))
    return found


def tells_silenced(husher: _Hush) -> None:
    """`husher(access, person_ids)` says of whom of these nobody may read words, and the sentence that stands in place of them."""
    if husher not in _hushers:
        _hushers.append(husher)


def silenced(access: Access, person_ids: Collection[int]) -> dict[int, str]:
    """For words that are no record yet and of which only the person is known."""
    found: dict[int, str] = {}
    for husher in _hushers if person_ids else ():
        found.update(husher(access, person_ids))
    return found


def shown_titles(access: Access, titles: Mapping[int, str], *, outside: bool = False) -> dict[int, str]:
    """Titles by record, with those that are words withheld put away."""
    hidden = withheld(access, titles, outside=outside)
    return {i: TITLE if i in hidden and hidden[i].title else title for i, title in titles.items()}
