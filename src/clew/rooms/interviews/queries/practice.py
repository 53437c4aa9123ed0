"""How we interview: the scores of many interviews over time and by interviewer, what changed, and what to try next."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import mean

from clew.ground.ledger.api import NotFound
from clew.ground.workspaces.api import Access, kept, read
from clew.rooms.interviews.models import Study
from clew.rooms.interviews.queries.coach import coach
from clew.rooms.interviews.queries.figures import Figures, figures_of
from clew.rooms.interviews.queries.held import HeldTalk, held_talks, newest_held
from clew.rooms.interviews.queries.talk import score_of, seen_of
from clew.rooms.interviews.queries.team import Team, team_of
from clew.rooms.interviews.talk_advice import Advice, advise, together
from clew.science.estimates import Estimate
from clew.science.intervals import clustered_change, clustered_share, jeffreys, mean_change, mean_interval

MOST_HELD = 60
LATEST, LEAST, ADVISED = 5, 3, 3
WORDS = "Words spoken by the interviewer"


@dataclass(frozen=True, slots=True)
class HeldRow:
    """One interview. `sound_share`: of its questions, those that ask for a story or are open, with the interval for such questions."""

    id: int
    title: str
    study_id: int
    study: str
    on: date | None
    interviewer_id: int | None
    interviewer: str
    figures: Figures
    sound_share: Estimate | None


@dataclass(frozen=True, slots=True)
class LeftOut:
    """`why`: no transcript (or withheld words), or nobody knows who asked."""

    id: int
    title: str
    why: str


@dataclass(frozen=True, slots=True)
class Change:
    """A measure of the latest interviews against those before them. `verdict`: better, worse, or unclear where the interval holds 0."""

    measure: str
    label: str
    before: Estimate
    now: Estimate
    change: Estimate
    verdict: str

    @property
    def words(self) -> str:
        value, low, high = (f"{share * 100:+.0f}".replace("-", "−") for share in self._shares)
        return f"{value} points, likely {low} to {high}"

    @property
    def _shares(self) -> tuple[float, float, float]:
        return self.change.value, self.change.low, self.change.high


@dataclass(frozen=True, slots=True)
class InterviewerRow:
    """`words`: the mean of the shares of words; its interval `word_share` needs two interviews."""

    id: int
    name: str
    interviews: int
    words: float | None
    word_share: Estimate | None
    story_share: Estimate | None
    sound_share: Estimate | None


@dataclass(frozen=True, slots=True)
class Practice:
    """`rows` the newest first, of at most `MOST_HELD` interviews. `latest`: how many of them are compared with the others."""

    rows: tuple[HeldRow, ...]
    interviewers: tuple[InterviewerRow, ...]
    latest: int
    changes: tuple[Change, ...]
    advice: tuple[Advice, ...]
    left_out: tuple[LeftOut, ...]

    @property
    def needed(self) -> int:
        """Interviews that are missing before a change can be told."""
        return max(0, 2 * LEAST - len(self.rows))


# Name, label, the questions that count, and which way is better.
COUNTED: tuple[tuple[str, str, Callable[[Figures], int], int], ...] = (
    ("stories", "Questions that ask for a story", lambda one: one.stories_asked, 1),
    ("sound", "Open questions and stories", lambda one: one.sound, 1),
)


@read
def practice(access: Access, *, study_id: int | None = None, interviewer_id: int | None = None) -> Practice:
    """Of all interviews that were held, or of one study's, or of those that one member led."""
    return _practice_of_team(access, study_id=study_id, interviewer_id=interviewer_id, team=team_of(access))


@kept
@read
def _practice_of_team(
    access: Access, *, study_id: int | None = None, interviewer_id: int | None = None, team: Team
) -> Practice:
    """The same, by the names of the members."""
    if study_id is not None and not Study.objects.filter(pk=study_id).exists():
        raise NotFound("No such study.")
    held = held_talks(access, newest_held(study_id, MOST_HELD), team)
    scored = [one for one in held if one.is_scored]
    chosen = [one for one in scored if interviewer_id in (None, one.interviewer_id)]
    rows = tuple(_row(one) for one in chosen)
    latest = min(LATEST, len(rows) // 2)
    return Practice(
        rows=rows,
        interviewers=_interviewers([_row(one) for one in scored]),
        latest=latest,
        changes=tuple(_changes(rows, latest)) if latest >= LEAST else (),
        advice=_advice(access, chosen[:ADVISED]),
        left_out=tuple(
            LeftOut(one.id, one.title, "sides" if one.talk else "transcript") for one in held if not one.is_scored
        ),
    )


def _row(held: HeldTalk) -> HeldRow:
    counted = figures_of(held)
    share = jeffreys(counted.sound, counted.questions) if counted.questions else None
    return HeldRow(
        held.id, held.title, held.study_id, held.study, held.on, held.interviewer_id, held.interviewer, counted, share
    )


def _changes(rows: Sequence[HeldRow], latest: int) -> Iterator[Change]:
    """Shares of questions as clusters: those of one interview are alike, and not so between interviews."""
    now, before = rows[:latest], rows[latest:]
    ours, earlier = _word_shares(now), _word_shares(before)
    if len(ours) >= LEAST and len(earlier) >= LEAST:
        change = mean_change(earlier, ours)
        yield Change("words", WORDS, mean_interval(earlier), mean_interval(ours), change, _verdict(change, -1))
    for name, label, count, way in COUNTED:
        first, last = _counts(before, count), _counts(now, count)
        if any(n for _, n in first) and any(n for _, n in last):
            change = clustered_change(first, last)
            yield Change(name, label, clustered_share(first), clustered_share(last), change, _verdict(change, way))


def _verdict(change: Estimate, way: int) -> str:
    if change.low <= 0 <= change.high:
        return "unclear"
    return "better" if change.value * way > 0 else "worse"


def _word_shares(rows: Sequence[HeldRow]) -> list[float]:
    return [row.figures.word_share for row in rows if row.figures.word_share is not None]


def _counts(rows: Sequence[HeldRow], count: Callable[[Figures], int]) -> list[tuple[int, int]]:
    return [(count(row.figures), row.figures.questions) for row in rows]


def _interviewers(rows: Sequence[HeldRow]) -> tuple[InterviewerRow, ...]:
    """By name: this is a mirror, not a ranking."""
    people = sorted({(row.interviewer, row.interviewer_id) for row in rows if row.interviewer_id and row.interviewer})
    return tuple(_interviewer(pk, name, [row for row in rows if row.interviewer_id == pk]) for name, pk in people if pk)


def _interviewer(pk: int, name: str, rows: Sequence[HeldRow]) -> InterviewerRow:
    words = _word_shares(rows)
    shares = [_share(_counts(rows, count)) for _, _, count, _ in COUNTED]
    return InterviewerRow(
        pk, name, len(rows), mean(words) if words else None, mean_interval(words) if len(words) > 1 else None, *shares
    )


def _share(counts: Sequence[tuple[int, int]]) -> Estimate | None:
    return clustered_share(counts) if any(n for _, n in counts) else None


def _advice(access: Access, latest: Sequence[HeldTalk]) -> tuple[Advice, ...]:
    known = coach(access)
    return advise(together([seen_of(score_of(one), known) for one in latest])) if latest else ()
