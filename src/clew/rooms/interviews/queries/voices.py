"""Who was heard in a study, as people outside are told: P1, P2, … in the order of the interviews, the same today and tomorrow."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from clew.ground.evidence.api import Excerpt
from clew.ground.workspaces.api import User
from clew.rooms.interviews.anonymous import Names, names_of
from clew.rooms.interviews.models import Interview

MOST_INTERVIEWS, MOST_EXCERPTS = 1_000, 5_000
Who = tuple[str, int, str]
# What programs and typists call somebody whose name they do not know: it is whoever was interviewed.
NOBODYS_NAME = re.compile(r"(?i)(speaker|participant|respondent|interviewee|customer|unknown|guest|p)[ _-]*\d*")
ASKING = {"interviewer", "moderator", "researcher"}


@dataclass(frozen=True, slots=True)
class Voices:
    """`labels`: of whoever was interviewed or quoted. `of_excerpt`: who spoke it; whoever asked the questions is nobody of them."""

    labels: dict[Who, str]
    of_excerpt: dict[int, Who]
    names: Names

    def label(self, excerpt_id: int) -> str:
        who = self.of_excerpt.get(excerpt_id)
        return self.labels[who] if who else "Interviewer"


def interviewers_of(study_id: int) -> frozenset[str]:
    """What those are called who ask in a study. Called inside a query; one statement."""
    names = User.objects.filter(pk__in=_held(study_id).values("interviewer")).values_list("name", flat=True)
    return frozenset(name for name in names if name)


def voices(study_id: int, excerpts: Sequence[int], asked_by: Collection[str]) -> Voices:
    """Called inside a query; two statements. `excerpts`: those that are quoted. `asked_by`: what the interviewers are called."""
    columns = (
        "pk", "source_id", "person_id", "person__node__title", "person__account__node__title",
        "source__account__node__title",
    )  # fmt: skip
    rows = list(_held(study_id).order_by("pk").values_list(*columns)[:MOST_INTERVIEWS])
    owner: dict[int, Who] = {}
    names: dict[Who, str] = {}
    companies: dict[str, None] = {}
    asking = {*ASKING, *(name.casefold() for name in asked_by)}
    for pk, source, person, name, *accounts in rows:
        owner[source or 0] = who = ("person", person, "") if person else ("interview", pk, "")
        names[who] = name or ""
        companies |= dict.fromkeys(account for account in accounts if account)
    spoken: dict[int, Who] = {}
    for pk, source, person, name, account, speaker in _excerpts(excerpts):
        who = ("person", person, "") if person else _named(owner.get(source, ("source", source, "")), names, speaker)
        if speaker.casefold() in asking and not person:
            continue
        spoken[pk] = who
        names[who] = names.get(who) or name or speaker
        companies |= dict.fromkeys([account] if account else [])
    labels = {who: f"P{number}" for number, who in enumerate(names, 1)}
    people = {name: labels[who] for who, name in names.items() if name}
    return Voices(labels, spoken, names_of(people, companies))


def _held(study_id: int) -> QuerySet[Interview]:
    return Interview.objects.filter(study=study_id, source__isnull=False, node__archived_at__isnull=True)


def _excerpts(ids: Sequence[int]) -> list[tuple[int, int, int | None, str | None, str | None, str]]:
    columns = ("pk", "source_id", "person_id", "person__node__title", "person__account__node__title", "speaker")
    return list(Excerpt.objects.filter(pk__in=ids).order_by("pk").values_list(*columns)[:MOST_EXCERPTS])


def _named(owner: Who, names: dict[Who, str], speaker: str) -> Who:
    """Somebody of whom only the name is known is who was interviewed, unless the name says otherwise."""
    its = names.get(owner, "")
    if (
        not speaker
        or not its
        or NOBODYS_NAME.fullmatch(speaker)
        or speaker.casefold() in its.casefold()
        or its.casefold() in speaker.casefold()
    ):
        return owner
    return ("named", owner[1], speaker)
