"""A study's screener: its newest version, what its rules would say of the answers so far, and the open link."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from clew.ground.workspaces.api import Access, read
from clew.rooms.interviews.models import OpenLink, Screener, ScreenerAnswer
from clew.rooms.interviews.models.screening import Question, ScreenerRule, judge, questions_of, read_rules, rules_of
from clew.rooms.interviews.queries.there import of_study

LOOKED_AT = 2_000


@dataclass(frozen=True, slots=True)
class ScreenerVersion:
    """`answers`: how many were given to any version."""

    id: int
    study_id: int
    number: int
    title: str
    intro: str
    questions: tuple[Question, ...]
    rules: tuple[ScreenerRule, ...]
    made_at: datetime
    answers: int


@dataclass(frozen=True, slots=True)
class Tried:
    """What rules would have said of the answers so far, quotas aside. `by_rule`: how many each decided."""

    answers: int
    accepted: int
    queued: int
    rejected: int
    by_rule: tuple[int, ...]

    @property
    def words(self) -> str:
        if not self.answers:
            return "Nobody has answered yet."
        answers = "the 1 answer" if self.answers == 1 else f"the {self.answers:,} answers"
        return f"Of {answers} so far: {self.accepted:,} accepted, {self.queued:,} queued, {self.rejected:,} rejected."


@dataclass(frozen=True, slots=True)
class OpenLinkRow:
    id: int
    made_at: datetime
    answers: int


@read
@of_study
def screener(access: Access, study_id: int) -> ScreenerVersion | None:
    """The version that is in force; None for a study that asks nothing."""
    return newest_screener(study_id)


def newest_screener(study_id: int) -> ScreenerVersion | None:
    """The same inside an act."""
    found = Screener.objects.filter(study=study_id).order_by("-number").first()
    if found is None:
        return None
    return ScreenerVersion(
        found.pk, study_id, found.number, found.title, found.intro, questions_of(found.questions), rules_of(found.rules),
        found.made_at, ScreenerAnswer.objects.filter(candidate__study=study_id).count(),
    )  # fmt: skip


@read
@of_study
def try_rules(access: Access, study_id: int, *, rules: Sequence[dict[str, Any]]) -> Tried:
    """What these rules would say of the answers so far, the newest 2,000 of them."""
    asked = [rule for rule in read_rules(rules) if rule.value]
    given = ScreenerAnswer.objects.filter(candidate__study=study_id).order_by("-pk").values_list("answers", flat=True)
    verdicts = [judge(asked, answers) for answers in given[:LOOKED_AT]]
    states, deciding = Counter(v.state for v in verdicts), Counter(v.rule for v in verdicts)
    by_rule = tuple(deciding[at] for at in range(len(asked)))
    return Tried(len(verdicts), states["accepted"], states["queued"], states["rejected"], by_rule)


@read
@of_study
def open_link(access: Access, study_id: int) -> OpenLinkRow | None:
    """The link for posting anywhere, if one is open. What it holds cannot be read again."""
    found = OpenLink.objects.filter(study=study_id, closed_at__isnull=True).first()
    if found is None:
        return None
    through = ScreenerAnswer.objects.filter(candidate__study=study_id, is_open=True)
    return OpenLinkRow(found.pk, found.made_at, through.count())


@read
@of_study
def question_keys(access: Access, study_id: int) -> set[str]:
    """Every key that a version of the study's screener ever used."""
    kept = Screener.objects.filter(study=study_id).order_by("-number").values_list("questions", flat=True)
    return {question["key"] for questions in kept[:LOOKED_AT] for question in questions}
