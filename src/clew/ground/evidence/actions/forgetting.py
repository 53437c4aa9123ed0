"""Take the words out of evidence and leave what counts: day, account, rating, and which need an excerpt speaks for.

Called inside an act, while the guards are lifted; the ledger and quotations elsewhere are the caller's to clean.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import F, Q, TextField, Value
from django.db.models.functions import Cast, Concat

from clew.ground.evidence.actions.sources import first_words
from clew.ground.evidence.models import (
    Embedding,
    Excerpt,
    ImportBatch,
    ImportRowError,
    Source,
    SourceVersion,
    Speaker,
    Theme,
    ThemeMember,
)
from clew.ground.evidence.pieces import passages
from clew.ground.evidence.queries.imported_files import files_of
from clew.ground.evidence.turns import TurnRow
from clew.ground.thread.api import Node
from clew.science import anchors

ERASED, SOMEBODY = "[erased]", "Erased person"
COVER = "█"
AT_ONCE = 500
LONG_ENOUGH = 20  # a shorter excerpt is covered where it was marked, not wherever the same letters stand
QUOTED = re.compile(r"“[^”]*”")


@dataclass(slots=True)
class Forgotten:
    """`texts`: what was taken out. `nodes`: the records it was taken from, `versions` the rows of their texts, `files` the uploads they came in, `touched` sources of others that lost some words."""

    texts: list[str] = field(default_factory=list)
    nodes: set[int] = field(default_factory=set)
    versions: set[int] = field(default_factory=set)
    files: set[int] = field(default_factory=set)
    touched: set[int] = field(default_factory=set)
    sources: int = 0
    turns: int = 0


def forget_sources(source_ids: Sequence[int], *, keep_files: bool = False) -> Forgotten:
    """The words of these sources, of every version of them and of every excerpt from them."""
    done = Forgotten()
    for start in range(0, len(source_ids), AT_ONCE):
        _forget_some(source_ids[start : start + AT_ONCE], done, keep_files=keep_files)
    return done


def forget_person(person_id: int, names: Sequence[str]) -> Forgotten:
    """Whole sources that are theirs; in other people's sources the turns they spoke and the excerpts ascribed to them."""
    done = forget_sources(list(Source.objects.filter(person_id=person_id).values_list("pk", flat=True)))
    bearing = {name.casefold() for name in names}
    theirs: dict[int, list[Excerpt]] = defaultdict(list)
    for excerpt in Excerpt.objects.filter(person_id=person_id).exclude(pk__in=done.nodes):
        theirs[excerpt.source_id].append(excerpt)
    spoken = _spoken(person_id, bearing)
    elsewhere = SourceVersion.objects.select_related("source").filter(Q(source__in=theirs) | ~Q(turns=[]))
    for version in elsewhere.iterator(AT_ONCE):
        turns = spoken[version.source_id, len(version.turns)]
        if spans := _spans(version, theirs[version.source_id], turns):
            _cover(version, spans, turns, bearing, done)
    Excerpt.objects.filter(person_id=person_id).exclude(speaker="").update(speaker=SOMEBODY)
    Speaker.objects.filter(person_id=person_id).delete()
    return done


def _spoken(person_id: int, bearing: set[str]) -> defaultdict[tuple[int, int], set[int]]:
    """Which turns are theirs, by source and number of turns. One that bears their name in any version is theirs in every version like it:
    speakers are renamed, and somebody may have said who "Speaker 2" is."""
    bound = defaultdict(set)
    for source_id, name in Speaker.objects.filter(person_id=person_id).values_list("source_id", "name"):
        bound[source_id].add(name.casefold())
    found: defaultdict[tuple[int, int], set[int]] = defaultdict(set)
    rows = SourceVersion.objects.exclude(turns=[]).values_list("source_id", "turns")
    for source_id, turns in rows.iterator(AT_ONCE):
        named = bearing | bound.get(source_id, set())
        found[source_id, len(turns)] |= {at for at, turn in enumerate(turns) if _speaker(turn) in named}
    return found


def cover_words(find: Callable[[int, str], list[tuple[int, int]]]) -> Forgotten:
    """Cover what `find` finds in the texts that are left, given a source and its words."""
    done = Forgotten()
    for version in SourceVersion.objects.select_related("source").exclude(text=ERASED).iterator(AT_ONCE):
        if spans := find(version.source_id, version.text):
            _cover(version, spans, set(), set(), done)
    return done


def cover_places(source_id: int, places: Sequence[tuple[int, int]]) -> Forgotten:
    """Cover these places of a source's newest version, and the same words wherever they stand in its earlier ones."""
    done = Forgotten()
    versions = list(SourceVersion.objects.select_related("source__node").filter(source=source_id).order_by("-number"))
    words = [versions[0].text[start:end] for start, end in places]
    one_of = "|".join(sorted({re.escape(one) for one in words}, key=len, reverse=True))
    again = re.compile(rf"(?<!\w)(?:{one_of})(?!\w)")
    for version in versions:
        spans = list(places) if version is versions[0] else [match.span() for match in again.finditer(version.text)]
        if spans:
            _cover(version, spans, set(), set(), done)
    _count_again(versions[0])
    return done


def cover_versions(places: Mapping[int, list[tuple[int, int]]]) -> Forgotten:
    """Cover these places in these texts, by the numbers of their rows."""
    done = Forgotten()
    for version in SourceVersion.objects.select_related("source__node").filter(pk__in=places):
        _cover(version, places[version.pk], set(), set(), done)
        if version.number == version.source.version:
            _count_again(version)
    return done


def _count_again(version: SourceVersion) -> None:
    """Words that are covered count no more; a title made of the first words is made again."""
    before, node = first_words(version.text), version.source.node
    version.refresh_from_db(fields=["text"])
    left = sum(COVER not in word for word in version.text.split())
    Source.objects.filter(pk=version.source_id).update(words=left)
    if node.title == before != first_words(version.text):
        Node.objects.filter(pk=node.pk).update(title=first_words(version.text))


def said_by_others(person_id: int) -> set[int]:
    """Records that hold other people's own words: their sources and the excerpts from these."""
    sources = set(Source.objects.exclude(person=None).exclude(person_id=person_id).values_list("pk", flat=True))
    excerpts = Excerpt.objects.exclude(source__person=None).exclude(source__person_id=person_id)
    return sources | set(excerpts.values_list("pk", flat=True))


def _forget_some(ids: Sequence[int], done: Forgotten, *, keep_files: bool) -> None:
    versions = SourceVersion.objects.filter(source_id__in=ids)
    told = list(versions.values_list("pk", "text", "text_hash", "turns"))
    excerpts = Excerpt.objects.filter(source_id__in=ids)
    nodes = {*ids, *excerpts.values_list("pk", flat=True)}
    came = set(Source.objects.filter(pk__in=ids).exclude(batch=None).values_list("batch_id", "file_id"))
    done.texts += [text for _, text, *_ in told]
    done.versions |= {pk for pk, *_ in told}
    done.nodes |= nodes
    done.sources += len(ids)
    _forget_vectors([key for _, text, text_hash, turns in told for key in _hashes(text, text_hash, turns)])
    versions.update(text=ERASED, text_hash=anchors.text_hash(ERASED), turns=[])
    Source.objects.filter(pk__in=ids).update(
        external_id="", url="", extra={}, words=0,
        content_hash=Concat(Value("erased-"), Cast(F("pk"), TextField())),
    )  # fmt: skip
    excerpts.update(
        exact=ERASED, prefix="", suffix="", start=0, end=len(ERASED), now_start=0, now_end=len(ERASED), status="exact",
        source_hash=anchors.text_hash(ERASED),
    )  # fmt: skip
    Node.objects.filter(pk__in=nodes).update(title=ERASED)
    ThemeMember.objects.filter(source_id__in=ids).delete()
    Theme.objects.filter(medoid_id__in=ids).update(medoid=None)
    if not keep_files:
        _forget_rows_of_files(came, done)


def _forget_rows_of_files(came: Iterable[tuple[int, int | None]], done: Forgotten) -> None:
    """The files they came in, and what was noted about their rows. Of an import of several files only those that hold them go.

    `came`: with which import, and in which file of it where that holds nothing else.
    """
    alone = {file for _, file in came if file is not None}
    batches = ImportBatch.objects.filter(pk__in={batch for batch, _ in came})
    whole = batches.filter(pk__in={batch for batch, file in came if file is None})
    done.files |= alone | set(whole.exclude(file=None).values_list("file_id", flat=True))
    done.files |= {file.pk for batch in whole for file in files_of(batch)}
    for error in ImportRowError.objects.filter(batch__in=batches):
        message = QUOTED.sub(f"“{ERASED}”", error.message)[:500]
        if message != error.message:
            ImportRowError.objects.filter(pk=error.pk).update(message=message)


def _forget_vectors(hashes: Sequence[str]) -> None:
    for start in range(0, len(hashes), AT_ONCE):
        Embedding.objects.filter(text_hash__in=hashes[start : start + AT_ONCE]).delete()


def _hashes(text: str, text_hash: str, turns: Sequence[TurnRow]) -> list[str]:
    """Under which a text may have vectors: as a whole, and by the passages of a transcript."""
    return [text_hash, *(anchors.text_hash(text[start:end]) for start, end in passages(text, turns))]


def _leave_themes(source_id: int, text: str) -> None:
    """A passage of which no word is left is in no theme any more."""
    rows = ThemeMember.objects.filter(source_id=source_id, end__gt=0).values_list("pk", "start", "end")
    bare = [pk for pk, start, end in rows if not text[start:end].replace(COVER, "").strip()]
    ThemeMember.objects.filter(pk__in=bare).delete()


def _spans(version: SourceVersion, excerpts: Sequence[Excerpt], turns: set[int]) -> list[tuple[int, int]]:
    """Where a text holds their words: their turns, and the places of their excerpts."""
    found = [(t["start"], t["end"]) for at, t in enumerate(version.turns) if at in turns]
    for excerpt in excerpts:
        if excerpt.source_hash == version.text_hash:
            found.append((excerpt.start, excerpt.end))
        elif version.number == version.source.version and excerpt.now_start is not None and excerpt.now_end is not None:
            found.append((excerpt.now_start, excerpt.now_end))
        if len(excerpt.exact) >= LONG_ENOUGH:
            found += [(m.start(), m.end()) for m in re.finditer(re.escape(excerpt.exact), version.text)]
    return sorted(set(found))


def _cover(
    version: SourceVersion, spans: list[tuple[int, int]], theirs: set[int], bearing: set[str], done: Forgotten
) -> None:
    """Covered, not cut, so that every other place in the text stays where it is."""
    text = version.text
    for start, end in spans:
        done.texts.append(version.text[start:end])
        text = text[:start] + COVER * (end - start) + text[end:]
    turns = [{**t, "speaker": SOMEBODY} if at in theirs else t for at, t in enumerate(version.turns)]
    SourceVersion.objects.filter(pk=version.pk).update(text=text, text_hash=anchors.text_hash(text), turns=turns)
    _forget_vectors(_hashes(version.text, version.text_hash, version.turns))
    if version.number == version.source.version:
        _leave_themes(version.source_id, text)
    done.versions.add(version.pk)
    done.touched.add(version.source_id)
    done.turns += len(spans)
    if version.source.batch_id is not None:
        _forget_rows_of_files([(version.source.batch_id, version.source.file_id)], done)
    for excerpt in Excerpt.objects.filter(source_id=version.source_id, source_hash=version.text_hash):
        _anchor_in(text, excerpt, bearing, done)


def _anchor_in(text: str, excerpt: Excerpt, bearing: set[str], done: Forgotten) -> None:
    """The same place in the covered text."""
    anchor = anchors.make_anchor(text, excerpt.start, excerpt.end)
    told = {"exact": anchor.exact, "prefix": anchor.prefix, "suffix": anchor.suffix, "source_hash": anchor.source_hash}
    if excerpt.speaker.casefold() in bearing:
        told["speaker"] = SOMEBODY
    Excerpt.objects.filter(pk=excerpt.pk).update(**told)
    if COVER in anchor.exact:
        Node.objects.filter(pk=excerpt.pk).update(title=first_words(anchor.exact))
        done.nodes.add(excerpt.pk)


def _speaker(turn: dict[str, Any]) -> str:
    return str(turn.get("speaker") or "").casefold()
