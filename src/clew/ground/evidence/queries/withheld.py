"""Whose words may not be shown today. All of evidence's queries make their quotations, texts and titles through this module.

Three levels. To read a source inside the workspace, consent has to stand at all, whatever it is for; a quotation needs the scope
`quote`; what leaves the workspace (a guest's page, a language model) needs `share` too. Somebody who was never asked is heard as ever.
Nothing is cut out of what is stored: consent given anew shows the words again. A whole export or a backup is the owner's own move
and holds everything, consent included.
"""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from django.db.models import F, QuerySet

from clew.ground.customers.api import QUOTE, SHARE, Silent, silent
from clew.ground.evidence.models import Excerpt, Source, SourceVersion, Speaker
from clew.ground.ledger.api import Refused
from clew.ground.workspaces.api import Access, Withheld, kept, read

COVER = "█"
READ: tuple[str, ...] = ()
QUOTED: tuple[str, ...] = (QUOTE,)
SHARED: tuple[str, ...] = (QUOTE, SHARE)
Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Partly:
    """A source of others in which somebody speaks whose words are withheld: where, why, and whether its title is made of them."""

    spans: tuple[Span, ...]
    why: str
    title: bool

    def meets(self, start: int | None, end: int | None) -> bool:
        return start is not None and end is not None and any(start < b and a < end for a, b in self.spans)


@dataclass(frozen=True, slots=True)
class Hushed:
    """What has to be known to show words at one level. False when nobody's are withheld."""

    silent: Silent
    partly: Mapping[int, Partly]

    def __bool__(self) -> bool:
        return bool(self.silent)

    def why_source(self, person_id: int | None, about: int | None) -> str:
        """Empty when the source may be shown as a whole; parts of it may still be withheld."""
        return self.silent.why(person_id, about)

    def hides_title(self, source_id: int) -> bool:
        """Of a source that may be shown in parts."""
        return source_id in self.partly and self.partly[source_id].title

    def why_words(
        self,
        source: tuple[int, int | None, int | None],
        person_id: int | None,
        speaker: str,
        place: tuple[int | None, int | None],
    ) -> str:
        """Of an excerpt from a source (number, person, what it was heard for), by whoever spoke it, at this place."""
        if not self:
            return ""
        source_id, owner, about = source
        why = self.silent.why(owner, about) or self.silent.why(person_id, about)
        if not why and person_id is None and speaker:
            why = self.silent.why_named(speaker, about)
        part = self.partly.get(source_id)
        return why or (part.why if part is not None and part.meets(*place) else "")


def hushed(access: Access, needed: tuple[str, ...]) -> Hushed:
    """Called inside a query or an act. Two statements more when somebody's words are withheld, whatever their number."""
    found = silent(access, scopes=needed)
    return Hushed(found, _partly(access, needed) if found else MappingProxyType({}))


def sentence(why: str, needed: tuple[str, ...] = QUOTED) -> str:
    """What stands in place of the words. People outside are not told why."""
    return "Words withheld." if needed == SHARED else f"Words withheld: {why}."


def covered(text: str, spans: Iterable[Span]) -> str:
    """Covered, not cut, so that every other place in the text stays where it is."""
    for start, end in spans:
        text = text[:start] + COVER * (end - start) + text[end:]
    return text


def is_anything_withheld(access: Access) -> bool:
    """Whether there is anybody whose words members may not read today."""
    return bool(hushed(access, READ))


def without_withheld(access: Access, source_ids: Collection[int], needed: tuple[str, ...]) -> set[int]:
    """Those of these sources of which nothing is withheld. Called inside a query or an act; one statement."""
    found = hushed(access, needed)
    return set(source_ids) - set(_sources(found, source_ids, needed)) if found else set(source_ids)


def refuse_withheld(access: Access, source_id: int, *, partly: bool = False) -> None:
    """Nobody marks or corrects what they may not read. `partly`: not even what they may read in parts. Called inside a query or an act."""
    found = _sources(hushed(access, READ), [source_id], READ).get(source_id)
    if found is not None and (found.whole or partly):
        raise Refused(found.words, field="text", remedy="Ask the person for consent first; it is on their page.")


def covers(access: Access, parts: Sequence[tuple[int, int, str]], needed: tuple[str, ...]) -> list[str]:
    """Parts of the newest texts of sources (number, where the part begins, its words), as they may be shown. One statement."""
    found = hushed(access, needed)
    if not found:
        return [text for _, _, text in parts]
    hidden = _sources(found, {source_id for source_id, _, _ in parts}, needed)

    def shown(source_id: int, begin: int, text: str) -> str:
        if source_id in hidden and hidden[source_id].whole:
            return hidden[source_id].words
        spans = found.partly[source_id].spans if source_id in found.partly else ()
        inside = [(max(a - begin, 0), min(b - begin, len(text))) for a, b in spans]
        return covered(text, [(a, b) for a, b in inside if a < b])

    return [shown(*part) for part in parts]


def words_withheld(access: Access, node_ids: Collection[int], outside: bool) -> Mapping[int, Withheld]:
    """Registered for whoever shows titles and texts of any record: which of these are sources and excerpts whose words may not be shown."""
    reading, quoting = (SHARED, SHARED) if outside else (READ, QUOTED)
    to_quote = hushed(access, quoting)
    if not to_quote:  # then nobody's words are withheld from those who only read, who need less
        return {}
    found = _excerpts(to_quote, node_ids, quoting)
    if to_read := hushed(access, reading):
        found |= _sources(to_read, node_ids, reading)
    return found


def words_silenced(access: Access, person_ids: Collection[int]) -> Mapping[int, str]:
    """Registered for whoever keeps words that are no source yet: whose may not be read, and what stands in place of them."""
    found = silent(access, scopes=READ)
    return {pk: sentence(why, READ) for pk in person_ids if (why := found.why(pk))}


def _sources(found: Hushed, ids: Collection[int], needed: tuple[str, ...]) -> dict[int, Withheld]:
    told: dict[int, Withheld] = {}
    rows = Source.objects.filter(pk__in=list(ids)).exclude(person=None) if ids else Source.objects.none()
    for pk, person, about in rows.values_list("pk", "person_id", "about_id"):
        if why := found.why_source(person, about):
            told[pk] = Withheld(sentence(why, needed))
    for pk in found.partly.keys() & set(ids) - told.keys():
        told[pk] = Withheld(sentence(found.partly[pk].why, needed), whole=False, title=found.partly[pk].title)
    return told


def _excerpts(found: Hushed, ids: Collection[int], needed: tuple[str, ...]) -> dict[int, Withheld]:
    columns = (
        "pk", "source_id", "source__person_id", "source__about_id", "person_id", "speaker", "now_start", "now_end",
    )  # fmt: skip
    told: dict[int, Withheld] = {}
    for pk, *source, person, speaker, start, end in Excerpt.objects.filter(pk__in=list(ids)).values_list(*columns):
        if why := found.why_words((source[0], source[1], source[2]), person, speaker, (start, end)):
            told[pk] = Withheld(sentence(why, needed))
    return told


@kept
@read
def _partly(access: Access, needed: tuple[str, ...]) -> Mapping[int, Partly]:
    """The sources of others in which people speak whose words are withheld; five statements."""
    found = silent(access, scopes=needed)
    spans: dict[int, set[Span]] = {}
    reasons: dict[int, str] = {}
    for source_id, span, why in (*_turns_of(found), *_excerpts_of(found)):
        spans.setdefault(source_id, set()).add(span)
        reasons[source_id] = why
    rows = SourceVersion.objects.filter(source__in=list(spans), number=F("source__version"))
    told = rows.values_list("source_id", "source__node__title", "text", "source__person_id", "source__about_id")
    return MappingProxyType(
        {
            pk: Partly(tuple(sorted(spans[pk])), reasons[pk], _is_made_of(title, text, spans[pk]))
            for pk, title, text, person, about in told
            if not found.why(person, about)
        }
    )


def _turns_of(found: Silent) -> Iterable[tuple[int, Span, str]]:
    rows = SourceVersion.objects.filter(number=F("source__version")).exclude(turns=[])
    bound = _bound(Speaker.objects.filter(person__consents__isnull=False))
    for source_id, about, turns in rows.values_list("source_id", "source__about_id", "turns").iterator(200):
        for _, span, why in silent_turns(found, turns, about, bound.get(source_id, {})):
            yield source_id, span, why


def _bound(speakers: QuerySet[Speaker]) -> dict[int, dict[str, int]]:
    """By source, which person a name means there."""
    found: dict[int, dict[str, int]] = {}
    for source_id, name, person_id in speakers.values_list("source_id", "name", "person_id"):
        found.setdefault(source_id, {})[name] = person_id
    return found


def silent_turns(
    found: Silent, turns: Sequence[dict[str, Any]], about: int | None, bound: Mapping[str, int]
) -> Iterable[tuple[int, Span, str]]:
    """The turns of a transcript, by number, that were spoken by people whose words are withheld; `bound` says whom a name means."""
    for at, turn in enumerate(turns):
        speaker = str(turn.get("speaker") or "")
        why = found.why(bound[speaker], about) if speaker in bound else found.why_named(speaker, about)
        if speaker and why:
            yield at, (int(turn["start"]), int(turn["end"])), why


def spans_in(access: Access, found: Hushed, version: SourceVersion, about: int | None) -> tuple[Span, ...]:
    """Where an older version holds words that are withheld: the turns, also those that had another name then, and wherever an excerpt of theirs stands in it."""
    bound = _bound(Speaker.objects.filter(source=version.source_id)).get(version.source_id, {})
    newest = SourceVersion.objects.get(source=version.source_id, number=F("source__version")).turns
    spans = {span for _, span, _ in silent_turns(found.silent, version.turns, about, bound)}
    if len(newest) == len(version.turns):
        theirs = [version.turns[at] for at, *_ in silent_turns(found.silent, newest, about, bound)]
        spans |= {(int(turn["start"]), int(turn["end"])) for turn in theirs}
    for person, exact in Excerpt.objects.filter(source_id=version.source_id).values_list("person_id", "exact"):
        if found.silent.why(person, about):
            spans |= {m.span() for m in re.finditer(re.escape(exact), version.text)}
    return tuple(sorted(spans))


def _excerpts_of(found: Silent) -> Iterable[tuple[int, Span, str]]:
    rows = Excerpt.objects.filter(person__consents__isnull=False, now_start__isnull=False).distinct()
    columns = ("source_id", "source__about_id", "person_id", "now_start", "now_end")
    for source_id, about, person, start, end in rows.order_by("pk").values_list(*columns).iterator(2000):
        if why := found.why(person, about):
            yield source_id, (start, end), why


def _is_made_of(title: str, text: str, spans: Iterable[Span]) -> bool:
    """Whether a title begins with, or is, some of the words at these places."""
    words = " ".join(title.rstrip("…. ").casefold().split())
    return any(_alike(words, " ".join(text[start:end].casefold().split())) for start, end in spans)


def _alike(title: str, said: str) -> bool:
    return bool(title and said) and (title in said or said in title)
