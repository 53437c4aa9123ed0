"""How an interview was held: who talked how much, what was asked and how, which stories were told, what of the guide was covered."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from clew.ground.evidence.api import TurnSpoken, source
from clew.ground.ledger.api import NotFound
from clew.ground.workspaces.api import Access, kept, read
from clew.rooms.interviews.guide_coach import Coach
from clew.rooms.interviews.kinds import ASKED
from clew.rooms.interviews.models import Interview, Note
from clew.rooms.interviews.queries.coach import coach
from clew.rooms.interviews.queries.held import HeldTalk, held_talks
from clew.rooms.interviews.queries.team import Team, team_of
from clew.rooms.interviews.talk_advice import LABELS, Advice, Seen, advise, faults_of
from clew.science.estimates import Estimate
from clew.science.intervals import jeffreys
from clew.science.talk import Asked, Covered, Monologue, Talk, score_talk

MOST_QUESTIONS, MOST_TICKS = 500, 2_000


@dataclass(frozen=True, slots=True)
class SpeakerShare:
    name: str
    words: int
    turns: int
    asks: bool


@dataclass(frozen=True, slots=True)
class AskedQuestion:
    """A question that was asked, and where it stands in the transcript. `faults`: what the coach speaks against, with what to ask rather."""

    text: str
    kind: str
    label: str
    start: int
    end: int
    at_ms: int | None
    faults: tuple[str, ...]
    rather: str


@dataclass(frozen=True, slots=True)
class KindCount:
    """How many questions were of a kind. `share`: with the interval for what this interviewer's questions are like."""

    kind: str
    label: str
    count: int
    share: Estimate


@dataclass(frozen=True, slots=True)
class Stretch:
    """Words in one go, and where they stand; `after` is the question that led to them."""

    words: int
    seconds: float | None
    start: int
    end: int
    after: str = ""


@dataclass(frozen=True, slots=True)
class GuideAsked:
    """A question of the guide. `question`: the one asked that is most like it, if it is near enough; `ticked_ms`: when it was ticked by hand."""

    section: str
    text: str
    question: AskedQuestion | None
    similarity: float
    ticked_ms: int | None

    @property
    def is_covered(self) -> bool:
        return self.question is not None or self.ticked_ms is not None


@dataclass(frozen=True, slots=True)
class GuideCovered:
    guide_id: int
    title: str
    version: int
    asked: tuple[GuideAsked, ...]

    @property
    def covered(self) -> int:
        return sum(one.is_covered for one in self.asked)


@dataclass(frozen=True, slots=True)
class TalkScore:
    """The numbers of one interview. `word_share`, `time_share`: of the interviewers. Seconds need a transcript with times."""

    word_share: float | None
    time_share: float | None
    questions: tuple[AskedQuestion, ...]
    kinds: tuple[KindCount, ...]
    stories_asked: int
    story_share: Estimate | None
    stories: tuple[Stretch, ...]
    longest: Stretch | None
    longest_answer: Stretch | None
    waits: int
    broken_waits: int
    median_wait: float | None
    guide: GuideCovered | None
    warnings: tuple[str, ...]
    advice: tuple[Advice, ...]


@dataclass(frozen=True, slots=True)
class InterviewTalk:
    """`how`: by what we know who asked (said, member, role, rest, unknown). `missing`: why there is no score."""

    id: int
    title: str
    study_id: int
    study: str
    source_id: int | None
    on: date | None
    person: str
    interviewer_id: int | None
    interviewer: str
    speakers: tuple[SpeakerShare, ...]
    how: str
    missing: str
    score: TalkScore | None


@read
def talk(access: Access, interview_id: int) -> InterviewTalk:
    """The score of one interview's transcript, with the places in it; or what is missing for one."""
    return _talk_of_team(access, interview_id, team=team_of(access))


@kept
@read
def _talk_of_team(access: Access, interview_id: int, *, team: Team) -> InterviewTalk:
    """The same, by the names of the members."""
    rows = list(Interview.objects.filter(pk=interview_id).select_related("node", "study__node", "person__node"))
    if not rows:
        raise NotFound("No such interview.")
    (held,) = held_talks(access, rows, team)
    scored = score_of(held) if held.talk else None
    return InterviewTalk(
        held.id, held.title, held.study_id, held.study, held.source_id, held.on, held.person, held.interviewer_id,
        held.interviewer, _speakers(held, scored), held.sides.how, _missing(access, held),
        _told(access, held, scored) if scored and held.is_scored else None,
    )  # fmt: skip


def score_of(held: HeldTalk) -> Talk:
    """By science, with the questions of the guide of its study."""
    return score_talk(held.said, held.sides.askers, guide=[text for _, text in held.guide_questions])


def _missing(access: Access, held: HeldTalk) -> str:
    if held.source_id is None:
        return "transcript"
    if held.talk is None:
        return source(access, held.source_id).withheld or "speakers"
    return "" if held.sides.askers else "sides"


def _speakers(held: HeldTalk, scored: Talk | None) -> tuple[SpeakerShare, ...]:
    if scored is None:
        return ()
    turns = dict(scored.turns)
    return tuple(
        SpeakerShare(name, words, turns[name], name in held.sides.askers) for name, words in scored.words if name
    )


def seen_of(scored: Talk, known: Coach) -> Seen:
    """What advice goes by."""
    return Seen(
        word_share=scored.word_share,
        questions=len(scored.questions),
        stories=sum(one.kind == "story" for one in scored.questions),
        longest=scored.interviewer_monologue.words if scored.interviewer_monologue else 0,
        median_wait=scored.median_wait,
        waits=len(scored.waits),
        flagged=tuple(
            (one.text, flag)
            for one in scored.questions
            for flag in faults_of(one.text, known)
            if flag.rule in (one.kind, "jargon")  # counted as the list of kinds counts
        ),
    )


def _told(access: Access, held: HeldTalk, scored: Talk) -> TalkScore:
    known, n = coach(access), len(scored.questions)
    seen = seen_of(scored, known)
    questions = {one: _question(held, one, known) for one in scored.questions[:MOST_QUESTIONS]}
    return TalkScore(
        word_share=scored.word_share,
        time_share=scored.time_share,
        questions=tuple(questions.values()),
        kinds=tuple(KindCount(kind, LABELS[kind], count, jeffreys(count, n)) for kind, count in scored.kinds),
        stories_asked=seen.stories,
        story_share=scored.story_share,
        stories=tuple(_stretch(held, one.first, one.last, one.words, after=one.asked.text) for one in scored.stories),
        longest=_longest(held, scored.interviewer_monologue),
        longest_answer=_longest(held, scored.participant_monologue),
        waits=len(scored.waits),
        broken_waits=sum(wait.broken for wait in scored.waits),
        median_wait=scored.median_wait,
        guide=_covered(held, scored.coverage, questions),
        warnings=scored.warnings,
        advice=advise(seen),
    )


def _question(held: HeldTalk, asked: Asked, known: Coach) -> AskedQuestion:
    turn = _turn(held, asked.turn)
    flags = faults_of(asked.text, known)
    rather = next((flag.instead[0] if flag.instead else flag.rewrite for flag in flags), "")
    return AskedQuestion(
        asked.text, asked.kind, LABELS[asked.kind], turn.start + asked.start, turn.start + asked.end, turn.start_ms,
        tuple(flag.reason for flag in flags), rather,
    )  # fmt: skip


def _longest(held: HeldTalk, found: Monologue | None) -> Stretch | None:
    return _stretch(held, found.first, found.last, found.words, found.seconds) if found else None


def _stretch(
    held: HeldTalk, first: int, last: int, words: int, seconds: float | None = None, after: str = ""
) -> Stretch:
    return Stretch(words, seconds, _turn(held, first).start, _turn(held, last).end, after)


def _turn(held: HeldTalk, index: int) -> TurnSpoken:
    assert held.talk is not None  # scored
    return held.talk.turns[index]


def _covered(
    held: HeldTalk, coverage: Sequence[Covered], questions: Mapping[Asked, AskedQuestion]
) -> GuideCovered | None:
    if held.guide is None or not coverage:
        return None
    ticked = _ticked(held.id)
    rows = (
        GuideAsked(
            section, text, questions.get(one.asked) if one.asked else None, one.similarity, ticked.get(_key(text))
        )
        for (section, text), one in zip(held.guide_questions, coverage, strict=True)
    )
    return GuideCovered(held.guide.id, held.guide.title, held.guide.version, tuple(rows))


def _ticked(interview_id: int) -> dict[str, int]:
    """Questions of the guide that the interviewer ticked while they asked, and when."""
    notes = Note.objects.filter(interview=interview_id, tag=ASKED, taken_back_at=None).order_by("-at_ms")
    return {_key(text): at_ms for text, at_ms in notes.values_list("text", "at_ms")[:MOST_TICKS]}


def _key(question: str) -> str:
    return " ".join(question.casefold().split())
