"""To which needs and ideas an entry of the inbox may belong, and which others say nearly the same."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from django.db.models import F
from django.db.models.functions import Left

from clew.ground.evidence.api import ADDRESSED, IDEA, NEED, SOURCE, SourceVersion, source
from clew.ground.search.api import matching, nearest_to
from clew.ground.thread.api import Link, Node
from clew.ground.workspaces.api import Access, kept, read
from clew.rooms.roadmap.models import Feedback
from clew.rooms.roadmap.queries.feedback import InboxRow, rows_of
from clew.science.belonging import Passage, Rarity, belonging, passages_of, rarity_in, share_of, stems_of, that_hold

MOST_SUBJECTS, SAMPLE, SAMPLE_CHARACTERS, MOST = 5_000, 300, 1_000, 20
# What neither shares much of its words with the entry, the rare ones first, nor comes near in meaning is not shown.
LEAST, LEAST_SHARE, LEAST_COSINE = 0.4, 0.4, 0.35
ALIKE_WORDS, ALIKE_MEANING, LOOKED_AT = 0.6, 0.9, 60
SHORT, PASSAGES = 280, 200  # of the passages, search reads the first 24 for their meaning
Near = Mapping[int, tuple[float, int]]


@dataclass(frozen=True, slots=True)
class Through:
    """A need that an idea addresses."""

    id: int
    title: str


@dataclass(frozen=True, slots=True)
class SuggestedPlace:
    """A need or idea. `found_by`: words, meaning or both; `start`, `end`: the passage of the entry that speaks of it.

    `needs`: of an idea, those it addresses, through which it is tied.
    """

    id: int
    kind: str
    title: str
    score: float
    found_by: str
    start: int
    end: int
    needs: tuple[Through, ...]


@dataclass(frozen=True, slots=True)
class _Subject:
    id: int
    kind: str
    title: str


@read
def suggestions(access: Access, entry_id: int, *, limit: int = 6) -> tuple[SuggestedPlace, ...]:
    """The needs and ideas that an entry most likely speaks of, best first; none of words that are withheld."""
    told = source(access, entry_id)
    passages = passages_of(told.text, most=PASSAGES)
    if told.withheld or not passages:
        return ()
    tied = {tie.need_id for mark in told.marks for tie in mark.ties}
    subjects = [one for one in _subjects() if one.id not in tied]
    near = nearest_to(access, [one.text for one in passages], kinds=(NEED, IDEA), most=MOST_SUBJECTS)
    rarity = _rarity(access)
    found = _scored(subjects, told.text, near, rarity)[: min(limit, MOST)]
    through = needs_of_ideas([row[0].id for row in found if row[0].kind == IDEA])
    return tuple(_suggestion(row, near, passages, rarity, through.get(row[0].id, ())) for row in found)


@read
def alike(access: Access, entry_id: int, *, limit: int = 5) -> tuple[InboxRow, ...]:
    """Older entries that say nearly the same: most of the same words, or nearly the same meaning. None of words that are withheld."""
    told = source(access, entry_id)
    if told.withheld or not told.text:
        return ()
    near = nearest_to(access, [told.text[:SAMPLE_CHARACTERS]], kinds=(SOURCE,), most=LOOKED_AT)
    known = [*near, *matching(access, " ".join(told.text[:200].split()[:6]), kinds=(SOURCE,))[:LOOKED_AT]]
    rows = Feedback.objects.filter(
        pk__in=known, pk__lt=entry_id, duplicate_of__isnull=True, source__node__archived_at__isnull=True
    ).values_list("pk", flat=True)
    here = stems_of(told.text[:SAMPLE_CHARACTERS])
    texts = SourceVersion.objects.filter(source__in=list(rows), number=F("source__version"))
    told_of = texts.annotate(beginning=Left("text", SAMPLE_CHARACTERS)).values_list("source_id", "beginning")
    scored = {pk: _alike(here, stems_of(text), near.get(pk, (0.0, 0))[0]) for pk, text in told_of}
    best = sorted((pk for pk, score in scored.items() if score), key=lambda pk: (-scored[pk], pk))
    return rows_of(access, best[: min(limit, MOST)])


def nearest_need(access: Access, entry_id: int, needs: Sequence[Through]) -> int:
    """Of several needs, the one that the entry speaks of most. Called inside an act."""
    told, passages = _read(access, entry_id)
    near = nearest_to(access, [one.text for one in passages], kinds=(NEED,), most=MOST_SUBJECTS)
    subjects = [_Subject(one.id, NEED, one.title) for one in needs]
    return _scored(subjects, told, near, _rarity(access), least=0.0)[0][0].id


def passage_for(access: Access, entry_id: int, need_id: int, title: str, words: str = "") -> Passage:
    """The words of an entry that speak of a need: of a short entry all of them, of a longer one the sentence. Called inside an act.

    `words`: by which the entry was found; a sentence that holds them goes before one that only means the like.
    """
    told, passages = _read(access, entry_id)
    if len(told) <= SHORT or not passages:
        return Passage(0, len(told), told)
    holding = that_hold(words, passages)
    near = nearest_to(access, [one.text for one in holding], kinds=(NEED,), most=MOST_SUBJECTS)
    return _place(title, holding, near.get(need_id), _rarity(access))


def needs_of_ideas(idea_ids: Sequence[int]) -> dict[int, tuple[Through, ...]]:
    """The needs that ideas address. Called inside a query or an act."""
    ties = Link.objects.filter(
        downstream__in=idea_ids, verb=ADDRESSED, withdrawn_at__isnull=True, upstream__archived_at__isnull=True
    ).order_by("pk")
    found: dict[int, list[Through]] = defaultdict(list)
    for idea, need, title in ties.values_list("downstream_id", "upstream_id", "upstream__title"):
        found[idea].append(Through(need, title))
    return {idea: tuple(needs) for idea, needs in found.items()}


def _read(access: Access, entry_id: int) -> tuple[str, tuple[Passage, ...]]:
    told = source(access, entry_id).text
    return told, passages_of(told, most=PASSAGES)


def _subjects() -> list[_Subject]:
    rows = Node.objects.filter(kind__in=(NEED, IDEA), archived_at__isnull=True).order_by("-pk")
    return [_Subject(*row) for row in rows.values_list("pk", "kind", "title")[:MOST_SUBJECTS]]


def _scored(
    subjects: Sequence[_Subject], text: str, near: Near, rarity: Rarity, *, least: float = LEAST
) -> list[tuple[_Subject, float, float]]:
    """Subjects with their score and share of words, best first."""
    stems = stems_of(text)
    shares = [share_of(stems_of(one.title), stems, rarity) for one in subjects]
    cosines = [near.get(one.id, (0.0, 0))[0] for one in subjects]
    found = [
        (one, score, share)
        for one, score, share, cosine in zip(subjects, belonging(shares, cosines), shares, cosines, strict=True)
        if score >= least and (share >= LEAST_SHARE or cosine >= LEAST_COSINE or not least)
    ]
    return sorted(found, key=lambda row: (-row[1], row[0].id))


def _suggestion(
    found: tuple[_Subject, float, float], near: Near, passages: Sequence[Passage], rarity: Rarity,
    needs: tuple[Through, ...],
) -> SuggestedPlace:  # fmt: skip
    subject, score, share = found
    nearest = near.get(subject.id)
    by_words, by_meaning = share >= LEAST_SHARE, nearest is not None and nearest[0] >= LEAST_COSINE
    place = _place(subject.title, passages, nearest, rarity)
    found_by = "both" if by_words and by_meaning else "words" if by_words else "meaning"
    return SuggestedPlace(subject.id, subject.kind, subject.title, score, found_by, place.start, place.end, needs)


def _place(title: str, passages: Sequence[Passage], nearest: tuple[float, int] | None, rarity: Rarity) -> Passage:
    """The passage that speaks of a subject most, by its words and by its meaning."""
    subject = stems_of(title)
    cosine, at = nearest or (0.0, 0)
    scored = [
        share_of(subject, stems_of(one.text), rarity) + (cosine if n == at else 0) for n, one in enumerate(passages)
    ]
    return passages[max(range(len(passages)), key=lambda n: (scored[n], -n))]


@kept
@read
def _rarity(access: Access) -> Rarity:
    """How rare words are in what customers said last."""
    rows = SourceVersion.objects.order_by("-source_id", "-number").annotate(beginning=Left("text", SAMPLE_CHARACTERS))
    counted = rarity_in(rows.values_list("beginning", flat=True)[:SAMPLE])
    return Rarity(counted.texts, MappingProxyType(dict(counted.holding)))


def _alike(here: frozenset[str], there: frozenset[str], cosine: float) -> float:
    """0 for what is not nearly the same."""
    both = len(here & there) / max(1, len(here | there))
    return max(both, cosine) if both >= ALIKE_WORDS or cosine >= ALIKE_MEANING else 0.0
