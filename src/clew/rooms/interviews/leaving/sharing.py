"""Snapshots and reels: how they leave."""

from collections.abc import Collection

from django.db.models import Q, QuerySet

from clew.ground.evidence.api import Excerpt
from clew.ground.ledger.api import Aged, Forgot, Table
from clew.rooms.interviews.models import Clip, Reel, Snapshot
from clew.rooms.interviews.queries.aged import old_interviews


def _empty_snapshots(person_id: int) -> Forgot:
    """What was written about a talk with somebody is about them, whatever its words."""
    return _empty(Snapshot.objects.filter(interview__person=person_id))


def _empty_old_snapshots(aged: Aged) -> Forgot:
    written = Snapshot.objects.exclude(facts="", insights="", moments=[], excerpt=None)
    return _empty(written.filter(interview__in=old_interviews(aged)))


def _empty(found: QuerySet[Snapshot]) -> Forgot:
    rows = frozenset(found.values_list("pk", flat=True))
    Snapshot.objects.filter(pk__in=rows).update(excerpt=None, facts="", insights="", moments=[])
    return Forgot(rows=rows)


def _drop_clips(person_id: int) -> Forgot:
    """Clips of the person go, and every film in which one of them is heard."""
    theirs = Q(excerpt__person=person_id) | Q(recording__interview__person=person_id)
    spoken = Excerpt.objects.filter(Q(person=person_id) | Q(source__interview__person=person_id))
    return _silence(Clip.objects.filter(theirs), spoken)


def _drop_old_clips(aged: Aged) -> Forgot:
    old = old_interviews(aged)
    cut = Clip.objects.exclude(caption="", piece=None)
    spoken = Excerpt.objects.filter(Q(source__in=aged.sources) | Q(source__interview__in=old))
    return _silence(cut.filter(Q(excerpt__in=spoken) | Q(recording__interview__in=old)), spoken)


def _silence(clips: QuerySet[Clip], spoken: QuerySet[Excerpt]) -> Forgot:
    rows = frozenset(clips.values_list("pk", flat=True))
    files: set[int | None] = set(clips.exclude(piece=None).values_list("piece_id", flat=True))
    Clip.objects.filter(pk__in=rows).update(caption="", piece=None, cut_as="")
    for reel in Reel.objects.filter(film__isnull=False):  # also those of which a clip was taken out since
        if spoken.filter(pk__in=[one[0] for one in reel.made_of]).exists():
            files.add(reel.film_id)
            reel.film, reel.made_of, reel.made_at = None, [], None
            reel.save(update_fields=["film", "made_of", "made_at"])
    return Forgot(rows=rows, files=frozenset(pk for pk in files if pk is not None))


def _drop_cut_of(file_ids: Collection[int]) -> Forgot:
    """Pieces of these recordings, and every film of a reel in which one is: what was cut before would be heard."""
    clips = Clip.objects.filter(recording__file__in=file_ids)
    films = Reel.objects.filter(pk__in=clips.values("reel"), film__isnull=False)
    files = {*clips.exclude(piece=None).values_list("piece_id", flat=True), *films.values_list("film_id", flat=True)}
    films.update(film=None, made_of=[], made_at=None)
    clips.update(piece=None, cut_as="")
    return Forgot(files=frozenset(pk for pk in files if pk is not None))


TABLES = (
    Table(
        Snapshot,
        about="An interview on one page: a quotation, facts, the story, insights.",
        erased="A snapshot of a talk with the person is emptied, also in the history; in others, quotations of the person are replaced.",
        forget=_empty_snapshots,
        forget_old=_empty_old_snapshots,
    ),
    Table(
        Reel,
        about="Clips of a study's interviews, one after the other, and the film that was made of them.",
        erased="A film in which the person is heard leaves the disk at once.",
        stays="Its film goes with the clips in it.",
    ),
    Table(
        Clip,
        about="Where words were said in a recording, and the piece that was cut there.",
        erased="Pieces in which the person is heard leave the disk at once, and what their title cards said goes.",
        forget=_drop_clips,
        silenced=_drop_cut_of,
        forget_old=_drop_old_clips,
    ),
)
