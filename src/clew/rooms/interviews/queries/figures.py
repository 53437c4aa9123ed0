"""The numbers of a scored transcript, kept by what went in: a page over many interviews counts each of them once, not at every look."""

import hashlib
import json
from collections import OrderedDict
from dataclasses import dataclass
from threading import Lock

from clew.rooms.interviews.queries.held import HeldTalk
from clew.rooms.interviews.queries.talk import score_of

MOST_KEPT = 1_000
SOUND = ("story", "open")


@dataclass(frozen=True, slots=True)
class Figures:
    """Counts and shares of one interview, no words. `sound`: questions of a kind that nothing speaks against."""

    word_share: float | None
    questions: int
    stories_asked: int
    stories_told: int
    sound: int
    longest: int
    covered: int
    guide_questions: int


class _Shelf:
    """The figures used last. Of the words only a hash is kept."""

    def __init__(self) -> None:
        self._kept: OrderedDict[str, Figures] = OrderedDict()
        self._lock = Lock()

    def __call__(self, held: HeldTalk) -> Figures:
        key = _key(held)
        with self._lock:
            known = self._kept.get(key)
        found = known or _count(held)
        with self._lock:
            self._kept[key] = found
            self._kept.move_to_end(key)
            while len(self._kept) > MOST_KEPT:
                self._kept.popitem(last=False)
        return found


figures_of = _Shelf()


def _key(held: HeldTalk) -> str:
    went_in = [
        [(turn.speaker, turn.words) for turn in held.talk.turns] if held.talk else [],
        held.sides.askers,
        held.guide_questions,
    ]
    return hashlib.sha256(json.dumps(went_in).encode()).hexdigest()


def _count(held: HeldTalk) -> Figures:
    scored = score_of(held)
    kinds = dict(scored.kinds)
    return Figures(
        word_share=scored.word_share,
        questions=len(scored.questions),
        stories_asked=kinds.get("story", 0),
        stories_told=len(scored.stories),
        sound=sum(kinds.get(kind, 0) for kind in SOUND),
        longest=scored.interviewer_monologue.words if scored.interviewer_monologue else 0,
        covered=sum(one.asked is not None for one in scored.coverage),
        guide_questions=len(scored.coverage),
    )
