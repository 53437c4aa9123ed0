"""What the states of a tracker's file mean here: as somebody said, as it was said before, else as is likely."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from clew.ground.ledger.api import Refused
from clew.rooms.roadmap.kinds import IDEA_STATES
from clew.rooms.roadmap.models import SyncedIdea, TrackedWords
from clew.rooms.roadmap.queries.sought import AS_NEW
from clew.rooms.roadmap.queries.tracker_known import CHANGED, NEW, Known
from clew.rooms.roadmap.trackers import Issue
from clew.rooms.roadmap.trackers.words import guess, meanings_of, word_of

SHOWN_WORDS, MOST_TOLD, MOST_KEPT = 60, 500, 1_000


@dataclass(frozen=True, slots=True)
class TrackerWord:
    """`state`: what the word becomes here, "" where the ideas are left as they are. `note`: what is not sure about it; `is_told`: somebody said so, now or before."""

    word: str
    rows: int
    state: str
    note: str
    is_told: bool


@dataclass(frozen=True, slots=True)
class Meanings:
    """By word, in small letters. `told`: what is otherwise from now on; `kept`: what was told before."""

    shape: str
    told: Mapping[str, str]
    kept: Mapping[str, str]

    def of(self, issue: Issue) -> str:
        return self._of(word_of(self.shape, issue))

    def is_other(self, issue: Issue) -> bool:
        """Whether its word means something else from now on."""
        return _folded(word_of(self.shape, issue)) in self.told

    def table(self, issues: Sequence[Issue]) -> tuple[TrackerWord, ...]:
        """Each word of the file, in the order in which they come."""
        count = Counter(_folded(word_of(self.shape, one)) for one in issues)
        spelt = {_folded(word): word for word in (word_of(self.shape, one) for one in reversed(issues))}
        return tuple(self._row(spelt[key], rows) for key, rows in count.items())

    def to_keep(self) -> list[list[str]]:
        """The newest last; of too many the oldest go."""
        before = {word: state for word, state in self.kept.items() if word not in self.told}
        return [[word, state] for word, state in {**before, **self.told}.items()][-MOST_KEPT:]

    def _row(self, word: str, rows: int) -> TrackerWord:
        key = _folded(word)
        return TrackerWord(
            word, rows, self._of(word), guess(self.shape, word).note, key in self.told or key in self.kept
        )

    def _of(self, word: str) -> str:
        return self.told.get(_folded(word), _before(self.shape, word, self.kept))


def meanings(shape: str, issues: Sequence[Issue], states: Mapping[str, str] | None) -> Meanings:
    """`states`: by word of the file, what it means from now on; "" leaves ideas as they are. Called inside an act or a query."""
    kept = _kept(shape)
    there = {_folded(word_of(shape, one)) for one in issues} | set(kept)
    told = {_folded(word): state for word, state in (states or {}).items()}
    if len(told) > MOST_TOLD:
        raise Refused(f"These are more than {MOST_TOLD} words.", field="states", remedy="Say the most usual ones.")
    for word, state in told.items():
        if state and state not in IDEA_STATES:
            raise Refused("An idea has no such state.", field="states", remedy=f"One of: {', '.join(IDEA_STATES)}.")
        if word not in there:
            raise Refused(
                f"No row says “{word[:60]}”.", field="states", remedy="The preview shows which words the file has."
            )
    return Meanings(shape, {word: state for word, state in told.items() if state != _before(shape, word, kept)}, kept)


def _before(shape: str, word: str, kept: Mapping[str, str]) -> str:
    key = _folded(word)
    return kept[key] if key in kept else guess(shape, word).state


def moved_ideas(known: Sequence[Known], meant: Meanings) -> dict[int, str]:
    """Ideas that are here and get another state: their issue got one there, or its word means another, while they stayed where they were put.

    What a connection follows, it follows alone: a file may be older.
    """
    found = {one.row.idea_id: meant.of(one.issue) for one in known if one.row is not None and _moves(one, meant)}
    followed = set(SyncedIdea.objects.filter(tracked__idea__in=list(found)).values_list("tracked__idea_id", flat=True))
    return {idea: state for idea, state in found.items() if idea not in followed}


def becomes(one: Known, meant: Meanings, moved: Mapping[int, str]) -> str:
    """The state that an issue brings to its idea; nothing where the idea is left as it is."""
    return meant.of(one.issue) if one.said == NEW else moved.get(one.row.idea_id if one.row else 0, "")


def _moves(one: Known, meant: Meanings) -> bool:
    row, state = one.row, meant.of(one.issue)
    if row is None or not state or _plain(state) == _plain(row.idea.node.state):
        return False
    if not row.pk:  # it began here: its own state went out in their words
        return one.said == CHANGED and row.idea.node.state not in meanings_of(meant.shape, one.issue.state)
    is_new_there = one.said == CHANGED and one.issue.state != row.state
    return (is_new_there or meant.is_other(one.issue)) and _plain(row.idea.node.state) == _plain(row.stood)


def _kept(shape: str) -> dict[str, str]:
    row = TrackedWords.objects.filter(shape=shape).first()
    return {str(word): str(state) for word, state in row.meant} if row else {}


def _folded(word: str) -> str:
    return " ".join(word.split()).casefold()


def _plain(state: str) -> str:
    return "" if state in AS_NEW else state
