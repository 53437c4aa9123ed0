"""Interviews that were held, with their transcripts, who asked in them, and the questions of the guide. Called inside a query."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import F
from django.utils import timezone

from clew.ground.evidence.api import Conversation, conversations
from clew.ground.workspaces.api import Access, read, shown_titles
from clew.rooms.interviews.models import Asking, Interview
from clew.rooms.interviews.queries.guides import GuideView, newest_guides
from clew.rooms.interviews.queries.team import Team, team_of
from clew.rooms.interviews.talk_sides import Sides, sides_of
from clew.science.talk import Said

MOST_TRANSCRIPTS = 200


@dataclass(frozen=True, slots=True)
class HeldTalk:
    """`talk` is None where there is no transcript with speakers, or consent withholds words of it."""

    id: int
    title: str
    study_id: int
    study: str
    source_id: int | None
    on: date | None
    interviewer_id: int | None
    interviewer: str
    person: str
    talk: Conversation | None
    sides: Sides
    guide: GuideView | None

    @property
    def is_scored(self) -> bool:
        return self.talk is not None and bool(self.sides.askers)

    @property
    def said(self) -> list[Said]:
        return [
            Said(turn.speaker, turn.words, _seconds(turn.start_ms), _seconds(turn.end_ms))
            for turn in (self.talk.turns if self.talk else ())
        ]

    @property
    def guide_questions(self) -> list[tuple[str, str]]:
        """(section, question) of the guide, in its order."""
        sections = self.guide.sections if self.guide else ()
        return [(section.title, question.text) for section in sections for question in section.questions]


def held_talks(access: Access, interviews: Sequence[Interview], team: Team) -> tuple[HeldTalk, ...]:
    """A fixed number of statements, however many interviews."""
    talks = conversations(access, [row.source_id for row in interviews if row.source_id])
    by_name = {" ".join(name.casefold().split()): user_id for user_id, name in team}
    names = dict(team)
    said = dict(Asking.objects.filter(interview__in=interviews).values_list("interview_id", "speakers"))
    guides = newest_guides({row.study_id for row in interviews})
    titles = shown_titles(access, {row.pk: row.node.title for row in interviews})

    def one(row: Interview) -> HeldTalk:
        talk, person = talks.get(row.source_id or 0), row.person.node.title if row.person else ""
        sides = Sides((), "unknown")
        if talk:
            sides = sides_of(
                talk, said=said.get(row.pk, ()), members=by_name, person_id=row.person_id, person=person
            )  # fmt: skip
        led_by = row.interviewer_id or sides.member_id
        return HeldTalk(
            row.pk, titles[row.pk], row.study_id, row.study.node.title, row.source_id, _day(row), led_by,
            names.get(led_by or 0, ""), person, talk, sides, guides.get(row.study_id),
        )  # fmt: skip

    return tuple(one(row) for row in interviews)


@read
def askers_in(access: Access, study_id: int) -> dict[int, tuple[str, ...]]:
    """Who asked in each transcript of a study, by the transcript's number."""
    held = newest_held(study_id, MOST_TRANSCRIPTS)
    return {
        talk.source_id: talk.sides.askers
        for talk in held_talks(access, held, team_of(access))
        if talk.source_id is not None
    }


def newest_held(study_id: int | None, limit: int) -> list[Interview]:
    found = Interview.objects.filter(node__state="held", node__archived_at__isnull=True)
    if study_id is not None:
        found = found.filter(study=study_id)
    found = found.select_related("node", "study__node", "person__node")
    return list(found.order_by(F("held_on").desc(nulls_last=True), F("starts_at").desc(nulls_last=True), "-pk")[:limit])


def _day(row: Interview) -> date | None:
    return row.held_on or (timezone.localdate(row.starts_at) if row.starts_at else None)


def _seconds(ms: int | None) -> float | None:
    return None if ms is None else ms / 1000
