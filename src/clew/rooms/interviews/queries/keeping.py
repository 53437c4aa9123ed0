"""How long what was heard in a study is kept: from which day that counts, when it goes, and how much that is."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q, Sum
from django.utils import timezone

from clew.ground.exchange.api import check_days, sources_of
from clew.ground.ledger.api import Aged, LedgerEntry, Over
from clew.ground.workspaces.api import Access, read
from clew.rooms.interviews.models import Note, Recording, Study, StudyRetention
from clew.rooms.interviews.queries.aged import old_interviews
from clew.rooms.interviews.queries.there import of_study

FINISHED = "finished"


@dataclass(frozen=True, slots=True)
class StudyRule:
    """`ended_on`: the day that is counted from, None while the study goes on without a last day; `on`: when its words go."""

    days: int
    spares_grounds: bool
    ended_on: date | None
    on: date | None


@dataclass(frozen=True, slots=True)
class StudyDue:
    """What a rule would take of what is here today; `kept`: sources that decisions rest on."""

    ended_on: date | None
    on: date | None
    sources: int
    words: int
    kept: int
    recordings: int
    notes: int


@read
@of_study
def study_retention(access: Access, study_id: int) -> StudyRule | None:
    """How long this study keeps what was heard in it; None: as long as the workspace does."""
    found = StudyRetention.objects.select_related("study__node").filter(study=study_id).first()
    if found is None:
        return None
    ended_on = ended([found.study]).get(study_id)
    return StudyRule(found.days, found.spares_grounds, ended_on, _day(ended_on, found.days))


@read
@of_study
def study_due(access: Access, study_id: int, *, days: int, spares_grounds: bool) -> StudyDue:
    """A dry run: when so many days are over, and what would go. Nothing is changed."""
    check_days(days)
    ended_on = ended(Study.objects.select_related("node").filter(pk=study_id)).get(study_id)
    going, kept = sources_of(over_of({study_id}, spares_grounds=spares_grounds))
    going_ids = frozenset(going.values_list("pk", flat=True))
    talks = old_interviews(Aged(going_ids, date.min, frozenset({study_id})))
    noted = Q(source__in=going_ids) | Q(source=None, interview__in=talks)
    return StudyDue(
        ended_on=ended_on,
        on=_day(ended_on, days),
        sources=len(going_ids),
        words=going.aggregate(n=Sum("words"))["n"] or 0,
        kept=kept,
        recordings=Recording.objects.filter(interview__in=talks, file__isnull=False).count(),
        notes=Note.objects.filter(noted, taken_back_at=None).count(),
    )


def over_of(study_ids: Collection[int], *, spares_grounds: bool) -> Over:
    theirs = Q(about__in=study_ids) | Q(interview__study__in=study_ids)
    return Over(frozenset(study_ids), theirs, spares_grounds)


def studies_over(today: date) -> list[Over]:
    """Studies whose words are no longer kept on that day. Called inside a query or an act."""
    rules = {rule.study_id: rule for rule in StudyRetention.objects.select_related("study__node")}
    days = ended([rule.study for rule in rules.values()])
    over = [rules[pk] for pk, day in days.items() if (_day(day, rules[pk].days) or date.max) <= today]
    return [
        over_of({rule.study_id for rule in over if rule.spares_grounds is spares}, spares_grounds=spares)
        for spares in (True, False)
    ]


def ended(studies: Collection[Study]) -> dict[int, date]:
    """The last day of each, or the day it was finished when that came first; of a study that goes on without either there is none."""
    finished = _finished([study.pk for study in studies if study.node.state == FINISHED])
    days = {study.pk: [day for day in (study.ends_on, finished.get(study.pk)) if day] for study in studies}
    return {pk: min(some) for pk, some in days.items() if some}


def _finished(study_ids: list[int]) -> Mapping[int, date]:
    """When each became finished, by its history; the last time counts."""
    told = LedgerEntry.objects.filter(node_id__in=study_ids, table_name="thread_node", after__state=FINISHED)
    moved = told.order_by("id").values_list("node_id", "before__state", "at")
    return {pk: timezone.localdate(at) for pk, before, at in moved if before != FINISHED and pk is not None}


def _day(ended_on: date | None, days: int) -> date | None:
    return ended_on + timedelta(days=days) if ended_on else None
