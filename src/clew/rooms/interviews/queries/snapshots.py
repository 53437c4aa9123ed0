"""An interview on one page: a memorable quotation, who it was, the story, which needs were heard, and what it makes one think."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone

from clew.ground.customers.api import silent, standings
from clew.ground.evidence.api import NEED, STANCES, Excerpt, Quote, quotations
from clew.ground.ledger.api import NotFound
from clew.ground.thread.api import Link
from clew.ground.workspaces.api import Access, kept, read
from clew.rooms.interviews.models import Interview, Snapshot

MOST_QUOTES, MOST_TIES = 60, 500
FEELINGS = ((2, "delighted"), (1, "content"), (0, "even"), (-1, "bothered"), (-2, "fed up"))


@dataclass(frozen=True, slots=True)
class Moment:
    """One step of the story. `feeling`: from 2, delighted, to -2, fed up."""

    text: str
    feeling: int = 0

    @property
    def word(self) -> str:
        return dict(FEELINGS)[self.feeling]


@dataclass(frozen=True, slots=True)
class NeedHeard:
    """How many pieces of this interview's words speak for, against, or only of a need."""

    id: int
    title: str
    supports: int
    contradicts: int
    mentions: int


@dataclass(frozen=True, slots=True)
class SnapshotView:
    """`known`: facts the workspace has of the person and their company. `quotes`: those that may be chosen.

    `withheld`: why nothing of what the person told is shown today; empty when it is.
    """

    interview_id: int
    title: str
    study_id: int
    study: str
    person_id: int | None
    person: str
    held_on: date | None
    known: tuple[tuple[str, str], ...]
    quote: Quote | None
    quotes: tuple[Quote, ...]
    facts: tuple[str, ...]
    insights: tuple[str, ...]
    moments: tuple[Moment, ...]
    needs: tuple[NeedHeard, ...]
    withheld: str

    @property
    def is_empty(self) -> bool:
        return not (self.quote or self.facts or self.insights or self.moments)


@kept
@read
def snapshot(access: Access, interview_id: int) -> SnapshotView:
    """An interview's snapshot as it stands, with what is known without it: the person, their company, the needs that were heard."""
    found = _interview(interview_id)
    written: Snapshot | None = getattr(found, "snapshot", None)
    why = silent(access).why(found.person_id, found.study_id)
    quotes = _quotes(access, found.source_id, written.excerpt_id if written else None)
    told = written if written and not why else Snapshot()
    return SnapshotView(
        interview_id=found.pk, title=found.node.title, study_id=found.study_id, study=found.study.node.title,
        person_id=found.person_id, person=found.person.node.title if found.person else "", held_on=found.held_on,
        known=_known(found), quote=quotes.get(written.excerpt_id or 0) if written else None,
        quotes=tuple(quotes[pk] for pk in sorted(quotes, key=lambda pk: quotes[pk].start or 0)),
        facts=_lines(told.facts), insights=_lines(told.insights),
        moments=tuple(Moment(**one) for one in told.moments),
        needs=_needs(found.source_id), withheld=f"Withheld: {why}." if why else "",
    )  # fmt: skip


def _interview(interview_id: int) -> Interview:
    found = (
        Interview.objects.select_related("node", "study__node", "person__node", "person__account__node", "snapshot")
        .filter(pk=interview_id)
        .first()
    )
    if found is None:
        raise NotFound("No such interview.")
    return found


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def _known(found: Interview) -> tuple[tuple[str, str], ...]:
    person = found.person
    account = person.account if person else None
    if person is None:
        return ()
    facts = [("Works as", person.role), ("Company", account.node.title if account else "")]
    if account is not None:
        standing = standings([account.pk], timezone.localdate())[account.pk]
        facts += [("Plan", standing.plan), ("Segments", ", ".join(name for _, name in standing.segments))]
    return tuple((name, value) for name, value in facts if value)


def _quotes(access: Access, source_id: int | None, chosen: int | None) -> Mapping[int, Quote]:
    if source_id is None:
        return {}
    here = Excerpt.objects.filter(source=source_id, node__archived_at__isnull=True).order_by("now_start", "pk")
    ids = list(here.values_list("pk", flat=True)[:MOST_QUOTES])
    found = quotations(access, list(dict.fromkeys([*ids, chosen] if chosen else ids)))
    return {pk: quote for pk, quote in found.items() if not quote.is_observed}


def _needs(source_id: int | None) -> tuple[NeedHeard, ...]:
    rows: Any = Link.objects.filter(
        upstream__excerpt__source=source_id, verb__in=STANCES, withdrawn_at__isnull=True,
        upstream__archived_at__isnull=True, downstream__kind=NEED, downstream__archived_at__isnull=True,
    ).order_by("pk")  # fmt: skip
    titles: dict[int, str] = {}
    counts: dict[int, dict[str, int]] = defaultdict(lambda: dict.fromkeys(STANCES, 0))
    found: Sequence[tuple[int, str, str]] = rows.values_list("downstream_id", "downstream__title", "verb")[:MOST_TIES]
    for need, title, stance in found if source_id else ():
        titles[need] = title
        counts[need][stance] += 1
    heard = [NeedHeard(pk, titles[pk], **counts[pk]) for pk in titles]
    return tuple(sorted(heard, key=lambda one: (-one.supports - one.contradicts, one.title.casefold())))
