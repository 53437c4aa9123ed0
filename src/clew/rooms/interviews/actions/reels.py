"""A highlight reel: words of a study's interviews as clips, put in order, cut and joined into a film in the background."""

from collections.abc import Sequence
from uuid import uuid4

from django.utils import timezone

from clew.ground.evidence.api import Excerpt, Quote, word_times
from clew.ground.files.api import StoredFile, drop_unspoken
from clew.ground.ledger.api import NotFound, Refused
from clew.ground.runs.api import Run, runs_about, start
from clew.ground.thread.api import NewNode, add_node, get_node, link
from clew.ground.workspaces.api import Access, act
from clew.rooms.interviews.film import LONGEST_S, why_no_film
from clew.rooms.interviews.kinds import REEL, REEL_JOB, SHOWS, STUDY
from clew.rooms.interviews.models import Clip, Recording, Reel
from clew.rooms.interviews.models.conduct import LONGEST_MS
from clew.rooms.interviews.models.sharing import CAPTION_LIMIT
from clew.rooms.interviews.queries.reels import MOST_CLIPS, clip_quotes, cut_as, cuttable, made_of, may_be_shown

MOST_LOOKED_AT, AT_ONCE = 5_000, 200
BEFORE_MS, AFTER_MS = 200, 400  # so that no sound is clipped


@act("begin a highlight reel")
def add_reel(access: Access, *, study_id: int, title: str, excerpt_ids: Sequence[int] = ()) -> Reel:
    """Clips of a study's interviews, one after the other; with some of them to begin with."""
    get_node(study_id, kind=STUDY)
    node = add_node(access, NewNode(REEL, title))
    made = Reel.objects.create(node=node, workspace_id=access.workspace_id, study_id=study_id)
    link(access, upstream=node.pk, verb=SHOWS, downstream=study_id)
    if excerpt_ids:
        add_clips(access, reel_id=made.pk, excerpt_ids=excerpt_ids)
    return made


@act("add clips to a reel")
def add_clips(access: Access, *, reel_id: int, excerpt_ids: Sequence[int]) -> list[Clip]:
    """Behind those that are there. Each needs consent to be recorded, quoted, cut and shared, and a time in the transcript."""
    reel, wanted = _reel(reel_id), list(dict.fromkeys(excerpt_ids))
    if not wanted:
        raise Refused("No words were chosen.", field="excerpt_ids", remedy="Choose some of the list.")
    there = set(Clip.objects.filter(reel=reel, removed_at=None).values_list("excerpt_id", flat=True))
    if len(there) + len(wanted) > MOST_CLIPS:
        raise Refused(f"A reel has {MOST_CLIPS} clips at most.", field="excerpt_ids", remedy="Make a second one.")
    rows = Excerpt.objects.filter(pk__in=wanted, source__interview__study=reel.study_id).select_related("source")
    found = {row.pk: row for row in rows}
    if found.keys() != set(wanted):
        raise NotFound("No such words in this study.")
    last = max(Clip.objects.filter(reel=reel).values_list("position", flat=True), default=0)
    new = [found[pk] for pk in wanted if pk not in there]
    _check_consent(access, new)
    return [_clip(access, reel, one, at) for at, one in enumerate(new, last + 1)]


@act("put the clips of a reel in order")
def order_clips(access: Access, *, reel_id: int, clip_ids: Sequence[int]) -> None:
    """All of them, in the order in which they are to come."""
    clips = {clip.pk: clip for clip in Clip.objects.filter(reel=_reel(reel_id), removed_at=None)}
    if sorted(clip_ids) != sorted(clips):
        raise Refused("These are not all clips of the reel.", field="order", remedy="Look at the page once more.")
    for at, pk in enumerate(clip_ids, 1):
        if clips[pk].position != at:
            clips[pk].position = at
            clips[pk].save(update_fields=["position"])


@act("change a clip")
def change_clip(access: Access, *, clip_id: int, caption: str = "", start_ms: int, end_ms: int) -> Clip:
    """Where it begins and ends in the recording, and what its title card says."""
    found, words = _clip_of(clip_id), " ".join(caption.split())
    if len(words) > CAPTION_LIMIT:
        raise Refused(f"This is longer than {CAPTION_LIMIT} characters.", field="caption", remedy="Shorten it.")
    if not 0 <= start_ms < end_ms <= min(LONGEST_MS, start_ms + LONGEST_S * 1000):
        raise Refused("A clip lasts up to ten minutes.", field="start_ms", remedy="Let it end after it begins.")
    found.caption, found.start_ms, found.end_ms = words, start_ms, end_ms
    found.save(update_fields=["caption", "start_ms", "end_ms"])
    return found


@act("take a clip out of a reel")
def remove_clip(access: Access, *, clip_id: int) -> Clip:
    """It can be undone; its piece leaves the disk with the next hour."""
    found = _clip_of(clip_id)
    found.removed_at = timezone.now()
    found.save(update_fields=["removed_at"])
    return found


@act("choose whether a reel has title cards")
def choose_cards(access: Access, *, reel_id: int, has_cards: bool) -> Reel:
    reel = _reel(reel_id)
    reel.has_cards = has_cards
    reel.save(update_fields=["has_cards"])
    return reel


@act("make a highlight reel")
def make_reel(access: Access, *, reel_id: int) -> Run:
    """Cut its clips and join them, in the background. Those that may not be shown are left out. While it is made, asking again changes nothing."""
    reel = _reel(reel_id)
    before = runs_about(access, [reel_id], jobs=(REEL_JOB,)).get(reel_id)
    if before is not None and not before.is_over:
        return Run.objects.get(pk=before.id)
    if missing := why_no_film():
        raise Refused(
            missing, field="reel", remedy="Whoever runs Clew installs it; clips can be heard here without it."
        )
    if not cuttable(access, reel_id):
        raise Refused("No clip of it may be shown.", field="reel", remedy="Add clips of people who agreed to it.")
    title, key = f"Make the reel {reel.node.title}", f"reel-{reel_id}-{uuid4().hex}"
    return start(access, job=REEL_JOB, title=title, arguments={"reel": reel_id}, key=key, subject_id=reel_id)


@act("keep a piece that was cut")
def keep_piece(access: Access, *, clip_id: int, file_id: int) -> StoredFile | None:
    """The run's own step. Gives the piece that was there before."""
    found = _clip_of(clip_id)
    before = found.piece
    found.piece_id, found.cut_as = file_id, cut_as(found)
    found.save(update_fields=["piece", "cut_as"])
    return before


@act("keep the film of a reel")
def keep_film(access: Access, *, reel_id: int, file_id: int, clip_ids: Sequence[int]) -> StoredFile | None:
    """The run's own end. Consent may have been withdrawn while it was made: then it is not kept. Gives the film before it."""
    reel = _reel(reel_id)
    before = reel.film
    rows = [row for row in cuttable(access, reel_id) if row.pk in set(clip_ids)]
    if [row.pk for row in rows] != list(clip_ids):
        raise Refused("The clips changed while the reel was made.", field="reel", remedy="Make it again.")
    reel.film_id, reel.made_at, reel.made_by_id = file_id, timezone.now(), access.user_id
    reel.made_of = made_of(reel, rows)
    reel.save(update_fields=["film", "made_of", "made_at", "made_by"])
    return before


@act("drop what may not be shown")
def drop_silenced(access: Access) -> list[StoredFile]:
    """Films and pieces in which somebody is heard who may not be: no row speaks of them any more. Gives the files, for the disk."""
    gone: list[StoredFile] = []
    for reel in Reel.objects.filter(film__isnull=False).select_related("film")[:MOST_LOOKED_AT]:
        if reel.film is not None and not may_be_shown(access, reel):
            gone.append(reel.film)
            reel.film, reel.made_of, reel.made_at = None, [], None
            reel.save(update_fields=["film", "made_of", "made_at"])
    rows = list(Clip.objects.filter(piece__isnull=False).select_related("piece", "recording")[:MOST_LOOKED_AT])
    quotes: dict[int, Quote] = {}
    for at in range(0, len(rows), AT_ONCE):
        quotes |= clip_quotes(access, [row.excerpt_id for row in rows[at : at + AT_ONCE]])
    for row in rows:
        quote = quotes.get(row.excerpt_id)
        is_shown = quote and not quote.withheld and row.recording.taken_away_at is None and row.removed_at is None
        if row.piece is not None and not (is_shown and row.cut_as == cut_as(row)):
            gone.append(row.piece)
            row.piece, row.cut_as = None, ""
            row.save(update_fields=["piece", "cut_as"])
    return gone


def _check_consent(access: Access, excerpts: Sequence[Excerpt]) -> None:
    quotes = clip_quotes(access, [one.pk for one in excerpts])
    for one in excerpts:
        quote = quotes.get(one.pk)
        if quote is None or quote.withheld:
            why = quote.exact if quote else "The words are no longer marked."
            raise Refused(why, field="excerpt_ids", remedy="Ask the person for consent to clips and sharing first.")


def _clip(access: Access, reel: Reel, excerpt: Excerpt, position: int) -> Clip:
    recording = Recording.objects.filter(interview__source=excerpt.source_id, taken_away_at=None).order_by("pk").first()
    if recording is None:
        raise Refused("This interview was not recorded.", field="excerpt_ids", remedy="Upload its recording first.")
    start, end = _times(access, excerpt)
    if recording.duration_ms:
        end = min(end, max(recording.duration_ms, start + 1))
    return Clip.objects.create(
        workspace_id=access.workspace_id, reel=reel, excerpt=excerpt, recording=recording, position=position,
        start_ms=start, end_ms=end,
    )  # fmt: skip


def _times(access: Access, excerpt: Excerpt) -> tuple[int, int]:
    """When these words were said, as finely as the transcript knows, with a little around them."""
    timed = word_times(access, excerpt.source_id).times if excerpt.now_start is not None else ()
    here = [at for at in timed if at[0] < (excerpt.now_end or 0) and (excerpt.now_start or 0) < at[1]]
    if not here:
        raise Refused(
            "The transcript does not say when this was said.", field="excerpt_ids", remedy="Import one that has times."
        )
    start = min(at[2] for at in here)
    after = next((at[2] for at in timed if at[0] >= here[-1][1]), here[-1][2] + 5000)
    end = here[-1][3] or after
    return max(0, start - BEFORE_MS), min(max(end, start + 1) + AFTER_MS, start + LONGEST_S * 1000)


def _reel(reel_id: int) -> Reel:
    node = get_node(reel_id, kind=REEL)
    return Reel.objects.select_related("node").get(node=node)


def _clip_of(clip_id: int) -> Clip:
    found = Clip.objects.select_related("recording").filter(pk=clip_id, removed_at=None).first()
    if found is None:
        raise NotFound("No such clip.")
    return found


def drop_files(files: Sequence[StoredFile]) -> None:
    for file in files:
        drop_unspoken(file)
