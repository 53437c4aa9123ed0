"""When words of a transcript are heard in each recording of its interview, and whether these can be made silent there."""

from bisect import bisect_left
from collections.abc import Sequence

from django.db.models import F

from clew.ground.evidence.api import why_not_silenced, word_times
from clew.ground.files.api import path_of
from clew.ground.workspaces.api import Access
from clew.rooms.interviews.models import Recording
from clew.rooms.interviews.queries.conduct import MOST_RECORDINGS

MARGIN_MS, OTHER_CLOCK_MS = 150, 1_000
NO_TIMES = "It is not known when these words were said, so they cannot be silenced in the recording."
NO_START = "It is not known when each of the recordings began, and so not where these words are heard in the others."
Span = tuple[int, int]


def standing(interview_id: int) -> list[Recording]:
    """Its recordings, also those that nobody may hear now; the first is the one that the transcript's times count in.

    Called inside an act or a query.
    """
    found = Recording.objects.filter(interview=interview_id, taken_away_at=None, file__isnull=False)
    order = (F("started_at").asc(nulls_first=True), "pk")
    return list(found.select_related("file").order_by(*order)[:MOST_RECORDINGS])


def why_not_in_sound(access: Access, kept: Sequence[Recording]) -> str:
    if len(kept) > 1 and any(one.started_at is None for one in kept):
        return NO_START
    said = (why_not_silenced(path_of(access, file_id=one.file_id or 0), one.type) for one in kept)
    return next((why for why in said if why), "")


def times_of_places(access: Access, source_id: int, places: Sequence[Span]) -> list[Span | None]:
    """From when to when in milliseconds, with a margin, for mouths are slower than letters."""
    times = [time for time in word_times(access, source_id).times if time[3] is not None]
    ends = [time[1] for time in times]
    found: list[Span | None] = []
    for start, end in places:
        some = []
        for time in times[bisect_left(ends, start + 1) :]:
            if time[0] >= end:
                break
            some.append(time)
        span = (max(0, some[0][2] - MARGIN_MS), (some[-1][3] or 0) + MARGIN_MS) if some else None
        found.append(span)
    return found


def spans_in(kept: Sequence[Recording], spans: Sequence[Span]) -> list[tuple[Recording, list[Span]]]:
    """Where they are heard in each recording, given where they are in the first. Clocks of two devices differ, so that others are silent longer."""
    found = [(kept[0], list(spans))] if kept else []
    for other in kept[1:]:
        moved = [_moved(kept[0], other, span) for span in spans]
        found.append((other, [span for span in moved if span is not None]))
    return [(recording, some) for recording, some in found if some]


def _moved(first: Recording, other: Recording, span: Span) -> Span | None:
    if first.started_at is None or other.started_at is None:
        return None
    late = round((other.started_at - first.started_at).total_seconds() * 1000)
    start, end = (_heard(other, _passed(first, at) - late) for at in span)
    start, end = max(0, start - OTHER_CLOCK_MS), end + OTHER_CLOCK_MS
    if other.duration_ms is not None:
        end = min(end, other.duration_ms)
    return (start, end) if start < end else None


def _passed(recording: Recording, at: int) -> int:
    """How long after its start a place in a recording was recorded: pauses passed as well."""
    return at + sum(int(length) for where, length in recording.pauses if where <= at)


def _heard(recording: Recording, passed: int) -> int:
    """The other way round; what passed in a pause is where it stands."""
    for where, length in recording.pauses:
        if passed <= where:
            break
        passed = max(where, passed - length)
    return passed
