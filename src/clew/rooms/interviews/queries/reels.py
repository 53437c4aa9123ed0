"""Highlight reels: which clips are in one, which of them may be shown today, and whether the film that was made of them still may.

A clip needs consent to *record*, *quote*, *clip* and *share*, asked anew each time it is listed, played, cut or joined; and the recording
it was cut from has to be there still. A film is shown only as long as that holds for every clip in it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q

from clew.ground.customers.api import CLIP, RECORD
from clew.ground.evidence.api import Excerpt, Quote, quotations
from clew.ground.files.api import path_of
from clew.ground.ledger.api import NotFound
from clew.ground.runs.api import RunRow, runs_about
from clew.ground.workspaces.api import Access, read
from clew.rooms.interviews.film import FILM_TYPE, why_no_film
from clew.rooms.interviews.kinds import REEL_JOB
from clew.rooms.interviews.models import Clip, Recording, Reel
from clew.rooms.interviews.queries.conduct import Media
from clew.rooms.interviews.queries.there import of_study
from clew.rooms.interviews.queries.voices import Voices, interviewers_of, voices

MOST, MOST_CLIPS, MOST_CHOICES = 200, 40, 200
CUT = (RECORD, CLIP)  # beside quoting and sharing


@dataclass(frozen=True, slots=True)
class ReelRow:
    id: int
    title: str
    clips: int
    made_at: datetime | None


@dataclass(frozen=True, slots=True)
class ClipRow:
    """`number`: its place, from 1. `why_not`: why it is neither shown nor cut today; then nothing of it is here. `is_cut`: its piece is ready.

    `card`: the words as they stand on a picture, without names.
    """

    id: int
    number: int
    excerpt_id: int
    words: str
    card: str
    who: str
    caption: str
    recording_id: int
    is_film: bool
    start_ms: int
    end_ms: int
    is_cut: bool
    why_not: str


@dataclass(frozen=True, slots=True)
class ReelDetail:
    """`has_film`: one that may be shown. `is_current`: it is made of these clips in this order. `missing`: why none can be made here."""

    id: int
    title: str
    study_id: int
    study: str
    has_cards: bool
    clips: tuple[ClipRow, ...]
    has_film: bool
    is_current: bool
    made_at: datetime | None
    run: RunRow | None
    missing: str

    @property
    def shown(self) -> tuple[ClipRow, ...]:
        return tuple(clip for clip in self.clips if not clip.why_not)

    @property
    def length_ms(self) -> int:
        return sum(clip.end_ms - clip.start_ms for clip in self.shown)


@dataclass(frozen=True, slots=True)
class ClipChoice:
    """Words of the study that could become a clip: somebody's who agreed, from an interview that was recorded."""

    excerpt_id: int
    words: str
    who: str
    interview: str


@read
@of_study
def reels(access: Access, study_id: int, *, limit: int = 50, offset: int = 0) -> tuple[ReelRow, ...]:
    """The highlight reels of a study, the newest first."""
    found = Reel.objects.filter(study=study_id, node__archived_at__isnull=True).annotate(
        n=Count("clips", filter=Q(clips__removed_at=None))
    )
    rows = found.order_by("-pk").values_list("pk", "node__title", "n", "made_at")
    return tuple(ReelRow(*row) for row in rows[offset : offset + min(limit, MOST)])


@read
def reel(access: Access, reel_id: int) -> ReelDetail:
    """One reel, its clips in their order, and how far the film of it is."""
    found = Reel.objects.select_related("node", "study__node").filter(pk=reel_id).first()
    if found is None:
        raise NotFound("No such reel.")
    rows = standing_clips(reel_id)
    quotes = clip_quotes(access, [row.excerpt_id for row in rows])
    who = voices(found.study_id, [row.excerpt_id for row in rows], interviewers_of(found.study_id))
    clips = tuple(_row(at, row, quotes.get(row.excerpt_id), who) for at, row in enumerate(rows, 1))
    shown = [row for row, clip in zip(rows, clips, strict=True) if not clip.why_not]
    has_film = may_be_shown(access, found)
    return ReelDetail(
        id=found.pk, title=found.node.title, study_id=found.study_id, study=found.study.node.title,
        has_cards=found.has_cards, clips=clips, has_film=has_film,
        is_current=has_film and found.made_of == made_of(found, shown), made_at=found.made_at,
        run=runs_about(access, [reel_id], jobs=(REEL_JOB,)).get(reel_id), missing=why_no_film(),
    )  # fmt: skip


@read
@of_study
def clip_choices(
    access: Access, study_id: int, *, reel_id: int | None = None, limit: int = 50
) -> tuple[ClipChoice, ...]:
    """Excerpts of recorded interviews of a study that may be cut and shared, without those that are in the reel."""
    recorded = Recording.objects.filter(interview__source=OuterRef("source"), taken_away_at=None)
    rows: Any = Excerpt.objects.filter(
        Exists(recorded), source__interview__study=study_id, node__archived_at__isnull=True, now_start__isnull=False
    ).exclude(pk__in=Clip.objects.filter(reel=reel_id, removed_at=None).values("excerpt"))
    titles = dict(
        rows.order_by("source", "now_start", "pk").values_list("pk", "source__interview__node__title")[:MOST_CHOICES]
    )
    quotes, who = clip_quotes(access, list(titles)), voices(study_id, list(titles), interviewers_of(study_id))
    free = [quotes[pk] for pk in titles if pk in quotes and not quotes[pk].withheld]
    return tuple(ClipChoice(q.id, q.exact, who.label(q.id), titles[q.id]) for q in free[:limit])


@read
def clip_media(access: Access, clip_id: int) -> Media:
    """Where the piece of a clip lies on the disk, for whoever plays it; asked anew whether it may be heard."""
    found = Clip.objects.select_related("piece", "recording", "reel").filter(pk=clip_id, removed_at=None).first()
    quotes = clip_quotes(access, [found.excerpt_id]) if found else {}
    if found is None or found.piece is None or _why_not(found, quotes.get(found.excerpt_id)) or not is_cut(found):
        raise NotFound("No such clip.")
    return Media(path_of(access, file_id=found.piece.pk), FILM_TYPE, f"clip-{found.pk}.mp4", found.piece.sha256)


@read
def reel_media(access: Access, reel_id: int) -> Media:
    """Where a reel's film lies on the disk; there is none as soon as one of those in it may not be shown."""
    found = Reel.objects.select_related("film", "node").filter(pk=reel_id).first()
    if found is None or found.film is None or not may_be_shown(access, found):
        raise NotFound("No such film.")
    return Media(path_of(access, file_id=found.film.pk), FILM_TYPE, f"{found.node.title}.mp4", found.film.sha256)


@read
def cuttable(access: Access, reel_id: int) -> list[Clip]:
    """The clips that may be shown now, in their order: what a run cuts and joins."""
    rows = standing_clips(reel_id)
    quotes = clip_quotes(access, [row.excerpt_id for row in rows])
    return [row for row in rows if not _why_not(row, quotes.get(row.excerpt_id))]


def standing_clips(reel_id: int) -> list[Clip]:
    """In their order. Called inside a query or an act."""
    rows = Clip.objects.filter(reel=reel_id, removed_at=None, excerpt__node__archived_at__isnull=True)
    return list(rows.select_related("recording", "piece", "reel").order_by("position", "pk")[:MOST_CLIPS])


def clip_quotes(access: Access, excerpt_ids: Sequence[int]) -> Mapping[int, Quote]:
    return quotations(access, excerpt_ids, is_outside=True, scopes=CUT)


def may_be_shown(access: Access, found: Reel) -> bool:
    """Whether all that is in the film may be heard outside today. Called inside a query or an act."""
    if found.film_id is None or not found.made_of or found.made_of[-1][1:3] != [found.pk, found.film_id]:
        return False
    told = [tuple(one) for one in found.made_of if one[0]]
    quotes = clip_quotes(access, [excerpt for excerpt, *_ in told])
    files = Recording.objects.filter(taken_away_at=None, file__in=[file for _, file, *_ in told])
    here = set(files.values_list("file_id", flat=True))
    return all(e in quotes and not quotes[e].withheld and file in here for e, file, *_ in told)


def made_of(found: Reel, clips: Sequence[Clip]) -> list[list[int]]:
    """What its film of these clips is made of: excerpt, file of the recording, from, to; and of which reel it is, and whether it has cards.

    In another house, where records have other numbers, it says nothing of anybody: the film is not shown there, and made again.
    """
    rows = [[row.excerpt_id, row.recording.file_id or 0, row.start_ms, row.end_ms] for row in clips]
    return [*rows, [0, found.pk, found.film_id or 0, int(found.has_cards)]]


def cut_as(row: Clip) -> str:
    return f"{row.recording.file_id}:{row.start_ms}:{row.end_ms}"


def is_cut(row: Clip) -> bool:
    return row.piece_id is not None and row.cut_as == cut_as(row)


def _why_not(row: Clip, quote: Quote | None) -> str:
    if quote is None:
        return "The words are no longer marked."
    if quote.withheld:
        return quote.exact
    if row.recording.taken_away_at is not None or row.recording.file_id is None:
        return "The recording was taken away."
    return ""


def _row(number: int, row: Clip, quote: Quote | None, who: Voices) -> ClipRow:
    why = _why_not(row, quote)
    words = "" if why or quote is None else " ".join(quote.exact.split())
    return ClipRow(
        id=row.pk, number=number, excerpt_id=row.excerpt_id, words=words, card=who.names.hide(words),
        who=who.label(row.excerpt_id),
        caption="" if why else row.caption, recording_id=row.recording_id, is_film=row.recording.kind == "video",
        start_ms=row.start_ms, end_ms=row.end_ms, is_cut=not why and is_cut(row), why_not=why,
    )  # fmt: skip
